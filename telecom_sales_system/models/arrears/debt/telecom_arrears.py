from odoo import api, fields, models
from odoo.tools import SQL


class TelecomArrears(models.AbstractModel):
    """The only computation of what clients owe, for today or any past day.

    Statement, client file, warnings, month ends and metrics all read
    ``_get_items_query`` (design.md, "Arrears: one computation").
    """

    _name = "telecom.arrears"
    _description = "Arrears"

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    @api.model
    @api.readonly
    def get_arrears(self, as_of):
        """Return what each client owes on the invoices of each salesperson.

        Only the open items of the current company that the user may read count.

        :param as_of: the day at whose end clients owed it, today or a past day
        :return: as ``_get_arrears``
        :raises AccessError: the user may not read open items
        """
        items = self.env["telecom.arrears.item"].with_context(
            telecom_as_of=fields.Date.to_date(as_of)
        )
        items.check_access("read")
        query = items._search(
            [("company_id", "=", self.env.company.id), ("outstanding", ">", 0)]
        )
        columns = ["partner_id", "user_id", "due_on", "days_overdue"]
        return self._sum_by_client_and_seller(
            query.select(
                *(SQL.identifier(query.table, column) for column in columns),
                SQL("%s::int AS bucket", SQL.identifier(query.table, "bucket")),
                SQL("%s AS owed", SQL.identifier(query.table, "outstanding")),
            )
        )

    # ------------------------------------------------------------
    # BUSINESS METHODS
    # ------------------------------------------------------------

    def _get_items_query(self, companies, as_of):
        """Return the query of lines open at the end of a day, with the amounts owed.

        Columns: those of ``_get_residuals_query``; owed: the residual of a debt after
        the client's unapplied credits, which reduce the oldest debt first (0 for a
        credit; the whole residual if the company's setting does not net credits);
        bucket: 0 not due yet, 1 to 4 by the company's ageing limits.

        A credit belongs to no salesperson: it reduces the oldest debt, and so the
        amount owed on the invoices of the salesperson of that debt.
        """
        return SQL(
            """
            SELECT item.line_id, item.move_id, item.company_id, item.partner_id,
                   item.user_id, item.invoiced_on, item.due_on, item.days_overdue,
                   item.residual,
                   GREATEST(LEAST(item.residual, item.upto - CASE
                       WHEN company.telecom_net_credits AND item.partner_id IS NOT NULL
                       THEN item.credits ELSE 0 END), 0) AS owed,
                   CASE WHEN item.days_overdue <= 0 THEN 0
                        WHEN item.days_overdue <= company.telecom_ageing_1 THEN 1
                        WHEN item.days_overdue <= company.telecom_ageing_2 THEN 2
                        WHEN item.days_overdue <= company.telecom_ageing_3 THEN 3
                        ELSE 4 END AS bucket
              FROM (SELECT residual.*,
                           SUM(GREATEST(residual, 0)) OVER (
                               PARTITION BY company_id, partner_id
                               ORDER BY due_on, line_id ROWS UNBOUNDED PRECEDING
                           ) AS upto,
                           SUM(GREATEST(-residual, 0)) OVER (
                               PARTITION BY company_id, partner_id) AS credits
                      FROM (%s) residual) item
              JOIN res_company company ON company.id = item.company_id
            """,
            self._get_residuals_query(companies, as_of),
        )

    def _get_items_with_unit_source(self, companies, as_of):
        """Return the FROM clause of items, as ``item``, and sales units, as ``unit``.

        The unit is the client's; without one, that of the seller on the invoice date.
        """
        return SQL(
            """
            (%s) item
         LEFT JOIN res_partner served ON served.id = item.partner_id
        CROSS JOIN LATERAL (
                   SELECT COALESCE(
                       (SELECT u.id FROM telecom_sales_unit u
                         WHERE u.id = served.sales_unit_id
                           AND u.company_id = item.company_id),
                       (SELECT a.unit_id
                          FROM telecom_salesperson p
                          JOIN telecom_salesperson_assignment a
                            ON a.salesperson_id = p.id
                           AND a.date_from <= item.invoiced_on
                           AND (a.date_to IS NULL OR a.date_to >= item.invoiced_on)
                         WHERE p.user_id = item.user_id
                           AND p.company_id = item.company_id
                           AND p.state <> 'candidate')) AS id) unit
            """,
            self._get_items_query(companies, as_of),
        )

    def _get_arrears(self, company, as_of, partners=None, users=None):
        """Return what each client owes on the invoices of each salesperson.

        :param company: one company; amounts are in its currency
        :param as_of: the day at whose end clients owed it, today or a past day
        :param partners: commercial entities, all by default
        :param users: salespeople of the invoices, all by default
        :return: a list of dictionaries: partner_id, user_id (None: an entry, or an
            invoice of nobody), outstanding, overdue, not_due, bucket_1 to bucket_4,
            due_on (the oldest due date still owed), days_overdue (of that date; 0 or
            less: nothing is overdue). Clients that owe nothing are left out.
        """
        self.env.flush_all()
        where = [SQL("owed > 0")]
        if partners is not None:
            where.append(SQL("partner_id IN %s", tuple(partners.ids) or (0,)))
        if users is not None:
            where.append(SQL("user_id IN %s", tuple(users.ids) or (0,)))
        return self._sum_by_client_and_seller(
            SQL(
                "SELECT * FROM (%s) item WHERE %s",
                self._get_items_query(company, as_of),
                SQL(" AND ").join(where),
            )
        )

    def _sum_by_client_and_seller(self, items):
        """Sum up a query of items by client and seller; see ``_get_arrears``."""
        # Compiling the query takes more time than it saves.
        self.env.cr.execute(SQL("SET LOCAL jit = off"))
        return self.env.execute_query_dict(
            SQL(
                """
                SELECT partner_id, user_id, SUM(owed) AS outstanding,
                       COALESCE(SUM(owed) FILTER (WHERE bucket > 0), 0) AS overdue,
                       COALESCE(SUM(owed) FILTER (WHERE bucket = 0), 0) AS not_due,
                       COALESCE(SUM(owed) FILTER (WHERE bucket = 1), 0) AS bucket_1,
                       COALESCE(SUM(owed) FILTER (WHERE bucket = 2), 0) AS bucket_2,
                       COALESCE(SUM(owed) FILTER (WHERE bucket = 3), 0) AS bucket_3,
                       COALESCE(SUM(owed) FILTER (WHERE bucket = 4), 0) AS bucket_4,
                       MIN(due_on) AS due_on, MAX(days_overdue) AS days_overdue
                  FROM (%s) item
              GROUP BY partner_id, user_id
              ORDER BY overdue DESC, outstanding DESC, partner_id, user_id
                """,
                items,
            )
        )

    def _get_owed_by_seller(self, company, users, as_of):
        """Return what clients owe on the invoices of salespeople at the end of a day.

        :param users: the invoices' salespeople
        :return: ``{user_id: (outstanding, overdue)}`` in company currency
        """
        owed = {}
        for row in self._get_arrears(company, as_of, users=users):
            outstanding, overdue = owed.get(row["user_id"], (0, 0))
            owed[row["user_id"]] = (
                outstanding + row["outstanding"],
                overdue + row["overdue"],
            )
        return owed

    def _get_unapplied_credits(self, company, as_of, partner):
        """Return the unapplied credits of a client at the end of a day.

        :param partner: a commercial entity
        :return: an amount in company currency, not less than 0
        """
        self.env.flush_all()
        [[credits]] = self.env.execute_query(
            SQL(
                "SELECT COALESCE(SUM(-residual), 0) FROM (%s) item"
                " WHERE partner_id = %s AND residual < 0",
                self._get_residuals_query(company, as_of),
                partner.id,
            )
        )
        return credits

    def _get_overdue_debts(self, company, as_of, partners):
        """Return the overdue debts of clients by item, the oldest first.

        :param partners: commercial entities
        :return: ``{partner_id: [{move_id, move_name, user_id, due_on, days_overdue,
            amount}]}`` in company currency, after unapplied credits
        """
        self.env.flush_all()
        rows = self.env.execute_query_dict(
            SQL(
                """
                SELECT item.partner_id, item.move_id, move.name AS move_name,
                       item.user_id, item.due_on, item.days_overdue,
                       item.owed AS amount
                  FROM (%s) item JOIN account_move move ON move.id = item.move_id
                 WHERE item.partner_id IN %s AND item.owed > 0
                   AND item.days_overdue > 0
              ORDER BY item.due_on, item.line_id
                """,
                self._get_items_query(company, as_of),
                tuple(partners.ids) or (0,),
            )
        )
        debts = {}
        for row in rows:
            debts.setdefault(row.pop("partner_id"), []).append(row)
        return debts

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
