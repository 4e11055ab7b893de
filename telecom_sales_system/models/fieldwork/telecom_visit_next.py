from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

STEP_FIELDS = {"next_step", "next_date"}


class TelecomVisitNext(models.AbstractModel):
    """Next step after a visit: another visit, or an activity for the client."""

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
    next_activity_id = fields.Many2one(
        "mail.activity",
        string="Activity That Follows",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
    next_scheduled = fields.Boolean(
        readonly=True,
        copy=False,
        help="The next step was scheduled. If it is deleted, it is not created again.",
    )

    @api.constrains("next_step", "next_date", "start")
    def _check_next_step(self):
        for visit in self:
            if visit.next_step and not visit.next_date:
                raise ValidationError(
                    self.env._(
                        "Visit %s, field On: enter the day of the next step.",
                        visit.display_name,
                    )
                )
            if visit.next_step and visit.next_date < visit._get_local_day():
                raise ValidationError(
                    self.env._(
                        "Visit %s, field On: the next step cannot lie before the"
                        " visit.",
                        visit.display_name,
                    )
                )

    def write(self, vals):
        decides = STEP_FIELDS & vals.keys()
        if decides:
            self._check_nothing_follows()
        result = super().write(vals)
        if decides:
            # sudo: a guarded field; another step is scheduled in place of a deleted one
            self.sudo().next_scheduled = False
        if decides or {"next_note", "state"} & vals.keys():
            self._schedule_next_step()
        return result

    def _check_nothing_follows(self):
        for visit in self:
            if visit.next_visit_id or visit.next_activity_id:
                raise UserError(
                    self.env._(
                        "Visit %s, field On: the next step is scheduled already. Move"
                        " the next visit or activity itself.",
                        visit.display_name,
                    )
                )

    def _schedule_next_step(self):
        """Schedule the next step of visits that took place, once."""
        # sudo: the next step belongs to the salesperson, whoever notes the visit
        for visit in self.sudo():
            if visit.state != "done" or visit.next_scheduled or not visit.next_step:
                continue
            visit.next_scheduled = True
            if visit.next_step == "visit":
                start = visit._get_start_on_day(visit.next_date)
                follow = visit.copy(
                    {
                        "lead_id": visit.lead_id.id,
                        "start": start,
                        "stop": start + (visit.stop - visit.start),
                        "purpose": visit.next_note or visit.purpose,
                        "met_ids": [],
                    }
                )
                visit.next_visit_id = follow
            else:
                visit.next_activity_id = visit.partner_id.activity_schedule(
                    "mail.mail_activity_data_todo",
                    date_deadline=visit.next_date,
                    summary=visit.next_note or visit.purpose,
                    user_id=visit.salesperson_id.user_id.id,
                )
