from freezegun import freeze_time

from odoo.tests import Form, tagged

from ...common import PerformanceCommon


@tagged("post_install", "-at_install")
class TestRevenueMapping(PerformanceCommon):
    """It is 5 March 2026. Mailing and Policy have their lines already.

    In twelve months Mailing brought 1,000, of which 250 are paid; a newspaper 400 and a
    free text 100, both paid. 70 of a year and a month ago are too old.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time("2026-03-05 02:00:00"))
        cls.press = cls.env.ref("telecom_sales_system.revenue_line_press")
        cls.category = cls.product_category.copy({"name": "Press and Books"})
        cls.paper = cls.env["product.product"].create(
            {
                "name": "Paper",
                "type": "service",
                "categ_id": cls.category.id,
                "taxes_id": False,
            }
        )
        invoice = cls._create_customer_invoice(1000, "2026-02-01")
        cls._pay(invoice, "2026-02-10", 250)
        cls._pay(
            cls._create_customer_invoice(400, "2026-02-01", product=cls.paper),
            "2026-02-10",
        )
        free = {"name": "Advice", "price_unit": 100, "tax_ids": False}
        cls._pay(
            cls._create_customer_invoice(0, "2026-02-01", lines=[free]), "2026-02-11"
        )
        old = cls._create_customer_invoice(70, "2025-02-01", product=cls.paper)
        cls._pay(old, "2025-02-10")

    def _map(self):
        return Form(self.env["telecom.revenue.mapping"].with_user(self.service))

    def _lines(self, form):
        return {
            line.category_id.name: (line.amount, line.line_id.code, line.is_proposed)
            for line in form.save().line_ids
        }

    def test_proposal(self):
        form = self._map()
        self.assertEqual(form.open_amount, 100)
        lines = self._lines(form)
        self.assertEqual(lines["Mailing"], (250, "letter", False))
        self.assertEqual(lines["Policy"], (0, "savings", False))
        self.assertEqual(lines["Press and Books"], (400, "press", True))
        self.assertEqual(lines[False], (100, False, False))

    def test_saving(self):
        """Nothing is mapped before; a line is replaced; free text gets a line, too."""
        mapping = self._map().save()
        self.assertFalse(self.category.own_revenue_line_id)
        for line in mapping.line_ids:
            if line.category_id.name == "Policy":
                line.line_id = self.press
            if not line.category_id:
                line.line_id = self.letters
        mapping.action_save()
        self.assertEqual(self.category.own_revenue_line_id, self.press)
        self.assertEqual(self.savings_product.categ_id.own_revenue_line_id, self.press)
        company = self.env.company
        self.assertEqual(company.telecom_default_revenue_line_id, self.letters)
        self.assertEqual(self._map().open_amount, 0)
