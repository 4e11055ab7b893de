from freezegun import freeze_time

from odoo import Command
from odoo.tests import tagged

from ...common import LedgerCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-04-15")
class TestLedgerChanges(LedgerCommon):
    """Documents of a closed month that are changed while their match is kept."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.march = cls._create_period("2026-03-01")

    def _close_sale(self, *products_and_prices, **vals):
        lines = products_and_prices or [(self.letter_product, 1000)]
        invoice = self._create_invoice_of_lines("2026-01-10", *lines, **vals)
        payment = self._pay(invoice, "2026-01-20")
        self._close(self.january)
        return invoice, payment

    def _get_cash_by_person(self, period):
        return [
            (entry.salesperson_id, entry.cash)
            for entry in self._entries(period).sorted("cash")
        ]

    def test_lines_change(self):
        """L 600 / S 400 becomes L 400 / S 600: 210 + 48 come back, 140 + 72 count."""
        invoice, _payment = self._close_sale(
            (self.letter_product, 600), (self.savings_product, 400)
        )
        letter, savings = invoice.invoice_line_ids
        lines = [
            Command.update(letter.id, {"price_unit": 400}),
            Command.update(savings.id, {"price_unit": 600}),
        ]
        self._change(invoice, {"invoice_line_ids": lines})
        (self.february + self.march).action_compute()
        self._assert_entries(
            self.february,
            [
                ("letter", -600, -210),
                ("savings", -400, -48),
                ("letter", 400, 140),
                ("savings", 600, 72),
            ],
        )
        self._assert_entries(self.march, [])
        self._close(self.february)
        self.march.action_compute()
        self._assert_entries(self.march, [])

    def test_product_of_a_posted_line_changes(self):
        """Without a draft in between: -350 on letters, 120 on savings."""
        invoice, _payment = self._close_sale()
        invoice.invoice_line_ids.product_id = self.savings_product
        self.february.action_compute()
        self._assert_entries(
            self.february, [("letter", -1000, -350), ("savings", 1000, 120)]
        )

    def test_salesperson_changes(self):
        """Anna's 1,000 of January become Bert's, in February."""
        invoice, _payment = self._close_sale()
        self._change(invoice, {"invoice_user_id": self.bert.user_id.id})
        self.february.action_compute()
        self.assertEqual(
            self._get_cash_by_person(self.february),
            [(self.anna, -1000), (self.bert, 1000)],
        )

    def test_salesperson_changes_with_an_incentive(self):
        """The 100 that were given away follow the sale: Anna +35 back, Bert -35."""
        invoice = self._create_customer_invoice(1000, "2026-01-10")
        incentive = self.env["telecom.incentive"].create(
            {"name": "Gift", "move_id": invoice.id, "amount": 100, "date": "2026-01-15"}
        )
        incentive.with_user(self.service).action_approve()
        self._close(self.january)
        invoice.invoice_user_id = self.bert.user_id
        self.february.action_compute()
        found = [
            (entry.salesperson_id, entry.points)
            for entry in self._entries(self.february).sorted("points")
        ]
        self.assertEqual(found, [(self.bert, -35), (self.anna, 35)])

    def test_payment_date_moves_to_an_open_month(self):
        """20 January becomes 5 March: -1,000 in February, 1,000 in March."""
        _invoice, payment = self._close_sale()
        self._change(payment, {"date": "2026-03-05"})
        (self.february + self.march).action_compute()
        self._assert_entries(self.february, [("letter", -1000, -350)])
        self._assert_entries(self.march, [("letter", 1000, 350)])
        self._close(self.february, self.march)
        self._assert_entries(self.february, [("letter", -1000, -350)])
        self._assert_entries(self.march, [("letter", 1000, 350)])

    def test_payment_date_moves_before_the_ledger(self):
        """20 January becomes 20 December: -1,000, and nothing counts it again."""
        invoice = self._create_customer_invoice(1000, "2025-12-10")
        payment = self._pay(invoice, "2026-01-20")
        self._close(self.january)
        payment.action_draft()
        payment.move_id.name = False
        payment.date = "2025-12-20"
        payment.action_post()
        (self.february + self.march).action_compute()
        self._assert_entries(self.february, [("letter", -1000, -350)])
        self._assert_entries(self.march, [])

    def test_invoice_date_moves_to_another_rate(self):
        """0.35 until the 14th, 0.40 from the 15th: -350 and 400 in February."""
        self.letters.rate_ids.date_to = "2026-01-14"
        self.env["telecom.revenue.line.rate"].create(
            {"line_id": self.letters.id, "rate": 0.4, "date_from": "2026-01-15"}
        )
        invoice, _payment = self._close_sale()
        self._change(invoice, {"invoice_date": "2026-01-16", "date": "2026-01-16"})
        self.february.action_compute()
        self._assert_entries(
            self.february, [("letter", -1000, -350), ("letter", 1000, 400)]
        )

    def test_payment_amount_changes(self):
        """1,000 were 900: -1,000 and 900; 100 of the invoice are open again."""
        invoice, payment = self._close_sale()
        self._change(payment, {"amount": 900})
        self._match(invoice, payment.move_id)
        self.february.action_compute()
        self.assertEqual(self._sum("cash", self.january, self.february), 900)

    def test_client_changes(self):
        """The invoice was another client's: -1,000 of one, 1,000 of the other."""
        invoice, payment = self._close_sale()
        other = self.partner_a.copy({"name": "Other"})
        self._receivable(invoice).remove_move_reconcile()
        self._change(invoice, {"partner_id": other.id})
        self._change(payment, {"partner_id": other.id})
        self._match(invoice, payment.move_id)
        self.assertFalse(invoice.amount_residual)
        self.february.action_compute()
        found = {e.partner_id: e.cash for e in self._entries(self.february)}
        self.assertEqual(found, {self.partner_a: -1000, other: 1000})

    def test_merged_client(self):
        """A merge changes invoice and ledger alike: nothing to take back."""
        other = self.partner_a.copy({"name": "Twin"})
        invoice = self._create_customer_invoice(1000, "2026-01-10", partner_id=other.id)
        self._pay(invoice, "2026-01-20")
        self._close(self.january)
        self.env["base.partner.merge.automatic.wizard"]._merge(
            (self.partner_a + other).ids, self.partner_a
        )
        self.assertEqual(invoice.partner_id, self.partner_a)
        invoice.narration = "Touched"
        self.february.action_compute()
        self._assert_entries(self.february, [])
        self.assertEqual(self._entries(self.january).partner_id, self.partner_a)

    def test_master_data_change_nothing(self):
        """Rate, category and assignment change, the invoice is posted again as it was:
        January stands."""
        invoice, _payment = self._close_sale()
        self.letters.rate_ids.rate = 0.5
        self.letter_product.categ_id = self.savings_product.categ_id
        self._move_person(self.anna, self.branch, "2026-01-05")
        self.env.company.telecom_points_per_yuan = 2
        self._change(invoice, {"narration": "As it was"})
        self.february.action_compute()
        self._assert_entries(self.february, [])

    def test_only_what_was_written_since_is_compared(self):
        """A row changed behind Odoo's back is not seen until Odoo writes it again."""
        invoice, payment = self._close_sale()
        self.env.flush_all()
        for table in ("account_move", "account_move_line"):
            self.env.cr.execute(f"UPDATE {table} SET write_date = '2026-04-01'")
        self.env.cr.execute(
            "UPDATE account_move SET invoice_user_id = %s WHERE id = %s",
            [self.bert.user_id.id, invoice.id],
        )
        self.env.invalidate_all()
        self.february.action_compute()
        self._assert_entries(self.february, [])
        invoice.narration = "Touched"
        self.february.action_compute()
        self.assertEqual(len(self._entries(self.february)), 2)
