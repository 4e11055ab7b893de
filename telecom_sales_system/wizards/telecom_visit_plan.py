from datetime import datetime, time, timedelta
from itertools import product

import pytz

from odoo import Command, api, fields, models
from odoo.exceptions import UserError

WORKDAYS = range(5)
HOURS = (time(9), time(10, 30), time(14, 30), time(16))


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
        today = fields.Date.context_today(self)
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
        taken = set(
            visits.search(
                [("salesperson_id", "=", person._origin.id), ("state", "=", "planned")]
            ).mapped("start")
        )
        free = [start for start in self._hours(monday) if start not in taken]
        return [
            {"partner_id": client.id, "start": start, "due_on": client.next_visit_due}
            for client, start in zip(clients, free, strict=False)
        ]

    def _hours(self, monday):
        """Moments of the week at which a visit may begin, in UTC."""
        zone = pytz.timezone(
            self.salesperson_id.user_id.tz or self.env.user.tz or "UTC"
        )
        for day, hour in product(self._workdays(monday, zone), HOURS):
            local = zone.localize(datetime.combine(day, hour))
            yield local.astimezone(pytz.UTC).replace(tzinfo=None)

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

        :raises UserError: the list is empty
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
        visits += visits.create(
            [
                {
                    "partner_id": line.partner_id.id,
                    "salesperson_id": self.salesperson_id.id,
                    "start": line.start,
                    "purpose": line.purpose,
                }
                for line in self.line_ids
                if (line.partner_id, line.start) not in known
            ]
        )
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "telecom_sales_system.telecom_visit_action"
        )
        return action | {"domain": [("id", "in", visits.ids)], "context": {}}


class TelecomVisitPlanLine(models.TransientModel):
    _name = "telecom.visit.plan.line"
    _description = "Visit of the Plan"
    _order = "start, id"

    plan_id = fields.Many2one("telecom.visit.plan", required=True, ondelete="cascade")
    partner_id = fields.Many2one("res.partner", string="Client", required=True)
    start = fields.Datetime(required=True)
    due_on = fields.Date(readonly=True)
    purpose = fields.Char()
