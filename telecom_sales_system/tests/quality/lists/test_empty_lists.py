import ast

from lxml import html

from odoo.tests import TransactionCase, tagged

from ..common import ADDON, NAME, python_files

# What shows several records and is blank without any
KINDS = {"list", "kanban", "pivot", "graph", "calendar", "activity"}


def find_bare_actions(tree):
    """Yield the lines of dictionaries that open a list and have no help."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Dict):
            continue
        items = {
            key.value: value
            for key, value in zip(node.keys, node.values, strict=True)
            if isinstance(key, ast.Constant)
        }
        kind = items.get("type")
        if getattr(kind, "value", None) != "ir.actions.act_window" or "help" in items:
            continue
        shown = {
            word
            for name in ("view_mode", "views")
            if name in items
            for part in ast.walk(items[name])
            if isinstance(part, ast.Constant) and isinstance(part.value, str)
            for word in part.value.split(",")
        }
        # What is computed may be a list: only a form alone needs no help.
        if shown & KINDS or not shown:
            yield node.lineno


@tagged("post_install", "-at_install")
class TestEmptyLists(TransactionCase):
    """An empty list says what to do, whoever opens it: a menu, a button or a tile."""

    def test_actions_of_ours_have_a_help(self):
        records = self.env["ir.model.data"].search(
            [("module", "=", NAME), ("model", "=", "ir.actions.act_window")]
        )
        actions = self.env["ir.actions.act_window"].browse(records.mapped("res_id"))
        lists = actions.filtered(lambda a: KINDS & set(a.view_mode.split(",")))
        self.assertGreater(len(lists), 60)
        bare = [
            action.xml_id
            for action in lists
            if not html.fromstring(action.help or "<p/>").text_content().strip()
        ]
        self.assertEqual(bare, [])

    def test_actions_in_code_have_a_help(self):
        bare = [
            f"{path.relative_to(ADDON)}:{line}"
            for path in python_files("models", "wizards", "reports", "controllers")
            for line in find_bare_actions(ast.parse(path.read_text("utf-8")))
        ]
        self.assertEqual(bare, [])

    def test_what_counts_as_a_list_without_help(self):
        """A list, views that are computed and a list among others; never a form."""
        kind = '"type": "ir.actions.act_window"'
        cases = {
            '"view_mode": "list,form"': True,
            '"views": [(False, "kanban"), (False, "form")]': True,
            '"views": [(False, kind) for kind in views]': True,
            '"view_mode": "list,form", "help": text': False,
            '"view_mode": "form"': False,
            '"views": [(form.id, "form")]': False,
        }
        for code, expected in cases.items():
            with self.subTest(code=code):
                tree = ast.parse(f"{{{kind}, {code}}}")
                self.assertEqual(bool(list(find_bare_actions(tree))), expected)
