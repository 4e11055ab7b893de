from datetime import datetime

from openpyxl import load_workbook

from odoo.tests import tagged, users
from odoo.tools import file_path, mute_logger

from ...common import OrganisationCommon

HEADS = ["partner_id", "salesperson_id", "start", "kind", "result", "done_at"]


@tagged("post_install", "-at_install")
class TestVisitImport(OrganisationCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.firm = cls.env["res.partner"].create(
            {"name": "Bakery of Cili", "is_company": True, "is_small_firm": True}
        )

    def _load(self, *rows):
        return self.env["telecom.visit"].load(HEADS, [list(row) for row in rows])

    @users("service")
    def test_planned_and_done_visits(self):
        result = self._load(
            ("Bakery of Cili", "C-001", "2026-03-02 01:00:00", "", "", ""),
            (
                "Bakery of Cili",
                "C-002",
                "2026-02-02 01:00:00",
                "",
                "Wants labels",
                "2026-02-02 01:30:00",
            ),
        )
        self.assertFalse(result["messages"])
        planned, done = self.env["telecom.visit"].browse(result["ids"])
        self.assertEqual(
            (planned.state, planned.salesperson_id), ("planned", self.anna)
        )
        self.assertEqual(done.state, "done")
        self.assertEqual(done.done_at, datetime(2026, 2, 2, 1, 30))
        self.assertEqual(done.unit_id, self.branch)

    @users("service")
    @mute_logger("odoo.sql_db")
    def test_errors_name_row_and_column_and_nothing_is_left(self):
        result = self._load(
            ("Bakery of Cili", "C-001", "2026-03-02 01:00:00", "", "", ""),
            ("Bakery of Cili", "C-999", "2026-03-02 01:00:00", "", "", ""),
            ("Bakery of Cili", "C-001", "2 March", "", "", ""),
        )
        self.assertFalse(result["ids"])
        found = {
            (message["rows"]["from"], message["field"])
            for message in result["messages"]
        }
        self.assertEqual(found, {(1, "salesperson_id"), (2, "start")})
        self.assertFalse(self.env["telecom.visit"].search([]))

    @users("service")
    def test_errors_of_rules_name_row_and_column(self):
        """The second row names a next step without its day."""
        result = self.env["telecom.visit"].load(
            ["partner_id", "salesperson_id", "start", "next_step"],
            [
                ["Bakery of Cili", "C-001", "2026-03-02 01:00:00", ""],
                ["Bakery of Cili", "C-001", "2026-03-03 01:00:00", "Next Visit"],
            ],
        )
        self.assertFalse(result["ids"])
        self.assertIn(
            ({"from": 1, "to": 1}, True),
            [
                (
                    message["rows"],
                    "03/03/2026, field Date of the Next Step" in message["message"],
                )
                for message in result["messages"]
            ],
        )

    @users("anna")
    def test_salespeople_enter_no_done_visits(self):
        result = self._load(
            (
                "Bakery of Cili",
                "C-001",
                "2026-02-02 01:00:00",
                "",
                "",
                "2026-02-02 01:30:00",
            )
        )
        self.assertFalse(result["ids"])
        self.assertIn("use the buttons", result["messages"][0]["message"])

    def test_templates_have_the_columns_of_their_language(self):
        for lang, suffix in (("en_US", ""), ("zh_CN", "_zh_CN")):
            model = self.env["telecom.visit"].with_context(lang=lang)
            [template] = model.get_import_templates()
            path = f"telecom_sales_system/static/xls/telecom_visit{suffix}.xlsx"
            self.assertEqual(template["template"], f"/{path}")
            sheet = load_workbook(file_path(path)).active
            heads = [cell.value for cell in sheet[1]]
            known = {info["string"] for info in model.fields_get().values()}
            with self.subTest(lang=lang):
                self.assertEqual(set(heads) - known, set())
