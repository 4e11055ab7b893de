from odoo import api, models
from odoo.tools import SQL

from .ledger.telecom_performance_ledger_receipts import CUSTOMER_DOCUMENTS


class TelecomSalesperson(models.Model):
    _inherit = "telecom.salesperson"

    @api.model_create_multi
    def create(self, vals_list):
        people = super().create(vals_list)
        # Incentives on invoices of these users had no salesperson until now.
        incentives = self.env["telecom.incentive"].sudo()
        self.env.add_to_compute(
            incentives._fields["salesperson_id"],
            incentives.search([("move_id.invoice_user_id", "in", people.user_id.ids)]),
        )
        return people

    @api.model
    def _find_users_to_register(self, company):
        """Return those without registration, and those who sold what the ledger counts.

        The latter are the salespeople of invoices, whatever their role.
        """
        users = super()._find_users_to_register(company)
        files = self.with_context(active_test=False).search(
            [("company_id", "=", company.id), ("state", "!=", "candidate")]
        )
        rows = self.env.execute_query(self._get_first_invoices_query(company))
        sold = users.browse(user_id for user_id, _day in rows)
        # sudo: salespeople of other companies, who sold here
        sold = sold.sudo().filtered(lambda u: u.active and company in u.company_ids)
        return users | sold.sudo(False) - files.user_id

    @api.model
    def _propose_first_days(self, users, company):
        """Return ``{user: day}`` from which users should be registered.

        It is that of the first invoice that the ledger counts, so that its cash is
        theirs: whether from before the ledger and paid since, or from a later day. Who
        has none is registered from the first day of the ledger on.
        """
        self.env.flush_all()
        days = dict(self.env.execute_query(self._get_first_invoices_query(company)))
        first_day = self.env["telecom.period"]._get_first_day(company)
        return {user: days.get(user.id, first_day) for user in users}

    @api.model
    def _get_first_invoices_query(self, company):
        """Return the query of users and the day of their first invoice in the ledger.

        Invoices from before the ledger are in it if they were paid since, or are open.
        """
        return SQL(
            """
            SELECT m.invoice_user_id, MIN(m.invoice_date) FROM account_move m
             WHERE m.company_id = %(company)s AND m.state = 'posted'
               AND m.move_type IN %(documents)s AND m.invoice_user_id IS NOT NULL
               AND (m.invoice_date >= %(first)s OR EXISTS (
                   SELECT FROM account_move_line l
                     JOIN account_account a ON a.id = l.account_id
                      AND a.account_type = 'asset_receivable'
                    WHERE l.move_id = m.id AND (l.reconciled IS NOT TRUE OR EXISTS (
                          SELECT FROM account_partial_reconcile p
                           WHERE p.max_date >= %(first)s
                             AND (p.debit_move_id = l.id
                                 OR p.credit_move_id = l.id)))))
          GROUP BY m.invoice_user_id
            """,
            company=company.id,
            documents=CUSTOMER_DOCUMENTS,
            first=self.env["telecom.period"]._get_first_day(company),
        )
