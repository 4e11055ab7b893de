from odoo import models
from odoo.tools import SQL


class TelecomArrears(models.AbstractModel):
    """The one computation of what clients owe, for any day, also a past one."""

    _name = "telecom.arrears"
    _description = "Arrears"

    def _residuals(self, companies, as_of):
        """Query of receivable lines that were open at the end of a day.

        Residuals are rebuilt from reconciliations, so that later payments do not change
        what was owed then. Columns: line_id, move_id, partner_id (commercial entity),
        user_id (the invoice's salesperson), due_on, residual (company currency; credits
        are negative), days_overdue (0 or less: not due yet).
        """
        return SQL(
            """
            SELECT l.id AS line_id, l.move_id, m.invoice_user_id AS user_id,
                   client.commercial_partner_id AS partner_id,
                   COALESCE(l.date_maturity, l.date) AS due_on,
                   %(as_of)s::date - COALESCE(l.date_maturity, l.date) AS days_overdue,
                   l.balance - COALESCE(matched.amount, 0) AS residual
              FROM account_move_line l
              JOIN account_move m ON m.id = l.move_id
              JOIN account_account a ON a.id = l.account_id
         LEFT JOIN res_partner client ON client.id = l.partner_id
         LEFT JOIN (SELECT line_id, SUM(amount) AS amount
                      FROM (SELECT debit_move_id AS line_id, amount
                              FROM account_partial_reconcile WHERE max_date <= %(as_of)s
                             UNION ALL
                            SELECT credit_move_id, -amount
                              FROM account_partial_reconcile WHERE max_date <= %(as_of)s
                           ) side
                  GROUP BY line_id) matched ON matched.line_id = l.id
             WHERE a.account_type = 'asset_receivable' AND l.parent_state = 'posted'
               AND l.company_id IN %(companies)s AND l.date <= %(as_of)s
            """,
            as_of=as_of,
            companies=tuple(companies.ids),
        )

    def _owed_to(self, company, users, as_of):
        """Return what clients owe on the invoices of salespeople at the end of a day.

        :param users: the invoices' salespeople
        :return: ``{user_id: (outstanding, overdue)}`` in company currency
        """
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT user_id, SUM(residual),
                       COALESCE(SUM(residual) FILTER (WHERE days_overdue > 0), 0)
                  FROM (%s) residual
                 WHERE user_id IN %s AND residual <> 0
              GROUP BY user_id
                """,
                self._residuals(company, as_of),
                tuple(users.ids) or (0,),
            )
        )
        return {
            user_id: (outstanding, overdue) for user_id, outstanding, overdue in rows
        }

    def _debts(self, company, as_of, partners):
        """Return what clients owe and should have paid, by item, the oldest first.

        :param partners: commercial entities
        :return: ``{partner_id: [{move_id, move_name, user_id, due_on, days_overdue,
            amount}]}`` in company currency
        """
        self.env.flush_all()
        rows = self.env.execute_query_dict(
            SQL(
                """
                SELECT item.partner_id, item.move_id, move.name AS move_name,
                       item.user_id, item.due_on, item.days_overdue,
                       item.residual AS amount
                  FROM (%s) item JOIN account_move move ON move.id = item.move_id
                 WHERE item.partner_id IN %s AND item.residual > 0
                   AND item.days_overdue > 0
              ORDER BY item.due_on, item.line_id
                """,
                self._residuals(company, as_of),
                tuple(partners.ids) or (0,),
            )
        )
        debts = {}
        for row in rows:
            debts.setdefault(row.pop("partner_id"), []).append(row)
        return debts
