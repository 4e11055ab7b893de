from odoo import fields, models

from .telecom_dashboard_tiles import SHOWN


class TelecomDashboard(models.AbstractModel):
    """The tile of activities: the user's own, and those of a manager's people."""

    _inherit = "telecom.dashboard"

    def _get_people_below(self):
        """Return the users of salespeople at work in the units the user supervises."""
        people = self.env["telecom.salesperson"]
        domain = [
            ("unit_id.supervisor_ids", "in", self.env.user.ids),
            *people._get_at_work_domain(),
        ]
        return people.search(domain).user_id

    def _get_tile_activities(self, today):
        activities = self.env["mail.activity"]
        below = self._get_people_below() - self.env.user
        domain = [("user_id", "in", (self.env.user | below).ids)]
        open_count = activities.search_count(domain)
        late = activities.search_count([*domain, ("date_deadline", "<", today)])
        first = activities.search(domain, order="date_deadline, id", limit=SHOWN)
        title = self.env._("Activities of My People") if below else None
        return self._prepare_tile(
            "activities",
            title or self.env._("My Activities"),
            "fa-clock-o",
            str(open_count),
            self._get_action("mail.mail_activity_action", domain),
            note=self.env._("%s overdue", late),
            alarm=bool(late),
            items=[
                {
                    "label": self._get_activity_label(activity),
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

    def _get_activity_label(self, activity):
        label = activity.summary or activity.activity_type_id.name
        if activity.user_id == self.env.user:
            return label
        return f"{activity.user_id.sudo().name} · {label}"
