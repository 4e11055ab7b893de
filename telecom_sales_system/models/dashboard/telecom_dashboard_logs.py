from odoo import fields, models

from .telecom_dashboard_tiles import MANAGER, SHOWN


class TelecomDashboard(models.AbstractModel):
    """The tiles of sales logs: the user's own of today, and those to inspect."""

    _inherit = "telecom.dashboard"

    def _get_tiles(self, today):
        visits, due, *others = super()._get_tiles(today)
        return [
            visits,
            due,
            self._get_tile_own_log(today),
            self._get_tile_logs(),
            *others,
        ]

    def _get_tile_own_log(self, today):
        logs = self.env["telecom.sales.log"]
        person = logs._get_own_salesperson()
        if person.state != "registered":
            return None
        log = logs.search(
            [
                ("salesperson_id", "=", person.id),
                ("date_from", "<=", today),
                ("date_to", ">=", today),
            ],
            limit=1,
        )
        states = dict(logs._fields["state"]._description_selection(self.env))
        fresh = {
            "type": "ir.actions.act_window",
            "res_model": logs._name,
            "views": [(False, "form")],
        }
        return self._prepare_tile(
            "own_log",
            self.env._("My Sales Log"),
            "fa-book",
            states[log.state] if log else self.env._("To Write"),
            self._open_record(log) if log else fresh,
            alarm=not log,
        )

    def _get_tile_logs(self):
        """Return the tile of logs that the user can inspect, the oldest first."""
        if not self.env.user.has_group(MANAGER):
            return None
        logs = self.env["telecom.sales.log"]
        domain = [
            ("state", "=", "submitted"),
            ("is_sampled", "=", True),
            ("user_id", "!=", self.env.uid),
        ]
        count = logs.search_count(domain)
        late = logs.search_count([*domain, ("is_late", "=", True)])
        return self._prepare_tile(
            "logs",
            self.env._("Logs to Inspect"),
            "fa-check-square-o",
            str(count),
            self._get_action("telecom_sales_log_action_sample", domain),
            note=self.env._("%s handed in late", late),
            items=[
                {
                    "label": log.user_id.sudo().name,
                    "detail": fields.Date.to_string(log.date_from),
                    "action": self._open_record(log),
                }
                for log in logs.search(domain, order="date_from, id", limit=SHOWN)
            ],
        )
