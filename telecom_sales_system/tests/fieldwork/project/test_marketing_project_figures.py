from datetime import date

from freezegun import freeze_time
from lxml import html

from odoo.tests import tagged, users

from .projects import ProjectCommon

YEAR = (date(2026, 1, 1), date(2026, 12, 31))
PLAN = "telecom_sales_system.action_report_marketing_plan"


@tagged("post_install", "-at_install")
@freeze_time("2026-06-15 02:00:00")
class TestMarketingProjectFigures(ProjectCommon):
    def test_revenue_of_the_campaign(self):
        """1,000 and 500 posted, 200 credited: 1,300. Not counted: a draft of 70, an
        invoice of 40 of no campaign, tax, and what another company billed."""
        tax = self.company_data["default_tax_sale"]
        self._bill(self.project, 1000)
        line = {"product_id": self.letter_product.id, "price_unit": 500}
        taxed = self._bill(self.project, 0, lines=[{**line, "tax_ids": tax.ids}])
        self.assertGreater(taxed.amount_total, 500)
        self._bill(self.project, 200, move_type="out_refund")
        self._bill(self.project, 70).button_draft()
        self._create_customer_invoice(40, "2026-03-01")
        self.assertEqual(self.project.achieved_revenue, 1300)
        self.assertEqual(self.project.achieved_rate, 0.001625)
        self.assertFalse(self.project.is_large)

    def test_refund_of_an_invoice_keeps_the_campaign(self):
        """Odoo's own reversal of 400 out of 1,000 leaves 600."""
        self._refund(self._bill(self.project, 1000), "2026-03-02", 400)
        self.assertEqual(self.project.achieved_revenue, 600)

    def test_order_hands_the_campaign_on_to_its_invoice(self):
        order = self._sell((self.letter_product, 900))
        order.campaign_id = self.project.campaign_id
        self._invoice_order(order, "2026-03-01")
        self.assertEqual(self.project.achieved_revenue, 900)

    def test_foreign_currency_counts_in_that_of_the_company(self):
        """3,000 at a rate of 3 to 1 are 1,000."""
        currency = self.setup_other_currency("EUR", rates=[("2026-01-01", 3.0)])
        self._bill(self.project, 3000, currency_id=currency.id)
        self.assertEqual(self.project.achieved_revenue, 1000)

    def test_large_from_the_setting_on(self):
        """999,999.99 is not large, one cent more is; the setting at closing counts."""
        self._bill(self.project, 999_999.99)
        self.assertFalse(self.project.is_large)
        self._bill(self.project, 0.01)
        self.project.invalidate_recordset()
        self.assertTrue(self.project.is_large)
        self._close_project(self.project)
        self.env.company.telecom_large_project = 2_000_000
        self.project.invalidate_recordset()
        self.assertTrue(self.project.is_large)

    def test_figures_of_units(self):
        """Cili plans Spring (large, done) and Winter (open), its outlet one project
        that is done; Letters has one of this year's plan, due on the year's last day
        though its deadline is later, and done."""
        self._bill(self.project, 1_000_000)
        outlet = self._plan("Outlet", self.outlet, self.anna)
        self._plan("Winter", self.county, self.anna, deadline="2026-12-31")
        letters = self._plan("Letters", self.branch, self.bert, deadline="2027-01-01")
        self._close_project(self.project, outlet, letters)
        projects = self.env["telecom.marketing.project"]
        units = self.city + self.county + self.outlet + self.branch
        figures = projects._count_plan_projects(units, *YEAR)
        self.assertEqual(
            {unit: tuple(figures[unit.id].values()) for unit in units},
            {
                self.city: (4, 3, 1, 1),
                self.county: (3, 2, 1, 1),
                self.outlet: (1, 1, 0, 0),
                self.branch: (1, 1, 0, 0),
            },
        )
        for unit, large, names in (
            (self.county, False, ["Outlet", "Spring"]),
            (self.county, True, ["Spring"]),
            (self.branch, True, []),
        ):
            model, domain = projects._get_done_projects_evidence(
                unit, *YEAR, large=large
            )
            found = self.env[model].search(domain)
            self.assertEqual(sorted(found.mapped("name")), names)
        days = (date(2026, 7, 1), date(2026, 12, 31))
        figures = projects._count_plan_projects(self.county, *days)[self.county.id]
        self.assertEqual(figures, {"due": 1, "done": 0, "large": 0, "missed": 1})

    def test_plan_by_unit(self):
        """Cili plans 800,000 twice and achieved 300,000; Letters 800,000 and 50,000.

        The first of Cili is closed, at 200,000; 999 billed later do not count.
        """
        second = self._plan("Summer", self.county, self.anna)
        letters = self._plan("Letters", self.branch, self.bert)
        for project, amount in (
            (self.project, 200_000),
            (second, 100_000),
            (letters, 50_000),
        ):
            self._bill(project, amount)
        self._close_project(self.project)
        self._bill(self.project, 999)
        self.env.flush_all()
        rows = self.env["telecom.marketing.plan"]._read_group(
            [("year", "=", 2026), ("unit_id", "in", (self.county + self.branch).ids)],
            ["unit_id"],
            [
                f"{name}:sum"
                for name in (
                    "planned_count",
                    "planned_revenue",
                    "done_count",
                    "achieved_revenue",
                )
            ],
        )
        self.assertEqual(
            {unit: figures for unit, *figures in rows},
            {
                self.county: [2, 1_600_000, 1, 300_000],
                self.branch: [1, 800_000, 0, 50_000],
            },
        )

    @users("anna")
    def test_owner_sees_the_invoices_without_accounting(self):
        """A list of 1,000 with the client's name, though Anna reads no invoice."""
        self._bill(self.project, 1000)
        self.env.flush_all()
        self.assertFalse(self.env["account.move"].has_access("read"))
        project = self.project.with_env(self.env)
        self.assertEqual(project.achieved_revenue, 1000)
        action = project.action_open_invoices()
        rows = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(rows._name, "telecom.marketing.project.revenue")
        self.assertEqual(rows.mapped("amount"), [1000])
        self.assertEqual(rows.client_name, self.partner_a.sudo().name)
        other = self._plan("Letters", self.branch, self.bert)
        self._bill(other, 500)
        self.env.flush_all()
        self.assertEqual(len(rows.search([])), 1)

    def test_accountant_opens_the_invoices(self):
        invoice = self._bill(self.project, 1000)
        action = self.project.with_user(self.env.user).action_open_invoices()
        self.assertEqual(action["res_model"], "account.move")
        self.assertEqual(self.env["account.move"].search(action["domain"]), invoice)

    def test_queries_do_not_grow(self):
        """A list of 30 projects with invoices takes as many queries as one of 3."""
        counts = []
        for number in (1, 2, 30):
            for index in range(number):
                self._plan(f"Project {number} {index}", self.county, self.anna)
            self.env.flush_all()
            self.env.invalidate_all()
            projects = self.env["telecom.marketing.project"].with_user(self.service)
            projects.search([]).mapped("name")
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            projects.search([]).read(["name", "achieved_revenue", "is_large"])
            counts.append(self.env.cr.sql_log_count - before)
        # The first pass fills caches of the registry.
        self.assertEqual(counts[1], counts[2])

    def test_paper(self):
        """Two projects of Cili: 1,600,000 planned, one done, 200,000 achieved."""
        second = self._plan("Summer", self.county, self.anna)
        self._bill(self.project, 200_000)
        self._close_project(self.project)
        reports = self.env["ir.actions.report"]
        content, _kind = reports._render_qweb_html(PLAN, (self.project + second).ids)
        page = html.fromstring(content)
        total = page.xpath("//tr[@class='ts-total']/td")
        self.assertEqual(
            [cell.text_content() for cell in total],
            ["Total", "1,600,000.00", "200,000.00"],
        )
        self.assertIn("2 projects with 1,600,000.00 US dollars", page.text_content())
        self.assertIn("Done: 1, of which large: 0", page.text_content())
