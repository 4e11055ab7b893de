from freezegun import freeze_time
from lxml import html

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tests.common import HttpCase

from .common import CircularCommon

CIRCULAR = "telecom_sales_system.action_report_performance_circular"


@tagged("post_install", "-at_install")
@freeze_time("2026-03-15")
class TestCircular(CircularCommon, HttpCase):
    def _page(self, period):
        content, _kind = self.env["ir.actions.report"]._render_qweb_html(
            CIRCULAR, period.ids
        )
        return html.fromstring(content)

    def _texts(self, page, css_class):
        return [
            " ".join(node.text_content().split())
            for node in page.xpath(f"//*[@class='{css_class}']")
        ]

    def test_page_tells_the_month(self):
        self.env["telecom.period"].flush_model()
        page = self._page(self.january)
        self.assertEqual(self._texts(page, "ts-head"), ["City: Marketing Circular"])
        overview = self._texts(page, "ts-body")[0]
        self.assertIn("received 4,200.00 yuan in cash", overview)
        self.assertIn("1,470.00 performance points", overview)
        self.assertIn("leading units of the month are Letters and Cili", overview)
        self.assertEqual(len(page.xpath("//table[@class='ts-table']")), 3)
        self.assertEqual(len(page.xpath("//svg")), 1)

    def test_draft_is_marked_until_the_month_is_closed(self):
        self.assertTrue(self._texts(self._page(self.january), "ts-draft"))
        for period in self.periods[:13]:
            period.action_close()
        self.assertFalse(self._texts(self._page(self.january), "ts-draft"))

    def test_period_that_was_not_computed_has_no_circular(self):
        period = self.env["telecom.period"].create({"date_from": "2026-03-01"})
        with self.assertRaisesRegex(UserError, "2026-03: compute it"):
            self._page(period)

    def test_pdf(self):
        reports = self.env["ir.actions.report"].with_context(
            force_report_rendering=True
        )
        content, kind = reports._render_qweb_pdf(CIRCULAR, self.january.ids)
        self.assertEqual(kind, "pdf")
        self.assertTrue(content.startswith(b"%PDF"))

    def test_pages_break_between_rows(self):
        """60 teams and cash without one: 61 rows go on over pages with their head."""
        teams = self.env["crm.team"].create(
            [{"name": f"Team {number:02}"} for number in range(60)]
        )
        self.env.cr.execute(
            """
            INSERT INTO telecom_performance_entry (period_id, company_id, currency_id,
                kind, recognition_date, attribution, team_id, cash, points)
            SELECT %(period)s, %(company)s, %(currency)s, 'cash', '2026-02-01',
                   'unassigned', team.id, team.id, team.id
              FROM UNNEST(%(teams)s) AS team(id)
            """,
            {
                "period": self.february.id,
                "company": self.env.company.id,
                "currency": self.env.company.currency_id.id,
                "teams": teams.ids,
            },
        )
        page = self._page(self.february)
        numbers = self._texts(page, "ts-page-number")
        self.assertEqual(numbers, [f"— {n} —" for n in range(1, len(numbers) + 1)])
        self.assertGreaterEqual(len(numbers), 3)
        names = [
            row.xpath("string(td[2])")
            for table in page.xpath("//table")
            for row in table.xpath(".//tr[td]")
        ]
        latest_first = [f"Team {number:02}" for number in reversed(range(60))]
        self.assertEqual([name for name in names if name in latest_first], latest_first)
