from freezegun import freeze_time

from odoo import Command
from odoo.tests import tagged

from .block import BlockCommon


@tagged("post_install", "-at_install")
class TestOrderPrepaid(BlockCommon):
    """Money pays an order in advance only if it is there and used nowhere else.

    The brewery owes 1,000 since 31 January; each order is one of 500.
    """

    @classmethod
    def setUpClass(cls):
        cls.enterClassContext(freeze_time("2026-05-20"))
        super().setUpClass()
        cls._create_provider()
        cls.env.company.telecom_allow_prepaid = True

    def _create_transaction(self, orders, amount, **vals):
        return (
            self.env["payment.transaction"]
            .sudo()
            .create(
                {
                    "provider_id": self.provider.id,
                    "payment_method_id": self.method.id,
                    "reference": f"{orders[0].name} {amount} {len(vals)}",
                    "amount": amount,
                    "currency_id": orders[0].currency_id.id,
                    "partner_id": self.brewery.id,
                    "sale_order_ids": [Command.set(orders.ids)],
                    "state": "done",
                    **vals,
                }
            )
        )

    def _pay_online(self, orders, amount=500):
        """Pay orders online; the payment is booked, and no order is confirmed yet."""
        transaction = self._create_transaction(orders, amount)
        transaction._create_payment()
        return transaction

    def _pay_ahead(self, amount, day="2026-05-19", payment_type="inbound"):
        payment = self.env["account.payment"].create(
            {
                "payment_type": payment_type,
                "partner_type": "customer",
                "partner_id": self.brewery.id,
                "amount": amount,
                "date": day,
                "journal_id": self.bank.id,
            }
        )
        payment.action_post()
        return payment

    def _assert_prepaid(self, order, expected=True):
        order.invalidate_recordset()
        self.assertEqual(order.sudo()._is_prepaid(), expected)

    def _owed(self):
        self.brewery.invalidate_recordset()
        return self.brewery.sudo().client_overdue

    def _refund(self, transaction, amount, state):
        refund = transaction._create_child_transaction(amount, is_refund=True)
        refund.state = state
        return refund

    def _match(self, *moves):
        lines = self.env["account.move"].union(*moves).line_ids
        lines.filtered(lambda line: line.account_type == "asset_receivable").reconcile()

    def _reverse(self, invoice):
        return (
            self.env["account.move.reversal"]
            .with_context(active_model="account.move", active_ids=invoice.ids)
            .create({"date": "2026-05-20", "journal_id": invoice.journal_id.id})
        )

    def test_paid_online(self):
        """500 pay the order, and do not lessen the arrears of 1,000 at the same time;
        paid for no order of a company that lets prepaid ones through, they do."""
        order = self._quote()
        self._assert_prepaid(order, False)
        self._pay_online(order)
        self._assert_prepaid(order)
        self.assertEqual(self._owed(), 1000)
        self.env.company.telecom_allow_prepaid = False
        self.assertEqual(self._owed(), 500)

    def test_cancelled_order_gives_its_money_back(self):
        """The money of a cancelled order lessens the arrears."""
        order = self._quote()
        self._pay_online(order)
        order._action_cancel()
        self.assertEqual(self._owed(), 500)

    def test_cancelled_payment(self):
        order = self._quote()
        payment = self._pay_online(order).payment_id
        payment.action_draft()
        self._assert_prepaid(order, False)
        payment.action_cancel()
        self._assert_prepaid(order, False)

    def test_refunded_transaction(self):
        """0.01 of 500 is paid back: not paid in full; a refund that failed is none."""
        for state, expected in (("error", True), ("pending", False), ("done", False)):
            with self.subTest(state=state):
                order = self._quote()
                transaction = self._pay_online(order)
                self._refund(transaction, 0.01, state)
                self._assert_prepaid(order, expected)

    def test_refund_that_is_booked(self):
        """500 in and 500 out: nothing is there, and the brewery owes 1,000 as before,
        not 1,500."""
        order = self._quote()
        refund = self._refund(self._pay_online(order), 500, "done")
        refund._create_payment()
        self._assert_prepaid(order, False)
        self.assertEqual(self._owed(), 1000)

    def test_paid_back_by_hand(self):
        """500 paid online, and a payment of 500 to the client, matched or not."""
        order = self._quote()
        payment = self._pay_online(order).payment_id
        back = self._pay_ahead(500, payment_type="outbound")
        self._assert_prepaid(order, False)
        self._match(payment.move_id, back.move_id)
        self._assert_prepaid(order, False)

    def test_used_for_an_older_invoice(self):
        """Accounting has matched the 500 with the debt of January."""
        order = self._quote()
        payment = self._pay_online(order).payment_id
        self._match(payment.move_id, self.debt)
        self._assert_prepaid(order, False)
        self.assertEqual(self._owed(), 500)

    def test_one_payment_of_two_orders(self):
        """500 for two orders of 500: the one that is confirmed first has them."""
        first, second = self._quote(), self._quote()
        self._pay_online(first | second)
        self._assert_prepaid(second)
        first.action_confirm()
        self._assert_prepaid(second, False)

    def test_money_that_lessens_the_arrears(self):
        """1,000 owed: of 1,200 paid ahead 200 are free, of 1,500 the 500."""
        order = self._quote()
        self._pay_ahead(1200)
        self._assert_prepaid(order, False)
        self._pay_ahead(300)
        self._assert_prepaid(order)

    def test_money_beside_the_arrears(self):
        """The company does not net: 500 paid ahead are free, and 1,000 stay owed."""
        self.env.company.telecom_net_credits = False
        order = self._quote()
        self._pay_ahead(499.99)
        self._assert_prepaid(order, False)
        self._pay_ahead(0.01)
        self._assert_prepaid(order)
        self.assertEqual(self._owed(), 1000)

    def test_paid_partly_online(self):
        """200 online, and 300 are free beyond the arrears of 1,000."""
        order = self._quote()
        self._pay_online(order, 200)
        self._pay_ahead(1299)
        self._assert_prepaid(order, False)
        self._pay_ahead(1)
        self._assert_prepaid(order)

    def _confirm_and_bill(self):
        """An older order of 500 that is billed; return it with its invoice."""
        older = self._confirmed_before()
        older.order_line.qty_delivered = 1
        invoice = older.sudo()._create_invoices()
        invoice.invoice_date = "2026-05-19"
        return older, invoice

    def test_older_order_that_was_credited(self):
        """The older order is billed and credited in full: it needs nothing any more,
        and 1,500 ahead leave 500 beyond the arrears."""
        older, invoice = self._confirm_and_bill()
        older = older.sudo()
        order = self._quote()
        self._pay_ahead(1500)
        self._assert_prepaid(order, False)
        invoice.action_post()
        self._assert_prepaid(order, False)
        self._reverse(invoice).refund_moves()
        older.invoice_ids.filtered(lambda move: move.state == "draft").action_post()
        self._assert_prepaid(order)

    def test_older_order_with_a_draft_invoice(self):
        """Odoo calls it invoiced; the draft still needs 500 of the 1,500."""
        self._confirm_and_bill()
        self._pay_ahead(1500)
        order = self._quote()
        self._assert_prepaid(order, False)
        self._pay_ahead(500)
        self._assert_prepaid(order)

    def _assert_free_beyond(self, needed):
        """Of 1,000 for the debt and what others need, nothing is free; 500 more are."""
        order = self._quote()
        self._pay_ahead(1000 + needed + 499)
        self._assert_prepaid(order, False)
        self._pay_ahead(1)
        self._assert_prepaid(order)

    def test_older_orders_paid_by_one_payment(self):
        """500 online for two confirmed orders of 500: one of them still needs 500."""
        first, second = self._confirmed_before(), self._confirmed_before()
        self._pay_online(first | second)
        self._assert_free_beyond(500)

    def test_older_orders_paid_by_two_payments_together(self):
        """600 and 300 for two confirmed orders of 500, of 1,000: 100 are needed."""
        both = self._confirmed_before() | self._confirmed_before()
        self._pay_online(both, 600)
        self._pay_online(both, 300)
        self._assert_free_beyond(100)

    def test_older_order_paid_twice(self):
        """Paid online twice: it needs one of the payments; the other one pays half of
        the debt, and so 500 less are needed."""
        older = self._confirmed_before()
        self._pay_online(older)
        self._pay_online(older, 500.01)
        self.assertEqual(self._owed(), 499.99)
        self._assert_free_beyond(-500.01)

    def test_older_payment_used_for_the_debt(self):
        """The older order's 500 are matched with the debt: 500 are owed, 500 needed."""
        payment = self._pay_online(self._confirmed_before()).payment_id
        self._match(payment.move_id, self.debt)
        self.assertEqual(self._owed(), 500)
        self._assert_free_beyond(0)

    def test_older_payment_paid_back(self):
        """By hand, and matched: the older order needs 500."""
        payment = self._pay_online(self._confirmed_before()).payment_id
        back = self._pay_ahead(500, payment_type="outbound")
        self._match(payment.move_id, back.move_id)
        self._assert_free_beyond(500)

    def test_older_payment_refunded_and_matched(self):
        """200 of 500 are refunded, booked and matched with the payment: taken off once;
        300 are there, and 200 are needed."""
        transaction = self._pay_online(self._confirmed_before())
        refund = self._refund(transaction, 200, "done")
        self._assert_needed_for_now(200)
        refund._create_payment()
        self._assert_needed_for_now(200)
        self._match(transaction.payment_id.move_id, refund.payment_id.move_id)
        self._assert_free_beyond(200)

    def _assert_needed_for_now(self, needed):
        """Check the same as above, and forget it."""
        with self.env.cr.savepoint() as savepoint:
            self._assert_free_beyond(needed)
            savepoint.rollback()
        self.env.invalidate_all()

    def test_older_payment_in_draft(self):
        """It bounced: the older order needs 500. Cancelled: the same."""
        payment = self._pay_online(self._confirmed_before()).payment_id
        payment.action_draft()
        self._assert_needed_for_now(500)
        payment.action_cancel()
        self._assert_free_beyond(500)

    def test_older_order_billed_again(self):
        """*Reverse and Create Invoice*: the draft needs 500; posted, it is a debt of
        500 and the order needs nothing."""
        older, invoice = self._confirm_and_bill()
        invoice.action_post()
        self._reverse(invoice).modify_moves()
        drafts = older.sudo().invoice_ids.filtered(lambda move: move.state == "draft")
        self.assertEqual(drafts.amount_total, 500)
        self._assert_needed_for_now(500)
        drafts.invoice_date = "2026-05-20"
        drafts.action_post()
        self._assert_free_beyond(500)

    def _confirm_half_billed(self):
        """An older order of 2 x 250, of which one is billed."""
        self.case.sudo().state = "circulated"
        line = {"product_id": self.letter_product.id, "product_uom_qty": 2}
        line |= {"price_unit": 250, "tax_ids": False}
        self.letter_product.sudo().invoice_policy = "delivery"
        order = self._quote(order_line=[Command.create(line)])
        order.action_confirm()
        self.case.sudo().state = "blacklisted"
        order.order_line.qty_delivered = 1
        invoice = order.sudo()._create_invoices()
        self.assertEqual(invoice.amount_total, 250)
        invoice.invoice_date = "2026-05-19"
        invoice.action_post()
        return order.sudo(), invoice

    def test_half_billed_order_billed_again(self):
        """Half of 500 is billed, and again after a credit note: the other half is
        needed as well as what is billed, in draft or posted (a debt)."""
        older, invoice = self._confirm_half_billed()
        self._assert_needed_for_now(500)
        self._reverse(invoice).modify_moves()
        self._assert_needed_for_now(500)
        drafts = older.invoice_ids.filtered(lambda move: move.state == "draft")
        drafts.invoice_date = "2026-05-20"
        drafts.action_post()
        self._assert_free_beyond(500)

    def test_half_billed_order_credited(self):
        """The credited half needs nothing, the other one 250."""
        older, invoice = self._confirm_half_billed()
        self._reverse(invoice).refund_moves()
        older.invoice_ids.filtered(lambda move: move.state == "draft").action_post()
        self._assert_free_beyond(250)

    def test_credited_order_on_the_same_payment(self):
        """500 online for an older order and a new one; the older one was billed and
        credited in full: the money is the new one's."""
        older, invoice = self._confirm_and_bill()
        invoice.action_post()
        order = self._quote()
        self._pay_online(older.sudo() | order)
        self._assert_prepaid(order, True)
        self._reverse(invoice).refund_moves()
        older.sudo().invoice_ids.filtered(
            lambda move: move.state == "draft"
        ).action_post()
        self._assert_prepaid(order)

    def test_older_order_whose_deposit_was_credited(self):
        """A deposit of 30 %, 150, is billed: 350 are needed and 150 owed. Credited, the
        final invoice will bill the 500."""
        older = self._confirmed_before().sudo()
        self.env["sale.advance.payment.inv"].sudo().with_context(
            active_model="sale.order", active_ids=older.ids
        ).create(
            {"advance_payment_method": "percentage", "amount": 30}
        ).create_invoices()
        deposit = older.invoice_ids
        self.assertEqual(deposit.amount_total, 150)
        deposit.invoice_date = "2026-05-19"
        deposit.action_post()
        self._assert_needed_for_now(350 + 150)
        self._reverse(deposit).refund_moves()
        older.invoice_ids.filtered(lambda move: move.state == "draft").action_post()
        self._assert_free_beyond(500)

    def test_older_order_in_another_currency(self):
        """50 euros at 0.1 a yuan: 500; billed at 0.2, when they are 250: not needed."""
        euro = self.setup_other_currency(
            "EUR", rates=[("2026-01-01", 0.1), ("2026-05-20", 0.2)]
        )
        pricelist = self.env["product.pricelist"].create(
            {"name": "Euro", "currency_id": euro.id}
        )
        line = {"product_id": self.letter_product.id, "price_unit": 50}
        self.case.sudo().state = "circulated"
        with freeze_time("2026-05-19"):
            older = self._quote(
                pricelist_id=pricelist.id,
                order_line=[Command.create(line | {"tax_ids": False})],
            )
            older.action_confirm()
        self.case.sudo().state = "blacklisted"
        self._assert_needed_for_now(500)
        older.order_line.qty_delivered = 1
        invoice = older.sudo()._create_invoices()
        invoice.invoice_date = "2026-05-20"
        invoice.action_post()
        self.assertEqual(invoice.amount_total_signed, 250)
        self._assert_free_beyond(250)
