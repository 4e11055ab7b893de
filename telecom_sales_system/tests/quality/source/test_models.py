import ast
import re

from odoo.tests import BaseCase, tagged

from ..common import ADDON, classes_of, python_files

MODEL = re.compile(r"(?:report\.telecom_sales_system\.\w+|telecom(?:\.\w+)+)")


@tagged("post_install", "-at_install")
class TestModels(BaseCase):
    """A model that is renamed or folded is renamed wherever code names it."""

    def test_every_model_that_code_names_exists(self):
        trees = {path: ast.parse(path.read_text()) for path in python_files()}
        known = {name for t in trees.values() for _node, name, _heirs in classes_of(t)}
        self.assertIn("telecom.period", known)
        unknown = [
            f"{path.relative_to(ADDON)}:{node.lineno}: {node.value}"
            for path, tree in trees.items()
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and MODEL.fullmatch(node.value)
            and node.value not in known
        ]
        self.assertEqual(unknown, [])
