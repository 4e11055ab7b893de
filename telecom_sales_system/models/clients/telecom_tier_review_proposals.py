from odoo import models
from odoo.tools import SQL


class TelecomTierReviewProposals(models.AbstractModel):
    """Lines of a tier review, written in one SQL statement."""

    _name = "telecom.tier.review.proposals"
    _description = "Tier Review: Proposals"

    def _propose_tiers(self):
        """Write a line for each client with revenue or a tier; keep decisions.

        Clients whose tier belongs to another company are left to its own reviews.
        """
        self.ensure_one()
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                DELETE FROM telecom_tier_review_line
                 WHERE review_id = %s AND applied_on IS NULL AND NOT is_overridden
                """,
                self.id,
            )
        )
        self.env.cr.execute(self._get_insert_query())
        self.env.invalidate_all(flush=False)

    def _get_insert_query(self):
        return SQL(
            """
            WITH revenue AS (%(revenue)s),
            proposal AS (
                SELECT p.id AS partner_id, p.sales_unit_id,
                       COALESCE(v.revenue, 0) AS revenue,
                       old.id AS old_id, old.threshold AS old_threshold,
                       new.id AS new_id, COALESCE(kept.tier_id, CASE
                           WHEN kept.id IS NULL THEN new.id END) AS chosen_id,
                       kept.reason
                  FROM res_partner p
             LEFT JOIN revenue v ON v.partner_id = p.id
             LEFT JOIN telecom_client_tier old ON old.id = p.tier_id
             LEFT JOIN telecom_tier_review_line kept
                    ON kept.review_id = %(review)s AND kept.partner_id = p.id
             LEFT JOIN LATERAL (
                       SELECT id FROM telecom_client_tier
                        WHERE company_id = %(company)s AND active
                          AND threshold <= v.revenue
                     ORDER BY threshold DESC LIMIT 1) new ON TRUE
                 WHERE p.active AND p.commercial_partner_id = p.id
                   AND (old.id IS NULL OR old.company_id = %(company)s)
                   AND (v.revenue <> 0 OR old.id IS NOT NULL OR kept.id IS NOT NULL))
            INSERT INTO telecom_tier_review_line (
                review_id, company_id, partner_id, sales_unit_id, revenue,
                current_tier_id, proposed_tier_id, tier_id, reason, is_overridden,
                direction)
            SELECT %(review)s, %(company)s, x.partner_id, x.sales_unit_id, x.revenue,
                   x.old_id, x.new_id, x.chosen_id, x.reason,
                   x.chosen_id IS DISTINCT FROM x.new_id,
                   CASE WHEN x.chosen_id IS NOT DISTINCT FROM x.old_id THEN 'same'
                        WHEN x.old_id IS NULL THEN 'new'
                        WHEN x.chosen_id IS NULL THEN 'out'
                        WHEN chosen.threshold > x.old_threshold THEN 'up'
                        ELSE 'down' END
              FROM proposal x
         LEFT JOIN telecom_client_tier chosen ON chosen.id = x.chosen_id
       ON CONFLICT (review_id, partner_id) DO UPDATE
               SET revenue = EXCLUDED.revenue, sales_unit_id = EXCLUDED.sales_unit_id,
                   current_tier_id = EXCLUDED.current_tier_id,
                   proposed_tier_id = EXCLUDED.proposed_tier_id,
                   is_overridden = EXCLUDED.is_overridden,
                   direction = EXCLUDED.direction
             WHERE telecom_tier_review_line.applied_on IS NULL
            """,
            revenue=self._get_revenue_query(),
            review=self.id,
            company=self.company_id.id,
        )

    def _get_revenue_query(self):
        """Return the query of the revenue per client in the review's twelve months."""
        return SQL(
            """
            SELECT partner_id, SUM(amount) AS revenue
              FROM (%(lines)s) line
             WHERE company_id = %(company)s
               AND date BETWEEN %(date_from)s AND %(date_to)s
          GROUP BY partner_id
            """,
            lines=self.env["telecom.client.revenue"]._table_query,
            company=self.company_id.id,
            date_from=self.date_from,
            date_to=self.as_of,
        )
