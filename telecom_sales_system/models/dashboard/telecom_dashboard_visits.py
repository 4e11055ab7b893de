from odoo import fields, models

from .telecom_dashboard_tiles import SHOWN


class TelecomDashboard(models.AbstractModel):
    """Visits of today."""

    _inherit = "telecom.dashboard"

    def _tile_visits(self, today):
        shown = [("state", "!=", "cancelled")]
        if self._sees_all():
            shown.append(("company_id", "in", [False, self.env.company.id]))
        domain = [*shown, ("is_today", "=", True)]
        visits = self.env["telecom.visit"]
        planned = [*domain, ("state", "=", "planned")]
        first = visits.search(planned, order="start, id", limit=SHOWN)
        count, left = visits.search_count(domain), visits.search_count(planned)
        return self._tile(
            "visits",
            self.env._("Visits Today"),
            "fa-map-marker",
            str(count),
            self._action(
                "telecom_visit_action", shown, context={"search_default_today": 1}
            ),
            note=self.env._("%s done", count - left),
            items=[
                {
                    "label": self._name_of(visit.partner_id),
                    "detail": self._time_of(visit.start),
                    "action": self._open_record(visit),
                }
                for visit in first
            ],
        )

    def _time_of(self, moment):
        return fields.Datetime.context_timestamp(self, moment).strftime("%H:%M")
