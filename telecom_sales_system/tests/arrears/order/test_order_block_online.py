from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...rpc import RpcCase
from .block import BlockCommon

SIGNATURE = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNg"
    "AAAAAgABSK+kcQAAAABJRU5ErkJggg=="
)


@tagged("post_install", "-at_install")
class TestOrderBlockOnline(BlockCommon, RpcCase):
    """The doors from outside: portal signature, online payment, RPC."""

    @classmethod
    def setUpClass(cls):
        cls.enterClassContext(freeze_time("2026-05-20"))
        super().setUpClass()
        cls._create_provider()

    def _sign(self, order):
        path = f"/my/orders/{order.id}/accept"
        token = order.sudo()._portal_ensure_token()
        params = {"name": "Boss", "signature": SIGNATURE, "access_token": token}
        return self._post(path, params)

    def _told_of(self, order):
        """The activities about this order, besides those to recover the debts."""
        return self.case.activity_ids.filtered(lambda a: order.name in a.summary)

    def _transaction(self, order, amount):
        return (
            self.env["payment.transaction"]
            .sudo()
            .create(
                {
                    "provider_id": self.provider.id,
                    "payment_method_id": self.method.id,
                    "reference": f"{order.name} {amount}",
                    "amount": amount,
                    "currency_id": order.currency_id.id,
                    "partner_id": order.partner_id.id,
                    "sale_order_ids": [Command.set(order.ids)],
                    "state": "done",
                }
            )
        )

    def test_signature(self):
        """The client reads whom to call, and nothing of debts; Anna is told."""
        order = self._quote(require_signature=True, require_payment=False)
        order.action_quotation_sent()
        result, error = self._sign(order)
        self.assertIsNone(error)
        self.assertIn("get in touch with anna", result["error"])
        self.assertNotIn(self.debt.name, result["error"])
        self.assertEqual(order.state, "sent")
        self.assertFalse(order.signature)
        self.assertEqual(self._told_of(order).user_id, self.anna.user_id)

    def test_told_once_in_the_own_language(self):
        """Three tries, one activity: lines stay lines, and names are no markup."""
        self.env["res.lang"]._activate_lang("zh_CN")
        self.anna.user_id.lang = "zh_CN"
        self.brewery.name = "Brewery <b>& Sons"
        order = self._quote(require_signature=True, require_payment=False)
        order.action_quotation_sent()
        for _try in range(3):
            self._sign(order)
        told = self._told_of(order)
        self.assertEqual(len(told), 1)
        self.assertNotIn("wanted to order", told.summary)
        self.assertNotIn("cannot be confirmed", told.note)
        self.assertIn("Brewery &lt;b&gt;&amp; Sons", told.note)
        self.assertIn("<br", told.note)

    def test_signature_of_a_free_client(self):
        order = self._quote(self.partner_a, require_signature=True)
        order.require_payment = False
        order.action_quotation_sent()
        result, _error = self._sign(order)
        self.assertTrue(result["force_refresh"])
        self.assertEqual(order.state, "sale")

    def test_payment_is_kept_and_the_order_stays_a_quotation(self):
        order = self._quote(require_payment=True)
        transaction = self._transaction(order, 500)
        self.assertFalse(transaction._check_amount_and_confirm_order())
        self.assertEqual(order.state, "draft")
        self.assertEqual(transaction.state, "done")
        self.assertEqual(self._told_of(order).user_id, self.anna.user_id)

    def test_prepaid_orders(self):
        """500 ordered: confirmed by a payment of 500, not of 499, and if allowed."""
        for allowed, amount, state in (
            (True, 499, "draft"),
            (False, 500, "draft"),
            (True, 500, "sale"),
        ):
            with self.subTest(allowed=allowed, amount=amount):
                self.env.company.telecom_allow_prepaid = allowed
                order = self._quote(require_payment=True, prepayment_percent=0.5)
                transaction = self._transaction(order, amount)
                transaction._check_amount_and_confirm_order()
                self.assertEqual(order.state, state)

    def test_post_processing_of_a_payment(self):
        """As Odoo does it once the bank has answered: the payment is booked, the order
        stays a quotation; prepaid in full and allowed, it is confirmed."""
        for allowed, state in ((False, "draft"), (True, "sale")):
            self.env.company.telecom_allow_prepaid = allowed
            order = self._quote(require_payment=True)
            transaction = self._transaction(order, 500)
            transaction._post_process()
            self.assertEqual(order.state, state)
            self.assertEqual(transaction.payment_id.amount, 500)
            self.assertIn(transaction.payment_id.state, ("in_process", "paid"))

    def test_authorised_is_not_paid(self):
        """The bank has promised 500, and nothing has come in."""
        self.env.company.telecom_allow_prepaid = True
        order = self._quote(require_payment=True)
        transaction = self._transaction(order, 500)
        self.env.flush_all()
        # Which providers know this state is no matter of this test.
        self.env.cr.execute(
            "UPDATE payment_transaction SET state = 'authorized' WHERE id = %s",
            [transaction.id],
        )
        transaction.invalidate_recordset()
        self.assertTrue(order._is_paid(), "says Odoo")
        transaction._check_amount_and_confirm_order()
        self.assertEqual(order.state, "draft")

    def _pay_ahead(self, amount):
        payments = self.env["account.payment"]
        payment = payments.create(
            {
                "payment_type": "inbound",
                "partner_type": "customer",
                "partner_id": self.brewery.id,
                "amount": amount,
                "date": "2026-05-19",
                "journal_id": self.bank.id,
            }
        )
        payment.action_post()

    def test_prepaid_by_unapplied_payments(self):
        """The brewery owes 1,000. 1,499.99 wait in the account: 1,000 of them lessen
        the arrears, 499.99 are not enough for 500; with 0.01 more they are. The next
        order of 500 needs money of its own, also once the first is billed, as the 500
        then pay that bill."""
        self.env.company.telecom_allow_prepaid = True
        self._pay_ahead(1499.99)
        first, second = self._quote(), self._quote()
        with self._refused(UserError, "cannot be confirmed"):
            first.action_confirm()
        self._pay_ahead(0.01)
        first.action_confirm()
        self.assertEqual(first.state, "sale")
        with self._refused(UserError, "cannot be confirmed"):
            second.action_confirm()
        first.order_line.qty_delivered = 1
        first.sudo()._create_invoices().action_post()
        with self._refused(UserError, "cannot be confirmed"):
            second.action_confirm()
        self._pay_ahead(500)
        second.action_confirm()
        self.assertEqual(second.state, "sale")
        with self._refused(UserError, "nothing can be added"):
            second.order_line.write({"product_uom_qty": 2, "price_unit": 500})

    def test_asking_for_payment_is_no_payment(self):
        self.env.company.telecom_allow_prepaid = True
        order = self._quote(require_payment=True)
        with self._refused(UserError, "cannot be confirmed"):
            order.action_confirm()

    def test_rpc(self):
        """Button, write and creation, at the doors of web client, execute_kw, REST."""
        order = self._quote()
        user = self.anna.user_id
        doors = (self._call_kw, self._execute_kw)
        calls = (
            ("action_confirm", [order.ids]),
            ("write", [order.ids, {"state": "sale"}]),
            ("create", [{"partner_id": self.brewery.id, "state": "sale"}]),
        )
        with mute_logger("odoo.http", "odoo.sql_db"):
            for door in doors:
                for method, args in calls:
                    _result, message = door(user, "sale.order", method, *args)
                    with self.subTest(door=door.__name__, method=method):
                        self.assertIn("Brewery is on the blacklist", message or "")
            _answer, message = self._json2(
                user, "sale.order", "action_confirm", ids=order.ids
            )
        self.assertIn("Brewery is on the blacklist", message or "")
        self.assertEqual(order.state, "draft")

    def test_nobody_grants_an_override_by_rpc(self):
        order = self._quote()
        vals = {"order_id": order.id, "reason": "x", "state": "granted"}
        with mute_logger("odoo.http", "odoo.sql_db"):
            for door in (self._call_kw, self._execute_kw):
                result, message = door(
                    self.anna.user_id, "telecom.order.override", "create", vals
                )
                self.assertIsNone(result)
                self.assertIn("use the buttons", message)
