from odoo import api, fields, models
from odoo.exceptions import AccessError

CLIENT_FIELDS = [
    "sales_unit_id",
    "tier_id",
    "key_client_since",
    "client_manager_id",
    "deputy_manager_id",
    "is_small_firm",
]
GROUPS = (
    "telecom_sales_system.group_telecom_salesperson,"
    "telecom_sales_system.group_telecom_leader,"
    "telecom_sales_system.group_telecom_auditor"
)
AT_WORK = [("state", "in", ["registered", "suspended"])]


class ResPartner(models.Model):
    _inherit = "res.partner"

    sales_unit_id = fields.Many2one(
        "telecom.sales.unit",
        index="btree_not_null",
        ondelete="restrict",
        help="The unit that serves this client; contacts follow their company.",
    )
    tier_id = fields.Many2one(
        "telecom.client.tier",
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
        tracking=True,
        help="Set by tier reviews; every change is kept in the history.",
    )
    is_key_client = fields.Boolean(
        string="Key Client", compute="_compute_is_key_client", store=True, index=True
    )
    key_client_since = fields.Date(
        readonly=True, copy=False, help="The day on which the client first got a tier."
    )
    client_manager_id = fields.Many2one(
        "telecom.salesperson",
        string="Lead Client Manager",
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
        domain=AT_WORK,
    )
    deputy_manager_id = fields.Many2one(
        "telecom.salesperson",
        string="Deputy Client Manager",
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
        domain=AT_WORK,
        help="Takes over when the lead manager leaves.",
    )
    is_small_firm = fields.Boolean(
        string="Small Firm", help="Counts in the visits to small firms."
    )
    tier_history_ids = fields.One2many(
        "telecom.client.tier.history", "partner_id", groups=GROUPS
    )

    _managers_differ = models.Constraint(
        "CHECK (client_manager_id <> deputy_manager_id)",
        "Client, field Deputy Client Manager: lead and deputy must be two people.",
    )

    @api.depends("tier_id")
    def _compute_is_key_client(self):
        for partner in self:
            partner.is_key_client = bool(partner.tier_id)

    @api.onchange("industry_id")
    def _onchange_industry_id(self):
        if not self.client_manager_id:
            # sudo: the proposal may be a colleague whose file the user does not see
            manager = self.industry_id.sudo().manager_id
            if manager.company_id == self.env.company:
                self.client_manager_id = manager.sudo(False)

    @api.model
    def _commercial_fields(self):
        return super()._commercial_fields() + CLIENT_FIELDS

    def _commercial_sync_from_company(self):
        # Odoo copies only the values that the company has. Empty ones are cleared here,
        # or the contact of a former company would stay a key client.
        result = super()._commercial_sync_from_company()
        company = self.commercial_partner_id
        if company != self:
            empty = [name for name in CLIENT_FIELDS if self[name] and not company[name]]
            if empty:
                self.write(dict.fromkeys(empty, False))
        return result

    @api.model_create_multi
    def create(self, vals_list):
        partners = super().create(vals_list)
        with_tier = partners.filtered(
            lambda p: p.tier_id and p == p.commercial_partner_id
        )
        with_tier._check_may_set_tier()
        with_tier._log_tiers({})
        return partners

    def write(self, vals):
        contacts = self.browse()
        if not vals.keys().isdisjoint(("parent_id", "is_company")):
            contacts = self.filtered(lambda p: p != p.commercial_partner_id)
        changing = self.browse()
        if "tier_id" in vals:
            changing = self.filtered(
                lambda p: (
                    p.tier_id.id != vals["tier_id"]
                    and (p == p.commercial_partner_id or p in contacts)
                )
            )
        changing._check_may_set_tier()
        before = {partner: partner.tier_id for partner in changing}
        result = super().write(vals)
        changing.filtered(lambda p: p == p.commercial_partner_id)._log_tiers(before)
        freed = contacts.filtered(lambda p: p == p.commercial_partner_id)
        inherited = set(CLIENT_FIELDS).difference(vals)
        if freed and inherited:
            # super() skips our own write: the client has not changed tier itself.
            super(ResPartner, freed).write(dict.fromkeys(inherited, False))
        return result

    def _check_may_set_tier(self):
        """Check that the user may set tiers; contacts take the tier of their company.

        :raises AccessError: the user is not of the customer service department
        """
        service = "telecom_sales_system.group_telecom_service"
        if self and not (self.env.su or self.env.user.has_group(service)):
            raise AccessError(
                self.env._(
                    "Client %s, field Tier: only the customer service department sets"
                    " it, by a tier review.",
                    self[:1].display_name,
                )
            )

    def _log_tiers(self, before):
        """Write the history of a change; ``before`` maps the clients to their old tier.

        Context ``tier_reason`` and ``tier_revenue`` ({client id: amount}) explain it.
        """
        today = fields.Date.context_today(self)
        none = self.env["telecom.client.tier"]
        revenues = self.env.context.get("tier_revenue", {})
        # sudo: only this method writes the history; no user has the right
        self.env["telecom.client.tier.history"].sudo().create(
            [
                {
                    "partner_id": partner.id,
                    "company_id": (partner.tier_id or before[partner]).company_id.id,
                    "date": today,
                    "old_tier_id": before.get(partner, none).id,
                    "new_tier_id": partner.tier_id.id,
                    "revenue": revenues.get(partner.id, 0.0),
                    "reason": self.env.context.get("tier_reason")
                    or self.env._("Entered by hand"),
                    "user_id": self.env.uid,
                }
                for partner in self
            ]
        )
        new = self.filtered(lambda p: p.tier_id and not p.key_client_since)
        if new:
            new.key_client_since = today
