-- What a person who knows this very data would write by hand: one currency, one receivable
-- and one liquidity line per payment, no refunds, deposits, cancellations or reversals.
-- Late receipts of closed months are found and none is counted twice, as the ledger does.
INSERT INTO telecom_performance_entry (
       period_id, company_id, currency_id, kind, recognition_date, cash_date,
       invoice_date, move_id, sale_id, payment_move_id, invoice_name, payment_name,
       partial_ref, incentive_id, partner_id, contact_id, revenue_line_id, products, rate,
       points_per_yuan, salesperson_id, unit_id, team_id, grade_id, is_full_time,
       attribution, is_new_business, fingerprint, cash, discount, incentive,
       converted_profit, points)
WITH receipt AS (
    SELECT p.id, d.move_id, c.move_id AS payment_move_id, p.max_date, c.date, p.amount,
           c.move_name, SUM(liquid.balance * p.amount / -c.balance) OVER paid AS upto,
           liquid.balance * p.amount / -c.balance AS exact
      FROM account_partial_reconcile p
      JOIN account_move_line d ON d.id = p.debit_move_id
      JOIN account_move_line c ON c.id = p.credit_move_id
      JOIN account_move_line liquid ON liquid.move_id = c.move_id
       AND liquid.account_id IN (%(bank)s, %(outstanding)s)
     WHERE p.company_id = %(company)s AND p.max_date <= %(until)s
       AND NOT EXISTS (SELECT FROM telecom_performance_entry e WHERE e.partial_ref = p.id)
    WINDOW paid AS (PARTITION BY c.move_id ORDER BY p.id)),
movement AS (
    SELECT 'cash' AS kind, id AS partial_id, NULL::int AS incentive_id, move_id,
           payment_move_id, move_name, max_date, date, amount AS matched,
           ROUND(upto, 2) - ROUND(upto - exact, 2) AS amount, exact
      FROM receipt
     UNION ALL
    SELECT 'incentive', NULL, i.id, i.move_id, NULL, NULL,
           GREATEST(i.date, m.invoice_date), NULL, 0, i.amount_company, i.amount_company
      FROM telecom_incentive i JOIN account_move m ON m.id = i.move_id
     WHERE i.state = 'approved' AND i.company_id = %(company)s
       AND GREATEST(i.date, m.invoice_date) <= %(until)s
       AND NOT EXISTS (SELECT FROM telecom_performance_entry e WHERE e.incentive_id = i.id)),
product AS (
    SELECT p.id, (COALESCE(c.own_revenue_line_id, parent.own_revenue_line_id)
                   ->> (%(company)s)::text)::int AS line_id
      FROM product_product p
      JOIN product_template t ON t.id = p.product_tmpl_id
      JOIN product_category c ON c.id = t.categ_id
 LEFT JOIN product_category parent ON parent.id = c.parent_id),
line AS MATERIALIZED (
    SELECT move_id, product_id, -SUM(balance) AS weight,
           -SUM(SUM(balance)) OVER (PARTITION BY move_id) AS total,
           SUM(-balance * discount / (100 - discount)) AS discount
      FROM account_move_line
     WHERE display_type = 'product' AND move_id IN (SELECT move_id FROM movement)
  GROUP BY move_id, product_id),
fact AS (
    SELECT l.move_id, CONCAT_WS('|', m.invoice_date, m.invoice_user_id, STRING_AGG(
               l.product_id || ':' || ROUND(l.weight / l.total, 6) || COALESCE(
                   '-' || ROUND(NULLIF(l.discount, 0) / m.amount_total_signed, 6), ''),
               ','
               ORDER BY l.product_id)) AS facts
      FROM line l JOIN account_move m ON m.id = l.move_id
  GROUP BY l.move_id, m.id),
share AS (
    SELECT l.move_id, p.line_id, SUM(l.weight) AS weight, SUM(l.discount) AS discount,
           JSONB_AGG(l.product_id ORDER BY l.product_id) AS products, l.total,
           SUM(SUM(l.weight)) OVER (PARTITION BY l.move_id ORDER BY p.line_id) AS upto
      FROM line l JOIN product p ON p.id = l.product_id
  GROUP BY l.move_id, p.line_id, l.total),
part AS MATERIALIZED (
    SELECT v.*, s.line_id, s.discount, s.products, f.facts,
           ROUND(v.amount * s.upto / s.total, 2)
               - ROUND(v.amount * (s.upto - s.weight) / s.total, 2) AS part
      FROM movement v JOIN share s USING (move_id) JOIN fact f USING (move_id)),
-- In less than a year, no business begins anew.
business AS MATERIALIZED (
    SELECT partner_id, line_id, MIN(day) AS since
      FROM (SELECT m.commercial_partner_id AS partner_id, p.line_id, p.max_date AS day
              FROM part p JOIN account_move m ON m.id = p.move_id WHERE p.kind = 'cash'
             UNION ALL
            SELECT partner_id, revenue_line_id, recognition_date
              FROM telecom_performance_entry
             WHERE kind = 'cash' AND company_id = %(company)s) cash
  GROUP BY partner_id, line_id)
SELECT %(period)s, %(company)s, %(currency)s, v.kind, v.max_date, v.date, m.invoice_date,
       m.id, m.id, v.payment_move_id, m.name, v.move_name, v.partial_id, v.incentive_id,
       m.commercial_partner_id, m.partner_id, v.line_id, v.products, r.rate, 1,
       a.salesperson_id,
       COALESCE(a.unit_id, client.sales_unit_id), a.team_id, a.grade_id,
       a.id IS NOT NULL AND s.employment = 'full_time',
       CASE WHEN a.id IS NOT NULL THEN 'salesperson'
            WHEN client.sales_unit_id IS NOT NULL THEN 'client_unit'
            ELSE 'unassigned' END,
       COALESCE(b.since, v.max_date) + INTERVAL '12 months' > v.max_date,
       MD5(CONCAT_WS('|', TRIM_SCALE(ROUND(v.exact, 6)), v.date, v.max_date, v.facts)),
       CASE v.kind WHEN 'cash' THEN v.part ELSE 0 END,
       ROUND(v.discount * v.matched / m.amount_total_signed, 2),
       CASE v.kind WHEN 'cash' THEN 0 ELSE v.part END,
       ROUND(CASE v.kind WHEN 'cash' THEN v.part ELSE -v.part END * r.rate, 2),
       ROUND(CASE v.kind WHEN 'cash' THEN v.part ELSE -v.part END * r.rate, 2)
  FROM part v
  JOIN account_move m ON m.id = v.move_id
  LEFT JOIN business b
    ON b.partner_id = m.commercial_partner_id AND b.line_id = v.line_id
  JOIN res_partner client ON client.id = m.commercial_partner_id
  LEFT JOIN telecom_salesperson s
    ON s.user_id = m.invoice_user_id AND s.company_id = m.company_id
  LEFT JOIN telecom_salesperson_assignment a
    ON a.salesperson_id = s.id AND a.date_from <= m.invoice_date
   AND (a.date_to IS NULL OR a.date_to >= m.invoice_date)
  LEFT JOIN telecom_revenue_line_rate r
    ON r.line_id = v.line_id AND r.date_from <= m.invoice_date
   AND (r.date_to IS NULL OR r.date_to >= m.invoice_date)
 WHERE v.part <> 0
