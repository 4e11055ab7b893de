from collections import defaultdict

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools import SQL

SERVED_BY = ("sales_unit_id", "client_manager_id")


class TelecomClientServiceHistory(models.Model):
    """Unit and lead manager that served a client until it was handed over.

    Figures of a day belong to those who served the client on it: the first row that
    ends on the day or later, or the client file if there is none.
    """

    _name = "telecom.client.service.history"
    _description = "Client Handover History"
    _order = "date_to desc, id desc"
    _rec_name = "partner_id"

    partner_id = fields.Many2one(
        "res.partner", string="Client", required=True, index=True, ondelete="cascade"
    )
    date_to = fields.Date(
        string="Until",
        required=True,
        help="Last day on which they served the client. The customer service department"
        " can correct it, if the handover was entered late.",
    )
    sales_unit_id = fields.Many2one(
        "telecom.sales.unit",
        string="Unit",
        index="btree_not_null",
        ondelete="restrict",
    )
    client_manager_id = fields.Many2one(
        "telecom.salesperson",
        string="Lead Client Manager",
        index="btree_not_null",
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        index=True,
        default=lambda self: self.env.company,
    )

    _client_day_uniq = models.UniqueIndex(
        "(partner_id, date_to)",
        "Handover of a client, field Until: there is a row for this client and day"
        " already. Change that one.",
    )

    @api.model
    def _record_handovers(self, clients):
        """Record who served clients until yesterday, before they are handed over.

        Of several changes on one day the first counts: what was in between lasted no
        whole day.
        """
        # sudo: whoever hands a client over; no unit is lost to the rules of the user
        clients = clients.sudo()
        days, companies = {}, {}
        for client in clients:
            whose = client.sales_unit_id or client.client_manager_id
            companies[client] = whose.company_id
            today = whose.company_id._telecom_today()
            days[client] = today - relativedelta(days=1)
        known = {
            (row.partner_id, row.date_to)
            for row in self.sudo().search([("partner_id", "in", clients.ids)])
        }
        self.sudo().create(
            [
                {
                    "partner_id": client.id,
                    "date_to": days[client],
                    "company_id": companies[client].id,
                    **{name: client[name].id for name in SERVED_BY},
                }
                for client in clients
                if (client, days[client]) not in known
            ]
        )

    @api.model
    def _merge_histories(self, merged, client):
        """Keep the handovers of one client: of the one that is kept, if it was served.

        A day has one unit, so the invoices of merged clients join those of the kept.
        """
        # sudo: users who merge clients may have no access to the history
        rows = self.sudo().search([("partner_id", "in", merged.ids)])
        known = self.sudo().search([("partner_id", "=", client.id)], limit=1)
        if known or any(client[name] for name in SERVED_BY):
            rows.unlink()
        else:
            (rows - rows.filtered(lambda row: row.partner_id == merged[:1])).unlink()

    @api.model
    def _get_former_sql(self, client, day):
        """Return the SQL of the row that was valid on a day, for a lateral left join.

        :param client: SQL of the client's id
        :param day: SQL of the day
        """
        return SQL(
            """
            SELECT id, sales_unit_id, client_manager_id
              FROM telecom_client_service_history
             WHERE partner_id = %s AND date_to >= %s
          ORDER BY date_to LIMIT 1
            """,
            client,
            day,
        )

    @api.model
    def _get_service_query(self, clients, day):
        """Return the query of who served clients on a day.

        Columns: partner_id, sales_unit_id, client_manager_id.

        :param clients: SQL of a query of ids
        """
        return SQL(
            """
            SELECT p.id AS partner_id,
                   CASE WHEN former.id IS NULL THEN p.sales_unit_id
                        ELSE former.sales_unit_id END AS sales_unit_id,
                   CASE WHEN former.id IS NULL THEN p.client_manager_id
                        ELSE former.client_manager_id END AS client_manager_id
              FROM res_partner p
         LEFT JOIN LATERAL (%s) former ON TRUE
             WHERE p.id IN (%s)
            """,
            self._get_former_sql(SQL("p.id"), day),
            clients,
        )

    @api.model
    def _get_clients_by_unit(self, clients, day):
        """Return ``{unit id: ids of clients}`` that the units served on a day.

        :param clients: SQL of a query of ids
        """
        self.env.flush_all()
        found = defaultdict(list)
        for client_id, unit_id, _manager_id in self.env.execute_query(
            self._get_service_query(clients, day)
        ):
            found[unit_id].append(client_id)
        return found
