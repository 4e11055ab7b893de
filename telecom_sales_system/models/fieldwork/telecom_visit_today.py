from odoo import api, fields, models
from odoo.fields import Domain


class TelecomVisit(models.Model):
    """Visits of today, in the time zone of the user."""

    _inherit = "telecom.visit"

    is_today = fields.Boolean(
        string="Today",
        compute="_compute_is_today",
        search="_search_is_today",
        help="Planned for today in the time zone of the user, else of the bureau.",
    )

    @api.depends("start")
    @api.depends_context("uid", "tz", "company")
    def _compute_is_today(self):
        first, end = self._get_today_span()
        for visit in self:
            visit.is_today = bool(visit.start and first <= visit.start < end)

    def _search_is_today(self, operator, value):
        if operator != "in":
            return NotImplemented
        first, end = self._get_today_span()
        return Domain("start", ">=", first) & Domain("start", "<", end)

    def _get_today_span(self):
        user = self.env.user
        return user._get_telecom_day_span(user._get_telecom_today())
