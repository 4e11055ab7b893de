import csv

from odoo.tests import TransactionCase, tagged

from ..common import ADDON, NAME

VIEW_KINDS = "form|list|kanban|search|pivot|graph|calendar|activity"


@tagged("post_install", "-at_install")
class TestShape(TransactionCase):
    """Names by the house rules, so that everything is where one looks."""

    def test_views(self):
        """<model>_view_<kind>, with a word more for a second view of a kind."""
        for name, view in self._own("ir.ui.view"):
            if view.type != "qweb":
                model = view.model.replace(".", "_")
                with self.subTest(view=name):
                    self.assertRegex(name, rf"^{model}_view_({VIEW_KINDS})(_\w+)?$")

    def test_window_actions(self):
        for name, action in self._own("ir.actions.act_window"):
            model = action.res_model.replace(".", "_")
            with self.subTest(action=name):
                self.assertRegex(name, rf"^{model}_action(_\w+)?$")

    def test_menus(self):
        for name, _menu in self._own("ir.ui.menu"):
            with self.subTest(menu=name):
                self.assertRegex(name, r"_menu(_\w+)?$")

    def test_access_ids(self):
        with (ADDON / "security" / "ir.model.access.csv").open() as file:
            for row in csv.DictReader(file):
                model = row["model_id:id"].split(".")[-1].removeprefix("model_")
                role = row["group_id:id"].split(".")[-1].removeprefix("group_")
                role = role.removeprefix("telecom_")
                with self.subTest(id=row["id"]):
                    self.assertEqual(row["id"], f"access_{model}_{role}")

    def _own(self, model):
        """Pairs (name, record) of what the addon itself brings."""
        data = self.env["ir.model.data"].search(
            [("module", "=", NAME), ("model", "=", model)]
        )
        return [(row.name, self.env[model].browse(row.res_id)) for row in data]
