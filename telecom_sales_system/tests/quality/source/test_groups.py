import ast
import re

from odoo.tests import BaseCase, tagged

from ..common import ADDON, NAME, python_files

PREFIX = "group_telecom_"


@tagged("post_install", "-at_install")
class TestGroups(BaseCase):
    """The names of the groups are written once, in models/common/groups.py."""

    def test_names_are_in_one_file(self):
        holders = {
            path.relative_to(ADDON).as_posix()
            for path in python_files()
            for node in ast.walk(ast.parse(path.read_text()))
            if isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and PREFIX in node.value
        }
        self.assertEqual(holders, {"models/common/groups.py"})

    def test_names_exist(self):
        """Each group of the data has its name in Python, and the other way round."""
        tree = ast.parse((ADDON / "models" / "common" / "groups.py").read_text())
        named = {
            node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and PREFIX in str(node.value)
        }
        data = (ADDON / "security" / "telecom_groups.xml").read_text()
        declared = {
            f"{NAME}.{name}"
            for name in re.findall(rf'<record id="({PREFIX}\w+)"', data)
        }
        self.assertEqual(named, declared)
