"""Settle the plan's invoices by Odoo's wizards, bank lines and credit notes."""

from collections import defaultdict

from odoo.tools import float_round

from dev.demo.invoices import reverse

REASON = "服务未履行，协商退款"


class Cashier:
    """A cashier who settles the invoices of a plan according to their fates."""

    def __init__(self, env):
        self.env = env
        journals = env["account.journal"]
        self.bank = journals.search([("type", "=", "bank")], limit=1)
        self.loss = env.company.expense_account_id

    def pay_all(self, plan, invoices):
        """Settle all sales, oldest first, those of a day together."""
        todo = defaultdict(list)
        for sale, invoice in zip(plan.sales, invoices, strict=True):
            for place, day in enumerate(sale.fate.days):
                share = sale.fate.shares[place]
                todo[day, sale.fate.kind, place].append((invoice, share))
        for (day, kind, place), rows in sorted(todo.items(), key=lambda row: row[0]):
            getattr(self, f"settle_{kind}")(day, rows, place)
            # Pending changes keep environments alive, which slows down everything.
            self.env.cr.flush()
        self._enter_bank_lines(todo)

    def register(self, day, invoices, **vals):
        """Run the payment wizard on invoices; return the payments."""
        wizard = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoices.ids
        )
        vals = {"payment_date": day, "journal_id": self.bank.id, **vals}
        return wizard.create(vals)._create_payments()

    def receive(self, day, partner, amount):
        """Receive money before there is an invoice; return the payment."""
        payment = self.env["account.payment"].create(
            {
                "payment_type": "inbound",
                "partner_type": "customer",
                "partner_id": partner.id,
                "journal_id": self.bank.id,
                "date": day,
                "amount": amount,
                "memo": "预存款",
            }
        )
        payment.action_post()
        return payment

    def settle_payment(self, day, rows, _place):
        self.register(day, _join_invoices(rows), group_payment=False)

    settle_early = settle_late = settle_payment

    def settle_parts(self, day, rows, _place):
        for invoice, share in rows:
            amount = min(_get_part(invoice, share), invoice.amount_residual)
            self.register(day, invoice, amount=amount)

    settle_rest_open = settle_parts

    def settle_write_off(self, day, rows, _place):
        for invoice, share in rows:
            self.register(
                day,
                invoice,
                amount=_get_part(invoice, share),
                payment_difference_handling="reconcile",
                writeoff_account_id=self.loss.id,
            )

    def settle_bundle(self, day, rows, _place):
        for _partner, moves in _join_invoices(rows).grouped("partner_id").items():
            self.register(day, moves, group_payment=True)

    def settle_credited(self, day, rows, _place):
        for invoice, _share in rows:
            reverse(invoice, day, REASON)

    def settle_refunded(self, day, rows, place):
        if place == 0:
            self.settle_payment(day, rows, place)
            return
        for invoice, _share in rows:
            self.register(day, reverse(invoice, day, REASON))

    def settle_prepaid(self, day, rows, _place):
        for invoice, share in rows:
            payment = self.receive(day, invoice.partner_id, _get_part(invoice, share))
            line = payment.move_id.line_ids.filtered(
                lambda line: line.account_type == "asset_receivable"
            )
            invoice.js_assign_outstanding_line(line.id)

    def settle_bank(self, _day, _rows, _place):
        """Do nothing: bank lines are entered together at the end."""

    def _enter_bank_lines(self, todo):
        rows = [
            (day, invoice)
            for (day, kind, _place), pairs in sorted(todo.items())
            if kind == "bank"
            for invoice, _share in pairs
        ]
        lines = self.env["account.bank.statement.line"].create(
            [self._prepare_bank_line_vals(*row) for row in rows]
        )
        for line, (_day, invoice) in zip(lines, rows, strict=True):
            (line.move_id.line_ids | invoice.line_ids).filtered(
                lambda row: row.account_type == "asset_receivable"
            ).reconcile()

    def _prepare_bank_line_vals(self, day, invoice):
        receivable = invoice.partner_id.property_account_receivable_id
        return {
            "journal_id": self.bank.id,
            "date": day,
            "payment_ref": f"转账 {invoice.name}",
            "partner_id": invoice.partner_id.id,
            "amount": invoice.amount_total,
            "counterpart_account_id": receivable.id,
        }


def _get_part(invoice, share):
    return float_round(invoice.amount_total * share, precision_digits=2)


def _join_invoices(rows):
    return rows[0][0].union(*(invoice for invoice, _share in rows))
