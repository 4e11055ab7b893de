from datetime import date, timedelta
from random import Random

from freezegun import freeze_time

from odoo.tests import tagged

from ..common import ArrearsCommon

FIRST = date(2026, 1, 1)
DAYS = 90
SEEDS = 4
STEPS = 45
ACTIONS = ("bill", "bill", "pay", "pay", "ahead", "credit", "match", "unmatch")
ACTIONS += ("draft", "draft", "post", "post", "cancel", "dispute")


@tagged("post_install", "-at_install")
@freeze_time("2026-04-15")
class TestArrearsProperty(ArrearsCommon):
    """Random ledgers, documents of which go to draft and back.

    The oracle knows nothing of reconciliations: what a client owes is the balance of
    the posted lines of its receivable accounts.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.euro = cls.setup_other_currency(
            "EUR", rates=[("2026-01-01", 2.0), ("2026-02-15", 4.0)]
        )
        cls.deposits = cls.company_data["default_account_receivable"].copy(
            {"non_trade": True}
        )

    def _make_ledger(self, seed):
        """Do random steps; return the documents."""
        self.random = Random(seed)
        self.moves = self.env["account.move"]
        for _step in range(STEPS):
            action = self.random.choice(ACTIONS)
            getattr(self, f"_step_{action}")()
        return self.moves

    def _day(self):
        return (FIRST + timedelta(days=self.random.randrange(DAYS))).isoformat()

    def _pick(self, moves):
        return self.random.choice(moves) if moves else moves

    def _pick_open_invoice(self):
        return self._pick(
            self.moves.filtered(
                lambda move: (
                    move.move_type == "out_invoice"
                    and move.state == "posted"
                    and move.amount_residual > 0
                    and not move.no_followup
                )
            )
        )

    def _step_bill(self):
        values = {"partner_id": self.random.choice([self.partner_a, self.partner_b]).id}
        if not self.random.randrange(4):
            values["currency_id"] = self.euro.id
        amount = self.random.randrange(1, 100_000) / 100
        self.moves += self._invoice(amount, self._day(), **values)

    def _step_pay(self):
        if invoice := self._pick_open_invoice():
            share = self.random.choice([0.3, 1])
            amount = round(invoice.amount_residual * share, 2) or 0.01
            payment = self._pay(
                invoice, self._day(), amount, currency_id=invoice.currency_id.id
            )
            self.moves += payment.move_id

    def _step_ahead(self):
        amount = self.random.randrange(1, 50_000) / 100
        self.moves += self._create_payment(amount, self._day()).move_id

    def _step_credit(self):
        if invoice := self._pick_open_invoice():
            self.moves += self._refund(invoice, self._day())

    def _step_match(self):
        invoice = self._pick_open_invoice()
        credit = self._pick(
            self.moves.filtered(
                lambda move: (
                    move.state == "posted"
                    and move.partner_id == invoice.partner_id
                    and move.move_type in ("entry", "out_refund")
                )
            )
        )
        if invoice and credit:
            self._match(invoice, credit)

    def _step_unmatch(self):
        if move := self._pick(self.moves.filtered(lambda m: m.state == "posted")):
            self._receivable(move).remove_move_reconcile()

    def _step_draft(self):
        if move := self._pick(self.moves.filtered(lambda m: m.state == "posted")):
            move.button_draft()

    def _step_post(self):
        if move := self._pick(self.moves.filtered(lambda m: m.state == "draft")):
            move.action_post()

    def _step_cancel(self):
        if move := self._pick(self.moves.filtered(lambda m: m.state == "draft")):
            move.button_cancel()

    def _step_dispute(self):
        if invoice := self._pick_open_invoice():
            invoice.no_followup = True

    def _get_owed_by_kind(self, day):
        """Return ``{(client, kind): sum of open items}``, without zeroes."""
        items = self.env["telecom.arrears.item"].with_context(telecom_as_of=day)
        rows = items._read_group([], ["partner_id", "kind"], ["residual:sum"])
        sums = {(client.id, kind): round(owed, 2) for client, kind, owed in rows}
        return {key: owed for key, owed in sums.items() if owed}

    def _get_owed(self, day):
        rows = self._overdue(day)
        owed = {}
        for row in rows:
            client = row["partner_id"]
            owed[client] = round(owed.get(client, 0) + float(row["outstanding"]), 2)
        return owed

    def test_clients_owe_what_the_general_ledger_says(self):
        """At the end of every day: client by client, in all, and net of credits."""
        half_posted = 0
        for seed in range(SEEDS):
            self.env.cr.execute("SAVEPOINT random_ledger")
            self._make_ledger(seed)
            # Nothing changes on the days between those of documents.
            days = {FIRST, *self.moves.mapped("date"), date(2026, 4, 15)}
            for day in sorted(day.isoformat() for day in days):
                with self.subTest(seed=seed, day=day):
                    self._check_day(day)
            half_posted += len(
                self._receivable(
                    self.moves.filtered(lambda move: move.state == "draft")
                ).filtered("matching_number")
            )
            self.env.cr.execute("ROLLBACK TO SAVEPOINT random_ledger")
            self.env.invalidate_all(flush=False)

        self.assertGreater(half_posted, 0, "or the seeds prove nothing")

    def _check_day(self, day):
        owed = self._get_owed_by_kind(day)
        for client in (self.partner_a, self.partner_b):
            of_client = sum(
                amount
                for (partner, _kind), amount in owed.items()
                if partner == client.id
            )
            book = self._get_book_balance(day, client)
            self.assertEqual(round(of_client, 2), book)
            trade = self._get_book_balance(day, client, trade=True)
            self.assertEqual(self._get_owed(day).get(client.id, 0), max(trade, 0))
        self.assertEqual(round(sum(owed.values()), 2), self._get_book_balance(day))
