from datetime import timedelta

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
        help="The last visit by those who serve the client, or the day on which it"
        " became a key client, plus the visit interval of its tier.",
    )
    next_visit_days = fields.Integer(
        string="Days to Next Visit",
        compute="_compute_visits",
        search="_search_next_visit_days",
        groups=ANY_ROLE,
        help="Days until the next visit is due; below 0, it is overdue.",
    )
    next_visit_planned = fields.Date(
        string="Planned Visit", compute="_compute_visits", groups=ANY_ROLE
    )
    visit_count = fields.Integer(compute="_compute_visits", groups=ANY_ROLE)

    @api.depends_context("company")
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
        due, here = self._get_visit_due_days(clients), self.env.company
        today = here._telecom_today()
        for partner in self:
            client = partner.commercial_partner_id
            count, last, _first = found.get((client, "done"), (0, False, False))
            planned, _last, first = found.get((client, "planned"), (0, False, False))
            partner.visit_count = count + planned
            partner.last_visit_on = last and here._telecom_local(last).date()
            partner.next_visit_planned = first and here._telecom_local(first).date()
            partner.next_visit_due = due_on = due.get(client.id)
            partner.next_visit_days = due_on and (due_on - today).days

    @api.model
    def _search_next_visit_due(self, operator, value):
        # Odoo checks the groups of stored fields only.
        self._check_field_access(self._fields["next_visit_due"], "read")
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
    def _search_next_visit_days(self, operator, value):
        # Odoo checks the groups of stored fields only.
        self._check_field_access(self._fields["next_visit_days"], "read")
        if operator not in COMPARISONS or value is False:
            return NotImplemented
        day = self.env.company._telecom_today() + timedelta(days=value)
        return self._search_next_visit_due(operator, day)

    @api.model
    def name_search(self, name="", domain=None, operator="ilike", limit=100):
        """Return matches; where visits are entered the own clients, then firms."""
        search = super().name_search
        if not self.env.context.get("telecom_own_clients_first"):
            return search(name, domain, operator, limit)
        found = {}
        for part in (*self._get_picker_parts(), Domain.TRUE):
            if limit is None or len(found) < limit:
                matches = search(name, Domain(domain or []) & part, operator, limit)
                found |= {key: label for key, label in matches if key not in found}
        return list(found.items())[:limit]

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

    @api.model
    def _get_picker_parts(self):
        """Return the domains of those who come first in the picker of a visit."""
        own = Domain("client_manager_id.user_id", "=", self.env.uid)
        own |= Domain("deputy_manager_id.user_id", "=", self.env.uid)
        return own, Domain("is_company", "=", True)

    def _get_visits_due_query(self):
        """Return the query of clients with a visit interval: columns id, due_on."""
        here = self.env.company
        return SQL(
            """
            SELECT client.id, COALESCE(visited.last_on, client.key_client_since,
                       %(created_on)s) + tier.visit_interval_days AS due_on
              FROM res_partner client
              JOIN telecom_client_tier tier ON tier.id = client.tier_id
              JOIN res_company here ON here.id = %(here)s
         LEFT JOIN LATERAL (
                SELECT %(last_on)s AS last_on
                  FROM telecom_visit
                 WHERE client_id = client.id AND state = 'done' AND %(served)s
                   ) visited ON TRUE
             WHERE tier.visit_interval_days > 0 AND client.active
               AND client.commercial_partner_id = client.id
            """,
            here=here.id,
            created_on=here._telecom_day_sql(SQL("here"), SQL("client.create_date")),
            last_on=here._telecom_day_sql(SQL("here"), SQL("MAX(done_at)")),
            served=self._get_served_visits_sql(),
        )

    @api.model
    def _get_served_visits_sql(self):
        """Return the SQL condition of visits by those who serve or served the client.

        Lead and deputy manager, a former lead manager, managers of the unit; anybody if
        nobody leads the client. A visit by others does not put off the next one.
        """
        return SQL(
            """(
                num_nonnulls(client.client_manager_id, client.deputy_manager_id) = 0
                OR telecom_visit.salesperson_id IN
                   (client.client_manager_id, client.deputy_manager_id)
                OR EXISTS (
                   SELECT FROM telecom_client_service_history former
                    WHERE former.partner_id = client.id
                      AND former.client_manager_id = telecom_visit.salesperson_id
                      AND former.date_to >= %(day)s)
                OR EXISTS (
                   SELECT FROM telecom_sales_unit_supervisor_rel above
                     JOIN telecom_salesperson person ON person.user_id = above.user_id
                    WHERE above.unit_id = client.sales_unit_id
                      AND person.id = telecom_visit.salesperson_id))
            """,
            day=self.env.company._telecom_day_sql(SQL("here"), SQL("done_at")),
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
    def _get_visits_due_domain(self, until):
        """Return the domain of the user's clients that are due for a visit by a day."""
        return [
            ("next_visit_due", "<=", until),
            "|",
            ("client_manager_id.user_id", "=", self.env.uid),
            ("deputy_manager_id.user_id", "=", self.env.uid),
        ]
