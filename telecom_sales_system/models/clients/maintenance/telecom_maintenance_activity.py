from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command, Domain
from odoo.tools import format_list

from ...common.decision.confirmation import ask_first
from ...common.groups import check_service
from ...common.telecom_calendar_mixin import TIMES
from .telecom_maintenance_expense import COUNTED

LASTS = timedelta(hours=2)


class TelecomMaintenanceActivity(models.Model):
    """A themed activity of a unit, or a symposium of the city, for key clients.

    The plan asks for four themed activities a unit and two symposia a year. An activity
    counts once it was held: with those present, among them a client of its lowest
    tier or above, and with minutes or a picture as proof.
    """

    _name = "telecom.maintenance.activity"
    _description = "Maintenance Activity"
    _inherit = [
        "telecom.calendar.mixin",
        "mail.thread",
        "telecom.evidence.mixin",
        "telecom.state.mixin",
        "telecom.guarded.mixin",
    ]
    _order = "start desc, id desc"
    _check_company_auto = True
    _guarded_fields = frozenset({"state", "event_id", "reached_ids"})
    _deletable_states = frozenset({"planned"})
    _final_states = frozenset({"done"})
    _kept_fields = frozenset(
        {"unit_id", "company_id", "level", "tier_floor_id", "start", "stop"}
        | {"present_ids", "reached_ids", "minutes", "evidence_ids"}
    )
    _event_fields = {
        "name": ("name",),
        "start": TIMES,
        "stop": TIMES,
        "place": ("location",),
        "user_id": ("user_id", "partner_ids"),
        "partner_ids": ("partner_ids",),
        "state": ("active",),
    }

    def _default_tier_floor(self):
        return self.env["telecom.client.tier"].search(
            [("company_id", "=", self.env.company.id), ("is_invited", "=", True)],
            order="threshold",
            limit=1,
        )

    name = fields.Char(string="Theme", required=True, tracking=True)
    unit_id = fields.Many2one(
        "telecom.sales.unit",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    level = fields.Selection(
        [("unit", "Themed Activity"), ("city", "Symposium")],
        string="Kind of Activity",
        required=True,
        compute="_compute_level",
        store=True,
        readonly=False,
        precompute=True,
        help="Symposia are held by the city bureau.",
    )
    tier_floor_id = fields.Many2one(
        "telecom.client.tier",
        string="Lowest Tier",
        required=True,
        ondelete="restrict",
        check_company=True,
        default=lambda self: self._default_tier_floor(),
        help="Clients of this tier and of those above are invited.",
    )
    partner_ids = fields.Many2many(
        "res.partner", string="Attendees", domain=[("is_key_client", "=", True)]
    )
    present_ids = fields.Many2many(
        "res.partner",
        "telecom_maintenance_activity_present_rel",
        copy=False,
        ondelete="restrict",
        help="Who came: clients, their contacts and other guests.",
    )
    reached_ids = fields.Many2many(
        "res.partner",
        "telecom_maintenance_activity_reached_rel",
        string="Clients Reached",
        readonly=True,
        copy=False,
        ondelete="restrict",
        help="The firms of those present, as they were when the activity was held.",
    )
    minutes = fields.Text(copy=False, help="What was said and agreed on.")
    evidence_ids = fields.Many2many(
        string="Pictures and Papers",
        help="Minutes or a picture prove that the activity was held.",
    )
    attendee_count = fields.Integer(compute="_compute_attendee_count")
    planned_cost = fields.Monetary()
    actual_cost = fields.Monetary(
        compute="_compute_actual_cost", help="Approved and paid expenses."
    )
    expense_ids = fields.One2many(
        "telecom.maintenance.expense", "activity_id", string="Expenses"
    )
    state = fields.Selection(
        [("planned", "Planned"), ("done", "Done"), ("cancelled", "Cancelled")],
        required=True,
        readonly=True,
        default="planned",
        copy=False,
        tracking=True,
    )
    start = fields.Datetime(required=True, tracking=True)
    stop = fields.Datetime(
        string="End",
        required=True,
        compute="_compute_stop",
        store=True,
        readonly=False,
        precompute=True,
    )
    place = fields.Char()
    user_id = fields.Many2one(
        "res.users",
        string="Responsible",
        default=lambda self: self.env.user,
        domain=[("share", "=", False)],
        ondelete="restrict",
    )
    event_id = fields.Many2one(string="Meeting")

    _cost_positive = models.Constraint(
        "CHECK (planned_cost >= 0)",
        "Maintenance activity, field Planned Cost: it cannot be negative.",
    )
    _stop_after_start = models.Constraint(
        "CHECK (stop > start)",
        "Maintenance activity, field End: it must be after the start.",
    )

    # ------------------------------------------------------------
    # COMPUTE METHODS
    # ------------------------------------------------------------

    @api.depends("unit_id")
    def _compute_level(self):
        for activity in self:
            activity.level = "city" if activity.unit_id.kind == "city" else "unit"

    @api.depends("partner_ids")
    def _compute_attendee_count(self):
        for activity in self:
            activity.attendee_count = len(activity.partner_ids)

    @api.depends("expense_ids.state", "expense_ids.amount")
    def _compute_actual_cost(self):
        costs = dict(
            self.env["telecom.maintenance.expense"]
            # sudo: everybody who sees the activity sees its whole cost
            .sudo()
            ._read_group(
                [
                    ("activity_id", "in", self.ids),
                    ("state", "in", COUNTED),
                ],
                ["activity_id"],
                ["amount:sum"],
            )
        )
        for activity in self:
            activity.actual_cost = costs.get(activity, 0.0)

    @api.depends("start")
    def _compute_stop(self):
        for activity in self:
            activity.stop = activity.start and activity.start + LASTS

    # ------------------------------------------------------------
    # CONSTRAINTS AND ONCHANGES
    # ------------------------------------------------------------

    @api.constrains("level", "unit_id")
    def _check_level(self):
        for activity in self:
            if activity.level == "city" and activity.unit_id.kind != "city":
                raise ValidationError(
                    self.env._(
                        "Maintenance activity %(name)s, field Kind of Activity:"
                        " %(unit)s is not a city bureau and holds no symposia.",
                        name=activity.name,
                        unit=activity.unit_id.name,
                    )
                )

    @api.constrains("partner_ids", "tier_floor_id")
    def _check_tier_floor(self):
        for activity in self:
            floor = activity.tier_floor_id
            for client in activity.sudo().partner_ids:
                if client.tier_id.threshold < floor.threshold:
                    raise ValidationError(
                        self.env._(
                            "Maintenance activity %(name)s, field Attendees: %(client)s"
                            " is below the tier “%(tier)s”.",
                            name=activity.name,
                            client=client.display_name,
                            tier=floor.name,
                        )
                    )

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_invite(self):
        """Add the clients of the unit and the units below it, down to the tier."""
        for activity in self:
            activity._check_state("planned")
            partners = self.env["res.partner"]
            clients = partners.search(
                [
                    *partners._get_client_files_domain(),
                    ("sales_unit_id", "child_of", activity.unit_id.id),
                    ("tier_id.company_id", "=", activity.company_id.id),
                    ("tier_id.threshold", ">=", activity.tier_floor_id.threshold),
                ]
            )
            activity.partner_ids |= clients

    def action_done(self):
        """Mark the activities as done, so that they count for the unit's year.

        :raises UserError: an activity is not planned, or was not held
        """
        self._check_state("planned")
        for activity in self:
            activity._check_held()
            # sudo: the firm of a contact counts, whoever notes who came
            firms = activity.sudo().present_ids.commercial_partner_id
            activity._set_guarded_fields(
                {"state": "done", "reached_ids": [Command.set(firms.ids)]}
            )

    def action_confirm_all_present(self):
        """Enter all attendees as present; who did not come can be removed."""
        self._check_state("planned")
        for activity in self:
            activity.present_ids |= activity.partner_ids

    def action_reopen(self):
        """Reopen done activities, so that what was entered can be corrected.

        :raises AccessError: the user is not of the customer service department
        :raises UserError: an activity is not done
        """
        check_service(
            self.env,
            self.env._(
                "Maintenance activity %s: only the customer service department"
                " reopens an activity.",
                self[:1].name,
            ),
        )
        self._check_state("done")
        self._set_guarded_fields({"state": "planned"})

    @ask_first("_describe_cancelling", needs_reason=True)
    def action_cancel(self):
        """Cancel the activities and remove their meetings from the calendar.

        :raises UserError: an activity is done, or cancelled already
        """
        self._check_state("planned")
        self._set_guarded_fields({"state": "cancelled"})

    # ------------------------------------------------------------
    # BUSINESS METHODS
    # ------------------------------------------------------------

    @api.model
    def _get_way_out(self):
        return self.env._("The customer service department can reopen it.")

    @api.model
    def _get_kept_evidence_domain(self):
        return Domain("state", "=", "done")

    def _check_held(self):
        """Check that the activity took place, with clients, and that this is proved.

        :raises UserError: it has not begun, nobody came of those whom it is for, or
            there are neither minutes nor a picture
        """
        if self.start > fields.Datetime.now():
            raise UserError(
                self.env._("Maintenance activity %s has not begun yet.", self.name)
            )
        floor = self.tier_floor_id
        # sudo: the tier of a client counts, whoever notes who came
        tiers = self.sudo().present_ids.commercial_partner_id.tier_id
        if not any(
            tier.threshold >= floor.threshold
            for tier in tiers
            if tier.company_id == self.company_id
        ):
            raise UserError(
                self.env._(
                    "Maintenance activity %(name)s, field Present: enter who came. At"
                    " least one client must be of the tier “%(tier)s” or above.",
                    name=self.name,
                    tier=floor.name,
                )
            )
        if not (self.minutes or "").strip() and not self.evidence_ids:
            raise UserError(
                self.env._(
                    "Maintenance activity %s: write the minutes or add a picture, as"
                    " proof that it was held.",
                    self.name,
                )
            )

    def _needs_event(self):
        return self.state == "planned"

    def _prepare_event(self):
        attendees = self.partner_ids | self.user_id.partner_id
        return {
            "name": self.name,
            "start": self.start,
            "stop": self.stop,
            "allday": False,
            "location": self.place,
            "user_id": self.user_id.id,
            "partner_ids": [Command.set(attendees.ids)],
            "active": self.state != "cancelled",
        }

    def _describe_cancelling(self):
        """Return what cancelling the activities does, in figures."""
        return self.env._(
            "%(names)s are cancelled, with %(clients)s clients invited. The meeting"
            " leaves the calendar, and the activity cannot be planned again.",
            names=format_list(self.env, self.mapped("name")),
            clients=len(self.partner_ids),
        )
