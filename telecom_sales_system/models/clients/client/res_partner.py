from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ....tools.decimals import exact
from ....tools.paper.matrix import growth
from ...common.groups import ANY_ROLE, INTERNAL_USER, SERVICE, check_service
from .res_partner_service import SERVICE_FIELDS, TIER_FIELDS

CLIENT_FIELDS = [
    "tier_id",
    "key_client_since",
    "client_manager_id",
    "deputy_manager_id",
]
# What contacts take from their company.
INHERITED_FIELDS = ["sales_unit_id", *CLIENT_FIELDS]
ONE_DAY = relativedelta(days=1)
# What decides whether a contact follows a company.
PLACE = ("parent_id", "is_company")
CLIENT_FILE = "/telecom/clients/file"
TEMPLATE = "/telecom_sales_system/static/xls/telecom_client_file%s.xlsx"


class ResPartner(models.Model):
    """Key client with its tier and revenue; who serves it is in a file of its own.

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
        index="btree_not_null",
        help="The day on which the client first got a tier. On days before the first"
        " row of its tier history, it counts as a key client from this day on.",
        groups=INTERNAL_USER,
    )
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
        help="Revenue from 1 January of the year before to the same day as today.",
    )
    client_growth = fields.Float(
        string="Growth",
        compute="_compute_client_revenue",
        groups=ANY_ROLE,
        help="This year against the same days last year; empty without revenue then.",
    )
    is_new_key_client = fields.Boolean(
        string="New This Year",
        compute="_compute_key_client_changes",
        search="_search_is_new_key_client",
        groups=ANY_ROLE,
        help="Has a tier today, and had none at the end of last year.",
    )
    is_lost_key_client = fields.Boolean(
        string="Lost This Year",
        compute="_compute_key_client_changes",
        search="_search_is_lost_key_client",
        groups=ANY_ROLE,
        help="Had a tier at the end of last year, and has none today.",
    )
    is_idle_client = fields.Boolean(
        string="Without Revenue",
        compute="_compute_is_idle_client",
        search="_search_is_idle_client",
        groups=ANY_ROLE,
        help="A present or former key client without revenue for the months in the"
        " settings.",
    )
    last_revenue_date = fields.Date(
        string="Last Revenue", compute="_compute_last_revenue_date", groups=ANY_ROLE
    )

    # ------------------------------------------------------------
    # COMPUTE METHODS
    # ------------------------------------------------------------

    @api.depends("tier_id")
    def _compute_is_key_client(self):
        for partner in self:
            partner.is_key_client = bool(partner.tier_id)

    @api.depends_context("uid", "company")
    def _compute_client_revenue(self):
        company = self.env.company
        clients = self.commercial_partner_id
        revenue = self.env["telecom.client.revenue"]
        this_year, last_year = (
            revenue._get_revenue_by_client(clients, *days, company)
            for days in revenue._get_compared_days(company._telecom_today())
        )
        for partner in self:
            client_id = partner.commercial_partner_id.id
            now, before = this_year.get(client_id, 0), last_year.get(client_id, 0)
            partner.client_revenue = now
            partner.client_revenue_before = before
            partner.client_growth = growth(exact(now), exact(before)) or False

    @api.depends_context("uid", "company")
    def _compute_key_client_changes(self):
        clients = self.with_context(active_test=False)
        for name in ("is_new_key_client", "is_lost_key_client"):
            found = clients.search([("id", "in", self.ids), (name, "=", True)])
            for partner in self:
                partner[name] = partner._origin in found

    @api.depends_context("uid", "company")
    def _compute_is_idle_client(self):
        clients = self.with_context(active_test=False)
        idle = clients.search([("id", "in", self.ids), ("is_idle_client", "=", True)])
        for partner in self:
            partner.is_idle_client = partner._origin in idle

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

    def _search_is_new_key_client(self, operator, value):
        history = self.env["telecom.client.tier.history"]
        days = self._get_days_of_year()
        new = history._get_new_files_query(*days)
        return self._get_changed_clients_domain(
            "is_new_key_client", operator, new, days[1]
        )

    def _search_is_lost_key_client(self, operator, value):
        history = self.env["telecom.client.tier.history"]
        days = self._get_days_of_year()
        lost, before = history._get_lost_files_query(*days), days[0] - ONE_DAY
        return self._get_changed_clients_domain(
            "is_lost_key_client", operator, lost, before
        )

    def _search_is_idle_client(self, operator, value):
        # Odoo checks the groups of stored fields only.
        self._check_field_access(self._fields["is_idle_client"], "read")
        if operator != "in":
            return NotImplemented
        self.env.flush_all()
        months = self.env.company.telecom_idle_after_months
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
            },
            {
                "label": self.env._("Today's Clients, to Fill In and Import"),
                "template": CLIENT_FILE,
            },
        ]

    # ------------------------------------------------------------
    # BUSINESS METHODS
    # ------------------------------------------------------------

    @api.model
    def _get_client_files_domain(self):
        """Return the domain of partners that are clients themselves.

        Contacts have tier and managers of their company, and are nobody's client.
        """
        return Domain("is_company", "=", True) | Domain("parent_id", "=", False)

    def _get_days_of_year(self):
        """Return 1 January and today."""
        today = self.env.company._telecom_today()
        return today.replace(month=1, day=1), today

    def _get_changed_clients_domain(self, name, operator, files, day):
        """Return the domain of clients among files and of their contacts.

        It is as the metrics of new and lost key clients count the city bureau's.
        """
        # Odoo checks the groups of stored fields only.
        self._check_field_access(self._fields[name], "read")
        if operator != "in":
            return NotImplemented
        history = self.env["telecom.client.tier.history"]
        found = history._find_key_clients(files, day, self.env.company)
        return Domain("commercial_partner_id", "in", found)

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

    def _set_tier(self, tier, reason, revenues, since=None):
        """Give clients another tier; the caller has checked this and logs it on them.

        :param reason: why, for the history
        :param revenues: ``{client id: revenue}`` that the tier follows from
        :param since: first day of the tier; by default the day of their company
        """
        before = {partner: partner.tier_id for partner in self}
        # Odoo would log it client by client.
        self._track_discard()
        # super() skips our own write, which explains a tier as entered by hand.
        super().write({"tier_id": tier.id})  # pylint: disable=super-method-mismatch
        self._log_tiers(before, reason, revenues, since)

    def _log_tiers(self, before, reason=None, revenues=None, since=None):
        """Write the history of a change; ``before`` maps the clients to their old tier.

        :param reason: why; by default the tier was entered by hand
        :param revenues: ``{client id: revenue}`` that the tier follows from
        :param since: first day of the new tier; by default the day of their company
        """
        none = self.env["telecom.client.tier"]
        companies = {p: (p.tier_id or before[p]).company_id for p in self}
        days = {
            company: since or company._telecom_today()
            for company in {*companies.values()}
        }
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

    def _get_decision_times(self):
        # sudo: what was decided stays, also for users who cannot read it
        history = self.sudo().tier_history_ids
        return super()._get_decision_times() | set(history.mapped("create_date"))

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
