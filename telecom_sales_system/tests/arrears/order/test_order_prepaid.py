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
        lines = (payment.move_id + back.move_id).line_ids
        lines.filtered(lambda line: line.account_type == "asset_receivable").reconcile()
        self._assert_prepaid(order, False)

    def test_used_for_an_older_invoice(self):
        """Accounting has matched the 500 with the debt of January."""
        order = self._quote()
        payment = self._pay_online(order).payment_id
        lines = (payment.move_id + self.debt).line_ids
        lines.filtered(lambda line: line.account_type == "asset_receivable").reconcile()
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
        _older, invoice = self._confirm_and_bill()
        order = self._quote()
        self._pay_ahead(1500)
        self._assert_prepaid(order, False)
        invoice.action_post()
        self._assert_prepaid(order, False)
        wizard = (
            self.env["account.move.reversal"]
            .with_context(active_model="account.move", active_ids=invoice.ids)
            .create({"date": "2026-05-20", "journal_id": invoice.journal_id.id})
        )
        wizard.refund_moves()
        wizard.new_move_ids.action_post()
        self._assert_prepaid(order)

    def test_older_order_with_a_draft_invoice(self):
        """Odoo calls it invoiced; the draft still needs 500 of the 1,500."""
        self._confirm_and_bill()
        self._pay_ahead(1500)
        order = self._quote()
        self._assert_prepaid(order, False)
        self._pay_ahead(500)
        self._assert_prepaid(order)
