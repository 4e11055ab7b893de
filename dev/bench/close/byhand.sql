-- The sums that the steps of a close stand on, written by hand for one company. Ledger,
-- arrears and client revenue have statements of their own elsewhere in dev/bench.
-- Parameters: month, until, new_year, before (last day of the same month last year).

-- step: contest
CREATE TEMP TABLE bench_contest ON COMMIT DROP AS
SELECT salesperson_id, team_id, SUM(points) AS points
  FROM telecom_performance_entry e
  JOIN telecom_period p ON p.id = e.period_id
 WHERE p.date_from BETWEEN %(new_year)s AND %(until)s
GROUP BY GROUPING SETS ((salesperson_id), (team_id));

-- step: metrics
CREATE TEMP TABLE bench_ledger ON COMMIT DROP AS
SELECT period_id, unit_id, team_id, salesperson_id, SUM(points) AS points,
       SUM(cash) AS cash, SUM(converted_profit) AS profit
  FROM telecom_performance_entry e
  JOIN telecom_period p ON p.id = e.period_id
 WHERE p.date_from BETWEEN %(new_year)s AND %(until)s
    OR p.date_from BETWEEN %(new_year)s - INTERVAL '1 year' AND %(before)s
GROUP BY period_id, unit_id, team_id, salesperson_id;

CREATE TEMP TABLE bench_billed ON COMMIT DROP AS
SELECT client.sales_unit_id, client.client_manager_id, client.is_key_client,
       m.invoice_date >= %(month)s AS in_month, m.invoice_date >= %(new_year)s AS in_year,
       -SUM(l.balance) AS revenue
  FROM account_move_line l
  JOIN account_move m ON m.id = l.move_id
  JOIN res_partner client ON client.id = m.commercial_partner_id
  JOIN product_product v ON v.id = l.product_id
  JOIN product_template t ON t.id = v.product_tmpl_id
  JOIN product_category c ON c.id = t.categ_id
  JOIN product_category top ON top.id = c.parent_id
  JOIN telecom_revenue_line r
    ON r.id = (top.own_revenue_line_id ->> m.company_id::text)::int
 WHERE m.state = 'posted' AND m.move_type IN ('out_invoice', 'out_refund')
   AND l.display_type = 'product' AND m.company_id = %(company)s
   AND NOT COALESCE(r.exclude_from_client_revenue, FALSE)
   AND (m.invoice_date BETWEEN %(new_year)s AND %(until)s
        OR m.invoice_date BETWEEN %(new_year)s - INTERVAL '1 year' AND %(before)s)
GROUP BY 1, 2, 3, 4, 5;

CREATE TEMP TABLE bench_visited ON COMMIT DROP AS
SELECT unit_id, team_id, salesperson_id, COUNT(DISTINCT client_id) AS firms
  FROM telecom_visit WHERE state = 'done' AND done_at BETWEEN %(new_year)s AND %(until)s
GROUP BY unit_id, team_id, salesperson_id;

-- step: cards
CREATE TEMP TABLE bench_cards ON COMMIT DROP AS
SELECT unit_id, metric_id, SUM(month) AS month, SUM(year_to_date) AS year_to_date,
       SUM(last_year) AS last_year
  FROM telecom_metric_value WHERE date = %(month)s GROUP BY unit_id, metric_id;

-- step: circulars
CREATE TEMP TABLE bench_ranked ON COMMIT DROP AS
SELECT unit_id, team_id, salesperson_id, period_id, SUM(cash) AS cash,
       SUM(points) AS points
  FROM telecom_performance_entry e
  JOIN telecom_period p ON p.id = e.period_id
 WHERE p.date_from BETWEEN %(new_year)s AND %(until)s
GROUP BY GROUPING SETS (
       (unit_id, period_id), (team_id, period_id), (salesperson_id, period_id));
