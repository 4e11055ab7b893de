from odoo import models
from odoo.tools import SQL

OWN_TABLES = "telecom_"
# Key in the cursor's cache, which no caller writes: relations of the running merge
RELATIONS = "telecom_merge_relations"


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    """Merge of clients after which all that counts by client counts the kept one.

    Whoever may merge contacts may merge clients: a tier, a unit or a manager that the
    kept client lacks is taken over. What was before the merge stays as it was counted.
    """

    _inherit = "base.partner.merge.automatic.wizard"

    def _merge(self, partner_ids, dst_partner=None, extra_checks=True):
        lines = self.env["telecom.tier.review.line"].sudo()
        # sudo: users who merge clients may have no access to the reviews
        reviews = lines.search([("partner_id", "in", partner_ids)]).review_id
        result = super()._merge(partner_ids, dst_partner, extra_checks)
        for review in reviews.filtered(lambda review: review.state == "computed"):
            review._propose_tiers()
        return result

    def _update_foreign_keys(self, src_partners, dst_partner):
        # Odoo moves the rows one by one and deletes those that break a rule.
        relations = self._get_fk_on("res_partner")
        tables = {table for table, _column in self._find_rows(relations, src_partners)}
        self._merge_rows(src_partners, dst_partner, tables)
        # Rows of the doubles may have been added and deleted.
        held = self._find_rows(relations, src_partners)
        self.env.cr.cache[RELATIONS] = [
            relation
            for relation in relations
            if OWN_TABLES not in relation[0] or relation in held
        ]
        try:
            result = super()._update_foreign_keys(src_partners, dst_partner)
        finally:
            self.env.cr.cache.pop(RELATIONS, None)
        self._drop_doubles(src_partners, held)
        return result

    def _get_fk_on(self, table):
        # Odoo asks each of the columns in two queries of its own.
        if table == "res_partner" and RELATIONS in self.env.cr.cache:
            return self.env.cr.cache[RELATIONS]
        return super()._get_fk_on(table)

    def _find_rows(self, relations, partners):
        """Return which columns of the addon's tables name one of the partners.

        :param relations: tables and columns that refer to partners
        :return: set of tables and columns
        """
        own = [relation for relation in relations if OWN_TABLES in relation[0]]
        self.env.flush_all()
        found = self.env.execute_query(
            SQL(" UNION ALL ").join(
                SQL(
                    "SELECT %s, %s WHERE EXISTS (SELECT FROM %s WHERE %s = ANY(%s))",
                    table,
                    column,
                    SQL.identifier(table),
                    SQL.identifier(column),
                    partners.ids,
                )
                for table, column in own
            )
        )
        return set(found)

    def _merge_rows(self, src_partners, dst_partner, tables):
        """Merge the addon's rows that Odoo would delete, or move without their figures.

        :param tables: the addon's tables with rows of the doubles
        """
        self.env["telecom.client.service.history"]._end_files(
            src_partners.filtered(lambda p: p == p.commercial_partner_id),
            dst_partner.commercial_partner_id,
        )
        self.env["telecom.client.tier.history"]._merge_histories(
            src_partners, dst_partner
        )
        if "telecom_tier_review_line" in tables:
            lines = self.env["telecom.tier.review.line"]
            lines._merge_lines(src_partners, dst_partner)
        if "telecom_maintenance_share" in tables:
            shares = self.env["telecom.maintenance.share"]
            shares._merge_shares(src_partners, dst_partner)

    def _drop_doubles(self, src_partners, held):
        """Delete the pairs of many2many fields that the kept client has as well.

        Odoo leaves them to the deletion of the partners, which pairs of ours that keep
        whom they name (``ondelete="restrict"``) refuse.

        :param held: columns of the addon's tables that named doubles before the merge
        """
        for model in self.env.registry.values():
            for field in model._fields.values():
                if (
                    field.type == "many2many"
                    and field.store
                    and field.comodel_name == "res.partner"
                    and field.ondelete == "restrict"
                    and (
                        OWN_TABLES not in field.relation
                        or (field.relation, field.column2) in held
                    )
                ):
                    self.env.cr.execute(
                        SQL(
                            "DELETE FROM %s WHERE %s = ANY(%s)",
                            SQL.identifier(field.relation),
                            SQL.identifier(field.column2),
                            src_partners.ids,
                        )
                    )

    def _update_values(self, src_partners, dst_partner):
        # Lead and deputy are two people: a manager of the kept client must not be
        # copied from the other client into the place that is still empty.
        kept = dst_partner.client_manager_id + dst_partner.deputy_manager_id
        for name in ("client_manager_id", "deputy_manager_id"):
            src_partners.filtered(lambda p, name=name: p[name] & kept)[name] = False
        # sudo: merging decides on no tier; the highest of the doubles goes on
        tiers = src_partners.sudo().tier_id
        if tiers and not dst_partner.sudo().tier_id:
            # sudo: as above
            dst_partner.sudo()._set_tier(
                tiers.sorted("threshold")[-1],
                self.env._("Tier of a merged client"),
                {},
            )
        since = (src_partners | dst_partner).mapped("key_client_since")
        if any(since):
            # sudo: the day is computed, whoever merges
            dst_partner.sudo().key_client_since = min(filter(None, since))
        return super()._update_values(src_partners, dst_partner)
