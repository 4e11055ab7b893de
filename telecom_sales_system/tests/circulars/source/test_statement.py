from datetime import date

from freezegun import freeze_time
from lxml import html

from odoo.exceptions import AccessError
from odoo.tests import tagged, users

from ..common import CircularCommon

STATEMENT = "telecom_sales_system.action_report_performance_statement"


@tagged("post_install", "-at_install")
@freeze_time("2026-03-15")
class TestStatement(CircularCommon):
    def _values(self, people, period):
        report = self.env["report.telecom_sales_system.report_performance_statement"]
        return report._get_report_values(people.ids, {"period_id": period.id})

    def test_from_billed_to_points_and_what_is_owed(self):
        """January, Anna: billed 1,000 + 600, collected 1,000 x 0.35 = 350 points.

        The invoice of 600 falls due on 20 January and is unpaid: owed and overdue at
        the end of January. What she collected in 2025 or February does not show.
        """
        self._create_customer_invoice(
            600, "2026-01-20", self.anna, invoice_date_due="2026-01-20"
        )
        [paper] = self._values(self.anna, self.january)["papers"]
        self.assertEqual(paper["billed"], 1600)
        self.assertEqual(paper["total"]["cash"], 1000)
        self.assertEqual(paper["total"]["points"], 350)
        self.assertEqual([float(owed) for owed in paper["owed"]], [600, 600])
        self.assertEqual(len(paper["entries"]), 1)

    def test_speaks_the_language_of_the_person(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.anna.user_id.lang = "zh_CN"
        letter = self.env.ref("telecom_sales_system.revenue_line_letter")
        letter.with_context(lang="zh_CN").name = "函件"
        anna, bert = self._values(self.anna + self.bert, self.january)["papers"]
        self.assertEqual(anna["month"], "2026年1月")
        self.assertEqual([line.name for line, _sums in anna["lines"]], ["函件"])
        self.assertEqual(bert["month"], "2026-01")

    @users("anna")
    def test_salesperson_prints_the_own_statement_without_accounting_rights(self):
        content, _kind = self.env["ir.actions.report"]._render_qweb_html(
            STATEMENT, self.anna.ids, {"period_id": self.january.id}
        )
        self.assertIn("350.00", html.fromstring(content).text_content())

    @users("anna")
    def test_salesperson_cannot_print_somebody_elses(self):
        with self.assertRaises(AccessError):
            self._values(self.bert.with_user(self.env.user), self.january)

    def test_wizard_prints_the_chosen_people_and_month(self):
        wizard = self.env["telecom.performance.statement.print"].create(
            {
                "period_id": self.january.id,
                "salesperson_ids": [(6, 0, (self.anna + self.bert).ids)],
            }
        )
        data = wizard.action_print()["data"]
        report = self.env["report.telecom_sales_system.report_performance_statement"]
        papers = report._get_report_values(None, data)["papers"]
        self.assertEqual([p["total"]["points"] for p in papers], [350, 1050])

    def test_queries_do_not_grow_with_the_people(self):
        people = self.anna + self.bert
        self._values(people, self.january)
        self.env.invalidate_all()
        with self.assertQueryCount(16):
            self._values(people, self.january)

    def test_past_month_shows_the_place_of_that_month(self):
        self.anna._start_assignment(
            {"date_from": date(2026, 3, 1), "unit_id": self.outlet.id}
        )
        for period, unit in ((self.january, self.county), (self.february, self.county)):
            [paper] = self._values(self.anna, period)["papers"]
            self.assertEqual(paper["assignment"].unit_id, unit)
        self.assertEqual(self.anna.unit_id, self.outlet)
