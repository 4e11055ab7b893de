from odoo import models

from .telecom_dashboard_tiles import MANAGER, SHOWN


class TelecomDashboard(models.AbstractModel):
    """The tile of points: the user's own, and those of a manager's people."""

    _inherit = "telecom.dashboard"

    def _get_tile_points(self, today):
        """Return the tile of the computed points of the month and of the year.

        Managers also see the points by person, the most points first.
        """
        entries = self.env["telecom.performance.entry"]
        year = [
            ("recognition_date", ">=", today.replace(month=1, day=1)),
            ("company_id", "=", self.env.company.id),
        ]
        month = [*year, ("recognition_date", ">=", today.replace(day=1))]
        [(of_year,)] = entries._read_group(year, [], ["points:sum"])
        [(of_month,)] = entries._read_group(month, [], ["points:sum"])
        people = []
        if self.env.user.has_group(MANAGER):
            people = entries._read_group(
                [*month, ("salesperson_id", "!=", False)],
                ["salesperson_id"],
                ["points:sum"],
                limit=SHOWN,
                order="points:sum desc, salesperson_id",
            )
        return self._prepare_tile(
            "points",
            self.env._("Points This Month"),
            "fa-line-chart",
            self._format_number(of_month or 0),
            self._get_action("telecom_performance_entry_action", year),
            note=self.env._("%s this year", self._format_number(of_year or 0)),
            items=[
                {
                    "label": person.sudo().name,
                    "detail": self._format_number(points),
                    "action": self._get_action(
                        "telecom_performance_entry_action",
                        [*month, ("salesperson_id", "=", person.id)],
                    ),
                }
                for person, points in people
            ],
        )
