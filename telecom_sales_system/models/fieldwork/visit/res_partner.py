from datetime import UTC, timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...common.groups import ANY_ROLE

COMPARISONS = {"<", "<=", ">", ">=", "="}


class ResPartner(models.Model):
    """Client with its last visit and the day on which its tier requires the next."""

    _inherit = "res.partner"

    last_visit_on = fields.Date(
        string="Last Visit", compute="_compute_visits", groups=ANY_ROLE
    )
    next_visit_due = fields.Date(
        compute="_compute_visits",
        search="_search_next_visit_due",
        groups=ANY_ROLE,
        help="The last visit, or the day on which it became a key client, plus the"
        " visit interval of its tier.",
    )
    next_visit_planned = fields.Date(
        string="Planned Visit", compute="_compute_visits", groups=ANY_ROLE
    )
    visit_count = fields.Integer(compute="_compute_visits", groups=ANY_ROLE)

    @api.depends_context("tz", "company")
    def _compute_visits(self):
        self.env.flush_all()
        clients = self.commercial_partner_id
        # sudo: visits of colleagues count for the client too; no text is read
        visits = self.env["telecom.visit"].sudo()
        found = {
            (client, state): (count, last, first)
            for client, state, count, last, first in visits._read_group(
                [("client_id", "in", clients.ids), ("state", "!=", "cancelled")],
                ["client_id", "state"],
                ["__count", "done_at:max", "start:min"],
            )
        }
        due = self._get_visit_due_days(clients)
        for partner in self:
            client = partner.commercial_partner_id
            count, last, _first = found.get((client, "done"), (0, False, False))
            planned, _last, first = found.get((client, "planned"), (0, False, False))
            partner.visit_count = count + planned
            partner.last_visit_on = self._convert_to_local_day(last)
            partner.next_visit_planned = self._convert_to_local_day(first)
            partner.next_visit_due = due.get(client.id)

    def _convert_to_local_day(self, moment):
        zone = self.env.user._get_telecom_zone()
        return moment and moment.replace(tzinfo=UTC).astimezone(zone).date()

    def _get_visits_due_query(self):
        """Return the query of clients with a visit interval: columns id, due_on."""
        return SQL(
            """
            SELECT client.id, COALESCE(visited.last_on, client.key_client_since,
                       client.create_date::date) + tier.visit_interval_days AS due_on
              FROM res_partner client
              JOIN telecom_client_tier tier ON tier.id = client.tier_id
         LEFT JOIN LATERAL (
                SELECT (MAX(done_at) AT TIME ZONE 'UTC' AT TIME ZONE %s)::date
                       AS last_on
                  FROM telecom_visit
                 WHERE client_id = client.id AND state = 'done') visited ON TRUE
             WHERE tier.visit_interval_days > 0 AND client.active
               AND client.commercial_partner_id = client.id
            """,
            self.env.user._get_telecom_zone().key,
        )

    def _get_visit_due_days(self, clients):
        return dict(
            self.env.execute_query(
                SQL(
                    "SELECT id, due_on FROM (%s) due WHERE id IN %s",
                    self._get_visits_due_query(),
                    tuple(clients.ids) or (0,),
                )
            )
        )

    @api.model
    def _search_next_visit_due(self, operator, value):
        if operator not in COMPARISONS or not value:
            return NotImplemented
        self.env.flush_all()
        found = SQL(
            "(SELECT id FROM (%s) due WHERE due_on %s %s)",
            self._get_visits_due_query(),
            SQL(operator),
            fields.Date.to_date(value),
        )
        return Domain("id", "in", found)

    @api.model
    def _get_visits_due_domain(self, until):
        """Return the domain of the user's clients that are due for a visit by a day."""
        return [
            ("next_visit_due", "<=", until),
            "|",
            ("client_manager_id.user_id", "=", self.env.uid),
            ("deputy_manager_id.user_id", "=", self.env.uid),
        ]

    @api.readonly
    def action_open_visits(self):
        """Open the visits to the client."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "telecom_sales_system.telecom_visit_action"
        )
        client = self.commercial_partner_id
        return action | {
            "domain": [("client_id", "=", client.id)],
            "context": {"default_partner_id": self.id},
        }

    def action_plan_visit(self):
        """Open a new visit to the client, tomorrow."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "telecom.visit",
            "view_mode": "form",
            "context": {
                "default_partner_id": self.id,
                "default_start": fields.Datetime.now() + timedelta(days=1),
            },
        }
