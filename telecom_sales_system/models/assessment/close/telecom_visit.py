from odoo import models
from odoo.exceptions import UserError


class TelecomVisit(models.Model):
    """Visits that a closed month counted and that stay unchanged."""

    _inherit = "telecom.visit"

    def _check_month_open(self):
        super()._check_month_open()
        days = {
            visit: visit.company_id._telecom_local(visit.done_at).date()
            for visit in self
        }
        if not days:
            return
        # sudo: users who keep visits may know whether a month is closed
        closed = (
            self.env["telecom.period"]
            .sudo()
            .search(
                [
                    ("state", "=", "closed"),
                    ("company_id", "in", self.company_id.ids),
                    ("date_from", "<=", max(days.values())),
                    ("date_to", ">=", min(days.values())),
                ]
            )
        )
        for visit, day in days.items():
            month = closed.filtered(
                lambda period, visit=visit, day=day: (
                    period.company_id == visit.company_id
                    and period.date_from <= day <= period.date_to
                )
            )
            if month:
                raise UserError(
                    self.env._(
                        "Visit %(visit)s, field Done On: month %(month)s is closed,"
                        " and the visits that it counted cannot change.",
                        visit=visit.display_name,
                        month=month.display_name,
                    )
                )
