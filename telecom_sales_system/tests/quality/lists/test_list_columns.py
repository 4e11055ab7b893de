from lxml import etree

from odoo.tests import TransactionCase, tagged

from ..common import NAME

# As many columns as a screen of 1400 pixels shows without cutting names
MOST_COLUMNS = 8
# What Odoo gives an amount (column_width_hook.js), and a name of eight characters
WIDTHS = {"monetary": 105, "many2one": 105, "char": 105}
HIDDEN = {"1", "True"}


@tagged("post_install", "-at_install")
class TestListColumns(TransactionCase):
    """In lists nothing that matters is cut: too many columns, or too narrow ones."""

    maxDiff = None

    def _get_lists(self):
        """Yield ``(name, model, list node)`` of lists of our models, and in forms."""
        records = self.env["ir.model.data"].search(
            [("module", "=", NAME), ("model", "=", "ir.ui.view")], order="res_id"
        )
        for view in self.env["ir.ui.view"].browse(records.mapped("res_id")):
            if view.type in ("list", "form") and view.model in self.env:
                root = etree.fromstring(view.get_combined_arch())
                for node in root.iter("list"):
                    model = self._get_list_model(view.model, node)
                    if model.startswith("telecom."):
                        yield view.name, model, node

    def _get_list_model(self, model, node):
        """Return the model of a list, which may stand within fields of a form."""
        path = [field.get("name") for field in node.iterancestors("field")]
        for name in reversed(path):
            model = self.env[model]._fields[name].comodel_name
        return model

    def _get_columns(self, node):
        return [
            field
            for field in node.iterchildren("field")
            if field.get("column_invisible") not in HIDDEN
        ]

    def test_lists_leave_the_less_important_to_the_user(self):
        """Whoever has a narrow screen, or wants less, may hide the rest."""
        wide, lists = {}, 0
        for name, model, node in self._get_lists():
            lists += 1
            fixed = [
                column.get("name")
                for column in self._get_columns(node)
                if not column.get("optional")
            ]
            if len(fixed) > MOST_COLUMNS:
                wide[f"{name}: {model}"] = fixed
        self.assertGreater(lists, 100)
        self.assertEqual(wide, {})

    def test_amounts_and_names_have_room(self):
        """A width in a view is both the least and the most: content is cut there."""
        columns = [
            (f"{name}: {column.get('name')}", field.type, column.get("width"))
            for name, model, node in self._get_lists()
            for column in self._get_columns(node)
            for field in [self.env[model]._fields[column.get("name")]]
            if field.type in WIDTHS and column.get("width")
        ]
        self.assertIn("telecom.period.list: cash", [name for name, *_ in columns])
        narrow = [
            (name, width)
            for name, kind, width in columns
            if int(width.removesuffix("px")) < WIDTHS[kind]
        ]
        self.assertEqual(narrow, [])
