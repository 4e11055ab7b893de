from datetime import UTC, timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError


class TelecomVisit(models.Model):
    """A call on a client or prospect (走访), planned, done or cancelled."""

    _name = "telecom.visit"
    _description = "Visit"
    _inherit = [
        "telecom.visit.facts",
        "telecom.visit.calendar",
        "telecom.visit.next",
        "telecom.visit.check.in",
        "telecom.guarded.mixin",
    ]
    _order = "start desc, id desc"
    _check_company_auto = True
    _guarded_fields = frozenset(
        {"state", "done_at", "unit_id", "team_id", "event_id", "next_visit_id"}
        | {"next_activity_id", "next_scheduled", "corrections"}
        | {"checked_in_at", "latitude", "longitude"}
    )

    partner_id = fields.Many2one(
        "res.partner",
        string="Client or Prospect",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    client_id = fields.Many2one(
        related="partner_id.commercial_partner_id",
        string="Firm",
        store=True,
        index=True,
        help="Contacts count for their firm.",
    )
    lead_id = fields.Many2one(
        "crm.lead",
        string="Opportunity",
        copy=False,  # closed to salespeople without the sales application
        index="btree_not_null",
        ondelete="set null",
        domain="[('partner_id', 'child_of', client_id)]",
        groups="sales_team.group_sale_salesman",
    )
    salesperson_id = fields.Many2one(
        "telecom.salesperson",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self._get_own_salesperson(),
    )
    company_id = fields.Many2one(related="salesperson_id.company_id", store=True)
    unit_id = fields.Many2one(
        "telecom.sales.unit",
        compute="_compute_unit_id",
        store=True,
        index=True,
        help="The salesperson's unit on the day of the visit.",
    )
    team_id = fields.Many2one(
        "crm.team", compute="_compute_unit_id", store=True, index="btree_not_null"
    )
    kind = fields.Selection(
        [
            ("small_firm", "Small Firm"),
            ("key_client", "Key Client"),
            ("cold", "Cold Visit"),
        ],
        string="Kind of Visit",
        compute="_compute_kind",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
    )
    start = fields.Datetime(
        string="Planned Start", required=True, index=True, default=fields.Datetime.now
    )
    stop = fields.Datetime(
        string="Planned End",
        compute="_compute_stop",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
    )
    done_at = fields.Datetime(
        string="Done On", readonly=True, copy=False, index="btree_not_null"
    )
    state = fields.Selection(
        [("planned", "Planned"), ("done", "Done"), ("cancelled", "Cancelled")],
        required=True,
        readonly=True,
        default="planned",
        copy=False,
        index=True,
    )
    met_ids = fields.Many2many("res.partner", string="People Met")
    purpose = fields.Char()
    result = fields.Text(copy=False)

    # For the plan of visits and the metrics.
    _client_done_idx = models.Index("(client_id, done_at) WHERE state = 'done'")
    _person_start_idx = models.Index("(salesperson_id, start)")

    _hours_in_order = models.Constraint(
        "CHECK (start <= stop)",
        "Visit, field Planned End: it cannot lie before the planned start.",
    )

    @api.model
    def _get_own_salesperson(self):
        return self.env["telecom.salesperson"].search(
            [
                ("user_id", "=", self.env.uid),
                ("company_id", "=", self.env.company.id),
            ],
            limit=1,
        )

    @api.depends("partner_id", "kind", "start")
    @api.depends_context("uid")
    def _compute_display_name(self):
        # Even under sudo, only users who may read the client see its name.
        seen = self.partner_id.sudo(False)._filtered_access("read")
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for visit in self:
            partner = visit.partner_id.sudo(False)
            name = partner.display_name if partner in seen else kinds.get(visit.kind)
            day = visit._get_local_day() if visit.start else ""
            visit.display_name = f"{name or ''} · {day}"

    @api.depends("salesperson_id", "start")
    def _compute_unit_id(self):
        for visit in self:
            assignment = self.env["telecom.salesperson.assignment"]
            if visit.start and visit.salesperson_id:
                assignment = visit.salesperson_id._get_assignment_on(
                    visit._get_local_day()
                )
            visit.unit_id = assignment.unit_id
            visit.team_id = assignment.team_id

    @api.depends("partner_id")
    def _compute_kind(self):
        for visit in self:
            partner = visit.partner_id
            if partner.is_key_client:
                visit.kind = "key_client"
            else:
                visit.kind = "small_firm" if partner.is_small_firm else "cold"

    @api.depends("start")
    def _compute_stop(self):
        for visit in self:
            visit.stop = visit.start and visit.start + timedelta(hours=1)

    def _get_local_start(self):
        """Return the planned start in the time zone of the company (default: UTC)."""
        return self._convert_to_local_time(self.start)

    def _convert_to_local_time(self, moment):
        zone = self.company_id._get_telecom_zone()
        return moment.replace(tzinfo=UTC).astimezone(zone)

    def _get_local_day(self):
        return self._get_local_start().date()

    def _get_start_on_day(self, day):
        """Return the moment, in UTC, of another day at the local hour of the visit."""
        local = self._get_local_start()
        moment = local.replace(year=day.year, month=day.month, day=day.day)
        return moment.astimezone(UTC).replace(tzinfo=None)

    def action_done(self):
        """Mark planned visits as done now. Corrected visits keep their moment."""
        self._require_state("planned")
        self._check_small_firm()
        corrected = self.filtered("done_at")
        corrected._check_month_open()
        corrected._set_guarded({"state": "done"})
        (self - corrected)._set_guarded(
            {"state": "done", "done_at": fields.Datetime.now()}
        )

    def action_cancel(self):
        """Cancel planned visits."""
        self._require_state("planned")
        self._set_guarded({"state": "cancelled", "done_at": False})

    def action_plan(self):
        """Plan cancelled visits again."""
        self._require_state("cancelled")
        self._set_guarded({"state": "planned"})

    def _require_state(self, state):
        wrong = self.filtered(lambda v: v.state != state)[:1]
        if wrong:
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "Visit %(visit)s, field State: it is “%(state)s”; the button is for"
                    " visits that are “%(wanted)s”.",
                    visit=wrong.display_name,
                    state=labels[wrong.state],
                    wanted=labels[state],
                )
            )
