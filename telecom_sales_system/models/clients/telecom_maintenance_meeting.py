from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Command

LASTS = timedelta(hours=2)
EVENT_FIELDS = {"name", "start", "stop", "user_id", "partner_ids", "place"}


class TelecomMaintenanceMeeting(models.AbstractModel):
    """Time and place of an activity, with its meeting in the calendar."""

    _name = "telecom.maintenance.meeting"
    _description = "Maintenance Activity: Meeting"
    _inherit = ["telecom.guarded.mixin"]

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
    )
    event_id = fields.Many2one(
        "calendar.event", string="Meeting", readonly=True, copy=False
    )

    _stop_after_start = models.Constraint(
        "CHECK (stop > start)",
        "Maintenance activity, field End: it must be after the start.",
    )

    @api.depends("start")
    def _compute_stop(self):
        for activity in self:
            activity.stop = activity.start and activity.start + LASTS

    @api.model_create_multi
    def create(self, vals_list):
        activities = super().create(vals_list)
        activities._sync_event()
        return activities

    def write(self, vals):
        result = super().write(vals)
        if EVENT_FIELDS & vals.keys():
            self._sync_event()
        return result

    def unlink(self):
        # sudo: the meeting belongs to the activity, whoever is responsible for it
        events = self.sudo().event_id
        result = super().unlink()
        events.unlink()
        return result

    def _sync_event(self):
        """Create or update the meeting in the calendar, without mails to attendees."""
        # sudo: the meeting belongs to the activity, whoever is responsible for it
        for activity in self.sudo().with_context(no_mail_to_attendees=True):
            attendees = activity.partner_ids | activity.user_id.partner_id
            vals = {
                "name": activity.name,
                "start": activity.start,
                "stop": activity.stop,
                "location": activity.place,
                "user_id": activity.user_id.id,
                "partner_ids": [Command.set(attendees.ids)],
            }
            if activity.event_id:
                activity.event_id.write(vals)
            else:
                activity.event_id = activity.event_id.create(vals)

    def _drop_event(self):
        # sudo: the meeting belongs to the activity, whoever is responsible for it
        self.sudo().event_id.active = False
