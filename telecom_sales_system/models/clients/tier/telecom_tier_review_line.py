from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

from ...common.sentences import format_names
from ...organisation.telecom_salesperson import STATES_AT_WORK
from ...performance.ledger.telecom_performance_ledger_receipts import CUSTOMER_DOCUMENTS

# What the line of an opening review says besides the tier, and the fields of the client
SERVICE = {
    "assigned_unit_id": "sales_unit_id",
    "assigned_lead_id": "client_manager_id",
    "assigned_deputy_id": "deputy_manager_id",
}
OPENING_FIELDS = ("key_client_since", *SERVICE)


class TelecomTierReviewLine(models.Model):
    """Line of a tier review: the proposed and the chosen tier of a client."""

    _name = "telecom.tier.review.line"
    _description = "Tier Review Line"
    _inherit = ["telecom.state.mixin", "telecom.guarded.mixin"]
    _order = "revenue desc, id"
    _rec_name = "partner_id"
    _check_company_auto = True
    _guarded_fields = frozenset(
        {
            "review_id",
            "company_id",
            "partner_id",
            "sales_unit_id",
            "revenue",
            "current_tier_id",
            "proposed_tier_id",
            "is_overridden",
            "direction",
            "applied_on",
            "merged_ref",
            "is_edited",
        }
    )

    review_id = fields.Many2one(
        "telecom.tier.review",
        string="Tier Review",
        required=True,
        index=True,
        ondelete="cascade",
        readonly=True,
    )
    state = fields.Selection(related="review_id.state", string="State of Review")
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one(
        "res.partner",
        string="Client",
        required=True,
        index=True,
        ondelete="restrict",
        readonly=True,
    )
    sales_unit_id = fields.Many2one(
        "telecom.sales.unit",
        string="Unit",
        index="btree_not_null",
        ondelete="restrict",
        readonly=True,
    )
    revenue = fields.Monetary(
        readonly=True,
        help="Revenue of the twelve months that end on the day of the review.",
    )
    current_tier_id = fields.Many2one(
        "telecom.client.tier", ondelete="restrict", readonly=True
    )
    proposed_tier_id = fields.Many2one(
        "telecom.client.tier", ondelete="restrict", readonly=True
    )
    tier_id = fields.Many2one(
        "telecom.client.tier",
        string="Chosen Tier",
        ondelete="restrict",
        check_company=True,
        help="The tier that the client gets when the review is applied.",
    )
    reason = fields.Char(
        string="Reason for Override",
        help="Required when the chosen tier is not the proposed one.",
    )
    is_overridden = fields.Boolean(
        string="Overridden", compute="_compute_direction", store=True
    )
    direction = fields.Selection(
        [
            ("new", "New"),
            ("up", "Up"),
            ("down", "Down"),
            ("out", "Out"),
            ("same", "Unchanged"),
        ],
        compute="_compute_direction",
        store=True,
    )
    key_client_since = fields.Date(
        help="The client has its tier since this day, and counts as new on none after"
        " it.",
    )
    assigned_unit_id = fields.Many2one(
        "telecom.sales.unit",
        string="New Unit",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="The unit that serves the client once the review is applied. Proposed: the"
        " unit of the lead manager.",
    )
    assigned_lead_id = fields.Many2one(
        "telecom.salesperson",
        string="New Lead Manager",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        domain=[("state", "in", STATES_AT_WORK)],
        help="Proposed: the salesperson of the client in Odoo, else who sold most to it"
        " in the twelve months.",
    )
    assigned_deputy_id = fields.Many2one(
        "telecom.salesperson",
        string="New Deputy Manager",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        domain=[("state", "in", STATES_AT_WORK)],
        help="Proposed: who else sold to the client, or a colleague of the unit.",
    )
    is_edited = fields.Boolean(
        string="Edited",
        readonly=True,
        help="Day, unit or managers were entered by hand; computing again keeps them.",
    )
    applied_on = fields.Datetime(readonly=True)
    merged_ref = fields.Integer(
        string="Merged Client",
        readonly=True,
        aggregator=None,
        help="Number of the client file that the line is of, if it was merged into this"
        " client.",
    )

    _client_uniq = models.UniqueIndex(
        "(review_id, partner_id) WHERE merged_ref IS NULL"
    )
    _managers_differ = models.Constraint(
        "CHECK (assigned_lead_id <> assigned_deputy_id)",
        "Tier review line, field New Deputy Manager: lead and deputy must be two"
        " people.",
    )

    # ------------------------------------------------------------
    # COMPUTE METHODS
    # ------------------------------------------------------------

    @api.depends("tier_id", "current_tier_id", "proposed_tier_id")
    def _compute_direction(self):
        """Compute the direction of the chosen tier, as `_get_insert_query` in SQL."""
        for line in self:
            old, new = line.current_tier_id, line.tier_id
            line.is_overridden = new != line.proposed_tier_id
            if old == new:
                line.direction = "same"
            elif not old:
                line.direction = "new"
            elif not new:
                line.direction = "out"
            else:
                line.direction = "up" if new.threshold > old.threshold else "down"

    # ------------------------------------------------------------
    # CONSTRAINTS AND ONCHANGES
    # ------------------------------------------------------------

    @api.constrains("tier_id", "reason")
    def _check_reason(self):
        for line in self:
            if line.is_overridden and not (line.reason or "").strip():
                raise ValidationError(
                    self.env._(
                        "Client %(client)s, field Reason for Override: say why the"
                        " client gets %(chosen)s instead of %(proposed)s.",
                        client=line.partner_id.display_name,
                        chosen=line.tier_id.name or self.env._("no tier"),
                        proposed=line.proposed_tier_id.name or self.env._("no tier"),
                    )
                )

    @api.constrains("key_client_since")
    def _check_key_client_since(self):
        for line in self:
            today = line.company_id._telecom_today()
            if line.key_client_since and line.key_client_since > today:
                raise ValidationError(
                    self.env._(
                        "Client %s, field Key Client Since: the day has not come yet.",
                        line.partner_id.display_name,
                    )
                )

    # ------------------------------------------------------------
    # CRUD METHODS
    # ------------------------------------------------------------

    def write(self, vals):
        result = super().write(vals)
        if not vals.keys().isdisjoint(OPENING_FIELDS):
            self._set_guarded_fields({"is_edited": True})
        return result

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    @api.readonly
    def action_open_revenue(self):
        """Open the invoice lines that add up to the revenue."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "telecom_sales_system.telecom_client_revenue_action"
        )
        action["display_name"] = self.partner_id.display_name
        action["views"] = [(False, kind) for kind in ("list", "pivot", "graph")]
        action["domain"] = [
            ("partner_id", "=", self.partner_id.id),
            ("company_id", "=", self.company_id.id),
            ("date", ">=", self.review_id.date_from),
            ("date", "<=", self.review_id.as_of),
        ]
        action["context"] = {}
        return action

    # ------------------------------------------------------------
    # BUSINESS METHODS
    # ------------------------------------------------------------

    def _is_final(self):
        return bool(self.applied_on) or self.state == "applied"

    def _get_state_label(self):
        # Upgrades are applied before the review is.
        return self._get_state_labels()["applied" if self._is_final() else self.state]

    @api.model
    def _get_way_out(self):
        return self.review_id._get_way_out()

    def _apply_tiers(self):
        """Write the chosen tiers, with reason and revenue for the history.

        :raises UserError: the tier of a client changed since the review was computed
        """
        self._check_unchanged()
        changed = self.filtered(lambda line: line.direction != "same")
        opened = changed._filter_opened()
        # sudo: users who run reviews need no right to edit contacts
        for (tier, reason, since), lines in (
            changed.sudo()
            .grouped(
                lambda line: (
                    line.tier_id,
                    line.is_overridden and line.reason,
                    line in opened and line.key_client_since,
                )
            )
            .items()
        ):
            review = lines.review_id.display_name
            lines.partner_id._set_tier(
                tier,
                f"{review}: {reason}" if reason else review,
                {line.partner_id.id: line.revenue for line in lines},
                since,
            )
        self.filtered(lambda line: line.review_id.kind == "opening")._apply_opening()
        changed._log_on_clients()
        self._set_guarded_fields({"applied_on": fields.Datetime.now()})

    def _filter_opened(self):
        """Return the lines of opening reviews whose clients never had a tier before."""
        lines = self.filtered(lambda line: line.review_id.kind == "opening")
        # sudo: whoever runs reviews; the clients of all units
        history = self.env["telecom.client.tier.history"].sudo()
        known = history._read_group(
            [("partner_id", "in", lines.partner_id.ids)], ["partner_id"]
        )
        return lines - lines.filtered(
            lambda line: line.partner_id.id in {client.id for [client] in known}
        )

    def _apply_opening(self):
        """Give the clients unit, lead and deputy, and the day of their first tier."""
        # sudo: users who run reviews need no right to edit contacts
        lines = self.sudo()
        for service, group in lines.grouped(
            lambda line: tuple(line[name].id for name in SERVICE)
        ).items():
            group.partner_id._set_service(
                dict(zip(SERVICE.values(), service, strict=True))
            )
        for since, group in lines.grouped("key_client_since").items():
            group.partner_id.filtered(
                lambda client, day=since: (
                    client.tier_id and day and client.key_client_since > day
                )
            ).key_client_since = since

    @api.model
    def _propose_service(self, review):
        """Propose since when, and by whom, the clients of an opening review are served.

        The lead is the client's own, else Odoo's salesperson of the client, else who
        invoiced most to it in the twelve months; the deputy the client's own, else the
        next who invoiced, else the next colleague in the lead's unit. What was entered
        by hand stays.
        """
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                WITH person AS (
                    SELECT id, user_id, company_id, unit_id FROM telecom_salesperson
                     WHERE active AND state IN %(at_work)s),
                mate AS (
                    SELECT unit_id, ARRAY_AGG(id ORDER BY id) AS ids
                      FROM person GROUP BY unit_id),
                seller AS (
                    SELECT partner_id, company_id,
                           ARRAY_AGG(id ORDER BY sold DESC, id) AS ids
                      FROM (SELECT m.commercial_partner_id AS partner_id, m.company_id,
                                   person.id, SUM(m.amount_untaxed_signed) AS sold
                              FROM account_move m
                              JOIN person ON person.user_id = m.invoice_user_id
                               AND person.company_id = m.company_id
                             WHERE m.state = 'posted' AND m.move_type IN %(documents)s
                               AND m.company_id = %(company)s
                               AND m.invoice_date BETWEEN %(first)s AND %(last)s
                          GROUP BY m.commercial_partner_id, m.company_id, person.id
                           ) sale
                  GROUP BY partner_id, company_id),
                proposal AS (
                    SELECT line.id, review.opening_day, p.key_client_since,
                           COALESCE(p.sales_unit_id, lead.unit_id) AS unit_id,
                           lead.id AS lead_id, COALESCE(p.deputy_manager_id, (
                           SELECT other FROM unnest(seller.ids) WITH ORDINALITY
                                  AS sold_to(other, place) WHERE other <> lead.id
                         ORDER BY place LIMIT 1), (
                           SELECT other FROM unnest(mate.ids) other
                            WHERE other <> lead.id
                         ORDER BY other < lead.id, other LIMIT 1)) AS deputy_id
                      FROM telecom_tier_review_line line
                      JOIN telecom_tier_review review ON review.id = line.review_id
                      JOIN res_partner p ON p.id = line.partner_id
                 LEFT JOIN seller ON seller.partner_id = p.id
                       AND seller.company_id = line.company_id
                 LEFT JOIN person own ON own.user_id = p.user_id
                       AND own.company_id = line.company_id
                       AND own.id IS DISTINCT FROM p.deputy_manager_id
                 LEFT JOIN telecom_salesperson lead ON lead.id = COALESCE(
                           p.client_manager_id, own.id, (
                           SELECT first FROM unnest(seller.ids) WITH ORDINALITY
                                  AS sold_to(first, place)
                            WHERE first IS DISTINCT FROM p.deputy_manager_id
                         ORDER BY place LIMIT 1))
                 LEFT JOIN mate ON mate.unit_id = lead.unit_id
                     WHERE line.review_id = %(review)s AND line.applied_on IS NULL
                       AND line.is_edited IS NOT TRUE)
                UPDATE telecom_tier_review_line line
                   SET key_client_since = LEAST(
                           proposal.key_client_since, proposal.opening_day),
                       assigned_unit_id = proposal.unit_id,
                       assigned_lead_id = proposal.lead_id,
                       assigned_deputy_id = proposal.deputy_id
                  FROM proposal WHERE proposal.id = line.id
                """,
                at_work=STATES_AT_WORK,
                documents=CUSTOMER_DOCUMENTS,
                review=review.id,
                company=review.company_id.id,
                first=review.date_from,
                last=review.as_of,
            )
        )
        self.invalidate_model([*OPENING_FIELDS])

    @api.model
    def _merge_lines(self, merged, client):
        """Move the lines of merged clients to the one that is kept.

        Final lines stay, as those of the files of then. Of the others, one is left in
        each review, rather one with a decision; it is of all that the client is now.
        """
        # sudo: users who merge clients may have no access to the reviews
        lines = self.sudo().search([("partner_id", "in", (merged | client).ids)])
        final = lines.filtered(lambda line: line._is_final())
        for proposals in (lines - final).grouped("review_id").values():
            _kept, *others = proposals.sorted(
                lambda line: (not line.is_overridden, line.partner_id != client)
            )
            self.sudo().union(*others).unlink()
        # The kept client's lines of closed reviews are still its own.
        former = final.filtered(
            lambda line: line.partner_id != client or line.state != "applied"
        )
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                "UPDATE telecom_tier_review_line"
                " SET merged_ref = COALESCE(merged_ref, partner_id) WHERE id = ANY(%s)",
                former.ids,
            )
        )
        self.invalidate_model(["merged_ref"])

    def _log_on_clients(self):
        """Log the changes in one batch; tracking would write client by client."""
        none = self.env._("no tier")
        # sudo: as for the tiers
        lines = self.sudo()
        lines.partner_id._message_log_batch(
            {
                line.partner_id.id: self.env._(
                    "%(review)s: %(old)s → %(new)s",
                    review=line.review_id.display_name,
                    old=line.current_tier_id.name or none,
                    new=line.tier_id.name or none,
                )
                for line in lines
            }
        )

    def _check_unchanged(self):
        self.env.flush_all()
        changed = self.browse(
            line_id
            for [line_id] in self.env.execute_query(
                SQL(
                    """
                    SELECT l.id FROM telecom_tier_review_line l
                      JOIN res_partner p ON p.id = l.partner_id
                     WHERE l.id = ANY(%s)
                       AND l.current_tier_id IS DISTINCT FROM p.tier_id
                  ORDER BY l.id
                    """,
                    self.ids,
                )
            )
        )
        if changed:
            names = changed.sudo().partner_id.mapped("display_name")
            raise UserError(
                self.env._(
                    "%(review)s: the tier of %(count)s clients has changed since it was"
                    " computed (%(names)s). Compute the review again.",
                    review=changed.review_id.display_name,
                    count=len(changed),
                    names=format_names(self.env, names),
                )
            )
