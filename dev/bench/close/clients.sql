-- Clients with a unit (but every seventh) and two managers. Every fiftieth has been key
-- client for half a year, every twentieth is a small firm that was visited in February.
-- Parameters: first and last (numbers of the clients), company, units, people, tier.

CREATE TEMP TABLE bench_client ON COMMIT DROP AS
SELECT i, (SELECT MAX(id) FROM res_partner) + i - %(first)s + 1 AS partner_id,
       'Client ' || MD5(i::text) AS name,
       CASE WHEN MOD(i, 7) > 0 THEN (%(units)s::int[])[1 + MOD(i, %(unit_count)s)]
           END AS unit_id,
       (%(people)s::int[])[1 + MOD(i, %(person_count)s)] AS lead_id,
       (%(people)s::int[])[1 + MOD(i + 1, %(person_count)s)] AS deputy_id,
       MOD(i, 50) = 0 AS is_key, MOD(i, 20) = 3 AS is_small
  FROM generate_series(%(first)s, %(last)s) i;

INSERT INTO res_partner (
       id, name, complete_name, type, active, is_company, color, autopost_bills,
       commercial_partner_id, sales_unit_id, client_manager_id, deputy_manager_id,
       tier_id, is_key_client, key_client_since, is_small_firm)
SELECT partner_id, name, name, 'contact', TRUE, TRUE, 0, 'ask', partner_id, unit_id,
       lead_id, deputy_id, CASE WHEN is_key THEN %(tier)s END, is_key,
       CASE WHEN is_key THEN DATE '2024-07-01' END, is_small
  FROM bench_client;

INSERT INTO telecom_client_tier_history (
       partner_id, company_id, date, new_tier_id, reason)
SELECT partner_id, %(company)s, DATE '2024-07-01', %(tier)s, 'Bench'
  FROM bench_client WHERE is_key;

INSERT INTO telecom_visit (
       partner_id, client_id, salesperson_id, company_id, unit_id, kind, start, stop,
       done_at, state)
SELECT partner_id, partner_id, lead_id, %(company)s, unit_id, 'small_firm', at,
       at + INTERVAL '1 hour', at, 'done'
  FROM bench_client
 CROSS JOIN LATERAL (SELECT TIMESTAMP '2025-02-03 02:00' + MOD(i, 20) * INTERVAL '1 day'
                         AS at) visit
 WHERE is_small;
