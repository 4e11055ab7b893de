import ast
import csv
from statistics import median

from odoo.tests import TransactionCase, tagged

from .common import ADDON, NAME, camel_case, python_files

LONGEST, MEDIAN = 250, 80
VIEW_KINDS = "form|list|kanban|search|pivot|graph|calendar|activity"


@tagged("post_install", "-at_install")
class TestShape(TransactionCase):
    """Names and lengths by the house rules, so that everything is where one looks."""

    def test_lengths(self):
        lengths = {
            str(path.relative_to(ADDON)): path.read_text().count("\n")
            for path in python_files()
            if path.name != "__init__.py"
        }
        self.assertEqual({k: n for k, n in lengths.items() if n > LONGEST}, {})
        self.assertLessEqual(median(lengths.values()), MEDIAN)

    def test_models(self):
        """A class is called as its model, and the file as its first model.

        A further file about the same model has a word more: res_partner_revenue.py.
        """
        for path in python_files("models", "wizards", "reports"):
            classes = self._models_of(path)
            for class_name, model in classes:
                with self.subTest(path=path.name):
                    self.assertEqual(class_name, camel_case(model))
            if classes:
                name = classes[0][1].replace("report_", "").replace(".", "_")
                with self.subTest(path=path.name):
                    self.assertRegex(
                        path.stem.removeprefix("telecom_"),
                        rf"^{name.removeprefix('telecom_')}(_\w+)?$",
                    )

    def _models_of(self, path):
        """Pairs (class, model) of a file; an extension counts as its model."""
        found = []
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.ClassDef):
                names = {
                    item.targets[0].id: item.value
                    for item in node.body
                    if isinstance(item, ast.Assign)
                    and isinstance(item.targets[0], ast.Name)
                }
                value = names.get("_name") or names.get("_inherit")
                if isinstance(value, ast.Constant):
                    # Odoo wants a report's model to be called report.<module>.<name>.
                    model = value.value.removeprefix(f"report.{NAME}.")
                    found.append((node.name, model))
        return found

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
