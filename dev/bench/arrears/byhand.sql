-- What clients owe, written by hand for one company and one day, with fixed settings:
-- what was matched until the day is taken off each receivable line, credits are taken
-- off the oldest debts, the rest is aged. Parameters: company, as_of.

WITH matched AS (
    SELECT line_id, SUM(amount) AS amount
      FROM (SELECT debit_move_id AS line_id, amount
              FROM account_partial_reconcile WHERE max_date <= %(as_of)s
             UNION ALL
            SELECT credit_move_id, -amount
              FROM account_partial_reconcile WHERE max_date <= %(as_of)s) side
  GROUP BY line_id),
open AS (
    SELECT l.id, p.commercial_partner_id AS partner_id, m.invoice_user_id AS user_id,
           l.date_maturity AS due_on, %(as_of)s::date - l.date_maturity AS days,
           l.balance - COALESCE(x.amount, 0) AS residual
      FROM account_move_line l
      JOIN account_account a ON a.id = l.account_id
      JOIN account_move m ON m.id = l.move_id
      JOIN res_partner p ON p.id = l.partner_id
 LEFT JOIN matched x ON x.line_id = l.id
     WHERE a.account_type = 'asset_receivable' AND l.parent_state = 'posted'
       AND l.company_id = %(company)s AND l.date <= %(as_of)s
       AND l.balance <> COALESCE(x.amount, 0)),
running AS (
    SELECT *, SUM(residual) FILTER (WHERE residual > 0) OVER (
                  PARTITION BY partner_id ORDER BY due_on, id
                  ROWS UNBOUNDED PRECEDING) AS upto,
           COALESCE(-SUM(residual) FILTER (WHERE residual < 0) OVER (
               PARTITION BY partner_id), 0) AS credit
      FROM open),
owed AS (
    SELECT partner_id, user_id, due_on, days, LEAST(residual, upto - credit) AS amount
      FROM running WHERE residual > 0 AND upto > credit)
SELECT partner_id, user_id, SUM(amount) AS outstanding,
       COALESCE(SUM(amount) FILTER (WHERE days > 0), 0) AS overdue,
       COALESCE(SUM(amount) FILTER (WHERE days <= 0), 0) AS not_due,
       COALESCE(SUM(amount) FILTER (WHERE days BETWEEN 1 AND 30), 0) AS bucket_1,
       COALESCE(SUM(amount) FILTER (WHERE days BETWEEN 31 AND 60), 0) AS bucket_2,
       COALESCE(SUM(amount) FILTER (WHERE days BETWEEN 61 AND 90), 0) AS bucket_3,
       COALESCE(SUM(amount) FILTER (WHERE days > 90), 0) AS bucket_4,
       MIN(due_on) AS due_on, MAX(days) AS days_overdue
  FROM owed
GROUP BY partner_id, user_id
