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

    def _figures(self, row):
        return tuple(row[figure] for figure in FIGURES)

    def _by_seller(self, day):
        """Return {salesperson: (outstanding, overdue, not due)} of all clients."""
        people = {person.user_id.id: person for person in (self.anna, self.bert)}
        return {
            people[row["user_id"]]: self._figures(row) for row in self._overdue(day)
        }
