"""Invoices that are due, and the questions asked about them."""

from datetime import date

from odoo.tools import SQL

from ..performance.common import LedgerCommon

FIGURES = ("outstanding", "overdue", "not_due")


class ArrearsCommon(LedgerCommon):
    """Asks the one computation for any day."""

    @classmethod
    def _invoice(cls, amount, day, person=None, **vals):
        """Post an invoice, by Anna unless said otherwise, that is due at once."""
        return cls._create_customer_invoice(
            amount, day, person, **{"invoice_date_due": day, **vals}
        )

    def _overdue(self, day, **which):
        """What each client owes on the invoices of each salesperson."""
        return self.env["telecom.arrears"]._get_arrears(
            self.env.company, date.fromisoformat(day), **which
        )

    def _residuals(self, day):
        """Return (client, residual, days overdue) of each open item of a day."""
        self.env.flush_all()
        query = self.env["telecom.arrears"]._get_residuals_query(
            self.env.company, date.fromisoformat(day)
        )
        return self.env.execute_query(
            SQL(
                "SELECT partner_id, residual, days_overdue FROM (%s) item"
                " WHERE residual <> 0 ORDER BY due_on, line_id",
                query,
            )
        )

    def _get_book_balance(self, day, client=None, trade=False):
        """Return the general ledger's receivable balance, whatever is matched.

        :param trade: only what is neither disputed nor on a non-trade account
        """
        domain = [
            ("company_id", "=", self.env.company.id),
            ("account_type", "=", "asset_receivable"),
            ("parent_state", "=", "posted"),
            ("date", "<=", day),
        ]
        if client:
            domain.append(("partner_id.commercial_partner_id", "=", client.id))
        if trade:
            domain.append(("account_id.non_trade", "=", False))
            domain += ["|", ("no_followup", "=", False)]
            domain.append(("journal_id.type", "=", "general"))
        [(balance,)] = self.env["account.move.line"]._read_group(
            domain, [], ["balance:sum"]
        )
        return round(balance, 2)

    def _figures(self, row):
        return tuple(row[figure] for figure in FIGURES)

    def _by_seller(self, day):
        """Return {salesperson: (outstanding, overdue, not due)} of all clients."""
        people = {person.user_id.id: person for person in (self.anna, self.bert)}
        return {
            people[row["user_id"]]: self._figures(row) for row in self._overdue(day)
        }
