from datetime import date

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from ..common import ArrearsCommon

BUCKETS = ("bucket_1", "bucket_2", "bucket_3", "bucket_4")


@tagged("post_install", "-at_install")
@freeze_time("2026-06-15")
class TestOverdue(ArrearsCommon):
    """What each client owes on whose invoices, in buckets, against ledgers by hand."""

    def test_buckets_begin_and_end_on_their_days(self):
        """100 each due 0, 1, 30, 31, 60, 61, 90 and 91 days before 31 May.

        Default limits: 100 not due, 200 in 1-30, 200 in 31-60, 200 in 61-90, 100 over.
        The oldest was due on 1 March, 91 days before (30 + 30 + 31).
        """
        for due in (
            "2026-05-31",
            "2026-05-30",
            "2026-05-01",
            "2026-04-30",
            "2026-04-01",
            "2026-03-31",
            "2026-03-02",
            "2026-03-01",
        ):
            self._invoice(100, "2026-02-20", invoice_date_due=due)
        [row] = self._overdue("2026-05-31")
        self.assertEqual(self._figures(row), (800, 700, 100))
        self.assertEqual([row[bucket] for bucket in BUCKETS], [200, 200, 200, 100])
        self.assertEqual(row["due_on"], date(2026, 3, 1))
        self.assertEqual(row["days_overdue"], 91)

    def test_limits_are_the_settings_of_the_company(self):
        """Limits 10, 20, 40: debts of 10, 11, 40 and 41 days: 100, 100, 100, 100."""
        self.env.company.write(
            {"telecom_ageing_1": 10, "telecom_ageing_2": 20, "telecom_ageing_3": 40}
        )
        for due in ("2026-05-21", "2026-05-20", "2026-04-21", "2026-04-20"):
            self._invoice(100, "2026-02-20", invoice_date_due=due)
        [row] = self._overdue("2026-05-31")
        self.assertEqual([row[bucket] for bucket in BUCKETS], [100, 100, 100, 100])
        labels = self.env["telecom.arrears.item"].fields_get(["bucket"])["bucket"]
        self.assertEqual(
            [label for _key, label in labels["selection"]],
            ["Not due", "1-10 days", "11-20 days", "21-40 days", "Over 40 days"],
        )

    def test_instalments_fall_into_their_own_buckets(self):
        """1,000 of 1 March: 50 % due at once, 30 % after 30 days, 20 % after 60.

        Due on 1 March, 31 March and 30 April. On 30 April 500 are 60 days overdue
        (bucket 2), 300 are 30 days overdue (bucket 1), 200 are not due. The 600 paid on
        2 April and matched settle the first and 100 of the second: 200 and 200.
        """
        invoice = self._invoice(
            1000, "2026-03-01", invoice_payment_term_id=self._instalments().id
        )
        [row] = self._overdue("2026-04-30")
        self.assertEqual(
            (row["bucket_2"], row["bucket_1"], row["not_due"]), (500, 300, 200)
        )
        payment = self._create_payment(600, "2026-04-02")
        self._match(invoice, payment.move_id)
        [row] = self._overdue("2026-04-30")
        self.assertEqual(
            (row["bucket_2"], row["bucket_1"], row["not_due"]), (0, 200, 200)
        )
        [row] = self._overdue("2026-04-01")
        self.assertEqual(self._figures(row), (1000, 800, 200))

    def test_part_payment_in_foreign_currency(self):
        """1,000 EUR at 2 per yuan on 1 March: 500; 400 EUR paid when worth 100.

        EUR at 4 from April: the payment of 10 April books 100, the match takes 200 of
        the receivable (400 EUR at 2), and an exchange loss of 100 makes up for it. 300
        are left of 500; on 9 April all 500.
        """
        euro = self.setup_other_currency(
            "EUR", rates=[("2026-01-01", 2.0), ("2026-04-01", 4.0)]
        )
        invoice = self._invoice(1000, "2026-03-01", currency_id=euro.id)
        self._pay(invoice, "2026-04-10", 400, currency_id=euro.id)
        self.assertEqual(self._by_seller("2026-04-09"), {self.anna: (500, 500, 0)})
        self.assertEqual(self._by_seller("2026-04-30"), {self.anna: (300, 300, 0)})

    def test_contacts_owe_as_their_company(self):
        """An invoice to a contact is the debt of the company it belongs to."""
        contact = self.env["res.partner"].create(
            {"name": "Buyer", "parent_id": self.partner_a.id}
        )
        self._invoice(100, "2026-04-01", partner_id=contact.id)
        self._create_payment(40, "2026-04-02")
        [row] = self._overdue("2026-05-31", partners=self.partner_a)
        self.assertEqual(row["partner_id"], self.partner_a.id)
        self.assertEqual(self._figures(row), (60, 60, 0))

    def test_asked_for_some_clients_and_sellers(self):
        """Filters choose rows; credits are set against debts before that.

        Bert's 300 are the older debt, so client A's 100 paid ahead lessen his: asked
        for Anna alone, her 500 stay 500.
        """
        self._invoice(500, "2026-02-20", invoice_date_due="2026-04-01")
        self._invoice(300, "2026-02-20", self.bert, invoice_date_due="2026-03-01")
        self._invoice(50, "2026-02-20", partner_id=self.partner_b.id)
        self._create_payment(100, "2026-03-10")
        [row] = self._overdue(
            "2026-05-31", partners=self.partner_a, users=self.anna.user_id
        )
        self.assertEqual(self._figures(row), (500, 500, 0))
        nobody = self.env["res.users"]
        self.assertEqual(self._overdue("2026-05-31", users=nobody), [])

    def test_everybody_asks_for_what_they_may_read(self):
        """Anna sold 100 and Bert 200 to a client of nobody.

        The open items of the day show each the own sale, the service department both,
        and a user without a role nothing at all.
        """
        self._invoice(100, "2026-04-01")
        self._invoice(200, "2026-04-01", self.bert)
        items = self.env["telecom.arrears.item"].with_context(
            telecom_as_of="2026-05-31"
        )
        for user, amounts in (
            (self.anna.user_id, [100]),
            (self.bert.user_id, [200]),
            (self.service, [100, 200]),
            (self.auditor, [100, 200]),
        ):
            found = items.with_user(user).search([]).mapped("overdue")
            self.assertEqual(sorted(found), amounts)
        plain = new_test_user(self.env, "plain", groups="base.group_user")
        with self.assertRaises(AccessError):
            items.with_user(plain).search([])

    def test_as_many_queries_for_many_clients(self):
        """1 client or 6: the same number of queries."""
        counts = []
        for clients in (1, 5):
            for _number in range(clients):
                client = self.env["res.partner"].create({"name": "Client"})
                self._invoice(100, "2026-04-01", partner_id=client.id)
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            self._overdue("2026-05-31")
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(len(self._overdue("2026-05-31")), 6)
        self.assertEqual(*counts)

    def _instalments(self):
        return self.env["account.payment.term"].create(
            {
                "name": "50, 30, 20",
                "line_ids": [
                    Command.create({"value_amount": 50, "nb_days": 0}),
                    Command.create({"value_amount": 30, "nb_days": 30}),
                    Command.create({"value_amount": 20, "nb_days": 60}),
                ],
            }
        )
