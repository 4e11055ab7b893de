from odoo import api, fields, models
from odoo.exceptions import ValidationError


class TelecomVisitNext(models.AbstractModel):
    """What comes after a visit: the next one, or something to do for the client."""

    _name = "telecom.visit.next"
    _description = "Visit: Next Step"

    next_step = fields.Selection(
        [("visit", "Next Visit"), ("activity", "To Do")], copy=False
    )
    next_date = fields.Date(string="On", copy=False)
    next_note = fields.Char(string="What Next", copy=False)
    next_visit_id = fields.Many2one(
        "telecom.visit",
        string="Visit That Follows",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
    next_activity_id = fields.Many2one("mail.activity", readonly=True, copy=False)

    @api.constrains("next_step", "next_date", "start")
    def _check_next(self):
        for visit in self:
            if visit.next_step and not visit.next_date:
                raise ValidationError(
                    self.env._(
                        "Visit %s, field On: say on which day the next step is.",
                        visit.display_name,
                    )
                )
            if visit.next_step and visit.next_date < visit._day():
                raise ValidationError(
                    self.env._(
                        "Visit %s, field On: the next step cannot lie before the"
                        " visit.",
                        visit.display_name,
                    )
                )

    def write(self, vals):
        result = super().write(vals)
        if {"next_step", "next_date", "next_note", "state"} & vals.keys():
            self._schedule_next()
        return result

    def _schedule_next(self):
        """Schedule the next step of visits that took place, once."""
        # sudo: what follows is the salesperson's own, and noted by no other hand
        for visit in self.sudo():
            if visit.state != "done" or visit.next_visit_id or visit.next_activity_id:
                continue
            if visit.next_step == "visit":
                start = visit._at_same_hour(visit.next_date)
                follow = visit.copy(
                    {
                        "start": start,
                        "stop": start + (visit.stop - visit.start),
                        "purpose": visit.next_note or visit.purpose,
                        "met_ids": [],
                    }
                )
                visit.next_visit_id = follow
            elif visit.next_step == "activity":
                visit.next_activity_id = visit.partner_id.activity_schedule(
                    "mail.mail_activity_data_todo",
                    date_deadline=visit.next_date,
                    summary=visit.next_note or visit.purpose,
                    user_id=visit.salesperson_id.user_id.id,
                )
