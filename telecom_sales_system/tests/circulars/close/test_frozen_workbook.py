import io

from freezegun import freeze_time
from openpyxl import load_workbook

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from ...common import PerformanceCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-15")
class TestFrozenWorkbook(PerformanceCommon):
    """The workbook of a closed month, before and after what happens later.

    January: 1,000 of Anna, of Cili, and 2,000 of Bert, of Letters; at 0.35.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["telecom.duty"].sudo().search([]).unlink()
        kind = cls.env.ref("telecom_sales_system.duty_type_information_request")
        cls.duty = cls.env["telecom.duty"].create(
            {
                "type_id": kind.id,
                "unit_id": cls.county.id,
                "due_on": "2026-01-10",
                "subject": "Survey",
            }
        )
        contest = cls.env["telecom.contest"].create(
            {
                "name": "Two Years",
                "date_from": "2025-01-01",
                "date_to": "2026-12-31",
                "category_ids": [Command.create({"name": "People"})],
            }
        )
        contest.action_start()
        cls.contest = contest
        for amount, person in ((1000, cls.anna), (2000, cls.bert)):
            invoice = cls._create_customer_invoice(amount, "2026-01-10", person)
            cls._pay(invoice, "2026-01-20")
        cls.january.action_close()

    def _read_cells(self):
        content = self.env["telecom.performance.workbook"]._build_workbook(self.january)
        book = load_workbook(io.BytesIO(content), data_only=True)
        return {
            name: list(book[name].iter_rows(values_only=True))
            for name in ("Units", "Contest", "Duties", "Arrears Cases", "Salespeople")
        }

    def test_later_events_change_no_sheet(self):
        """A new sale of February, a proof of January, a new place for the outlet."""
        before = self._read_cells()
        self.assertEqual(self.january.state, "closed")
        self._pay(
            self._create_customer_invoice(9000, "2026-02-20", self.anna), "2026-02-20"
        )
        self.february.action_compute()
        self.contest._refresh_standings()
        # sudo: a duty is done by its proof, not by hand
        self.duty.sudo()._set_guarded_fields({"fulfilled_on": "2026-01-09"})
        self.branch.parent_id = False
        self.branch.kind = "city"
        self.env.flush_all()
        self.assertEqual(self._read_cells(), before)

    def test_open_month_goes_on_changing(self):
        march = self.env["telecom.period"].create({"date_from": "2026-03-01"})
        march.action_compute()
        content = self.env["telecom.performance.workbook"]._build_workbook(march)
        self._pay(
            self._create_customer_invoice(9000, "2026-03-10", self.anna), "2026-03-10"
        )
        march.action_compute()
        later = self.env["telecom.performance.workbook"]._build_workbook(march)
        first, second = (
            load_workbook(io.BytesIO(book), data_only=True)["Units"]["C3"].value
            for book in (content, later)
        )
        self.assertEqual((first, second), (0, 9000))

    def test_figures_are_for_those_who_see_the_whole_ledger(self):
        """And stay as they are, whoever writes them."""
        self.assertTrue(self.january.frozen_figures["tables"])
        for user, reads in ((self.auditor, True), (self.anna.user_id, False)):
            period = self.january.with_user(user)
            field = period._fields["frozen_figures"]
            self.assertEqual(period._has_field_access(field, "read"), reads)
        with self._refused(UserError, "2026-01 is “Closed” and stays as it is"):
            self.january.sudo().frozen_figures = {}
