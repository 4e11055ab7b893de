from datetime import timedelta

from odoo import fields, models
from odoo.tools import SQL

from .telecom_dashboard_tiles import MANAGER, SHOWN


class TelecomDashboard(models.AbstractModel):
    """The tile of clients that are due for a visit."""

    _inherit = "telecom.dashboard"

    def _get_tile_due(self, today):
        """Return the tile of clients to visit within a week.

        Managers see the clients of their units, users who see the whole company all
        clients of the company, and others their own.
        """
        partners = self.env["res.partner"]
        domain = self._get_due_domain(today + timedelta(days=7))
        rows = self.env.execute_query(
            SQL(
                """
                SELECT due.id, COUNT(*) OVER (),
                       COUNT(*) FILTER (WHERE due.due_on < %s) OVER ()
                  FROM (%s) due WHERE due.id IN %s
              ORDER BY due.due_on, due.id LIMIT %s
                """,
                today,
                partners._get_visits_due_query(),
                partners._search(domain).subselect(),
                SHOWN,
            )
        )
        clients = partners.browse(row[0] for row in rows)
        count, late = rows[0][1:] if rows else (0, 0)
        return self._prepare_tile(
            "due",
            self.env._("Clients to Visit"),
            "fa-handshake-o",
            str(count),
            self._get_action("res_partner_action_visits", domain),
            note=self.env._("%s overdue", late),
            alarm=bool(late),
            items=[
                {
                    "label": client.display_name,
                    "detail": fields.Date.to_string(client.next_visit_due),
                    "action": self._open_record(client),
                }
                for client in clients
            ],
        )

    def _get_due_domain(self, until):
        """Return the domain of the user's clients that are due for a visit by a day."""
        partners, user = self.env["res.partner"], self.env.user
        due = [("next_visit_due", "<=", until)]
        if self._can_see_whole_company():
            company = self.env.company.id
            return due + [
                "|",
                ("sales_unit_id.company_id", "=", company),
                "&",
                ("sales_unit_id", "=", False),
                ("company_id", "in", [False, company]),
            ]
        if user.has_group(MANAGER):
            return due + [("sales_unit_id.supervisor_ids", "in", user.ids)]
        return partners._get_visits_due_domain(until)
