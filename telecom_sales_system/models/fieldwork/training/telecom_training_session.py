from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Command

LASTS = timedelta(hours=3)
EVENT_FIELDS = {"start", "stop", "place"}


class TelecomTrainingSession(models.Model):
    """Session of a training course, with its meeting in the calendar."""

    _name = "telecom.training.session"
    _description = "Training Session"
    _inherit = ["telecom.state.part.mixin", "telecom.guarded.mixin"]
    _order = "start, id"
    _check_company_auto = True
    _rec_name = "training_id"
    _guarded_fields = frozenset({"event_id"})
    _part_of = "training_id"

    training_id = fields.Many2one(
        "telecom.training",
        string="Course",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="training_id.company_id", store=True)
    unit_id = fields.Many2one(related="training_id.unit_id", store=True, index=True)
    start = fields.Datetime(required=True, index=True)
    stop = fields.Datetime(
        string="End",
        required=True,
        compute="_compute_stop",
        store=True,
        readonly=False,
        precompute=True,
    )
    place = fields.Char(help="Room, or the link of a remote session.")
    event_id = fields.Many2one(
        "calendar.event",
        string="Meeting",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )

    _stop_after_start = models.Constraint(
        "CHECK (stop > start)",
        "Training session, field End: it must be after the start.",
    )

    @api.depends("start")
    def _compute_stop(self):
        for session in self:
            session.stop = session.start and session.start + LASTS

    @api.model_create_multi
    def create(self, vals_list):
        sessions = super().create(vals_list)
        sessions._sync_event()
        return sessions

    def write(self, vals):
        result = super().write(vals)
        if EVENT_FIELDS & vals.keys():
            self._sync_event()
        return result

    def unlink(self):
        # sudo: the meeting belongs to the course, whoever is responsible for it
        events = self.sudo().event_id
        result = super().unlink()
        events.unlink()
        return result

    def _sync_event(self):
        """Create or update the meetings in the calendar, without sending mails."""
        # sudo: the meeting belongs to the course, whoever is responsible for it
        for session in self.sudo().with_context(no_mail_to_attendees=True):
            training = session.training_id
            people = training.invitation_ids.user_id | training.user_id
            vals = {
                "name": training.name,
                "start": session.start,
                "stop": session.stop,
                "location": session.place,
                "user_id": training.user_id.id,
                "partner_ids": [Command.set(people.partner_id.ids)],
            }
            if session.event_id:
                session.event_id.write(vals)
            else:
                session.event_id = session.event_id.create(vals)
