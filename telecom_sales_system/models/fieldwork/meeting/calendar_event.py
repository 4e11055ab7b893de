from itertools import repeat

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import SQL, is_html_empty

from ...common.groups import ANY_ROLE, INTERNAL_USER, SERVICE, WHOLE_COMPANY
from ...common.kept_rows import check_ondelete

SHEET_FIELDS = ("telecom_minutes", "telecom_attended_ids")
MEETING_FIELDS = frozenset(
    {"telecom_meeting_kind", "telecom_unit_id", "telecom_is_held", *SHEET_FIELDS}
)
TIME_FIELDS = frozenset({"start", "stop", "start_date", "stop_date", "allday"})
FROZEN_FIELDS = (MEETING_FIELDS - {"telecom_is_held"}) | TIME_FIELDS | {"active"}


class CalendarEvent(models.Model):
    """Meetings of the "four ones" (annex 1, 营销业绩讲评) of a unit."""

    _name = "calendar.event"
    _inherit = ["calendar.event", "telecom.guarded.mixin"]
    _guarded_fields = frozenset({"telecom_is_held", "telecom_held_on"})

    telecom_meeting_kind = fields.Selection(
        [
            ("weekly", "Weekly Meeting"),
            ("quarterly", "Quarterly Review"),
            ("half_yearly", "Half-Yearly Grade Conference"),
            ("exchange", "Exchange of Experience"),
        ],
        string="Kind of Meeting",
        index="btree_not_null",
        groups=INTERNAL_USER,
    )
    telecom_unit_id = fields.Many2one(
        "telecom.sales.unit",
        string="Meeting of",
        index="btree_not_null",
        ondelete="restrict",
        help="The unit that holds the meeting; its managers and those above keep the"
        " minutes.",
        groups=INTERNAL_USER,
    )
    telecom_minutes = fields.Html(string="Minutes", copy=False, groups=ANY_ROLE)
    telecom_attended_ids = fields.Many2many(
        "res.partner",
        "telecom_meeting_attended_rel",
        string="Present",
        copy=False,
        groups=ANY_ROLE,
        help="The attendees who were present.",
    )
    telecom_is_held = fields.Boolean(
        string="Meeting Held",
        readonly=True,
        copy=False,
        index=True,
        groups=INTERNAL_USER,
    )
    telecom_held_on = fields.Date(
        string="Noted as Held on",
        readonly=True,
        copy=False,
        help="Duties count a meeting by its day, but not before it was noted as held.",
        groups=INTERNAL_USER,
    )
    telecom_can_keep = fields.Boolean(
        compute="_compute_telecom_can_keep", groups=INTERNAL_USER
    )

    _telecom_meeting_has_unit = models.Constraint(
        "CHECK (telecom_meeting_kind IS NULL OR telecom_unit_id IS NOT NULL)",
        "Meeting, field Meeting of: a meeting with a kind belongs to a unit.",
    )

    # ------------------------------------------------------------
    # COMPUTE METHODS
    # ------------------------------------------------------------

    @api.depends("telecom_unit_id")
    @api.depends_context("uid")
    def _compute_telecom_can_keep(self):
        for event in self:
            event.telecom_can_keep = event._can_keep_minutes()

    # ------------------------------------------------------------
    # CRUD METHODS
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        self._refuse_held_values(vals_list)
        events = super().create(vals_list)
        if any(MEETING_FIELDS & vals.keys() for vals in vals_list):
            events._check_can_keep_minutes()
        return events

    def write(self, vals):
        self._refuse_held_values([vals])
        if FROZEN_FIELDS & vals.keys():
            self._check_not_held()
        changes_meeting = MEETING_FIELDS & vals.keys()
        if changes_meeting:
            self._check_can_keep_minutes()
        result = super().write(vals)
        if changes_meeting:
            self._check_can_keep_minutes()
        return result

    @check_ondelete
    def _unlink_not_held(self):
        self._check_not_held()

    @api.model
    def _search(self, domain, *args, **kwargs):
        """Find by attendance only the meetings whose attendance the user may read."""
        domain = Domain(domain)
        if not self._may_read_all_minutes() and any(
            condition.field_expr.split(".")[0] == "telecom_attended_ids"
            for condition in domain.iter_conditions()
        ):
            # sudo: units and attendees decide, whether the user sees them or not
            events = self.sudo().with_context(active_test=False)
            readable = events._search(self._get_readable_minutes_domain())
            domain &= Domain("id", "in", readable)
        return super()._search(domain, *args, **kwargs)

    def _field_to_sql(self, alias, field_expr, query=None):
        """Hide minutes in filters, orders, groups and sums, too."""
        sql = super()._field_to_sql(alias, field_expr, query)
        if field_expr == "telecom_minutes":
            sql = self._build_readable_sql(alias, sql)
        return sql

    def _read_group_groupby(self, alias, groupby_spec, query):
        sql = super()._read_group_groupby(alias, groupby_spec, query)
        if groupby_spec == "telecom_attended_ids":
            sql = self._build_readable_sql(alias, sql)
        return sql

    def _fetch_query(self, query, fields):
        """Hide minutes and attendance from users who may not read them."""
        events = super()._fetch_query(query, fields)
        sheet = [field for field in fields if field.name in SHEET_FIELDS]
        if not sheet or self._may_read_all_minutes():
            return events
        hidden = events - events._filter_readable_minutes()
        for field in sheet:
            empty = field.convert_to_cache(False, hidden)
            self.env.cache.update(hidden, field, repeat(empty))
        return events

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_telecom_all_present(self):
        """Note all attendees as present."""
        for event in self:
            event.telecom_attended_ids = event.partner_ids

    def action_telecom_hold(self):
        """Note meetings as held, so that they count for their unit.

        :raises AccessError: the user does not keep the minutes of this unit
        :raises UserError: kind, minutes or attendance are missing, or it has not begun
        """
        self._check_can_keep_minutes()
        for event in self:
            missing = event._get_hold_error_message()
            if missing:
                raise UserError(
                    self.env._(
                        "Meeting %(meeting)s cannot be noted as held: %(missing)s",
                        meeting=event.display_name,
                        missing=missing,
                    )
                )
        # sudo: the right was checked above; users cannot set these fields directly
        for event in self.sudo():
            today = event.telecom_unit_id.company_id._telecom_today()
            event.write({"telecom_is_held": True, "telecom_held_on": today})

    def action_telecom_reopen(self):
        """Reopen meetings for correction. They do not count until held again."""
        self._check_can_keep_minutes()
        # sudo: the right was checked above; users cannot set these fields directly
        held = self.sudo().filtered("telecom_is_held")
        held.write({"telecom_is_held": False, "telecom_held_on": False})

    # ------------------------------------------------------------
    # BUSINESS METHODS
    # ------------------------------------------------------------

    def _can_keep_minutes(self):
        """Return whether the user supervises the unit or is of customer service."""
        user = self.env.user
        # sudo: supervisors of any unit, whether the user sees it or not
        supervisors = self.sudo().telecom_unit_id.supervisor_ids
        return self.env.su or user in supervisors or user.has_group(SERVICE)

    def _check_can_keep_minutes(self):
        for event in self:
            # sudo: whether it is a unit's meeting is checked for everybody
            if event.sudo().telecom_unit_id and not event._can_keep_minutes():
                raise AccessError(
                    self.env._(
                        "Meeting %s: only the managers of its unit and of the units"
                        " above it can change its kind, minutes and attendance.",
                        event.display_name,
                    )
                )

    def _check_not_held(self):
        # sudo: nobody may change a held meeting, whatever they may read
        for event in self.sudo():
            if event.telecom_is_held and not self.env.su:
                raise UserError(
                    self.env._(
                        "Meeting %s was held: its day, minutes and attendance cannot"
                        " be changed. Use the button Reopen first.",
                        event.display_name,
                    )
                )

    def _refuse_held_values(self, vals_list):
        stamps = ("telecom_is_held", "telecom_held_on")
        if not self.env.su and any(vals.get(n) for vals in vals_list for n in stamps):
            raise AccessError(
                self.env._(
                    "Meeting, field Meeting Held: use the button Meeting Held; the"
                    " field cannot be set directly."
                )
            )

    def _get_hold_error_message(self):
        if not self.telecom_meeting_kind:
            return self.env._("choose the field Kind of Meeting.")
        if self.start > fields.Datetime.now():
            return self.env._("it has not begun yet.")
        if is_html_empty(self.telecom_minutes):
            return self.env._("write the field Minutes.")
        if not self.telecom_attended_ids:
            return self.env._("enter who was there in the field Present.")
        strangers = self.telecom_attended_ids - self.partner_ids
        if strangers:
            return self.env._(
                "%s was present but is not among the attendees. Add the person there.",
                strangers[0].display_name,
            )
        return None

    def _may_read_all_minutes(self):
        return self.env.su or any(map(self.env.user.has_group, WHOLE_COMPANY))

    def _filter_readable_minutes(self):
        # sudo: units and attendees decide, whether the user sees them or not
        return (
            self.sudo()
            .filtered_domain(self._get_readable_minutes_domain())
            .with_env(self.env)
        )

    @api.model
    def _get_readable_minutes_domain(self):
        """Return the domain of what the user organises or attends, or of units managed.

        Whoever sees the figures of the whole company reads all.
        """
        user = self.env.user
        return (
            Domain("user_id", "=", user.id)
            | Domain("partner_ids", "in", user.partner_id.ids)
            | Domain("telecom_unit_id.supervisor_ids", "in", user.ids)
        )

    def _build_readable_sql(self, alias, sql):
        """Return the SQL of a column that is empty where the user may not read it."""
        if self._may_read_all_minutes():
            return sql
        # sudo: units and attendees decide, whether the user sees them or not
        events = self.sudo().with_context(active_test=False)
        readable = events._search(self._get_readable_minutes_domain())
        return SQL(
            "CASE WHEN %s IN %s THEN %s END",
            SQL.identifier(alias, "id"),
            readable.subselect(),
            sql,
        )

    def _is_shown_in_sales_log(self):
        """Return whether the meeting appears in the sales logs of its participants."""
        return self.effective_privacy != "private" and not self.visit_ids

    def _get_attending_partners(self):
        """Return the partners who were present, or who did not decline if not held."""
        if self.telecom_is_held:
            return self.telecom_attended_ids
        declined = self.attendee_ids.filtered(lambda guest: guest.state == "declined")
        return self.partner_ids - declined.partner_id

    def _get_sales_log_text(self):
        """Return the name of the meeting, with its kind."""
        kinds = dict(
            self._fields["telecom_meeting_kind"]._description_selection(self.env)
        )
        kind = kinds.get(self.telecom_meeting_kind)
        return f"{self.name} ({kind})" if kind and kind != self.name else self.name
