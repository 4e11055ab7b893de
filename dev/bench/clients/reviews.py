"""Run tier reviews over all clients, each step in a process of its own."""

from dev.bench.clients.clock import Clock
from dev.bench.measure import peak_memory

BY_HAND = """
    CREATE TEMP TABLE bench_revenue ON COMMIT DROP AS
    SELECT m.commercial_partner_id AS partner_id, -SUM(l.balance) AS revenue
      FROM account_move_line l
      JOIN account_move m ON m.id = l.move_id
      JOIN product_product v ON v.id = l.product_id
      JOIN product_template t ON t.id = v.product_tmpl_id
      JOIN product_category c ON c.id = t.categ_id
      JOIN product_category top ON top.id = c.parent_id
      JOIN telecom_revenue_line r
        ON r.id = (top.own_revenue_line_id ->> l.company_id::text)::int
     WHERE m.state = 'posted' AND m.move_type IN ('out_invoice', 'out_refund')
       AND l.display_type = 'product'
       AND NOT COALESCE(r.exclude_from_client_revenue, FALSE)
       AND m.invoice_date BETWEEN %(date_from)s AND %(as_of)s
  GROUP BY m.commercial_partner_id
"""
DIFFERENCES = """
    SELECT COUNT(*)
      FROM bench_revenue h
 FULL JOIN (SELECT * FROM telecom_tier_review_line WHERE review_id = %s) l
     USING (partner_id)
     WHERE COALESCE(h.revenue, 0) <> COALESCE(l.revenue, 0)
"""


def compute(env_factory, user_id, day):
    """Make and compute a review as the customer service department does."""
    with env_factory() as env:
        reviews = env(user=user_id)["telecom.tier.review"]
        with Clock(env) as clock:
            review = reviews.create({"as_of": day, "kind": "regular"})
            review.action_compute()
            env.cr.commit()
        return clock.figures(
            peak_mb=peak_memory(), records=len(review.line_ids), review_id=review.id
        )


def by_hand(env_factory, review_id):
    """Sum the same revenue with one bare statement.

    :raises SystemExit: the review has other revenue
    """
    with env_factory() as env:
        review = env["telecom.tier.review"].browse(review_id)
        days = {"date_from": review.date_from, "as_of": review.as_of}
        with Clock(env) as clock:
            env.cr.execute(BY_HAND, days)
            records = env.cr.rowcount
        env.cr.execute(DIFFERENCES, [review_id])
        [differences] = env.cr.fetchone()
        if differences:
            raise SystemExit(f"{differences} clients have another revenue by hand")
        return clock.figures(records=records)


def apply(env_factory, user_id, review_id, button):
    """Call a button's method that writes tiers; the records are the changed clients."""
    with env_factory() as env:
        review = env(user=user_id)["telecom.tier.review"].browse(review_id)
        history = env["telecom.client.tier.history"]
        before = history.search_count([])
        with Clock(env) as clock:
            getattr(review, button)()
            env.cr.commit()
        changed = history.search_count([]) - before
        return clock.figures(peak_mb=peak_memory(), records=changed)
