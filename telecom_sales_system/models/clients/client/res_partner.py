from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import SQL

from ...common.groups import (
    ANY_ROLE,
    INTERNAL_USER,
    SERVICE,
    UNIT_MANAGER,
    check_service,
)
from .telecom_client_service_history import SERVED_BY

CLIENT_FIELDS = [
    "tier_id",
    "key_client_since",
    "client_manager_id",
    "deputy_manager_id",
]
# What contacts take from their company.
INHERITED_FIELDS = ["sales_unit_id", *CLIENT_FIELDS]
# Who serves a client: set by those who may hand it over.
SERVICE_FIELDS = ("sales_unit_id", "client_manager_id", "deputy_manager_id")
# What decides whether a contact follows a company.
PLACE = ("parent_id", "is_company")
# Set by changes of the tier; the department corrects the day.
SINCE = "key_client_since"
TIER_FIELDS = ("is_key_client", SINCE)
AT_WORK = [("state", "in", ["registered", "suspended"])]
TEMPLATE = "/telecom_sales_system/static/xls/telecom_client_file%s.xlsx"


class ResPartner(models.Model):
    """Key client with tier, unit, lead and deputy manager (AB 角).

    Revenue is computed on demand, under the record rules of client revenue: posting an
    invoice writes no client, and nobody reads here what the list of revenue hides.
    """

    _inherit = "res.partner"

    tier_id = fields.Many2one(
        "telecom.client.tier",
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
        tracking=True,
        help="Set by tier reviews; every change is kept in the history.",
        groups=INTERNAL_USER,
    )
    is_key_client = fields.Boolean(
        string="Key Client",
        compute="_compute_is_key_client",
        store=True,
        index=True,
        groups=INTERNAL_USER,
    )
    key_client_since = fields.Date(
        readonly=True,
        copy=False,
        help="The day on which the client first got a tier.",
        groups=INTERNAL_USER,
    )
    client_manager_id = fields.Many2one(
        "telecom.salesperson",
        string="Lead Client Manager",
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
        domain=AT_WORK,
        groups=INTERNAL_USER,
    )
    deputy_manager_id = fields.Many2one(
        "telecom.salesperson",
        string="Deputy Client Manager",
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
        domain=AT_WORK,
        help="Takes over when the lead manager leaves.",
        groups=INTERNAL_USER,
    )
    may_hand_over = fields.Boolean(compute="_compute_may_hand_over", groups=ANY_ROLE)
    is_small_firm = fields.Boolean(
        string="Small Firm",
        help="Counts in the visits to small firms.",
        groups=INTERNAL_USER,
    )
    tier_history_ids = fields.One2many(
        "telecom.client.tier.history", "partner_id", groups=ANY_ROLE
    )
    client_revenue = fields.Monetary(
        string="Revenue This Year", compute="_compute_client_revenue", groups=ANY_ROLE
    )
    client_revenue_before = fields.Monetary(
        string="Same Days Last Year",
        compute="_compute_client_revenue",
        groups=ANY_ROLE,
        help="Revenue from 1 January to this day of the year before.",
    )
    client_growth = fields.Float(
        string="Growth",
        compute="_compute_client_revenue",
        groups=ANY_ROLE,
        help="This year against the same days last year; empty without revenue then.",
    )
    is_lost_client = fields.Boolean(
        string="Lost Client",
        compute="_compute_is_lost_client",
        search="_search_is_lost_client",
        groups=ANY_ROLE,
        help="A present or former key client without revenue for the months in the"
        " settings.",
    )
    last_revenue_date = fields.Date(
        string="Last Revenue", compute="_compute_last_revenue_date", groups=ANY_ROLE
    )

    _managers_differ = models.Constraint(
        "CHECK (client_manager_id <> deputy_manager_id)",
        "Client, field Deputy Client Manager: lead and deputy must be two people.",
    )

    # ------------------------------------------------------------
    # COMPUTE METHODS
    # ------------------------------------------------------------

    @api.depends("tier_id")
    def _compute_is_key_client(self):
        for partner in self:
            partner.is_key_client = bool(partner.tier_id)

    @api.depends_context("uid")
    def _compute_may_hand_over(self):
        for partner in self:
            saved = partner._origin._get_service()
            partner.may_hand_over = partner._may_hand_over(saved, saved)

    @api.depends_context("uid", "company")
    def _compute_client_revenue(self):
        today = self.env.company._telecom_today()
        clients = self.commercial_partner_id
        this_year = self._get_revenue_of_year(clients, today)
        year_before = fields.Date.subtract(today, years=1)
        last_year = self._get_revenue_of_year(clients, year_before)
        for partner in self:
            client_id = partner.commercial_partner_id.id
            now, before = this_year.get(client_id, 0), last_year.get(client_id, 0)
            partner.client_revenue = now
            partner.client_revenue_before = before
            partner.client_growth = now / before - 1 if before else False

    @api.depends_context("uid", "company")
    def _compute_is_lost_client(self):
        clients = self.with_context(active_test=False)
        lost = clients.search([("id", "in", self.ids), ("is_lost_client", "=", True)])
        for partner in self:
            partner.is_lost_client = partner._origin in lost

    @api.depends_context("uid", "company")
    def _compute_last_revenue_date(self):
        self.env.flush_all()
        last = dict(
            self.env["telecom.client.revenue"]._read_group(
                [
                    ("partner_id", "in", self.commercial_partner_id.ids),
                    ("company_id", "=", self.env.company.id),
                    ("amount", ">", 0),
                ],
                ["partner_id"],
                ["date:max"],
            )
        )
        for partner in self:
            partner.last_revenue_date = last.get(partner.commercial_partner_id)

    def _search_is_lost_client(self, operator, value):
        # Odoo checks the groups of stored fields only.
        self._check_field_access(self._fields["is_lost_client"], "read")
        if operator != "in":
            return NotImplemented
        self.env.flush_all()
        months = self.env.company.telecom_lost_after_months
        since = self.env.company._telecom_today() - relativedelta(months=months)
        buying = SQL(
            """(
            SELECT partner_id FROM (%(revenue)s) line
             WHERE company_id = %(company)s AND date > %(since)s
          GROUP BY partner_id HAVING SUM(amount) > 0)
            """,
            revenue=self.env["telecom.client.revenue"]._table_query,
            company=self.env.company.id,
            since=since,
        )
        return Domain("key_client_since", "<=", since) & Domain(
            "commercial_partner_id", "not in", buying
        )

    # ------------------------------------------------------------
    # CONSTRAINTS AND ONCHANGES
    # ------------------------------------------------------------

    @api.onchange("industry_id")
    def _onchange_industry_id(self):
        if not self.client_manager_id:
            # sudo: the proposal may be a colleague whose file the user does not see
            manager = self.industry_id.sudo().manager_id
            if manager.company_id == self.env.company:
                before = self._get_service()
                now = before | {"client_manager_id": manager}
                if self._may_hand_over(before, now):
                    self.client_manager_id = manager.sudo(False)

    # ------------------------------------------------------------
    # CRUD METHODS
    # ------------------------------------------------------------

    @api.model
    def _commercial_fields(self):
        return super()._commercial_fields() + CLIENT_FIELDS

    @api.model
    def default_get(self, fields):
        """Return defaults; what only others may set has none, not even under sudo."""
        guarded = {*TIER_FIELDS}
        if not self.env.user.has_group(SERVICE):
            guarded |= {*SERVICE_FIELDS}
        return super().default_get([name for name in fields if name not in guarded])

    @api.model_create_multi
    def create(self, vals_list):
        partners = super().create(vals_list)
        partners._check_may_serve({})
        with_tier = partners.filtered(
            lambda p: p.tier_id and p == p.commercial_partner_id
        )
        with_tier._check_may_set_tier()
        with_tier._log_tiers({})
        return partners

    def write(self, vals):
        contacts = self.browse()
        if not vals.keys().isdisjoint(PLACE):
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
        self._record_handovers(vals)
        served = {}
        if not vals.keys().isdisjoint((*SERVICE_FIELDS, *TIER_FIELDS, *PLACE)):
            served = {partner: partner._get_service() for partner in self}
        if vals.keys().isdisjoint(PLACE):
            # Before the write, after which the user may have lost sight of the client
            self._check_may_serve(served, vals)
        self._end_client_files(vals)
        result = super().write(vals)
        changing.filtered(lambda p: p == p.commercial_partner_id)._log_tiers(before)
        freed = contacts.filtered(lambda p: p == p.commercial_partner_id)
        inherited = set(INHERITED_FIELDS).difference(vals)
        if freed and inherited:
            # super() skips our own write: the client has not changed tier itself.
            super(ResPartner, freed).write(dict.fromkeys(inherited, False))
        if served:
            self._check_may_serve(served)
        return result

    def _commercial_sync_from_company(self):
        # Odoo copies only the values that the company has. Empty ones are cleared here,
        # or the contact of a former company would stay a key client.
        result = super()._commercial_sync_from_company()
        company = self.commercial_partner_id
        if company != self:
            empty = [
                name for name in INHERITED_FIELDS if self[name] and not company[name]
            ]
            if empty:
                self.write(dict.fromkeys(empty, False))
        return result

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    @api.readonly
    def action_open_client_revenue(self):
        """Open the revenue of the client by month and revenue line."""
        return self._get_client_action("telecom_client_revenue_action")

    @api.readonly
    def action_open_client_invoices(self):
        """Open the invoice lines that the revenue comes from."""
        action = self._get_client_action("telecom_client_revenue_action")
        return action | {"views": [(False, "list"), (False, "pivot")]}

    @api.readonly
    def action_open_tier_history(self):
        """Open the changes of the client's tier."""
        return self._get_client_action("telecom_client_tier_history_action")

    @api.model
    def get_import_templates(self):
        """Return the client file for key clients, and Odoo's templates elsewhere."""
        if not self.env.context.get("telecom_client_file"):
            return super().get_import_templates()
        language = "_zh_CN" if self.env.lang == "zh_CN" else ""
        return [
            {
                "label": self.env._("Import Template for the Client File"),
                "template": TEMPLATE % language,
            }
        ]

    # ------------------------------------------------------------
    # BUSINESS METHODS
    # ------------------------------------------------------------

    def _record_handovers(self, vals):
        """Record who served the clients that values hand over to somebody else.

        Who is entered where nobody was yet has served the client all along. Where
        somebody was and then nobody, nobody served the client until now.
        """
        served_by = {
            name: self._fields[name].convert_to_cache(vals[name], self)
            for name in SERVED_BY
            if name in vals
        }
        history = self.env["telecom.client.service.history"]
        clients = self.filtered(lambda p: p == p.commercial_partner_id)
        handed_over = self.browse()
        for name, new_id in served_by.items():
            changing = clients.filtered(lambda p, n=name, new=new_id: p[n].id != new)
            served = changing.filtered(name)
            handed_over |= served
            if unserved := changing - served:
                handed_over |= history._filter_served(unserved, name)
        if handed_over:
            history._record_handovers(handed_over)

    def _end_client_files(self, vals):
        """End the files of clients that become contacts of another client.

        What was before stays with those who served them and with their tiers.
        """
        if vals.keys().isdisjoint(("parent_id", "is_company")):
            return
        for partner in self.filtered(lambda p: p == p.commercial_partner_id):
            parent = self.browse(vals.get("parent_id", partner.parent_id.id))
            if parent and not vals.get("is_company", partner.is_company):
                client = parent.commercial_partner_id
                self.env["telecom.client.service.history"]._end_files(partner, client)
                self.env["telecom.client.tier.history"]._end_files(
                    partner, self.env._("Contact of %s by now", client.display_name)
                )

    def _get_service(self):
        """Return who serves a client, and whether it is none of a company's contacts.

        :return: ``{field: value}`` of the client file, with the key ``is_client``
        """
        # sudo: the guard must also see units and people that the user cannot
        partner = self.sudo()
        values = {name: partner[name] for name in (*SERVICE_FIELDS, *TIER_FIELDS)}
        return values | {"is_client": partner == partner.commercial_partner_id}

    def _check_may_serve(self, before, vals=None):
        """Check that the user may make a change of who serves these clients.

        Contacts take what their company has.

        :param before: what ``_get_service`` returned for each; nothing if it is new
        :param vals: values that will be written; None if they are
        :raises AccessError: the user may not hand a client over
        """
        if self.env.su or not (before or vals is None):
            return
        given = self._convert_service_vals(vals or {})
        nobody = self.browse()._get_service() | {"is_client": False}
        for partner in self:
            was, now = before.get(partner, nobody), partner._get_service() | given
            changed = {name for name in SERVICE_FIELDS if was[name] != now[name]}
            since = {"key_client_since"} if was[SINCE] != now[SINCE] else set()
            if not now["is_client"]:
                taken = partner.sudo().commercial_partner_id._get_service()
                # A client that becomes a contact is handed over with its company.
                same = {n for n in taken if taken[n] == now[n] and not was["is_client"]}
                changed, since = changed - same, since - same
            elif partner in before and not was["is_client"]:
                # A contact that leaves its company has nobody.
                changed = {name for name in changed if now[name]}
                since = since if now[SINCE] else set()
            if vals is None and now["is_key_client"] != bool(partner.sudo().tier_id):
                partner._refuse_service("is_key_client")
            if changed and not partner._may_hand_over(was, now):
                partner._refuse_service(min(changed))
            if since and not self.env.user.has_group(SERVICE):
                partner._refuse_service(SINCE)

    @api.model
    def _convert_service_vals(self, vals):
        """Return the values to be written that ``_get_service`` returns."""
        # sudo: units and people that the user may not see
        record = self.sudo().browse()
        return {
            name: field.convert_to_record(
                field.convert_to_cache(vals[name], record), record
            )
            for name, field in self._fields.items()
            if name in vals and name in (*SERVICE_FIELDS, SINCE)
        }

    def _may_hand_over(self, before, now):
        """Return whether the user may give a client to those who serve it now.

        The customer service department may, and so may managers within their units.

        :param before: what ``_get_service`` returned before the change
        :param now: the same after it
        """
        user = self.env.user
        if self.env.su or user.has_group(SERVICE):
            return True
        if not user.has_group(UNIT_MANAGER):
            return False
        people = ("client_manager_id", "deputy_manager_id")
        units = before["sales_unit_id"] | now["sales_unit_id"]
        units = units or before["client_manager_id"].unit_id
        for name in people:
            if now[name] != before[name]:
                units |= now[name].unit_id
        if not units:
            # Nobody serves the client yet: any manager may take it up.
            return not any(now[name] for name in people)
        return all(user in unit.supervisor_ids for unit in units)

    def _refuse_service(self, name):
        # sudo: the user may have lost sight of the client by the change
        client = self.sudo().display_name
        field = self._fields[name]._description_string(self.env)
        if name == "is_key_client":
            raise AccessError(
                self.env._(
                    "Client %(client)s, field %(field)s: it follows from the tier.",
                    client=client,
                    field=field,
                )
            )
        if name == SINCE:
            raise AccessError(
                self.env._(
                    "Client %(client)s, field %(field)s: it is set with the first tier;"
                    " only the customer service department corrects it.",
                    client=client,
                    field=field,
                )
            )
        raise AccessError(
            self.env._(
                "Client %(client)s, field %(field)s: only the customer service"
                " department hands clients over, and managers those of their units to"
                " people of their units. Ask them.",
                client=client,
                field=field,
            )
        )

    def _check_may_set_tier(self):
        """Check that the user may set tiers; contacts take the tier of their company.

        :raises AccessError: the user is not of the customer service department
        """
        if self:
            check_service(
                self.env,
                self.env._(
                    "Client %s, field Tier: only the customer service department sets"
                    " it, by a tier review.",
                    self[:1].display_name,
                ),
            )

    def _set_tier(self, tier, reason, revenues):
        """Give clients another tier; the caller has checked this and logs it on them.

        :param reason: why, for the history
        :param revenues: ``{client id: revenue}`` that the tier follows from
        """
        before = {partner: partner.tier_id for partner in self}
        # Odoo would log it client by client.
        self._track_discard()
        # super() skips our own write, which explains a tier as entered by hand.
        super().write({"tier_id": tier.id})  # pylint: disable=super-method-mismatch
        self._log_tiers(before, reason, revenues)

    def _log_tiers(self, before, reason=None, revenues=None):
        """Write the history of a change; ``before`` maps the clients to their old tier.

        :param reason: why; by default the tier was entered by hand
        :param revenues: ``{client id: revenue}`` that the tier follows from
        """
        none = self.env["telecom.client.tier"]
        companies = {p: (p.tier_id or before[p]).company_id for p in self}
        days = {company: company._telecom_today() for company in {*companies.values()}}
        revenues = revenues or {}
        # sudo: only this method writes the history; no user has the right
        self.env["telecom.client.tier.history"].sudo().create(
            [
                {
                    "partner_id": partner.id,
                    "company_id": companies[partner].id,
                    "date": days[companies[partner]],
                    "old_tier_id": before.get(partner, none).id,
                    "new_tier_id": partner.tier_id.id,
                    "revenue": revenues.get(partner.id, 0.0),
                    "reason": reason or self.env._("Entered by hand"),
                    "user_id": self.env.uid,
                }
                for partner in self
            ]
        )
        new = self.filtered(lambda p: p.tier_id and not p.key_client_since)
        for day, partners in new.grouped(lambda p: days[companies[p]]).items():
            # sudo: the day follows from the tier, which the user may set
            partners.sudo().key_client_since = day

    def _get_revenue_of_year(self, clients, last_day):
        """Return ``{client id: revenue}`` from 1 January to ``last_day``."""
        first_day = last_day.replace(month=1, day=1)
        return self.env["telecom.client.revenue"]._get_revenue_by_client(
            clients, first_day, last_day, self.env.company
        )

    def _get_client_action(self, name):
        """Return an action of this addon for the records of the commercial entity."""
        self.ensure_one()
        client = self.commercial_partner_id
        action = self.env["ir.actions.act_window"]._for_xml_id(
            f"telecom_sales_system.{name}"
        )
        return action | {
            "domain": [("partner_id", "=", client.id)],
            "context": {"default_partner_id": client.id},
        }
