from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools.date_utils import end_of, start_of


class TelecomMonthMixin(models.AbstractModel):
    """Calendar months of a company, which follow one another without a gap."""

    _name = "telecom.month.mixin"
    _description = "Calendar Month of a Company"

    name = fields.Char(compute="_compute_name", store=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    date_from = fields.Date(
        string="First Day",
        required=True,
        default=lambda self: self._default_date_from(),
    )
    date_to = fields.Date(string="Last Day", compute="_compute_date_to", store=True)

    @api.model
    def _default_date_from(self):
        last = self.search(
            [("company_id", "=", self.env.company.id)], order="date_from desc", limit=1
        )
        if last:
            return fields.Date.add(last.date_from, months=1)
        return start_of(fields.Date.context_today(self), "month")

    @api.depends("date_from")
    def _compute_name(self):
        for month in self:
            month.name = month.date_from and month.date_from.strftime("%Y-%m")

    @api.depends("date_from")
    def _compute_date_to(self):
        for month in self:
            month.date_to = month.date_from and end_of(month.date_from, "month")

    @api.constrains("date_from", "company_id")
    def _check_months_follow(self):
        for month in self:
            if month.date_from.day != 1:
                raise ValidationError(
                    self.env._(
                        "Period %s, field First Day: a period starts on the first of a"
                        " month.",
                        month.name,
                    )
                )
            others = self.search(
                [("company_id", "=", month.company_id.id), ("id", "!=", month.id)],
                order="date_from",
            )
            if others and month.date_from < others[0].date_from:
                raise ValidationError(
                    self.env._(
                        "Period %(period)s, field First Day: the ledger begins with"
                        " %(first)s; no period can lie before it.",
                        period=month.name,
                        first=others[0].name,
                    )
                )
            before = fields.Date.subtract(month.date_from, months=1)
            if others and before not in others.mapped("date_from"):
                raise ValidationError(
                    self.env._(
                        "Period %(period)s, field First Day: months follow one another,"
                        " and the month before it is missing. The last period is"
                        " %(last)s.",
                        period=month.name,
                        last=others[-1].name,
                    )
                )
