from odoo import models
from odoo.tools import SQL

from ...common.jit import disable_jit


class TelecomArrears(models.AbstractModel):
    """The only computation of what clients owe, for today or any past day.

    Statement, client file, warnings, month ends and metrics all read
    ``_get_items_query``.
    """

    _name = "telecom.arrears"
    _description = "Arrears"

    # ------------------------------------------------------------
    # BUSINESS METHODS
    # ------------------------------------------------------------

    def _get_items_query(self, companies, as_of):
        """Return the query of lines open at the end of a day, with the amounts owed.

        Columns: those of ``_get_residuals_query``; owed: the residual of a debt after
        the client's unapplied credits, which reduce the oldest debt first (0 for a
        credit; the whole residual if the company's setting does not net credits);
        set_aside: the same of disputed and non-trade items, of which nothing is owed;
        waiting: a credit that the company does not net; bucket: 0 not due yet, 1 to 4
        by the company's ageing limits.

        A credit belongs to no salesperson: it reduces the oldest debt, and so the
        amount owed on the invoices of the salesperson of that debt. It reduces debts of
        its own kind only, money that was paid back before others, and not by what it
        pays of an order in advance.
        """
        return SQL(
            """
            SELECT item.line_id, item.move_id, item.company_id, item.partner_id,
                   item.user_id, item.invoiced_on, item.due_on, item.days_overdue,
                   item.kind, item.residual,
                   CASE WHEN item.kind = 'trade' THEN net.amount ELSE 0 END AS owed,
                   CASE WHEN item.kind <> 'trade' THEN net.amount ELSE 0
                        END AS set_aside,
                   CASE WHEN item.kind = 'trade' AND NOT company.telecom_net_credits
                        THEN GREATEST(-item.residual, 0) ELSE 0 END AS waiting,
                   CASE WHEN item.days_overdue <= 0 THEN 0
                        WHEN item.days_overdue <= company.telecom_ageing_1 THEN 1
                        WHEN item.days_overdue <= company.telecom_ageing_2 THEN 2
                        WHEN item.days_overdue <= company.telecom_ageing_3 THEN 3
                        ELSE 4 END AS bucket
              FROM (SELECT residual.*,
                           SUM(GREATEST(residual, 0)) OVER (
                               PARTITION BY company_id, partner_id, kind
                               ORDER BY is_money DESC, due_on, line_id
                               ROWS UNBOUNDED PRECEDING
                           ) AS upto,
                           SUM(GREATEST(-residual - COALESCE(ahead.amount, 0), 0)) OVER
                               (PARTITION BY company_id, partner_id, kind) AS credits
                      FROM (%s) residual
                 LEFT JOIN (SELECT payment_move_id, SUM(amount) AS amount FROM (%s) paid
                          GROUP BY payment_move_id) ahead
                        ON ahead.payment_move_id = residual.move_id) item
              JOIN res_company company ON company.id = item.company_id
        CROSS JOIN LATERAL (SELECT GREATEST(LEAST(item.residual, item.upto - CASE
                       WHEN company.telecom_net_credits AND item.partner_id IS NOT NULL
                       THEN item.credits ELSE 0 END), 0) AS amount) net
            """,
            self._get_residuals_query(companies, as_of),
            self._get_paid_ahead_query(companies, as_of),
        )

    def _get_paid_ahead_query(self, companies, as_of):
        """Return the query of what online payments pay of orders in advance.

        Such money does not reduce debts while the company lets prepaid orders through:
        it would pay twice. It is what is still open of the payment, less refunds. Each
        yuan pays one order: confirmed ones first, none more than it needs. A refund
        that is not booked yet reserves its amount, too.

        Columns: order_id (None: a refund), payment_move_id, amount (company currency)
        """
        return SQL(
            """
            WITH money AS (
                SELECT tx.id, tx.source_transaction_id, payment.move_id,
                       currency.decimal_places AS places, refund.reserved,
                       -rest.amount - refund.reserved - refund.booked AS available
                  FROM payment_transaction tx
                  JOIN account_payment payment ON payment.id = tx.payment_id
                  JOIN res_company company ON company.id = payment.company_id
                   AND company.telecom_allow_prepaid
                  JOIN res_currency currency ON currency.id = company.currency_id
            CROSS JOIN LATERAL (%(rest)s) rest
            CROSS JOIN LATERAL (
                       SELECT COALESCE(SUM(GREATEST(back.amount, 0)), 0) AS booked,
                              COALESCE(SUM(ROUND(
                                  -child.amount * payment.amount_company_currency_signed
                                  / tx.amount, currency.decimal_places))
                                  FILTER (WHERE move.id IS NULL), 0) AS reserved
                         FROM payment_transaction child
                    LEFT JOIN account_payment returned ON returned.id = child.payment_id
                    LEFT JOIN account_move move ON move.id = returned.move_id
                          AND move.state = 'posted'
                   CROSS JOIN LATERAL (%(back)s) back
                        WHERE child.source_transaction_id = tx.id
                          AND child.operation = 'refund'
                          AND child.state IN ('pending', 'authorized', 'done')) refund
                 WHERE tx.state = 'done' AND tx.amount > 0
                   AND payment.company_id IN %(companies)s AND rest.amount < 0),
            shared AS (
                SELECT o.id AS order_id, money.move_id, need.amount AS needed,
                       GREATEST(LEAST(need.amount, money.available + need.amount - SUM(
                           need.amount) OVER (
                               PARTITION BY money.move_id
                               ORDER BY o.state <> 'sale', o.id
                               ROWS UNBOUNDED PRECEDING)), 0) AS amount
                  FROM money
                  JOIN sale_order_transaction_rel link ON link.transaction_id
                       = COALESCE(money.source_transaction_id, money.id)
                  JOIN sale_order o ON o.id = link.sale_order_id AND o.state <> 'cancel'
                   AND o.company_id IN %(companies)s
            CROSS JOIN LATERAL (%(needed)s) needed
            CROSS JOIN LATERAL (
                       SELECT ROUND((needed.amount
                              / COALESCE(NULLIF(o.currency_rate, 0), 1))::numeric,
                              money.places) AS amount) need)
            SELECT order_id, move_id AS payment_move_id,
                   GREATEST(LEAST(amount, needed + amount - SUM(amount) OVER (
                       PARTITION BY order_id ORDER BY move_id ROWS UNBOUNDED PRECEDING
                       )), 0) AS amount
              FROM shared
             UNION ALL
            SELECT NULL, move_id, reserved FROM money WHERE reserved > 0
            """,
            companies=tuple(companies.ids) or (0,),
            rest=self._get_open_amount_query(SQL("payment.move_id"), as_of),
            back=self._get_open_amount_query(SQL("move.id"), as_of),
            needed=self._get_needed_query(as_of),
        )

    def _get_open_amount_query(self, move, as_of):
        """Return the query of what was open of a few posted documents on a day.

        :param move: the expression of the document's id
        :return: one row with the ``amount`` of its receivable lines in company
            currency, 0 if it is not posted; credits are negative
        """
        return SQL(
            """
            SELECT COALESCE(SUM(l.balance - COALESCE(matched.amount, 0)), 0) AS amount
              FROM account_move_line l
              JOIN account_account account ON account.id = l.account_id
               AND account.account_type = 'asset_receivable'
         LEFT JOIN LATERAL (
                   SELECT SUM(side.amount) AS amount
                     FROM (SELECT amount, credit_move_id AS other_id, max_date
                             FROM account_partial_reconcile WHERE debit_move_id = l.id
                            UNION ALL
                           SELECT -amount, debit_move_id, max_date
                             FROM account_partial_reconcile WHERE credit_move_id = l.id
                          ) side
                     JOIN account_move_line other ON other.id = side.other_id
                      AND other.parent_state = 'posted'
                    WHERE side.max_date <= %(as_of)s) matched ON TRUE
             WHERE l.move_id = %(move)s AND l.parent_state = 'posted'
               AND l.date <= %(as_of)s
            """,
            move=move,
            as_of=as_of,
        )

    def _get_needed_query(self, as_of):
        """Return the query of what an order ``o`` still needs: what is not billed.

        What was credited is given up, unless it is billed again: by invoices, also in
        draft, that were entered after the credit note or bill more than was ordered. A
        credited deposit was never given up: the final invoice bills it.

        :return: one row with the ``amount`` in the order's currency
        """
        return SQL(
            """
            SELECT GREATEST(o.amount_total - COALESCE(SUM(line.billed
                   - CASE WHEN line.is_downpayment THEN line.credited
                          ELSE line.sign * GREATEST(LEAST(
                               line.sign * line.credited,
                               GREATEST(line.sign * line.entered_after, line.sign
                                        * (line.entered - line.ordered))), 0)
                          END), 0), 0) AS amount
              FROM (SELECT ordered, is_downpayment, SIGN(ordered) AS sign,
                           COALESCE(SUM(amount) FILTER (
                               WHERE is_invoice AND is_posted), 0) AS billed,
                           COALESCE(SUM(amount) FILTER (
                               WHERE NOT is_invoice AND is_posted), 0) AS credited,
                           COALESCE(SUM(amount) FILTER (
                               WHERE is_invoice), 0) AS entered,
                           COALESCE(SUM(amount) FILTER (
                               WHERE is_invoice AND move_id > credit_id), 0
                               ) AS entered_after
                      FROM (SELECT ol.id, ol.is_downpayment, im.id AS move_id,
                                   COALESCE(ol.price_total, 0) AS ordered,
                                   im.state = 'posted' AS is_posted,
                                   im.move_type <> 'out_refund' AS is_invoice,
                                   CASE WHEN im.currency_id = o.currency_id
                                        THEN il.price_total
                                        ELSE il.price_total / COALESCE(NULLIF(
                                             im.invoice_currency_rate, 0), 1)
                                             * COALESCE(NULLIF(o.currency_rate, 0), 1)
                                        END AS amount,
                                   MIN(im.id) FILTER (
                                       WHERE im.move_type = 'out_refund'
                                         AND im.state = 'posted')
                                       OVER (PARTITION BY ol.id) AS credit_id
                              FROM sale_order_line ol
                              JOIN sale_order_line_invoice_rel rel
                                ON rel.order_line_id = ol.id
                              JOIN account_move_line il ON il.id = rel.invoice_line_id
                              JOIN account_move im ON im.id = il.move_id
                             WHERE ol.order_id = o.id
                               AND (im.state = 'draft'
                                    OR im.state = 'posted' AND im.date <= %s)
                               AND im.move_type IN (
                                   'out_invoice', 'out_receipt', 'out_refund')) bill
                  GROUP BY id, ordered, is_downpayment) line
            """,
            as_of,
        )

    def _get_all_items_query(self, companies, as_of):
        """Return the query of open items, and of money that waits to be matched.

        Columns: those of ``_get_items_query``. Such money is no receivable: it has only
        an amount ``waiting``, no bucket, and kind ``waiting``, or that of the documents
        that it pays if these are disputed or non-trade. Without a journal item,
        ``line_id`` is minus the id of the payment.
        """
        return SQL(
            """
            %s
             UNION ALL
            SELECT id, move_id, company_id, client_id, NULL::int, day, NULL::date,
                   NULL::int, kind, 0, 0, 0, amount, NULL::int
              FROM (%s) money
            """,
            self._get_items_query(companies, as_of),
            self._get_waiting_query(companies, as_of),
        )

    def _get_items_with_unit_source(self, items):
        """Return the FROM clause of items, as ``item``, and sales units, as ``unit``.

        The unit is the client's; without one, that of the seller on the invoice date.

        :param items: a query of items
        """
        return SQL(
            """
            (%s) item
         LEFT JOIN res_partner served ON served.id = item.partner_id
         LEFT JOIN telecom_sales_unit own
                ON own.id = served.sales_unit_id AND own.company_id = item.company_id
        CROSS JOIN LATERAL (
                   SELECT COALESCE(own.id,
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
            items,
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
        disable_jit(self.env)
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
                 WHERE %s
              GROUP BY partner_id, user_id
              ORDER BY overdue DESC, outstanding DESC, partner_id, user_id
                """,
                self._get_items_query(company, as_of),
                SQL(" AND ").join(where),
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

    def _get_free_money(self, order, as_of):
        """Return the client's unapplied money that an order may use, and no other does.

        Not counted is what lessens debts: all of them if the company nets credits, else
        those that are as new as the money. Credit notes count as far as the client owes
        nothing. Money paid back is taken off. What online payments pay in advance of
        orders belongs to these; other confirmed orders need what is still to be
        invoiced of them.

        :param order: one order; what it was paid online is not part of the amount
        :return: an amount in company currency; less than 0 if more was paid back, also
            of what was paid online
        """
        self.env.flush_all()
        company = order.company_id
        client = order.partner_invoice_id.commercial_partner_id
        [row] = self.env.execute_query_dict(
            SQL(
                """
                WITH item AS (
                    SELECT residual.*, COALESCE(ahead.amount, 0) AS ahead
                      FROM (%(residuals)s) residual
                 LEFT JOIN (SELECT payment_move_id, SUM(amount) AS amount
                              FROM (%(ahead)s) paid GROUP BY payment_move_id) ahead
                        ON ahead.payment_move_id = residual.move_id
                     WHERE residual.partner_id = %(client)s
                       AND residual.kind = 'trade'),
                came AS (SELECT MIN(invoiced_on) AS first FROM item
                          WHERE is_money AND residual < 0)
                SELECT COALESCE(SUM(GREATEST(-residual - ahead, 0))
                           FILTER (WHERE is_money), 0) AS money,
                       COALESCE(SUM(GREATEST(residual, 0))
                           FILTER (WHERE is_money), 0) AS paid_back,
                       COALESCE(SUM(GREATEST(-residual, 0))
                           FILTER (WHERE NOT is_money), 0) AS credited,
                       COALESCE(SUM(GREATEST(residual, 0))
                           FILTER (WHERE NOT is_money), 0) AS debts,
                       COALESCE(SUM(GREATEST(residual, 0))
                           FILTER (WHERE NOT is_money AND invoiced_on >= first), 0
                           ) AS new_debts
                  FROM item CROSS JOIN came
                """,
                residuals=self._get_residuals_query(company, as_of),
                ahead=self._get_paid_ahead_query(company, as_of),
                client=client.id,
            )
        )
        money = row["money"] - row["paid_back"]
        if money < 0:
            return money
        debts = row["debts"] if company.telecom_net_credits else row["new_debts"]
        rest = max(row["credited"] - (row["debts"] - debts), 0)
        return max(
            money + rest - debts - self._get_needed_by_others(order, client, as_of), 0
        )

    def _get_needed_by_others(self, order, client, as_of):
        """Return what the client's other confirmed orders still need.

        :return: an amount in company currency: what is still to be invoiced, less what
            is there of online payments in advance
        """
        [[needed]] = self.env.execute_query(
            SQL(
                """
                SELECT COALESCE(SUM(GREATEST(
                           needed.amount / COALESCE(NULLIF(o.currency_rate, 0), 1)
                           - COALESCE(ahead.amount, 0), 0)), 0)
                  FROM sale_order o
                  JOIN res_partner recipient ON recipient.id = o.partner_invoice_id
            CROSS JOIN LATERAL (%(needed)s) needed
             LEFT JOIN (SELECT order_id, SUM(amount) AS amount
                          FROM (%(ahead)s) paid GROUP BY order_id) ahead
                    ON ahead.order_id = o.id
                 WHERE o.state = 'sale' AND o.id <> %(order)s
                   AND o.company_id = %(company)s
                   AND recipient.commercial_partner_id = %(client)s
                   AND (o.invoice_status <> 'invoiced' OR EXISTS (
                       SELECT FROM sale_order_line ol
                         JOIN sale_order_line_invoice_rel rel
                           ON rel.order_line_id = ol.id
                         JOIN account_move_line il ON il.id = rel.invoice_line_id
                        WHERE ol.order_id = o.id AND il.parent_state = 'draft'))
                """,
                needed=self._get_needed_query(as_of),
                ahead=self._get_paid_ahead_query(order.company_id, as_of),
                order=order.id,
                company=order.company_id.id,
                client=client.id,
            )
        )
        return needed

    def _get_needed_amounts(self, orders, as_of):
        """Return ``{order_id: amount}``: what orders need, in their own currencies."""
        self.env.flush_all()
        return dict(
            self.env.execute_query(
                SQL(
                    "SELECT o.id, needed.amount FROM sale_order o"
                    " CROSS JOIN LATERAL (%s) needed WHERE o.id IN %s",
                    self._get_needed_query(as_of),
                    tuple(orders.ids) or (0,),
                )
            )
        )

    def _get_waiting_money(self, company, as_of, partners=None):
        """Return money of clients that has come in and pays no debt in the books yet.

        Money for disputed and non-trade documents is left out: it pays nothing that is
        owed.

        :param partners: commercial entities, all by default
        :return: ``{partner_id: {in_suspense, in_process, unapplied}}`` in company
            currency: bank lines that are not matched; payments without a journal entry;
            unapplied credits, unless they reduce debts by the company's setting
        """
        self.env.flush_all()
        rows = self.env.execute_query_dict(
            SQL(
                """
                SELECT client_id AS partner_id,
                       COALESCE(SUM(amount) FILTER (WHERE source = 'in_suspense'), 0
                           ) AS in_suspense,
                       COALESCE(SUM(amount) FILTER (WHERE source = 'in_process'), 0
                           ) AS in_process,
                       COALESCE(SUM(amount) FILTER (WHERE source = 'unapplied'), 0
                           ) AS unapplied
                  FROM (SELECT client_id, source, amount FROM (%s) money
                         WHERE kind = 'waiting'
                         UNION ALL
                        SELECT item.partner_id, 'unapplied', -item.residual
                          FROM (%s) item
                          JOIN res_company company ON company.id = item.company_id
                         WHERE item.residual < 0 AND item.kind = 'trade'
                           AND NOT company.telecom_net_credits) money
                 WHERE %s
              GROUP BY client_id
                """,
                self._get_waiting_query(company, as_of),
                self._get_residuals_query(company, as_of),
                SQL("client_id IS NOT NULL")
                if partners is None
                else SQL("client_id IN %s", tuple(partners.ids) or (0,)),
            )
        )
        return {row.pop("partner_id"): row for row in rows}

    def _get_set_aside(self, company, as_of, partners):
        """Return what is disputed or non-trade of clients.

        :param partners: commercial entities
        :return: ``{partner_id: amount}`` in company currency
        """
        self.env.flush_all()
        return dict(
            self.env.execute_query(
                SQL(
                    "SELECT partner_id, SUM(set_aside) FROM (%s) item"
                    " WHERE set_aside > 0 AND partner_id IN %s GROUP BY partner_id",
                    self._get_items_query(company, as_of),
                    tuple(partners.ids) or (0,),
                )
            )
        )

    def _get_waiting_query(self, companies, as_of):
        """Return the query of money that has come in and is not matched, by item.

        Money that goes out takes back what came in on or before its day, the latest
        first. Bank lines to a client whom the company owes something pay that first. A
        payment in process with a bank line of the same amount is the same money.

        Columns: id (journal item; minus the id of a payment without an entry), move_id,
        company_id, client_id (commercial entity), day, source (in_suspense or
        in_process), kind (waiting, or disputed or non_trade by the documents that it
        pays), amount (company currency)
        """
        return SQL(
            """
            SELECT id, move_id, company_id, client_id, day, source, kind, amount
              FROM (SELECT netted.*, GREATEST(LEAST(came, total - newer), 0) AS amount
                      FROM (SELECT summed.*,
                                   SUM(change) OVER client
                                   - LEAST(MIN(balance) OVER client, 0) AS total,
                                   SUM(came) OVER (client ORDER BY day DESC, change, id
                                       DESC ROWS UNBOUNDED PRECEDING) - came AS newer
                              FROM (SELECT changed.*,
                                           GREATEST(change, 0) AS came,
                                           SUM(change) OVER (client
                                               ORDER BY day, change DESC, id
                                               ROWS UNBOUNDED PRECEDING) AS balance
                                      FROM (%(changes)s) changed
                                    WINDOW client AS (
                                        PARTITION BY company_id, client_id, source, kind
                                    )) summed
                            WINDOW client AS (
                                PARTITION BY company_id, client_id, source, kind)
                           ) netted) waiting
             WHERE amount > 0
            """,
            changes=self._get_money_changes_query(companies, as_of),
        )

    def _get_money_changes_query(self, companies, as_of):
        """Return the query of money in and out that is not matched, without twins.

        Columns: those of ``_get_waiting_query``; ``change`` instead of the amount: less
        than 0 for money that goes out, except for what pays debts of the company
        """
        return SQL(
            """
            SELECT id, move_id, company_id, client_id, day, source, kind,
                   CASE WHEN change >= 0 OR source = 'in_process' THEN change
                        ELSE GREATEST(before, payable.amount)
                             - GREATEST(before - change, payable.amount) END AS change
              FROM (SELECT paired.*,
                           COALESCE(SUM(GREATEST(-change, 0)) OVER (
                               PARTITION BY company_id, client_id, source
                               ORDER BY day, change DESC, id
                               ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
                               ), 0) AS before
                      FROM (SELECT money.*,
                                   DENSE_RANK() OVER (
                                       PARTITION BY company_id, client_id, source, paid
                                       ORDER BY day, id) AS place,
                                   COUNT(*) FILTER (WHERE source = 'in_suspense')
                                       OVER (PARTITION BY company_id, client_id, paid)
                                       AS bank_lines
                              FROM (SELECT money.*,
                                           owner.commercial_partner_id AS client_id
                                      FROM (%(suspense)s UNION ALL %(process)s) money
                                      JOIN res_partner owner
                                        ON owner.id = money.partner_id) money) paired
                     WHERE source = 'in_suspense' OR place > bank_lines) money
         LEFT JOIN LATERAL (
                   SELECT GREATEST(-SUM(l.amount_residual), 0) AS amount
                     FROM account_move_line l
                     JOIN account_account account ON account.id = l.account_id
                      AND account.account_type = 'liability_payable'
                     JOIN res_partner owner ON owner.id = l.partner_id
                    WHERE owner.commercial_partner_id = money.client_id
                      AND l.company_id = money.company_id
                      AND l.parent_state = 'posted' AND l.reconciled IS NOT TRUE
                      AND l.date <= %(as_of)s) payable
                ON money.change < 0 AND money.source = 'in_suspense'
            """,
            suspense=self._get_suspense_query(companies, as_of),
            process=self._get_in_process_query(companies, as_of),
            as_of=as_of,
        )

    def _get_suspense_query(self, companies, as_of):
        """Return the query of bank lines that are not matched.

        The partner of a line without one is the only client with its account number,
        else the only one of exactly its name, else the one of the invoice whose number
        the line gives.
        """
        return SQL(
            """
            SELECT line.id, line.move_id, line.company_id, line.date AS day,
                   'in_suspense' AS source, 'waiting' AS kind,
                   COALESCE(line.partner_id, by_account.id, by_name.id, by_invoice.id
                       ) AS partner_id,
                   bank.amount AS paid,
                   CASE WHEN account.reconcile THEN -line.amount_residual
                        ELSE -line.balance END AS change
              FROM account_bank_statement_line bank
              JOIN account_move_line line ON line.move_id = bank.move_id
              JOIN account_journal journal ON journal.id = line.journal_id
               AND journal.suspense_account_id = line.account_id
              JOIN account_account account ON account.id = line.account_id
         LEFT JOIN LATERAL (
                   SELECT MIN(owner.commercial_partner_id) AS id
                     FROM res_partner_bank account
                     JOIN res_partner owner ON owner.id = account.partner_id
                    WHERE account.sanitized_acc_number = UPPER(REGEXP_REPLACE(
                              bank.account_number, '[^[:alnum:]_]', '', 'g'))
                      AND account.active AND owner.active
                   HAVING COUNT(DISTINCT owner.commercial_partner_id) = 1) by_account
                ON line.partner_id IS NULL AND bank.account_number <> ''
         LEFT JOIN LATERAL (
                   SELECT MIN(owner.commercial_partner_id) AS id FROM res_partner owner
                    WHERE owner.name = TRIM(bank.partner_name) AND owner.active
                      AND COALESCE(owner.company_id, bank.company_id) = bank.company_id
                   HAVING COUNT(DISTINCT owner.commercial_partner_id) = 1) by_name
                ON line.partner_id IS NULL AND by_account.id IS NULL
               AND bank.partner_name <> ''
         LEFT JOIN LATERAL (
                   SELECT MIN(invoice.commercial_partner_id) AS id
                     FROM account_move invoice
                    WHERE invoice.name = TRIM(bank.payment_ref)
                      AND invoice.state = 'posted' AND invoice.move_type = 'out_invoice'
                      AND invoice.company_id = bank.company_id
                   HAVING COUNT(DISTINCT invoice.commercial_partner_id) = 1) by_invoice
                ON line.partner_id IS NULL AND by_account.id IS NULL
               AND by_name.id IS NULL AND bank.payment_ref <> ''
             WHERE bank.is_reconciled IS NOT TRUE AND bank.company_id IN %s
               AND line.parent_state = 'posted' AND line.date <= %s
            """,
            tuple(companies.ids) or (0,),
            as_of,
        )

    def _get_in_process_query(self, companies, as_of):
        """Return the query of customer payments without an entry.

        Of a payment of documents counts no more than is open of these: the bank line
        may have been matched with them. First it pays what is owed of them, then what
        is disputed or non-trade. Without documents, a payment that somebody marked as
        paid does not wait any more.
        """
        return SQL(
            """
            SELECT -payment.id, NULL::int, payment.company_id, payment.date,
                   'in_process', part.kind, payment.partner_id,
                   CASE payment.payment_type WHEN 'outbound' THEN -payment.amount
                        ELSE payment.amount END, part.change
              FROM account_payment payment
        CROSS JOIN LATERAL (
                   SELECT COUNT(*) AS number,
                          COALESCE(SUM(l.amount_residual)
                              FILTER (WHERE %(kind)s = 'trade'), 0) AS trade,
                          COALESCE(SUM(l.amount_residual)
                              FILTER (WHERE %(kind)s <> 'trade'), 0) AS other,
                          MIN(%(kind)s) FILTER (WHERE %(kind)s <> 'trade') AS other_kind
                     FROM account_move__account_payment rel
                     JOIN account_move_line l ON l.move_id = rel.invoice_id
                      AND l.parent_state = 'posted'
                     JOIN account_account account ON account.id = l.account_id
                      AND account.account_type = 'asset_receivable'
                     JOIN account_journal journal ON journal.id = l.journal_id
                    WHERE rel.payment_id = payment.id) documents
        CROSS JOIN LATERAL (
                   SELECT payment.amount_company_currency_signed AS amount,
                          documents.number = 0 OR payment.payment_type = 'outbound'
                          AS is_whole) money
        CROSS JOIN LATERAL (VALUES
                   ('waiting', CASE WHEN money.is_whole THEN money.amount ELSE
                        GREATEST(LEAST(money.amount, documents.trade), 0) END),
                   (documents.other_kind, CASE WHEN money.is_whole THEN 0 ELSE
                        GREATEST(LEAST(money.amount - documents.trade,
                                       money.amount, documents.other), 0) END)
                   ) part(kind, change)
             WHERE payment.move_id IS NULL AND payment.partner_type = 'customer'
               AND (payment.state = 'in_process'
                    OR payment.state = 'paid' AND documents.number > 0)
               AND payment.company_id IN %(companies)s AND payment.date <= %(as_of)s
               AND part.change <> 0
            """,
            kind=self._get_kind_expression(),
            companies=tuple(companies.ids) or (0,),
            as_of=as_of,
        )

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
        past debts: the amounts matched after the day, or with a document that is not
        posted, are added to today's residual. Odoo keeps reconciliations of documents
        that are reset to draft, and today's residual takes them off. So the query reads
        only lines that are open or have such matches.

        Columns: line_id, move_id, company_id, partner_id (commercial entity), user_id
        (the invoice's salesperson), invoiced_on, due_on (of the instalment), kind
        (trade, disputed or non_trade), is_money (of a bank or cash journal), residual
        (company currency; credits are negative), days_overdue (0 or less: not due yet).
        """
        return SQL(
            """
            WITH unmatched AS (
                SELECT line_id, SUM(amount) AS amount
                  FROM (SELECT debit_move_id AS line_id, amount
                          FROM account_partial_reconcile WHERE max_date > %(as_of)s
                         UNION ALL
                        SELECT credit_move_id, -amount
                          FROM account_partial_reconcile WHERE max_date > %(as_of)s
                         UNION ALL
                        SELECT match.debit_move_id, match.amount
                          FROM account_move_line other
                          JOIN account_partial_reconcile match
                            ON match.credit_move_id = other.id
                           AND match.max_date <= %(as_of)s
                         WHERE other.parent_state <> 'posted'
                         UNION ALL
                        SELECT match.credit_move_id, -match.amount
                          FROM account_move_line other
                          JOIN account_partial_reconcile match
                            ON match.debit_move_id = other.id
                           AND match.max_date <= %(as_of)s
                         WHERE other.parent_state <> 'posted'
                       ) side
              GROUP BY line_id)
            SELECT %(columns)s,
                   l.amount_residual + COALESCE(unmatched.amount, 0) AS residual
              FROM %(lines)s
         LEFT JOIN unmatched ON unmatched.line_id = l.id
             WHERE %(receivable)s AND l.reconciled IS NOT TRUE
               AND l.amount_residual + COALESCE(unmatched.amount, 0) <> 0
             UNION ALL
            SELECT %(columns)s, l.amount_residual + unmatched.amount
              FROM %(lines)s
              JOIN unmatched ON unmatched.line_id = l.id
             WHERE %(receivable)s AND l.reconciled
               AND l.amount_residual + unmatched.amount <> 0
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
            %s::date - COALESCE(l.date_maturity, l.date) AS days_overdue,
            %s AS kind,
            journal.type IN ('bank', 'cash', 'credit') AS is_money
            """,
            as_of,
            self._get_kind_expression(),
        )

    def _get_kind_expression(self):
        # Odoo itself marks all lines of general journals with No Follow-Up.
        return SQL(
            """
            CASE WHEN account.non_trade THEN 'non_trade'
                 WHEN l.telecom_is_disputed
                      OR l.no_followup AND journal.type <> 'general' THEN 'disputed'
                 ELSE 'trade' END
            """
        )

    def _get_residual_source(self):
        return SQL(
            """
            account_move_line l
              JOIN account_move m ON m.id = l.move_id
              JOIN account_account account ON account.id = l.account_id
              JOIN account_journal journal ON journal.id = l.journal_id
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
