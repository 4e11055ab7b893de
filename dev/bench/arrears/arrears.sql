-- Three years of receivables, two lines for each number: an invoice and what was paid for
-- it, up to 120 days later. Of 100 invoices 80 are paid in full, 5 by half, 5 have an
-- unmatched payment of a fifth, 5 a matched credit note of a third, 5 are owed in two
-- instalments. What would be paid after the last day is still owed.
-- Parameters: count (receivable lines), last_day and what dev/bench/masters.py made.

CREATE TEMP TABLE bench_invoice ON COMMIT DROP AS
SELECT *, CASE WHEN settled_on > %(last_day)s THEN 0
               ELSE CASE kind WHEN 'paid' THEN total WHEN 'half' THEN ROUND(total / 2, 2)
                    WHEN 'ahead' THEN ROUND(total / 5, 2)
                    WHEN 'note' THEN ROUND(total / 3, 2) ELSE 0 END END AS settled,
       (SELECT COALESCE(MAX(id), 0) FROM account_move) + i AS move_id,
       (SELECT COALESCE(MAX(id), 0) FROM account_move_line) + 3 * i AS line_id
  FROM (SELECT i, %(last_day)s::date - MOD(i * 7, 1095) AS invoiced_on,
               %(last_day)s::date - MOD(i * 7, 1095) + MOD(i * 11, 121) AS settled_on,
               CASE WHEN MOD(i, 100) < 80 THEN 'paid' WHEN MOD(i, 100) < 85 THEN 'half'
                    WHEN MOD(i, 100) < 90 THEN 'ahead' WHEN MOD(i, 100) < 95 THEN 'note'
                    ELSE 'parts' END AS kind,
               50 + MOD(i * 7919::bigint, 200000) / 100.0 AS total,
               (%(clients)s::int[])[1 + MOD(i, %(client_count)s)] AS partner_id,
               (%(users)s::int[])[1 + MOD(i / 3, %(user_count)s)] AS user_id
          FROM generate_series(1, %(count)s / 2) i) invoice;

CREATE TEMP TABLE bench_settlement ON COMMIT DROP AS
SELECT *, (SELECT MAX(move_id) FROM bench_invoice) + n AS settling_id,
       (SELECT MAX(line_id) + 3 FROM bench_invoice) + 2 * n AS settling_line_id
  FROM (SELECT *, ROW_NUMBER() OVER (ORDER BY i) AS n
          FROM bench_invoice WHERE settled > 0) settlement;

INSERT INTO account_move (
       id, name, sequence_prefix, sequence_number, journal_id, company_id, currency_id,
       state, move_type, auto_post, date, invoice_date, partner_id,
       commercial_partner_id, invoice_user_id, invoice_currency_rate, payment_state,
       amount_untaxed, amount_total, amount_untaxed_signed, amount_total_signed,
       posted_before)
SELECT move_id, 'INV/' || move_id, 'INV/', move_id, %(sale_journal)s, %(company)s,
       %(currency)s, 'posted', 'out_invoice', 'no', invoiced_on, invoiced_on, partner_id,
       partner_id, user_id, 1, CASE WHEN settled = total THEN 'paid' ELSE 'not_paid' END,
       total, total, total, total, TRUE
  FROM bench_invoice
 UNION ALL
SELECT settling_id, 'SET/' || settling_id, 'SET/', settling_id,
       CASE kind WHEN 'note' THEN %(sale_journal)s ELSE %(bank_journal)s END,
       %(company)s, %(currency)s, 'posted',
       CASE kind WHEN 'note' THEN 'out_refund' ELSE 'entry' END, 'no', settled_on,
       CASE kind WHEN 'note' THEN settled_on END, partner_id, partner_id,
       CASE kind WHEN 'note' THEN user_id END, 1, 'not_paid', settled, settled, -settled,
       -settled, TRUE
  FROM bench_settlement;

INSERT INTO account_move_line (
       id, move_id, move_name, journal_id, company_id, company_currency_id, currency_id,
       parent_state, partner_id, date, date_maturity, display_type, account_id, balance,
       amount_currency, debit, credit, amount_residual, amount_residual_currency,
       reconciled)
SELECT line_id + l.place, move_id, 'INV/' || move_id, %(sale_journal)s, %(company)s,
       %(currency)s, %(currency)s, 'posted', partner_id, invoiced_on, l.due_on, l.kind,
       l.account, l.balance, l.balance, GREATEST(l.balance, 0), GREATEST(-l.balance, 0),
       l.residual, l.residual, l.kind = 'payment_term' AND l.residual = 0
  FROM bench_invoice
 CROSS JOIN LATERAL (VALUES
       (0, 'payment_term', %(receivable)s, invoiced_on + 30,
        CASE kind WHEN 'parts' THEN ROUND(total / 2, 2) ELSE total END,
        CASE kind WHEN 'parts' THEN ROUND(total / 2, 2) WHEN 'ahead' THEN total
             ELSE total - settled END),
       (1, 'payment_term', %(receivable)s, invoiced_on + 60,
        CASE kind WHEN 'parts' THEN total - ROUND(total / 2, 2) ELSE 0 END,
        CASE kind WHEN 'parts' THEN total - ROUND(total / 2, 2) ELSE 0 END),
       (2, 'product', %(income)s, NULL, -total, 0)) l(
       place, kind, account, due_on, balance, residual)
 WHERE l.balance <> 0
 UNION ALL
SELECT settling_line_id + l.place, settling_id, 'SET/' || settling_id,
       CASE kind WHEN 'note' THEN %(sale_journal)s ELSE %(bank_journal)s END, %(company)s,
       %(currency)s, %(currency)s, 'posted', partner_id, settled_on, l.due_on, 'product',
       l.account, l.balance, l.balance, GREATEST(l.balance, 0), GREATEST(-l.balance, 0),
       l.residual, l.residual, place = 0 AND l.residual = 0
  FROM bench_settlement
 CROSS JOIN LATERAL (VALUES
       (0, settled_on, %(receivable)s, -settled,
        CASE kind WHEN 'ahead' THEN -settled ELSE 0 END),
       (1, NULL, %(outstanding)s, settled, 0)) l(
       place, due_on, account, balance, residual);

INSERT INTO account_partial_reconcile (
       debit_move_id, credit_move_id, debit_currency_id, credit_currency_id, company_id,
       amount, debit_amount_currency, credit_amount_currency, max_date)
SELECT line_id, settling_line_id, %(currency)s, %(currency)s, %(company)s, settled,
       settled, settled, settled_on
  FROM bench_settlement WHERE kind <> 'ahead';
