from datetime import date

from freezegun import freeze_time

from odoo import Command
from odoo.tests import tagged

from ..common import ArrearsCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-04-15")
class TestArrears(ArrearsCommon):
    """What was owed at the end of any day, whatever happened afterwards."""

    def _owed(self, day, person=None):
        """Return (outstanding, overdue) of a salesperson, 0 where nothing is owed."""
        user = (person or self.anna).user_id
        owed = self.env["telecom.arrears"]._get_owed_by_seller(
            self.env.company, user, date.fromisoformat(day)
        )
        return owed.get(user.id, (0, 0))

    def test_part_payment_after_the_day(self):
        """1,000 due on 31 January; 400 come on 5 February, 600 on 20 March.

        Owed on 31 Jan: 1,000, not yet overdue; on 4 Feb: 1,000 overdue; on 5 Feb and
        28 Feb: 600; on 20 March: nothing."""
        invoice = self._invoice(1000, "2026-01-10", invoice_date_due="2026-01-31")
        self._pay(invoice, "2026-02-05", 400)
        self._pay(invoice, "2026-03-20", 600)
        for day, owed in (
            ("2026-01-09", (0, 0)),
            ("2026-01-31", (1000, 0)),
            ("2026-02-01", (1000, 1000)),
            ("2026-02-04", (1000, 1000)),
            ("2026-02-05", (600, 600)),
            ("2026-02-28", (600, 600)),
            ("2026-03-20", (0, 0)),
        ):
            with self.subTest(day=day):
                self.assertEqual(self._owed(day), owed)

    def test_credit_note(self):
        """1,000 of 10 January, 300 credited on 20 February: 1,000, then 700."""
        invoice = self._invoice(1000, "2026-01-10")
        self._refund(invoice, "2026-02-20", 300)
        self.assertEqual(self._owed("2026-02-19"), (1000, 1000))
        self.assertEqual(self._owed("2026-02-20"), (700, 700))

    def test_instalments(self):
        """300 due on 10 January and 700 on 9 February (30 days), 300 paid on time.

        On 8 February 700 are owed, none overdue; on 10 February 700, overdue by 1 day.
        """
        term = self.env["account.payment.term"].create(
            {
                "name": "30 % now, 70 % later",
                "line_ids": [
                    Command.create({"value_amount": 30, "nb_days": 0}),
                    Command.create({"value_amount": 70, "nb_days": 30}),
                ],
            }
        )
        invoice = self._invoice(1000, "2026-01-10", invoice_payment_term_id=term.id)
        self.assertEqual(self._owed("2026-01-11"), (1000, 300))
        self._pay(invoice, "2026-01-12", 300)
        self.assertEqual(self._owed("2026-02-08"), (700, 0))
        self.assertEqual(self._owed("2026-02-10"), (700, 700))
        self.assertEqual(self._residuals("2026-02-10"), [(self.partner_a.id, 700, 1)])

    def test_foreign_currency_and_exchange_difference(self):
        """1,000 EUR at 2 are 500 owed; paid when worth 250, nothing is left."""
        euro = self.setup_other_currency(
            "EUR", rates=[("2026-01-01", 2.0), ("2026-02-01", 4.0)]
        )
        invoice = self._invoice(1000, "2026-01-10", currency_id=euro.id)
        self._pay(invoice, "2026-02-10", currency_id=euro.id)
        self.assertEqual(self._owed("2026-01-31"), (500, 500))
        self.assertEqual(self._owed("2026-02-28"), (0, 0))

    def test_write_off(self):
        """990 of 1,000 paid and 10 written off on 20 January: 1,000, then nothing."""
        invoice = self._invoice(1000, "2026-01-10")
        self._pay(
            invoice,
            "2026-01-20",
            990,
            payment_difference_handling="reconcile",
            writeoff_account_id=self.company_data["default_account_expense"].id,
        )
        self.assertEqual(self._owed("2026-01-19"), (1000, 1000))
        self.assertEqual(self._owed("2026-01-20"), (0, 0))

    def test_unapplied_payment(self):
        """200 of 15 January that wait for an invoice: of 1,000 owed 800 are left.

        On the 14th they were not there; without netting, all 1,000 stay owed. Either
        way accounting shows two open items.
        """
        self._invoice(1000, "2026-01-10")
        self._create_payment(200, "2026-01-15")
        self.assertEqual(self._owed("2026-01-14"), (1000, 1000))
        self.assertEqual(self._owed("2026-01-31"), (800, 800))
        self.env.company.telecom_net_credits = False
        self.assertEqual(self._owed("2026-01-31"), (1000, 1000))
        self.assertEqual(
            sorted(self._residuals("2026-01-31")),
            [(self.partner_a.id, -200, 16), (self.partner_a.id, 1000, 21)],
        )

    def test_opening_entry_belongs_to_the_client_of_its_line(self):
        """One entry with receivables of two clients: each owes its own part."""
        entry = self.env["account.move"].create(
            {
                "move_type": "entry",
                "date": "2026-01-01",
                "line_ids": [
                    Command.create(
                        {
                            "account_id": account.id,
                            "partner_id": partner.id,
                            "balance": balance,
                        }
                    )
                    for account, partner, balance in (
                        (
                            self.company_data["default_account_receivable"],
                            self.partner_a,
                            300,
                        ),
                        (
                            self.company_data["default_account_receivable"],
                            self.partner_b,
                            200,
                        ),
                        (
                            self.company_data["default_account_revenue"],
                            self.env["res.partner"],
                            -500,
                        ),
                    )
                ],
            }
        )
        entry.action_post()
        self.assertEqual(
            sorted(self._residuals("2026-01-31")),
            sorted([(self.partner_a.id, 300, 30), (self.partner_b.id, 200, 30)]),
        )

    def test_drafts_and_other_people(self):
        """A draft is not owed, and Bert's invoice not to Anna."""
        self._invoice(1000, "2026-01-10", person=self.bert)
        self._invoice(50, "2026-01-10").button_draft()
        self.assertEqual(self._owed("2026-01-31"), (0, 0))
        self.assertEqual(self._owed("2026-01-31", self.bert), (1000, 1000))

    def test_client_shows_what_is_overdue_today(self):
        """1,000 due on 14 April and unpaid, 500 due on 1 May: 1,000 overdue of 1,500.

        Anna sold both; Bert, who neither sold nor leads, sees nothing of it.
        """
        self._invoice(1000, "2026-04-01", invoice_date_due="2026-04-14")
        self._invoice(500, "2026-04-01", invoice_date_due="2026-05-01")
        for person, overdue, count in ((self.anna, 1000, 2), (self.bert, 0, 0)):
            client = self.partner_a.with_user(person.user_id)
            self.assertEqual(client.client_overdue, overdue)
            domain = client.action_open_arrears()["domain"]
            items = self.env["telecom.arrears.item"].with_user(person.user_id)
            self.assertEqual(items.search_count(domain), count)
