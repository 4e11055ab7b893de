-- Clients of all tiers, nine of ten with an invoice of two product lines in each of the
-- last two years. Of 1,000 clients 1 is worth diamond, 4 platinum, 25 gold, 200 silver.
-- Of 20 clients one bought a fifth of that in the first year, one five times as much.
-- Parameters: count, first_day and last_day (ends of the two years), what
-- dev/bench/masters.py made, units and people.

CREATE TEMP TABLE bench_client ON COMMIT DROP AS
SELECT i, (SELECT MAX(id) FROM res_partner) + i AS partner_id,
       CASE WHEN MOD(i, 1000) < 1 THEN 7000000 WHEN MOD(i, 1000) < 5 THEN 3000000
            WHEN MOD(i, 1000) < 30 THEN 300000 WHEN MOD(i, 1000) < 230 THEN 20000
            ELSE 500 + MOD(i * 7919::bigint, 9000) END AS worth
  FROM generate_series(1, %(count)s) i;

CREATE TEMP TABLE bench_invoice ON COMMIT DROP AS
SELECT c.partner_id, invoiced_on, untaxed, ROUND(untaxed * 0.6, 2) AS untaxed_a,
       (%(users)s::int[])[1 + MOD(i, %(user_count)s)] AS user_id,
       (%(products)s::int[])[1 + MOD(i, %(product_count)s)] AS product_a,
       (%(products)s::int[])[1 + MOD(i * 7 + 3, %(product_count)s)] AS product_b,
       (SELECT COALESCE(MAX(id), 0) FROM account_move) + 2 * i + year AS move_id,
       (SELECT COALESCE(MAX(id), 0) FROM account_move_line) + 6 * i + 3 * year AS line_id
  FROM bench_client c
 CROSS JOIN LATERAL (VALUES
       (0, %(first_day)s::date - MOD(i * 7, 360),
        ROUND(worth * CASE MOD(i, 20) WHEN 3 THEN 0.2 WHEN 7 THEN 5 ELSE 1 END, 2)),
       (1, %(last_day)s::date - MOD(i * 7, 360), worth)) y(year, invoiced_on, untaxed)
 WHERE MOD(i, 10) <> 9;

INSERT INTO res_partner (
       id, name, complete_name, email, phone, type, active, is_company, color,
       autopost_bills, commercial_partner_id, country_id, industry_id, sales_unit_id,
       client_manager_id, deputy_manager_id, is_key_client, is_small_firm)
SELECT partner_id, name, name, 'c' || i || '@example.com', '0744' || i, 'contact', TRUE,
       TRUE, 0, 'ask', partner_id, (SELECT id FROM res_country WHERE code = 'CN'),
       (%(industries)s::int[])[1 + MOD(i, %(industries_count)s)],
       (%(units)s::int[])[1 + MOD(i, %(units_count)s)],
       (%(people)s::int[])[1 + MOD(i, %(people_count)s)],
       (%(people)s::int[])[1 + MOD(i + 1, %(people_count)s)], FALSE, worth < 10000
  FROM (SELECT *, 'Client ' || MD5(i::text) AS name FROM bench_client) client;

INSERT INTO account_move (
       id, name, sequence_prefix, sequence_number, journal_id, company_id, currency_id,
       state, move_type, auto_post, date, invoice_date, invoice_date_due, partner_id,
       commercial_partner_id, invoice_user_id, invoice_currency_rate, payment_state,
       amount_untaxed, amount_tax, amount_total, amount_residual, amount_untaxed_signed,
       amount_tax_signed, amount_total_signed, amount_residual_signed, posted_before)
SELECT move_id, 'INV/' || move_id, 'INV/', move_id, %(sale_journal)s, %(company)s,
       %(currency)s, 'posted', 'out_invoice', 'no', invoiced_on, invoiced_on,
       invoiced_on + 30, partner_id, partner_id, user_id, 1, 'not_paid', untaxed, 0,
       untaxed, untaxed, untaxed, 0, untaxed, untaxed, TRUE
  FROM bench_invoice;

INSERT INTO account_move_line (
       id, move_id, move_name, journal_id, company_id, company_currency_id, currency_id,
       parent_state, partner_id, date, date_maturity, display_type, account_id,
       product_id, quantity, price_unit, price_subtotal, balance, amount_currency, debit,
       credit, amount_residual, amount_residual_currency, reconciled)
SELECT line_id + l.place, move_id, 'INV/' || move_id, %(sale_journal)s, %(company)s,
       %(currency)s, %(currency)s, 'posted', partner_id, invoiced_on,
       CASE WHEN place = 0 THEN invoiced_on + 30 END, l.kind, l.account, l.product, 1,
       -l.balance, -l.balance, l.balance, l.balance, GREATEST(l.balance, 0),
       GREATEST(-l.balance, 0), GREATEST(l.balance, 0), GREATEST(l.balance, 0), FALSE
  FROM bench_invoice
 CROSS JOIN LATERAL (VALUES
       (0, 'payment_term', %(receivable)s, NULL, untaxed),
       (1, 'product', %(income)s, product_a, -untaxed_a),
       (2, 'product', %(income)s, product_b, untaxed_a - untaxed)) l(
       place, kind, account, product, balance);
