from odoo import api, fields, models
from odoo.tools import html_escape

TIMES = ("start", "stop", "allday")
# Fields of the calendar entry that follow a field of the visit. Changes that people
# make on the entry itself stay until that field changes.
EVENT_FIELDS = {
    "start": TIMES,
    "stop": TIMES,
    "partner_id": ("name",),
    "salesperson_id": ("user_id", "partner_ids"),
    "purpose": ("description",),
    "state": ("active",),
}


class TelecomVisitCalendar(models.AbstractModel):
    """Calendar entry of a visit: moving the visit or the entry moves both."""

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
        changed = EVENT_FIELDS.keys() & vals.keys()
        if changed and not self.env.context.get("visit_from_event"):
            self._sync_event(changed)
        return result

    def unlink(self):
        # sudo: the calendar entry belongs to the visit
        events = self.sudo().event_id.with_context(event_from_visit=True)
        result = super().unlink()
        events.unlink()
        return result

    def _sync_event(self, changed=()):
        """Create or update the calendar entries, without sending mails."""
        # sudo: the calendar entry belongs to the visit, whoever keeps the visit
        visits = self.sudo().with_context(
            no_mail_to_attendees=True, event_from_visit=True
        )
        fresh = visits.filtered(lambda v: not v.event_id and v.state == "planned")
        events = visits.env["calendar.event"].create(
            [visit._prepare_event() for visit in fresh]
        )
        for visit, event in zip(fresh, events, strict=True):
            visit.event_id = event
        names = {name for field in changed for name in EVENT_FIELDS[field]}
        for visit in visits - fresh:
            vals = visit._prepare_event()
            visit.event_id.write({name: vals[name] for name in names})

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
