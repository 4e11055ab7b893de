import ast
from unittest import TestCase

from odoo.tests import BaseCase, loader, tagged

from ..common import ADDON, NAME

POSITIONS = {"post_install", "at_install"}


@tagged("post_install", "-at_install")
class TestRunner(BaseCase):
    """Odoo's own runner, ``odoo --test-tags``, finds all tests of the addon.

    It looks at modules ``test_*`` of the package ``tests``, at classes with a tag of
    the moment at which they run, and at methods that a class defines itself.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.modules = {
            module.__name__: module for module in loader.get_test_modules(NAME)
        }
        cls.classes = [
            found
            for module in cls.modules.values()
            for found in vars(module).values()
            if isinstance(found, type)
            and issubclass(found, TestCase)
            and found.__module__ == module.__name__
            and cls._get_test_names(found)
        ]

    @staticmethod
    def _get_test_names(case):
        return {
            name
            for name in dir(case)
            if name.startswith("test_") and callable(getattr(case, name))
        }

    def test_every_file(self):
        paths = (ADDON / "tests").rglob("test_*.py")
        names = {
            ".".join(
                ("odoo.addons", NAME, *path.relative_to(ADDON).with_suffix("").parts)
            )
            for path in paths
        }
        self.assertIn(__name__, names)
        self.assertEqual(names - self.modules.keys(), set())

    def test_every_class(self):
        """Tests run once all modules are there: no other one breaks their records."""
        untagged = [
            f"{case.__module__}.{case.__name__}"
            for case in self.classes
            if POSITIONS & getattr(case, "test_tags", set()) != {"post_install"}
        ]
        self.assertEqual(untagged, [])

    def test_every_method(self):
        """A class that inherits tests sets ``allow_inherited_tests_method``."""
        left_out = []
        for case in self.classes:
            found = {
                test._testMethodName
                for test in loader.get_module_test_cases(self.modules[case.__module__])
                if type(test) is case
            }
            if hidden := self._get_test_names(case) - found:
                left_out.append(f"{case.__module__}.{case.__name__}: {hidden}")
        self.assertEqual(left_out, [])

    def test_no_function(self):
        """A function beside the classes is a test for pytest only."""
        functions = [
            f"{path.name}: {node.name}"
            for path in (ADDON / "tests").rglob("test_*.py")
            for node in ast.parse(path.read_text()).body
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test")
        ]
        self.assertEqual(functions, [])
