import ast

from odoo.tests import BaseCase, tagged

from ..common import ADDON, python_files

# Overrides of the ORM, which Odoo documents; what they add is said in a comment.
ORM_METHODS = {"create", "write", "unlink", "copy"}


@tagged("post_install", "-at_install")
class TestDocstrings(BaseCase):
    """Every public function, method and module of functions says what it does."""

    def test_public_functions_and_methods(self):
        silent = [
            f"{path.relative_to(ADDON)}: {name}"
            for path in python_files()
            for name in self._silent(ast.parse(path.read_text()))
        ]
        self.assertEqual(silent, [])

    def test_classes_say_what_they_are(self):
        """By a docstring, or as models do by ``_description`` or ``_inherit``."""
        silent = [
            f"{path.relative_to(ADDON)}: {node.name}"
            for path in python_files()
            for node in ast.walk(ast.parse(path.read_text()))
            if isinstance(node, ast.ClassDef)
            and not ast.get_docstring(node)
            and not {"_description", "_inherit"} & self._assigned(node)
        ]
        self.assertEqual(silent, [])

    def _silent(self, tree):
        for node in ast.walk(tree):
            body = getattr(node, "body", None)
            if isinstance(node, ast.Module | ast.ClassDef):
                for item in body:
                    if isinstance(item, ast.FunctionDef) and self._wants(item):
                        yield item.name

    def _wants(self, function):
        is_public = not function.name.startswith("_")
        is_known = function.name in ORM_METHODS
        return is_public and not is_known and not ast.get_docstring(function)

    def _assigned(self, node):
        return {
            target.id
            for item in node.body
            if isinstance(item, ast.Assign)
            for target in item.targets
            if isinstance(target, ast.Name)
        }
