from odoo import models
from odoo.tools import SQL


class TelecomArrearsResiduals(models.AbstractModel):
    """SQL that rebuilds the residuals of receivable lines at the end of any day."""

    _name = "telecom.arrears.residuals"
    _description = "Arrears: Residuals"

    def _get_residuals_query(self, companies, as_of):
        """Return the query of receivable lines that were open at the end of a day.

        Residuals are rebuilt from reconciliations, so that later payments do not change
        past debts: the amounts matched after the day are added to today's residual. So
        the query reads only lines that are open or were matched after the day.

        Columns: line_id, move_id, company_id, partner_id (commercial entity), user_id
        (the invoice's salesperson), invoiced_on, due_on (of the instalment), residual
        (company currency; credits are negative), days_overdue (0 or less: not due yet).
        """
        return SQL(
            """
            WITH later AS (
                SELECT line_id, SUM(amount) AS amount
                  FROM (SELECT debit_move_id AS line_id, amount
                          FROM account_partial_reconcile WHERE max_date > %(as_of)s
                         UNION ALL
                        SELECT credit_move_id, -amount
                          FROM account_partial_reconcile WHERE max_date > %(as_of)s
                       ) side
              GROUP BY line_id)
            SELECT %(columns)s,
                   l.amount_residual + COALESCE(later.amount, 0) AS residual
              FROM %(lines)s
         LEFT JOIN later ON later.line_id = l.id
             WHERE %(receivable)s AND l.reconciled IS NOT TRUE
               AND l.amount_residual + COALESCE(later.amount, 0) <> 0
             UNION ALL
            SELECT %(columns)s, later.amount
              FROM %(lines)s
              JOIN later ON later.line_id = l.id
             WHERE %(receivable)s AND l.reconciled AND later.amount <> 0
            """,
            as_of=as_of,
            columns=self._get_residual_columns(as_of),
            lines=self._get_residual_source(),
            receivable=self._get_posted_receivable_condition(companies, as_of),
        )

    def _get_residual_columns(self, as_of):
        return SQL(
            """
            l.id AS line_id, l.move_id, l.company_id,
            client.commercial_partner_id AS partner_id, m.invoice_user_id AS user_id,
            COALESCE(m.invoice_date, l.date) AS invoiced_on,
            COALESCE(l.date_maturity, l.date) AS due_on,
            %s::date - COALESCE(l.date_maturity, l.date) AS days_overdue
            """,
            as_of,
        )

    def _get_residual_source(self):
        return SQL(
            """
            account_move_line l
              JOIN account_move m ON m.id = l.move_id
         LEFT JOIN res_partner client ON client.id = l.partner_id
            """
        )

    def _get_posted_receivable_condition(self, companies, as_of):
        """Return the condition of a posted receivable line ``l`` until a day."""
        return SQL(
            """
            l.account_id = ANY(ARRAY(
                SELECT id FROM account_account
                 WHERE account_type = 'asset_receivable'))
            AND l.parent_state = 'posted' AND l.company_id IN %s AND l.date <= %s
            """,
            tuple(companies.ids) or (0,),
            as_of,
        )
