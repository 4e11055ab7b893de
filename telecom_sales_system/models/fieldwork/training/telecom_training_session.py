from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Command

from ...common.telecom_calendar_mixin import TIMES

LASTS = timedelta(hours=3)


class TelecomTrainingSession(models.Model):
    """Session of a training course, with its meeting in the calendar."""

    _name = "telecom.training.session"
    _description = "Training Session"
    _inherit = [
        "telecom.calendar.mixin",
        "telecom.state.part.mixin",
        "telecom.guarded.mixin",
    ]
    _order = "start, id"
    _check_company_auto = True
    _rec_name = "training_id"
    _guarded_fields = frozenset({"event_id"})
    _part_of = "training_id"
    _event_fields = {"start": TIMES, "stop": TIMES, "place": ("location",)}

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
    event_id = fields.Many2one(string="Meeting")

    _stop_after_start = models.Constraint(
        "CHECK (stop > start)",
        "Training session, field End: it must be after the start.",
    )

    @api.depends("start")
    def _compute_stop(self):
        for session in self:
            session.stop = session.start and session.start + LASTS

    def _prepare_event(self):
        training = self.training_id
        people = training.invitation_ids.user_id | training.user_id
        return {
            "name": training.name,
            "start": self.start,
            "stop": self.stop,
            "allday": False,
            "location": self.place,
            "user_id": training.user_id.id,
            "partner_ids": [Command.set(people.partner_id.ids)],
        }
