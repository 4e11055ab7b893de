import io

from freezegun import freeze_time
from openpyxl import load_workbook

from odoo.tests import tagged

from ..common import ClientCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-15")
class TestGrowthAgrees(ClientCommon):
    """The growth of a client on 15 March 2026, wherever it is shown.

    Billed in 2025: 1,000 until 15 March, 500 on 20 March, 4,000 in November. Billed in
    2026: 1,500. So 1,500 against 1,000 of the same days: 50 %.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.client.tier_id = cls.silver
        for amount, day in (
            (1000, "2025-02-10"),
            (500, "2025-03-20"),
            (4000, "2025-11-10"),
            (1500, "2026-01-10"),
        ):
            cls._bill(cls.client, amount, day)
        cls.env.flush_all()

    def test_client_file_and_lists(self):
        [row] = self.client.with_user(self.anna.user_id).read(
            ["client_revenue", "client_revenue_before", "client_growth"]
        )
        self.assertEqual(row["client_revenue"], 1500)
        self.assertEqual(row["client_revenue_before"], 1000)
        self.assertEqual(row["client_growth"], 0.5)

    def test_card(self):
        report = self.env["report.telecom_sales_system.report_client_card"]
        [card] = report._get_report_values(self.client.ids)["papers"]
        total = card["total"]
        self.assertEqual(
            (total["this_year"], total["same_days"], total["last"]), (1500, 1000, 5500)
        )
        self.assertEqual(float(total["growth"]), 0.5)

    def test_effect_of_maintenance(self):
        """In the row of this year; that of 2025 is of the whole year."""
        rows = self.env["telecom.maintenance.effect"].search(
            [("partner_id", "=", self.client.id)], order="year desc"
        )
        self.assertEqual(
            [(row.year, row.revenue, row.last_revenue) for row in rows],
            [(2026, 1500, 1000), (2025, 5500, 0)],
        )
        self.assertEqual(rows[0].growth_rate, 0.5)

    def test_workbook(self):
        workbook = self.env["telecom.client.workbook"].with_user(self.service)
        content = workbook._build_workbook()
        sheet = load_workbook(io.BytesIO(content), data_only=True).worksheets[0]
        heads = [cell.value for cell in sheet[1]]
        values = dict(zip(heads, [cell.value for cell in sheet[2]], strict=True))
        self.assertEqual(values["Revenue This Year"], 1500)
        self.assertEqual(values["Same Days Last Year"], 1000)

    def test_no_growth_from_less_than_nothing(self):
        """A credit note of 1,200 more than last year's days brought: no rate."""
        self._bill(self.client, 1200, "2025-02-11", move_type="out_refund")
        self.env.flush_all()
        self.client.invalidate_recordset()
        self.assertEqual(self.client.client_revenue_before, -200)
        self.assertFalse(self.client.client_growth)
        effect = self.env["telecom.maintenance.effect"].search(
            [("partner_id", "=", self.client.id), ("year", "=", 2026)]
        )
        self.assertFalse(effect.growth_rate)
        report = self.env["report.telecom_sales_system.report_client_card"]
        [card] = report._get_report_values(self.client.ids)["papers"]
        self.assertIsNone(card["total"]["growth"])

    def test_leap_day(self):
        """On 29 February 2028: until 28 February 2027."""
        days = self.env["telecom.client.revenue"]._get_compared_days
        with freeze_time("2028-02-29"):
            today = self.env.company._telecom_today()
            self.assertEqual(
                [list(map(str, span)) for span in days(today)],
                [["2028-01-01", "2028-02-29"], ["2027-01-01", "2027-02-28"]],
            )
