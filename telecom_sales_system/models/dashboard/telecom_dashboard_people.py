from odoo import fields, models

from .telecom_dashboard_tiles import MANAGER, SHOWN


class TelecomDashboardTiles(models.AbstractModel):
    """Activities and points: one's own, and those of the people below a manager."""

    _inherit = "telecom.dashboard.tiles"

    def _people_below(self):
        """Users of the salespeople at work in the units that the user answers for."""
        people = self.env["telecom.salesperson"]
        domain = [
            ("unit_id.supervisor_ids", "in", self.env.user.ids),
            *people._at_work_domain(),
        ]
        return people.search(domain).user_id

    def _tile_activities(self, today):
        activities = self.env["mail.activity"]
        below = self._people_below() - self.env.user
        domain = [("user_id", "in", (self.env.user | below).ids)]
        open_count = activities.search_count(domain)
        late = activities.search_count([*domain, ("date_deadline", "<", today)])
        first = activities.search(domain, order="date_deadline, id", limit=SHOWN)
        title = self.env._("Activities of My People") if below else None
        return self._tile(
            "activities",
            title or self.env._("My Activities"),
            "fa-clock-o",
            str(open_count),
            self._action("mail.mail_activity_action", domain),
            note=self.env._("%s overdue", late),
            alarm=bool(late),
            items=[
                {
                    "label": self._label_of(activity),
                    "detail": fields.Date.to_string(activity.date_deadline),
                    "action": {
                        "type": "ir.actions.act_window",
                        "res_model": activity.res_model,
                        "res_id": activity.res_id,
                        "views": [(False, "form")],
                    },
                }
                for activity in first
                if activity.res_model
            ],
        )

    def _label_of(self, activity):
        label = activity.summary or activity.activity_type_id.name
        if activity.user_id == self.env.user:
            return label
        return f"{activity.user_id.sudo().name} · {label}"

    def _tile_points(self, today):
        """Points of the month and of the year, as far as they are computed.

        A manager also reads whose they are: the people with most points first.
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
        return self._tile(
            "points",
            self.env._("Points This Month"),
            "fa-line-chart",
            self._number(of_month or 0),
            self._action("telecom_performance_entry_action", year),
            note=self.env._("%s this year", self._number(of_year or 0)),
            items=[
                {
                    "label": person.sudo().name,
                    "detail": self._number(points),
                    "action": self._action(
                        "telecom_performance_entry_action",
                        [*month, ("salesperson_id", "=", person.id)],
                    ),
                }
                for person, points in people
            ],
        )
