from freezegun import freeze_time

from odoo.tests import tagged

from ..common import PerformanceCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-15")
class TestCircular(PerformanceCommon):
    def test_matrix_ranks_and_totals(self):
        """Anna 1,000 x 0.35 = 350, Bert 3,000 x 0.35 = 1,050: Bert's branch leads."""
        for person, amount in ((self.anna, 1000), (self.bert, 3000)):
            invoice = self._create_customer_invoice(amount, "2026-01-10", person)
            self._pay(invoice, "2026-01-20")
        self.january.action_compute()
        matrix = self.env["telecom.performance.matrix"]._build(self.january)
        units = matrix.table("units")
        self.assertEqual(
            [(r.rank, r.name, float(r.figures["month_points"])) for r in units.rows],
            [(1, "Letters", 1050), (2, "Cili", 350)],
        )
        self.assertEqual(float(matrix.total["month_cash"]), 4000)

    def test_pdf_and_workbook(self):
        invoice = self._create_customer_invoice(1000, "2026-01-10")
        self._pay(invoice, "2026-01-20")
        self.january.action_compute()
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "telecom_sales_system.action_report_performance_circular", self.january.ids
        )
        self.assertIn(b"350.00", html)
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "telecom_sales_system.action_report_performance_statement", self.anna.ids
        )
        self.assertIn(b"350.00", html)
        content = self.env["telecom.performance.workbook"]._build(self.january)
        self.assertTrue(content.startswith(b"PK"))
