from datetime import datetime, time, timedelta
from itertools import pairwise, product

import pytz

from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_datetime

WORKDAYS = range(5)
HOURS = (time(9), time(10, 30), time(14, 30), time(16))
LASTS = timedelta(hours=1)


class TelecomVisitPlan(models.TransientModel):
    """Plan of a week's visits, proposed from the clients that are due."""

    _name = "telecom.visit.plan"
    _description = "Plan the Visits of a Week"

    salesperson_id = fields.Many2one(
        "telecom.salesperson",
        required=True,
        default=lambda self: self.env["telecom.salesperson"]._get_own_salesperson(),
    )
    monday = fields.Date(
        string="Week From", required=True, default=lambda self: self._get_next_monday()
    )
    line_ids = fields.One2many(
        "telecom.visit.plan.line",
        "plan_id",
        string="Visits",
        compute="_compute_line_ids",
        store=True,
        readonly=False,
    )

    @api.depends("salesperson_id", "monday")
    def _compute_line_ids(self):
        for plan in self:
            plan.line_ids = [Command.clear()]
            if plan.salesperson_id and plan.monday:
                plan.line_ids = [
                    Command.create(vals) for vals in plan._prepare_proposed_visits()
                ]

    def action_confirm(self):
        """Plan the visits of the list, and open them.

        A visit that is planned already, to the same firm at the same time, is not
        planned again, in case the button is pressed twice.

        :raises UserError: the list is empty, or a visit would lie in the past or
            overlap another
        """
        self.ensure_one()
        if not self.line_ids:
            raise UserError(
                self.env._(
                    "The plan of %s is empty: add clients to visit.",
                    self.salesperson_id.name,
                )
            )
        domain = [
            ("salesperson_id", "=", self.salesperson_id.id),
            ("start", "in", self.line_ids.mapped("start")),
            ("state", "=", "planned"),
        ]
        visits = self.env["telecom.visit"].search(domain)
        known = {(visit.partner_id, visit.start) for visit in visits}
        visits = visits.filtered(lambda v: v.partner_id in self.line_ids.partner_id)
        fresh = self.line_ids.filtered(lambda x: (x.partner_id, x.start) not in known)
        self._check_hours(fresh)
        visits += visits.create(
            [
                {
                    "partner_id": line.partner_id.id,
                    "salesperson_id": self.salesperson_id.id,
                    "start": line.start,
                    "purpose": line.purpose,
                }
                for line in fresh
            ]
        )
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "telecom_sales_system.telecom_visit_action"
        )
        return action | {"domain": [("id", "in", visits.ids)], "context": {}}

    @api.model
    def _get_next_monday(self):
        today = self.env.company._telecom_today()
        return today + timedelta(days=-today.weekday() % 7 or 7)

    def _prepare_proposed_visits(self):
        """Return values of visits to clients due by the end of the week.

        The longest overdue clients come first. Clients with a planned visit are left
        out, and so are clients for whom the week, with four visits a day, has no room.
        """
        monday = self.monday - timedelta(days=self.monday.weekday())
        person = self.salesperson_id
        clients = self.env["res.partner"].search(
            [
                ("next_visit_due", "<=", monday + timedelta(days=6)),
                ("client_manager_id", "=", person._origin.id or person.id),
            ]
        )
        visits = self.env["telecom.visit"]
        # sudo: a visit that a colleague has planned is enough for the client
        planned = (
            visits.sudo()
            .search([("client_id", "in", clients.ids), ("state", "=", "planned")])
            .client_id
        )
        clients = (clients - planned).sorted(lambda c: (c.next_visit_due, c.id))
        hours = list(self._get_possible_starts(monday))
        taken = (
            self._find_visits_between(hours[0], hours[-1] + LASTS) if hours else visits
        )
        free = [
            start
            for start in hours
            if not any(v.start < start + LASTS and v.stop > start for v in taken)
        ]
        return [
            {"partner_id": client.id, "start": start, "due_on": client.next_visit_due}
            for client, start in zip(clients, free, strict=False)
        ]

    def _find_visits_between(self, start, stop):
        """Return the visits of the person, planned or done, between two moments."""
        return self.env["telecom.visit"].search(
            [
                ("salesperson_id", "=", self.salesperson_id._origin.id),
                ("state", "!=", "cancelled"),
                ("start", "<", stop),
                ("stop", ">", start),
            ]
        )

    def _get_possible_starts(self, monday):
        """Yield the moments of the week, in UTC, at which a visit may still begin."""
        company, now = self.salesperson_id.company_id, fields.Datetime.now()
        for day, hour in product(self._get_workdays(monday), HOURS):
            start = company._telecom_moment(day, hour)
            if start >= now:
                yield start

    def _get_workdays(self, monday):
        """Return the working days of the week, without public holidays."""
        company = self.salesperson_id.company_id
        # sudo: only the working days of the calendar are read
        calendar = company.sudo().resource_calendar_id
        if not calendar:
            return [monday + timedelta(days=day) for day in WORKDAYS]
        # Odoo's calendars take no other kind of time zones
        zone = pytz.timezone(company._telecom_zone().key)
        first, last = (
            zone.localize(datetime.combine(monday + timedelta(days=days), time.min))
            for days in (0, 7)
        )
        intervals = calendar._work_intervals_batch(first, last, tz=zone)[False]
        return sorted({start.date() for start, _stop, _attendance in intervals})

    def _check_hours(self, lines):
        """Refuse visits in the past, and two at one time."""
        lines = lines.sorted("start")
        if not lines:
            return
        if lines[0].start < fields.Datetime.now():
            raise UserError(
                self.env._(
                    "Visit to %(client)s, field Start: %(hour)s is over. Choose a later"
                    " hour.",
                    client=lines[0].partner_id.display_name,
                    hour=self._format_moment(lines[0].start),
                )
            )
        for line, following in pairwise(lines):
            if following.start < line.start + LASTS:
                raise self._build_overlap_error(following, line.partner_id.display_name)
        taken = self._find_visits_between(lines[0].start, lines[-1].start + LASTS)
        for line in lines:
            for visit in taken:
                if visit.start < line.start + LASTS and visit.stop > line.start:
                    raise self._build_overlap_error(line, visit.display_name)

    def _build_overlap_error(self, line, other):
        return UserError(
            self.env._(
                "Visit to %(client)s, field Start: %(hour)s overlaps the visit to"
                " %(other)s. Choose another hour.",
                client=line.partner_id.display_name,
                hour=self._format_moment(line.start),
                other=other,
            )
        )

    def _format_moment(self, moment):
        return format_datetime(self.env, moment, dt_format="short")


class TelecomVisitPlanLine(models.TransientModel):
    _name = "telecom.visit.plan.line"
    _description = "Visit of the Plan"
    _order = "start, id"

    plan_id = fields.Many2one("telecom.visit.plan", required=True, ondelete="cascade")
    partner_id = fields.Many2one(
        "res.partner",
        string="Client",
        required=True,
        domain=[("partner_share", "=", True)],
    )
    start = fields.Datetime(required=True)
    due_on = fields.Date(readonly=True)
    purpose = fields.Char()
