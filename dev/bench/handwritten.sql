-- What a person who knows this very data would write by hand: one currency, one receivable
-- and one liquidity line per payment, no refunds, deposits, cancellations or reversals.
-- Late receipts of closed months are found and none is counted twice, as the ledger does.
INSERT INTO telecom_performance_entry (
       period_id, company_id, currency_id, kind, recognition_date, cash_date,
       invoice_date, move_id, payment_move_id, invoice_name, payment_name, partial_ref,
       incentive_id, partner_id, revenue_line_id, rate, salesperson_id, unit_id, team_id,
       grade_id, is_full_time, attribution, cash, discount, incentive, converted_profit,
       points)
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
           ROUND(upto, 2) - ROUND(upto - exact, 2) AS amount
      FROM receipt
     UNION ALL
    SELECT 'incentive', NULL, i.id, i.move_id, NULL, NULL,
           GREATEST(i.date, m.invoice_date), NULL, 0, i.amount_company
      FROM telecom_incentive i JOIN account_move m ON m.id = i.move_id
     WHERE i.state = 'approved' AND i.company_id = %(company)s
       AND GREATEST(i.date, m.invoice_date) <= %(until)s
       AND NOT EXISTS (SELECT FROM telecom_performance_entry e WHERE e.incentive_id = i.id)),
product AS (
    SELECT p.id, COALESCE(c.own_revenue_line_id, parent.own_revenue_line_id) AS line_id
      FROM product_product p
      JOIN product_template t ON t.id = p.product_tmpl_id
      JOIN product_category c ON c.id = t.categ_id
 LEFT JOIN product_category parent ON parent.id = c.parent_id),
share AS (
    SELECT l.move_id, p.line_id, -SUM(l.balance) AS weight,
           SUM(-l.balance * l.discount / (100 - l.discount)) AS discount,
           SUM(-SUM(l.balance)) OVER (PARTITION BY l.move_id ORDER BY p.line_id) AS upto,
           SUM(-SUM(l.balance)) OVER (PARTITION BY l.move_id) AS total
      FROM account_move_line l
      JOIN product p ON p.id = l.product_id
     WHERE l.display_type = 'product'
       AND l.move_id IN (SELECT move_id FROM movement)
  GROUP BY l.move_id, p.line_id),
part AS (
    SELECT v.*, s.line_id, s.discount,
           ROUND(v.amount * s.upto / s.total, 2)
               - ROUND(v.amount * (s.upto - s.weight) / s.total, 2) AS part
      FROM movement v JOIN share s USING (move_id))
SELECT %(period)s, %(company)s, %(currency)s, v.kind, v.max_date, v.date, m.invoice_date,
       m.id, v.payment_move_id, m.name, v.move_name, v.partial_id, v.incentive_id,
       m.commercial_partner_id, v.line_id, r.rate, a.salesperson_id,
       COALESCE(a.unit_id, client.sales_unit_id), a.team_id, a.grade_id,
       a.id IS NOT NULL AND s.employment = 'full_time',
       CASE WHEN a.id IS NOT NULL THEN 'salesperson'
            WHEN client.sales_unit_id IS NOT NULL THEN 'client_unit'
            ELSE 'unassigned' END,
       CASE v.kind WHEN 'cash' THEN v.part ELSE 0 END,
       ROUND(v.discount * v.matched / m.amount_total_signed, 2),
       CASE v.kind WHEN 'cash' THEN 0 ELSE v.part END,
       ROUND(CASE v.kind WHEN 'cash' THEN v.part ELSE -v.part END * r.rate, 2),
       ROUND(CASE v.kind WHEN 'cash' THEN v.part ELSE -v.part END * r.rate, 2)
  FROM part v
  JOIN account_move m ON m.id = v.move_id
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
