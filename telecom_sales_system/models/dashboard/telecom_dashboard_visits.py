from odoo import fields, models

from .telecom_dashboard_tiles import SHOWN


class TelecomDashboard(models.AbstractModel):
    """The tile of visits of today."""

    _inherit = "telecom.dashboard"

    def _get_tile_visits(self, today):
        shown = [("state", "!=", "cancelled")]
        if self._can_see_whole_company():
            shown.append(("company_id", "in", [False, self.env.company.id]))
        domain = [*shown, ("is_today", "=", True)]
        visits = self.env["telecom.visit"]
        planned = [*domain, ("state", "=", "planned")]
        first = visits.search(planned, order="start, id", limit=SHOWN)
        count, left = visits.search_count(domain), visits.search_count(planned)
        return self._prepare_tile(
            "visits",
            self.env._("Visits Today"),
            "fa-map-marker",
            str(count),
            self._get_action(
                "telecom_visit_action", shown, context={"search_default_today": 1}
            ),
            note=self.env._("%s done", count - left),
            items=[
                {
                    "label": self._get_partner_name(visit.partner_id),
                    "detail": self._format_time(visit.start),
                    "action": self._open_record(visit),
                }
                for visit in first
            ],
        )

    def _format_time(self, moment):
        return fields.Datetime.context_timestamp(self, moment).strftime("%H:%M")
