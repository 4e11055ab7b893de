from odoo import fields, models

from .telecom_dashboard_tiles import SHOWN


class TelecomDashboard(models.AbstractModel):
    """The tile of the units' duties that are due within two weeks or missing."""

    _inherit = "telecom.dashboard"

    def _get_tiles(self, today):
        return [*super()._get_tiles(today), self._get_tile_duties(today)]

    def _get_tile_duties(self, today):
        duties = self.env["telecom.duty"]
        domain = [
            ("fulfilled_on", "=", False),
            ("due_on", "<=", fields.Date.add(today, days=14)),
        ]
        unit_manager = self.env["telecom.sales.unit"].search_count(
            [("manager_id", "=", self.env.uid)]
        )
        if unit_manager:
            domain.append(("unit_id.supervisor_ids", "in", self.env.user.ids))
        if self._can_see_whole_company():
            domain.append(("company_id", "=", self.env.company.id))
        due = duties.search(domain, order="due_on, id", limit=SHOWN)
        late = duties.search_count([*domain, ("state", "in", ["missing"])])
        return self._prepare_tile(
            "duties",
            self.env._("Duties Due"),
            "fa-calendar-check-o",
            str(duties.search_count(domain)),
            self._get_action("telecom_duty_action", domain),
            note=self.env._("%s missing", late),
            alarm=bool(late),
            items=[
                {
                    "label": f"{duty.subject or duty.type_id.name} · "
                    f"{duty.unit_id.sudo().name}",
                    "detail": fields.Date.to_string(duty.due_on),
                    "action": self._open_record(duty),
                }
                for duty in due
            ],
        )
