from itertools import pairwise

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools.date_utils import end_of, start_of


class TelecomMonthMixin(models.AbstractModel):
    """Calendar months of a company, which follow one another without a gap."""

    _name = "telecom.month.mixin"
    _description = "Calendar Month of a Company"

    name = fields.Char(string="Month", compute="_compute_name", store=True)
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
        for company in self.company_id:
            months = self.search([("company_id", "=", company.id)], order="date_from")
            older = months - self
            if older and months[0] != older[0]:
                raise ValidationError(
                    self.env._(
                        "Period %(period)s, field First Day: the ledger begins with"
                        " %(first)s; no period can lie before it.",
                        period=months[0].name,
                        first=older[0].name,
                    )
                )
            for before, month in pairwise(months):
                if month.date_from != fields.Date.add(before.date_from, months=1):
                    raise ValidationError(
                        self.env._(
                            "Period %(period)s, field First Day: months follow one"
                            " another, and the month before it is missing. The one"
                            " before the gap is %(before)s.",
                            period=month.name,
                            before=before.name,
                        )
                    )

    def _check_last_month(self):
        """Check that only the last months are removed, so that no gap is left."""
        for company, mine in self.grouped("company_id").items():
            last = self.search(
                [("company_id", "=", company.id), ("id", "not in", self.ids)],
                order="date_from desc",
                limit=1,
            )
            if last and last.date_from > min(mine.mapped("date_from")):
                raise UserError(
                    self.env._(
                        "Period %(last)s comes after the one that you want to"
                        " remove. Only the last period can be removed.",
                        last=last.name,
                    )
                )

    def write(self, vals):
        if "company_id" in vals:
            self._check_last_month()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_last(self):
        self._check_last_month()
