from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from .block import BlockCommon

BLOCKED = "nothing can be added to it"
# A new quantity alone lets Odoo take the price of the product again.
TWICE = {"product_uom_qty": 2, "price_unit": 500}


@tagged("post_install", "-at_install")
@freeze_time("2026-05-20")
class TestOrderGrowth(BlockCommon):
    """An order of 500 confirmed before the client was blacklisted does not grow."""

    def setUp(self):
        super().setUp()
        self.order = self._confirmed_before()

    def _line(self, **vals):
        product = {"product_id": self.letter_product.id, "tax_ids": False}
        return product | {"price_unit": 100, "product_uom_qty": 1} | vals

    def test_new_line(self):
        """By the order's form, by the line itself, with the order from the context."""
        lines = self.env["sale.order.line"].with_user(self.anna.user_id)
        with self._refused(UserError, f"{self.order.name}.*{BLOCKED}"):
            self.order.write({"order_line": [Command.create(self._line())]})
        with self._refused(UserError, BLOCKED):
            lines.create(self._line(order_id=self.order.id))
        with self._refused(UserError, BLOCKED):
            lines.with_context(default_order_id=self.order.id).create(self._line())
        with self._refused(UserError, BLOCKED):
            lines.sudo().create(self._line(order_id=self.order.id))
        self.assertEqual(self.order.amount_total, 500)

    def test_the_message_names_debts_and_who_to_ask(self):
        with self.assertRaises(UserError) as caught, self.env.cr.savepoint():
            self.order.order_line.write(TWICE)
        message = str(caught.exception)
        for part in (self.order.name, self.debt.name, "1,000.00", "anna"):
            self.assertIn(part, message)

    def test_more_or_dearer(self):
        line = self.order.order_line
        for vals in (TWICE, {"price_unit": 501}):
            with self._refused(UserError, BLOCKED):
                line.write(vals)
            with self._refused(UserError, BLOCKED):
                self.order.write({"order_line": [Command.update(line.id, vals)]})
        line.discount = 10
        self.assertEqual(self.order.amount_total, 450)
        with self._refused(UserError, BLOCKED):
            line.discount = 0

    def test_less_is_never_refused(self):
        """Half of it, then nothing; and a note in between."""
        self.order.order_line.price_unit = 250
        note = {"display_type": "line_note", "name": "Closed", "product_id": False}
        self.order.write({"order_line": [Command.create(note)]})
        self.order.order_line.filtered("product_id").product_uom_qty = 0
        self.assertEqual(self.order.amount_total, 0)

    def test_swapped_for_the_deletion_of_a_negative_line(self):
        """A deposit of -100 makes room for goods of 100; it cannot be taken away."""
        deposit = self._line(price_unit=-100, is_downpayment=True, name="Deposit")
        lines = [Command.create(deposit), Command.create(self._line())]
        self.order.write({"order_line": lines})
        self.assertEqual(self.order.amount_total, 500)
        deposit = self.order.order_line.filtered("is_downpayment")
        with self._refused(UserError, BLOCKED):
            deposit.sudo().unlink()

    def test_deliveries_and_down_payments(self):
        """Delivered 3 of 1 ordered; 40 billed in advance, then all that was delivered:
        3 x 500 - 40 = 1,460."""
        self.letter_product.sudo().invoice_policy = "delivery"
        self.order.order_line.qty_delivered = 3
        wizard = self.env["sale.advance.payment.inv"].sudo()
        wizard = wizard.create(
            {
                "advance_payment_method": "fixed",
                "fixed_amount": 40,
                "sale_order_ids": [Command.set(self.order.ids)],
            }
        )
        advance = wizard._create_invoices(self.order.sudo())
        advance.action_post()
        self.assertEqual(advance.amount_untaxed, 40)
        self.assertEqual(self.order.amount_total, 500)
        rest = self.order.sudo()._create_invoices(final=True)
        rest.action_post()
        self.assertEqual(rest.amount_untaxed, 1460)

    def test_line_moved_from_another_order(self):
        other = self._quote(self.partner_a, amount=70)
        with self._refused(UserError, BLOCKED):
            other.order_line.sudo().order_id = self.order

    def test_dearer_currency(self):
        dear = self.env["res.currency"].sudo().create({"name": "DEA", "symbol": "D"})
        with self._refused(UserError, "Brewery is on the blacklist"):
            self.order.sudo().currency_id = dear

    def test_within_what_a_leader_granted(self):
        """Asked for at 500, granted: lowered to 300 and back to 500, not to 501."""
        quotation = self._quote()
        context = quotation.action_ask_leader()["context"]
        overrides = quotation.env["telecom.order.override"].with_context(**context)
        override = overrides.create({"reason": "Ballots"}).with_user(self.leader)
        override.expires_on = "2026-05-31"
        override.action_grant()
        quotation.action_confirm()
        for price in (300, 500):
            quotation.order_line.price_unit = price
        with self._refused(UserError, BLOCKED):
            quotation.order_line.price_unit = 501

    def test_free_clients_and_quotations_grow(self):
        free, quotation = self._quote(self.partner_a), self._quote()
        free.action_confirm()
        for order in (free, quotation):
            order.write({"order_line": [Command.create(self._line())]})
            self.assertEqual(order.amount_total, 600)
