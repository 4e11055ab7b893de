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
    """The visits of a week, proposed from the clients that are due, and changed."""

    _name = "telecom.visit.plan"
    _description = "Plan the Visits of a Week"

    salesperson_id = fields.Many2one(
        "telecom.salesperson",
        required=True,
        default=lambda self: self.env["telecom.visit"]._own_file(),
    )
    monday = fields.Date(
        string="Week From", required=True, default=lambda self: self._next_monday()
    )
    line_ids = fields.One2many(
        "telecom.visit.plan.line",
        "plan_id",
        string="Visits",
        compute="_compute_line_ids",
        store=True,
        readonly=False,
    )

    @api.model
    def _next_monday(self):
        today = self.env.user._get_telecom_today()
        return today + timedelta(days=-today.weekday() % 7 or 7)

    @api.depends("salesperson_id", "monday")
    def _compute_line_ids(self):
        for plan in self:
            plan.line_ids = [Command.clear()]
            if plan.salesperson_id and plan.monday:
                plan.line_ids = [Command.create(vals) for vals in plan._proposal()]

    def _proposal(self):
        """Return the clients that are due by the end of the week, the longest first.

        A client with a visit planned already is left out, so is what is left when the
        week is full: four visits a day.
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
        hours = list(self._hours(monday))
        taken = self._visits_between(hours[0], hours[-1] + LASTS) if hours else visits
        free = [
            start
            for start in hours
            if not any(v.start < start + LASTS and v.stop > start for v in taken)
        ]
        return [
            {"partner_id": client.id, "start": start, "due_on": client.next_visit_due}
            for client, start in zip(clients, free, strict=False)
        ]

    def _visits_between(self, start, stop):
        """Visits of the person, planned or done, that take place between moments."""
        return self.env["telecom.visit"].search(
            [
                ("salesperson_id", "=", self.salesperson_id._origin.id),
                ("state", "!=", "cancelled"),
                ("start", "<", stop),
                ("stop", ">", start),
            ]
        )

    def _zone(self):
        # sudo: the working hours of a colleague are where the colleague is
        person = self.salesperson_id.sudo()
        return pytz.timezone(
            person.user_id.tz or person.company_id._get_telecom_zone().key
        )

    def _hours(self, monday):
        """Moments of the week at which a visit may still begin, in UTC."""
        zone, now = self._zone(), fields.Datetime.now()
        for day, hour in product(self._workdays(monday, zone), HOURS):
            local = zone.localize(datetime.combine(day, hour))
            start = local.astimezone(pytz.UTC).replace(tzinfo=None)
            if start >= now:
                yield start

    def _workdays(self, monday, zone):
        """Days of the week with working hours of the company: no public holidays."""
        # sudo: of the calendar, no more than the days is told
        calendar = self.salesperson_id.company_id.sudo().resource_calendar_id
        if not calendar:
            return [monday + timedelta(days=day) for day in WORKDAYS]
        first, last = (
            zone.localize(datetime.combine(monday + timedelta(days=days), time.min))
            for days in (0, 7)
        )
        intervals = calendar._work_intervals_batch(first, last, tz=zone)[False]
        return sorted({start.date() for start, _stop, _attendance in intervals})

    def action_confirm(self):
        """Plan the visits of the list, and open them.

        A visit that is planned already, of the same firm at the same time, is not
        planned again: a second tap on the button does no harm.

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
                    hour=self._shown(lines[0].start),
                )
            )
        for line, following in pairwise(lines):
            if following.start < line.start + LASTS:
                raise self._overlap(following, line.partner_id.display_name)
        taken = self._visits_between(lines[0].start, lines[-1].start + LASTS)
        for line in lines:
            for visit in taken:
                if visit.start < line.start + LASTS and visit.stop > line.start:
                    raise self._overlap(line, visit.display_name)

    def _overlap(self, line, other):
        return UserError(
            self.env._(
                "Visit to %(client)s, field Start: %(hour)s overlaps the visit to"
                " %(other)s. Choose another hour.",
                client=line.partner_id.display_name,
                hour=self._shown(line.start),
                other=other,
            )
        )

    def _shown(self, moment):
        return format_datetime(
            self.env, moment, tz=self._zone().zone, dt_format="short"
        )


class TelecomVisitPlanLine(models.TransientModel):
    _name = "telecom.visit.plan.line"
    _description = "Visit of the Plan"
    _order = "start, id"

    plan_id = fields.Many2one("telecom.visit.plan", required=True, ondelete="cascade")
    partner_id = fields.Many2one("res.partner", string="Client", required=True)
    start = fields.Datetime(required=True)
    due_on = fields.Date(readonly=True)
    purpose = fields.Char()
