-- One month of paid invoices, two product lines each, as Odoo's own flows leave them.
-- Parameters: month (its first day), count (invoices) and what dev/bench/masters.py made.
-- Of 100 invoices 10 are paid in two parts, 8 with a write-off (of these 3 by one joint
-- payment), 2 by a bank statement line; 10 have a line discount, 1 an incentive. All are
-- paid in the month, most were invoiced up to 40 days earlier.

CREATE TEMP TABLE bench_invoice ON COMMIT DROP AS
SELECT i, paid_on, paid_on - MOD(i / 5 * 11, 41) AS invoiced_on, discount,
       untaxed_a, untaxed_b, ROUND((untaxed_a + untaxed_b) * 0.06, 2) AS tax,
       ROUND((untaxed_a + untaxed_b) * 0.06, 2) + untaxed_a + untaxed_b AS total,
       (%(clients)s::int[])[1 + MOD(i / 5, %(client_count)s)] AS partner_id,
       (%(users)s::int[])[1 + MOD(i / 5, %(user_count)s)] AS user_id,
       (%(products)s::int[])[1 + MOD(i, %(product_count)s)] AS product_a,
       (%(products)s::int[])[1 + MOD(i * 7 + 3, %(product_count)s)] AS product_b,
       (SELECT COALESCE(MAX(id), 0) FROM account_move) + i AS move_id,
       (SELECT COALESCE(MAX(id), 0) FROM account_move_line) + 4 * i AS line_id
  FROM (SELECT i, %(month)s::date + MOD(i / 5 * 7, 28) AS paid_on,
               CASE WHEN MOD(i, 10) = 4 THEN 5 ELSE 0 END AS discount,
               50 + MOD(i * 7919::bigint, 200000) / 100.0 AS untaxed_a,
               20 + MOD(i * 104729::bigint, 90000) / 100.0 AS untaxed_b
          FROM generate_series(1, %(count)s) i) invoice;

CREATE TEMP TABLE bench_share ON COMMIT DROP AS
SELECT i, CASE WHEN MOD(i, 100) IN (41, 42, 44) THEN i / 100 * 200 + 82 ELSE i * 2
           END AS payment,
       CASE WHEN MOD(i, 10) = 0 THEN ROUND(total * 0.6, 2) ELSE total END AS amount
  FROM bench_invoice
 UNION ALL
SELECT i, i * 2 + 1, total - ROUND(total * 0.6, 2) FROM bench_invoice WHERE MOD(i, 10) = 0;

CREATE TEMP TABLE bench_payment ON COMMIT DROP AS
SELECT payment.*, amount - write_off AS money,
       (SELECT MAX(move_id) FROM bench_invoice) + n AS move_id,
       (SELECT MAX(line_id) + 4 FROM bench_invoice) + 3 * n AS line_id,
       (SELECT COALESCE(MAX(id), 0) FROM account_payment) + n AS payment_id,
       (SELECT COALESCE(MAX(id), 0) FROM account_bank_statement_line) + n AS statement_id
  FROM (SELECT payment, MIN(partner_id) AS partner_id, MIN(paid_on) AS paid_on,
               SUM(amount) AS amount, MOD(MIN(i), 50) = 3 AS by_statement,
               CASE WHEN MOD(MIN(i), 20) = 7 OR MOD(MIN(i), 100) = 41
                    THEN ROUND(SUM(amount) * 0.01, 2) ELSE 0 END AS write_off,
               ROW_NUMBER() OVER (ORDER BY payment) AS n
          FROM bench_share JOIN bench_invoice USING (i) GROUP BY payment) payment;

INSERT INTO account_move (
       id, name, sequence_prefix, sequence_number, journal_id, company_id, currency_id,
       state, move_type, auto_post, date, invoice_date, invoice_date_due, partner_id,
       commercial_partner_id, invoice_user_id, invoice_currency_rate, payment_state,
       amount_untaxed, amount_tax, amount_total, amount_residual, amount_untaxed_signed,
       amount_tax_signed, amount_total_signed, amount_residual_signed, posted_before)
SELECT move_id, 'INV/' || move_id, 'INV/', move_id, %(sale_journal)s, %(company)s,
       %(currency)s, 'posted', 'out_invoice', 'no', invoiced_on, invoiced_on,
       invoiced_on + 30, partner_id, partner_id, user_id, 1, 'paid',
       total - tax, tax, total, 0, total - tax, tax, total, 0, TRUE
  FROM bench_invoice;

INSERT INTO account_move (
       id, name, sequence_prefix, sequence_number, journal_id, company_id, currency_id,
       state, move_type, auto_post, date, partner_id, commercial_partner_id,
       amount_total, amount_total_signed, origin_payment_id, statement_line_id,
       posted_before)
SELECT move_id, 'PAY/' || move_id, 'PAY/', move_id, %(bank_journal)s, %(company)s,
       %(currency)s, 'posted', 'entry', 'no', paid_on, partner_id, partner_id, amount,
       amount, CASE WHEN NOT by_statement THEN payment_id END,
       CASE WHEN by_statement THEN statement_id END, TRUE
  FROM bench_payment;

INSERT INTO account_payment (
       id, name, move_id, journal_id, company_id, currency_id, partner_id, state,
       payment_type, partner_type, date, amount, amount_company_currency_signed,
       outstanding_account_id, destination_account_id, payment_method_line_id,
       is_reconciled)
SELECT payment_id, 'PAY/' || move_id, move_id, %(bank_journal)s, %(company)s,
       %(currency)s, partner_id, 'paid', 'inbound', 'customer', paid_on, money, money,
       %(outstanding)s, %(receivable)s, %(method_line)s, TRUE
  FROM bench_payment WHERE NOT by_statement;

INSERT INTO account_bank_statement_line (
       id, move_id, journal_id, company_id, currency_id, partner_id, payment_ref, amount,
       is_reconciled)
SELECT statement_id, move_id, %(bank_journal)s, %(company)s, %(currency)s, partner_id,
       'PAY/' || move_id, money, TRUE
  FROM bench_payment WHERE by_statement;

INSERT INTO account_move_line (
       id, move_id, move_name, journal_id, company_id, company_currency_id, currency_id,
       parent_state, partner_id, date, display_type, account_id, product_id, quantity,
       price_unit, price_subtotal, discount, balance, amount_currency, debit, credit,
       amount_residual, amount_residual_currency, reconciled)
SELECT line_id + l.place, move_id, 'INV/' || move_id, %(sale_journal)s, %(company)s,
       %(currency)s, %(currency)s, 'posted', partner_id, invoiced_on, l.kind, l.account,
       l.product, 1, ROUND(-l.balance * 100 / (100 - l.discount), 2), -l.balance,
       l.discount, l.balance, l.balance, GREATEST(l.balance, 0), GREATEST(-l.balance, 0),
       0, 0, l.kind = 'payment_term'
  FROM bench_invoice
 CROSS JOIN LATERAL (VALUES
       (0, 'payment_term', %(receivable)s, NULL, 0, total),
       (1, 'product', %(income)s, product_a, discount, -untaxed_a),
       (2, 'product', %(income)s, product_b, 0, -untaxed_b),
       (3, 'tax', %(tax)s, NULL, 0, -tax)) l(
       place, kind, account, product, discount, balance);

INSERT INTO account_move_line (
       id, move_id, move_name, journal_id, company_id, company_currency_id, currency_id,
       parent_state, partner_id, date, display_type, account_id, payment_id,
       statement_line_id, balance, amount_currency, debit, credit, amount_residual,
       amount_residual_currency, reconciled)
SELECT line_id + l.place, move_id, 'PAY/' || move_id, %(bank_journal)s, %(company)s,
       %(currency)s, %(currency)s, 'posted', partner_id, paid_on, 'product', l.account,
       CASE WHEN NOT by_statement THEN payment_id END,
       CASE WHEN by_statement THEN statement_id END, l.balance, l.balance,
       GREATEST(l.balance, 0), GREATEST(-l.balance, 0), 0, 0, l.place = 1
  FROM bench_payment
 CROSS JOIN LATERAL (VALUES
       (0, CASE WHEN by_statement THEN %(bank)s ELSE %(outstanding)s END, money),
       (1, %(receivable)s, -amount),
       (2, %(expense)s, write_off)) l(place, account, balance)
 WHERE l.balance <> 0;

INSERT INTO account_partial_reconcile (
       debit_move_id, credit_move_id, debit_currency_id, credit_currency_id, company_id,
       amount, debit_amount_currency, credit_amount_currency, max_date)
SELECT v.line_id, p.line_id + 1, %(currency)s, %(currency)s, %(company)s, s.amount,
       s.amount, s.amount, p.paid_on
  FROM bench_share s
  JOIN bench_invoice v USING (i)
  JOIN bench_payment p USING (payment);

INSERT INTO telecom_incentive (
       name, kind, date, move_id, partner_id, company_id, currency_id, amount,
       amount_company, state)
SELECT 'Rebate', 'rebate', paid_on, move_id, partner_id, %(company)s, %(currency)s,
       10, 10, 'approved'
  FROM bench_invoice WHERE MOD(i, 100) = 50;
