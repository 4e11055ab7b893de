from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import format_date, html_escape

from ...common.groups import check_service
from ...common.telecom_calendar_mixin import TIMES

FACTS = frozenset({"partner_id", "salesperson_id", "kind", "start", "stop"})
STEP_FIELDS = {"next_step", "next_date"}


class TelecomVisit(models.Model):
    """A call on a client or prospect (走访), planned, done or cancelled.

    What metrics count of a visit is unchangeable once it is done. Moving the visit or
    its calendar entry moves both.
    """

    _name = "telecom.visit"
    _description = "Visit"
    _inherit = [
        "telecom.calendar.mixin",
        "telecom.state.mixin",
        "telecom.guarded.mixin",
    ]
    _order = "start desc, id desc"
    _check_company_auto = True
    _guarded_fields = frozenset(
        {"state", "done_at", "client_id", "unit_id", "team_id", "event_id"}
        | {"next_visit_id"}
        | {"next_activity_id", "next_scheduled", "corrections"}
        | {"checked_in_at", "latitude", "longitude"}
        | {"done_by_id", "done_noted_on"}
    )
    _final_states = frozenset({"done"})
    _kept_fields = FACTS
    _event_fields = {
        "start": TIMES,
        "stop": TIMES,
        "partner_id": ("name",),
        "salesperson_id": ("user_id", "partner_ids"),
        "purpose": ("description",),
        "state": ("active",),
    }

    partner_id = fields.Many2one(
        "res.partner",
        string="Client or Prospect",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain=[("partner_share", "=", True)],
    )
    client_id = fields.Many2one(
        "res.partner",
        string="Firm",
        compute="_compute_client_id",
        store=True,
        index=True,
        ondelete="restrict",
        help="Contacts count for their firm, that of the day on which the visit was"
        " done.",
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
        default=lambda self: self.env["telecom.salesperson"]._get_own_salesperson(),
    )
    company_id = fields.Many2one(related="salesperson_id.company_id", store=True)
    unit_id = fields.Many2one(
        "telecom.sales.unit",
        compute="_compute_unit_id",
        store=True,
        index=True,
        ondelete="restrict",
        help="The salesperson's unit on the day of the visit.",
    )
    team_id = fields.Many2one(
        "crm.team",
        compute="_compute_unit_id",
        store=True,
        index="btree_not_null",
        ondelete="restrict",
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
    done_by_id = fields.Many2one(
        "res.users",
        string="Noted by",
        readonly=True,
        copy=False,
        ondelete="restrict",
        help="Who marked the visit as done, and can take that back on the same day.",
    )
    done_noted_on = fields.Date(readonly=True, copy=False)
    can_undo = fields.Boolean(compute="_compute_can_undo")
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
    corrections = fields.Text(
        readonly=True,
        copy=False,
        help="Who reopened the visit for correction, when, and why.",
    )
    next_step = fields.Selection(
        [("visit", "Next Visit"), ("activity", "To Do")], copy=False
    )
    next_date = fields.Date(string="Date of the Next Step", copy=False)
    next_note = fields.Char(string="What Next", copy=False)
    next_visit_id = fields.Many2one(
        "telecom.visit",
        string="Follow-up Visit",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
    next_activity_id = fields.Many2one(
        "mail.activity",
        string="Follow-up Activity",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
    next_scheduled = fields.Boolean(
        readonly=True,
        copy=False,
        help="The next step was scheduled. If it is deleted, it is not created again.",
    )
    is_today = fields.Boolean(
        string="Today",
        compute="_compute_is_today",
        search="_search_is_today",
        help="Planned for today in the time zone of the bureau.",
    )
    prospect = fields.Char(
        string="New Prospect",
        store=False,
        help="The name of a firm that is not on file yet. Saving the visit creates the"
        " firm.",
    )
    prospect_phone = fields.Char(string="Telephone of the Prospect", store=False)

    # For the plan of visits and the metrics.
    _client_done_idx = models.Index("(client_id, done_at) WHERE state = 'done'")
    _person_start_idx = models.Index("(salesperson_id, start)")
    _hours_in_order = models.Constraint(
        "CHECK (start <= stop)",
        "Visit, field Planned End: it cannot lie before the planned start.",
    )

    # ------------------------------------------------------------
    # COMPUTE METHODS
    # ------------------------------------------------------------

    @api.depends("partner_id", "kind", "start")
    @api.depends_context("uid", "lang")
    def _compute_display_name(self):
        # Even under sudo, only users who may read the client see its name.
        seen = self.partner_id.sudo(False)._filtered_access("read")
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for visit in self:
            partner = visit.partner_id.sudo(False)
            name = partner.display_name if partner in seen else kinds.get(visit.kind)
            day = format_date(self.env, visit.start and visit._get_local_day())
            visit.display_name = f"{name or ''} · {day}"

    @api.depends("partner_id.commercial_partner_id")
    def _compute_client_id(self):
        for visit in self:
            if visit.state == "done" and visit.client_id:
                visit.client_id = visit.client_id
            else:
                # sudo: the firm counts, whoever plans the visit
                visit.client_id = visit.sudo().partner_id.commercial_partner_id

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
                # sudo: the user may not read the firm of a contact
                firm = partner.sudo().commercial_partner_id
                visit.kind = "small_firm" if firm.is_small_firm else "cold"

    @api.depends("start")
    def _compute_stop(self):
        for visit in self:
            visit.stop = visit.start and visit.start + timedelta(hours=1)

    @api.depends("state", "done_by_id", "done_noted_on")
    @api.depends_context("uid")
    def _compute_can_undo(self):
        for visit in self:
            visit.can_undo = visit._is_undoable()

    @api.depends("start", "company_id")
    def _compute_is_today(self):
        for visit in self:
            today = visit.company_id._telecom_today()
            visit.is_today = bool(visit.start and visit._get_local_day() == today)

    def _search_is_today(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self.env["res.company"]._telecom_day_domain(self._get_today_domain)

    # ------------------------------------------------------------
    # CONSTRAINTS AND ONCHANGES
    # ------------------------------------------------------------

    @api.constrains("done_at")
    def _check_done_at(self):
        now = fields.Datetime.now()
        for visit in self:
            if visit.done_at and visit.done_at > now:
                raise ValidationError(
                    self.env._(
                        "Visit %s, field Done On: it lies ahead. Enter the moment at"
                        " which the visit took place, or leave it empty.",
                        visit.display_name,
                    )
                )

    @api.constrains("kind", "partner_id")
    def _check_small_firm(self):
        for visit in self:
            # sudo: the user may not read the client, which has the tick of a small firm
            is_small = visit.sudo().client_id.is_small_firm
            if visit.kind == "small_firm" and not is_small:
                raise ValidationError(
                    self.env._(
                        "Visit %s, field Kind of Visit: the client is not on file as a"
                        " small firm. Choose another kind, or ask the customer service"
                        " department to tick Small Firm on the client.",
                        visit.display_name,
                    )
                )

    @api.constrains("next_step", "next_date", "start")
    def _check_next_step(self):
        for visit in self:
            if visit.next_step and not visit.next_date:
                raise ValidationError(
                    self.env._(
                        "Visit %s, field Date of the Next Step: enter the day of the"
                        " next step.",
                        visit.display_name,
                    )
                )
            if visit.next_step and visit.next_date < visit._get_local_day():
                raise ValidationError(
                    self.env._(
                        "Visit %s, field Date of the Next Step: the next step cannot"
                        " lie before the visit.",
                        visit.display_name,
                    )
                )

    # ------------------------------------------------------------
    # CRUD METHODS
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        """Create visits, and the new prospects that they name.

        :raises UserError: a prospect is on file, as a client of somebody else's
        """
        vals_list = [dict(vals) for vals in vals_list]
        for vals in vals_list:
            name = (vals.pop("prospect", None) or "").strip()
            phone = vals.pop("prospect_phone", None)
            if name and not vals.get("partner_id"):
                vals["partner_id"] = self._find_prospect(name) or self._create_prospect(
                    name, phone, vals.get("kind")
                )
        return super().create(vals_list)

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_done(self):
        """Mark planned visits as done now. Corrected visits keep their moment."""
        self._check_state("planned")
        self._check_small_firm()
        corrected = self.filtered("done_at")
        corrected._check_month_open()
        now = fields.Datetime.now()
        for company, visits in self.grouped("company_id").items():
            noted = {
                "state": "done",
                "done_by_id": self.env.uid,
                "done_noted_on": company._telecom_today(),
            }
            (visits & corrected)._set_guarded_fields(noted)
            (visits - corrected)._set_guarded_fields(noted | {"done_at": now})

    def action_undo(self):
        """Make visits planned again that the user marked as done today, by mistake.

        The next step that was scheduled with it is taken back, too.

        :raises UserError: somebody else marked one, or not today; its month is closed;
            or the next visit was done already
        """
        self._check_state("done")
        self._check_undoable()
        self._check_month_open()
        self._remove_next_step()
        for visit in self:
            # A corrected visit took place, whatever is noted about it now.
            undone = {} if visit.corrections else {"done_at": False}
            visit._set_guarded_fields(
                {"state": "planned", "done_by_id": False, "done_noted_on": False}
                | undone
            )

    @api.readonly
    def action_open_done(self):
        """Open the dialog that asks for the result of the visit and the next step."""
        self.ensure_one()
        self._check_state("planned")
        form = self.env.ref("telecom_sales_system.telecom_visit_view_form_done")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("How Was the Visit?"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(form.id, "form")],
            "target": "new",
        }

    def action_cancel(self):
        """Cancel planned visits."""
        self._check_state("planned")
        self._set_guarded_fields({"state": "cancelled", "done_at": False})

    def action_plan(self):
        """Plan cancelled visits again."""
        self._check_state("cancelled")
        self._set_guarded_fields({"state": "planned"})

    @api.readonly
    def action_open_reopen(self):
        """Open the dialog that asks for the reason for correcting visits."""
        return self.env["telecom.fieldwork.reopen"]._open_reason_dialog(self)

    # ------------------------------------------------------------
    # BUSINESS METHODS
    # ------------------------------------------------------------

    def _get_local_day(self):
        return self.company_id._telecom_local(self.start).date()

    def _get_start_on_day(self, day):
        """Return the moment, in UTC, of another day at the local hour of the visit."""
        hour = self.company_id._telecom_local(self.start).time()
        return self.company_id._telecom_moment(day, hour)

    def _check_change(self, vals):
        super()._check_change(vals)
        if STEP_FIELDS & vals.keys():
            self._check_nothing_follows()

    @api.model
    def _get_way_out(self):
        return self.env._("The customer service department can reopen it.")

    def _check_month_open(self):
        """Refuse changes of visits whose month is closed. Later rooms extend it.

        :raises UserError: the month of a visit that took place is closed
        """

    def _reopen_for_correction(self, reason):
        """Reopen visits for correction. Visits that are done again keep their moment.

        :raises AccessError: the user is not of the customer service department
        :raises UserError: one of them did not take place, or its month is closed
        """
        check_service(
            self.env,
            self.env._(
                "Visit %s: only the customer service department reopens a visit"
                " that took place.",
                self[:1].display_name,
            ),
        )
        self._check_state("done")
        self._check_month_open()
        for visit in self:
            today = visit.company_id._telecom_today()
            line = f"{today} {self.env.user.name}: {reason}"
            notes = "\n".join(filter(None, [visit.corrections, line]))
            visit._set_guarded_fields({"state": "planned", "corrections": notes})

    def _update_dependents(self, vals):
        # The entry comes last, so that it shows what is left to do.
        decides_next = STEP_FIELDS & vals.keys()
        if decides_next:
            # sudo: a guarded field; another step is scheduled in place of a deleted one
            self.sudo().next_scheduled = False
        if decides_next or {"next_note", "state"} & vals.keys():
            self._schedule_next_step()
        super()._update_dependents(vals)

    def _needs_event(self):
        return self.state == "planned"

    def _prepare_event(self):
        user = self.salesperson_id.user_id
        return {
            "name": self.env._("Visit: %s", self.partner_id.display_name),
            "start": self.start,
            "stop": self.stop,
            "allday": False,
            "description": html_escape(self.purpose or ""),
            "user_id": user.id,
            "partner_ids": [fields.Command.set(user.partner_id.ids)],
            "active": self.state != "cancelled",
            # Everybody can read the calendar, so users who may not read the visit
            # see only that the hour is busy.
            "privacy": "private",
            "res_model_id": self.env["ir.model"]._get_id(self._name),
            "res_id": self.id,
        }

    def _check_nothing_follows(self):
        for visit in self:
            if visit.next_visit_id or visit.next_activity_id:
                raise UserError(
                    self.env._(
                        "Visit %s, field Date of the Next Step: the next step is"
                        " scheduled already. Move the next visit or activity itself.",
                        visit.display_name,
                    )
                )

    def _schedule_next_step(self):
        """Schedule the next step of visits that took place, once."""
        # sudo: the next step belongs to the salesperson, whoever notes the visit
        for visit in self.sudo():
            if visit.state != "done" or visit.next_scheduled or not visit.next_step:
                continue
            visit.next_scheduled = True
            if visit.next_step == "visit":
                start = visit._get_start_on_day(visit.next_date)
                follow = visit.copy(
                    {
                        "lead_id": visit.lead_id.id,
                        "start": start,
                        "stop": start + (visit.stop - visit.start),
                        "purpose": visit.next_note or visit.purpose,
                        "met_ids": [],
                    }
                )
                visit.next_visit_id = follow
            else:
                visit.next_activity_id = visit.partner_id.activity_schedule(
                    "mail.mail_activity_data_todo",
                    date_deadline=visit.next_date,
                    summary=visit.next_note or visit.purpose,
                    user_id=visit.salesperson_id.user_id.id,
                )

    def _is_undoable(self):
        """Return whether the user marked the visit as done today."""
        return (
            self.state == "done"
            and self.done_by_id == self.env.user
            and self.done_noted_on == self.company_id._telecom_today()
        )

    def _check_undoable(self):
        for visit in self:
            if not visit._is_undoable():
                raise UserError(
                    self.env._(
                        "Visit %s: only whoever marked it as done can take that back,"
                        " on the same day. Later, the customer service department can"
                        " reopen it.",
                        visit.display_name,
                    )
                )

    def _remove_next_step(self):
        """Delete the next visit or activity that was scheduled with a visit."""
        # sudo: the next step belongs to the salesperson, whoever noted the visit
        for visit in self.sudo():
            follow = visit.next_visit_id
            if follow.state == "done":
                raise UserError(
                    self.env._(
                        "Visit %(visit)s: the next visit, %(next)s, was done already.",
                        visit=visit.display_name,
                        next=follow.display_name,
                    )
                )
            activity = visit.next_activity_id
            visit.write(
                {
                    "next_visit_id": False,
                    "next_activity_id": False,
                    "next_scheduled": False,
                }
            )
            follow.unlink()
            activity.unlink()

    @api.model
    def _get_today_domain(self, company):
        first, end = company._telecom_day_span(company._telecom_today())
        return Domain("start", ">=", first) & Domain("start", "<", end)

    def _find_prospect(self, name):
        """Return the id of the firm of that name, if it is on file and may be seen."""
        files = self.env["res.partner"]._get_client_files_domain()
        domain = Domain("name", "=", name) & files
        # sudo: clients of other people count too, so that no firm is created twice
        firms = self.env["res.partner"].sudo().search(domain, order="id")
        seen = firms.sudo(False)._filtered_access("read")
        if firms and not seen:
            raise UserError(
                self.env._(
                    "Visit, field New Prospect: %s is on file already, as a client of"
                    " somebody else. Ask the customer service department.",
                    name,
                )
            )
        return seen[:1].id

    def _create_prospect(self, name, phone, kind):
        self.check_access("create")
        vals = {
            "name": name,
            "phone": phone,
            "is_company": True,
            "is_small_firm": kind == "small_firm",
        }
        # sudo: salespeople may not change contacts, but may create prospects
        return self.env["res.partner"].sudo().create(vals).id
