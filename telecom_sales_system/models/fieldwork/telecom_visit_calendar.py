from odoo import api, fields, models

EVENT_FIELDS = {"start", "stop", "partner_id", "salesperson_id", "purpose", "state"}


class TelecomVisitCalendar(models.AbstractModel):
    """A visit is on the calendar of its salesperson; moving either moves both."""

    _name = "telecom.visit.calendar"
    _description = "Visit: Calendar"

    event_id = fields.Many2one(
        "calendar.event",
        string="Calendar Entry",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )

    @api.model_create_multi
    def create(self, vals_list):
        visits = super().create(vals_list)
        visits._sync_event()
        return visits

    def write(self, vals):
        result = super().write(vals)
        if EVENT_FIELDS & vals.keys() and not self.env.context.get("visit_from_event"):
            self._sync_event()
        return result

    def unlink(self):
        # sudo: the calendar entry belongs to the visit
        events = self.sudo().event_id.with_context(event_from_visit=True)
        result = super().unlink()
        events.unlink()
        return result

    def _sync_event(self):
        """Bring the calendar entries in step; nobody gets a mail for that."""
        # sudo: the calendar entry belongs to the visit, whoever keeps the visit
        visits = self.sudo().with_context(
            no_mail_to_attendees=True, event_from_visit=True
        )
        fresh = visits.filtered(lambda v: not v.event_id and v.state != "cancelled")
        events = visits.env["calendar.event"].create(
            [visit._prepare_event() for visit in fresh]
        )
        for visit, event in zip(fresh, events, strict=True):
            visit.event_id = event
        for visit in visits - fresh:
            visit.event_id.write(visit._prepare_event())

    def _prepare_event(self):
        user = self.salesperson_id.user_id
        return {
            "name": self.env._("Visit: %s", self.partner_id.display_name),
            "start": self.start,
            "stop": self.stop,
            "description": self.purpose,
            "user_id": user.id,
            "partner_ids": [fields.Command.set(user.partner_id.ids)],
            "active": self.state != "cancelled",
        }
