"""Odoo's own flows around customer invoices, one call each."""

from odoo import Command, fields

from ..common import PerformanceCommon

COLUMNS = ("cash", "discount", "incentive", "converted_profit", "points")


class LedgerCommon(PerformanceCommon):
    """Besides invoice and payment: credit notes, bank lines, orders, matching."""

    @classmethod
    def get_default_groups(cls):
        return super().get_default_groups() | cls.quick_ref(
            "sales_team.group_sale_salesman_all_leads"
        )

    @classmethod
    def _create_payment(cls, amount, day, payment_type="inbound", **vals):
        """Post a payment that is matched to nothing yet."""
        payment = cls.env["account.payment"].create(
            {
                "payment_type": payment_type,
                "partner_type": "customer",
                "partner_id": cls.partner_a.id,
                "amount": amount,
                "date": day,
                "journal_id": cls.bank.id,
                **vals,
            }
        )
        payment.action_post()
        return payment

    @classmethod
    def _receivable(cls, move):
        return move.line_ids.filtered(
            lambda line: line.account_type == "asset_receivable"
        )

    @classmethod
    def _match(cls, invoice, move):
        """Apply open items of a payment or credit note as the payment widget does."""
        open_lines = cls._receivable(move).filtered(lambda line: not line.reconciled)
        for line in open_lines:
            invoice.js_assign_outstanding_line(line.id)

    @classmethod
    def _refund(cls, invoice, day, amount=None):
        """Reverse an invoice by the wizard; with ``amount``, only that much of it."""
        wizard = (
            cls.env["account.move.reversal"]
            .with_context(active_model="account.move", active_ids=invoice.ids)
            .create({"date": day, "journal_id": invoice.journal_id.id})
        )
        wizard.refund_moves()
        refund = wizard.new_move_ids
        if amount is not None:
            refund.invoice_line_ids = [
                Command.update(line.id, {"price_unit": amount})
                for line in refund.invoice_line_ids[:1]
            ]
        refund.action_post()
        return refund

    @classmethod
    def _create_tax(cls, percent):
        return cls.tax_sale_a.copy({"name": f"{percent} %", "amount": percent})

    @classmethod
    def _create_invoice_of_lines(cls, day, *products_and_prices, tax=None, **vals):
        """Post an invoice of one unit each."""
        lines = [
            {"product_id": product.id, "price_unit": price, "tax_ids": tax and tax.ids}
            for product, price in products_and_prices
        ]
        return cls._create_customer_invoice(0, day, lines=lines, **vals)

    @classmethod
    def _create_credit(cls, invoice, *products_and_prices, day="2026-02-03", **vals):
        """Post a credit note of an invoice that is matched with nothing yet."""
        credit = cls._create_invoice_of_lines(
            day,
            *products_and_prices,
            move_type="out_refund",
            reversed_entry_id=invoice.id,
            **vals,
        )
        cls._receivable(credit).remove_move_reconcile()
        return credit

    @classmethod
    def _change(cls, move, vals):
        """Reset a document or a payment to draft, change it and post it again."""
        if move._name == "account.move":
            move.button_draft()
        else:
            move.action_draft()
        move.write(vals)
        move.action_post()

    @classmethod
    def _bank_line(cls, amount, day, *parts, **vals):
        """Book a bank statement line; each part is an account and its balance.

        The balances of the parts, credits negative, sum up to minus the amount.
        """
        line = cls.env["account.bank.statement.line"].create(
            {
                "journal_id": cls.bank.id,
                "partner_id": cls.partner_a.id,
                "payment_ref": "Bank line",
                "date": day,
                "amount": amount,
                **vals,
            }
        )
        if parts:
            _liquidity, suspense, _others = line._seek_for_lines()
            line.move_id.with_context(
                force_delete=True, skip_readonly_check=True
            ).write(
                {
                    "line_ids": [
                        Command.delete(suspense.id),
                        *(
                            Command.create(
                                {
                                    "account_id": account.id,
                                    "partner_id": cls.partner_a.id,
                                    "name": account.name,
                                    "balance": balance,
                                }
                            )
                            for account, balance in parts
                        ),
                    ]
                }
            )
        return line

    @classmethod
    def _sell(cls, *products_and_prices, user=None):
        """Confirm a sales order of one unit each."""
        order = cls.env["sale.order"].create(
            {
                "partner_id": cls.partner_a.id,
                "user_id": (user or cls.anna.user_id).id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": product.id,
                            "price_unit": price,
                            "tax_ids": [Command.clear()],
                        }
                    )
                    for product, price in products_and_prices
                ],
            }
        )
        order.action_confirm()
        return order

    @classmethod
    def _invoice_order(cls, order, day, **vals):
        """Invoice an order by the wizard: the rest, or a deposit of it."""
        wizard = (
            cls.env["sale.advance.payment.inv"]
            .with_context(active_model="sale.order", active_ids=order.ids)
            .create({"advance_payment_method": "delivered", **vals})
        )
        known = order.invoice_ids
        wizard.create_invoices()
        invoice = order.invoice_ids - known
        invoice.write({"invoice_date": day, "invoice_payment_term_id": False})
        invoice.action_post()
        return invoice

    @classmethod
    def _move_person(cls, person, unit, day):
        """Assign a salesperson to another unit from a day on."""
        person._start_assignment(
            {"date_from": fields.Date.to_date(day), "unit_id": unit.id}
        )

    def _assert_nothing_left(self):
        """Check that the ledger sums to zero in every column, for each person."""
        entries = self._entries()
        for person in entries.salesperson_id | self.env["telecom.salesperson"]:
            own = entries.filtered(lambda entry, p=person: entry.salesperson_id == p)
            for line in own.revenue_line_id:
                found = own.filtered(lambda entry, r=line: entry.revenue_line_id == r)
                for name in COLUMNS:
                    total = round(sum(found.mapped(name)), 2)
                    self.assertEqual(total, 0, f"{name} of {line.code}")

    def _assert_by_line(self, **expected):
        """Compare (cash, points) of the whole ledger by revenue line; no zeroes."""
        found = {}
        for entry in self._entries():
            cash, points = found.get(entry.revenue_line_id.code, (0, 0))
            found[entry.revenue_line_id.code] = (
                round(cash + entry.cash, 2),
                round(points + entry.points, 2),
            )
        found = {code: sums for code, sums in found.items() if sums != (0, 0)}
        self.assertEqual(found, expected)

    def _sum(self, field, *periods):
        """Sum a field over the entries of periods, to the cent."""
        entries = self.env["telecom.performance.entry"]
        for period in periods:
            entries |= self._entries(period)
        return round(sum(entries.mapped(field)), 2)
