-- What was never paid: an invoice of one product line for every so many clients.
-- Parameters: clients, day, one_debtor_in, and what dev/bench/masters.py made.

CREATE TEMP TABLE bench_debt ON COMMIT DROP AS
SELECT (%(clients)s::int[])[n] AS partner_id, 100 + MOD(n, 900) AS amount,
       (%(users)s::int[])[1 + MOD(n, %(user_count)s)] AS user_id,
       (%(products)s::int[])[1 + MOD(n, %(product_count)s)] AS product_id,
       (SELECT MAX(id) FROM account_move) + n AS move_id,
       (SELECT MAX(id) FROM account_move_line) + 2 * n AS line_id
  FROM generate_series(1, %(client_count)s, %(one_debtor_in)s) n;

INSERT INTO account_move (
       id, name, sequence_prefix, sequence_number, journal_id, company_id, currency_id,
       state, move_type, auto_post, date, invoice_date, invoice_date_due, partner_id,
       commercial_partner_id, invoice_user_id, invoice_currency_rate, payment_state,
       amount_untaxed, amount_tax, amount_total, amount_residual, amount_untaxed_signed,
       amount_tax_signed, amount_total_signed, amount_residual_signed, posted_before)
SELECT move_id, 'INV/' || move_id, 'INV/', move_id, %(sale_journal)s, %(company)s,
       %(currency)s, 'posted', 'out_invoice', 'no', %(day)s::date, %(day)s::date,
       %(day)s::date, partner_id, partner_id, user_id, 1, 'not_paid', amount, 0, amount,
       amount, amount, 0, amount, amount, TRUE
  FROM bench_debt;

INSERT INTO account_move_line (
       id, move_id, move_name, journal_id, company_id, company_currency_id, currency_id,
       parent_state, partner_id, date, date_maturity, display_type, account_id,
       product_id, quantity, price_unit, price_subtotal, balance, amount_currency, debit,
       credit, amount_residual, amount_residual_currency, reconciled)
SELECT line_id + l.place, move_id, 'INV/' || move_id, %(sale_journal)s, %(company)s,
       %(currency)s, %(currency)s, 'posted', partner_id, %(day)s::date,
       CASE WHEN place = 0 THEN %(day)s::date END, l.kind, l.account, l.product, 1,
       -l.balance, -l.balance, l.balance, l.balance, GREATEST(l.balance, 0),
       GREATEST(-l.balance, 0), l.residual, l.residual, FALSE
  FROM bench_debt
 CROSS JOIN LATERAL (VALUES
       (0, 'payment_term', %(receivable)s, NULL, amount, amount),
       (1, 'product', %(income)s, product_id, -amount, 0)) l(
       place, kind, account, product, balance, residual);
