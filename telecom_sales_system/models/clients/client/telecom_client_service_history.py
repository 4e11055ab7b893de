from collections import defaultdict
from datetime import date

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ...common.kept_rows import check_ondelete

SERVED_BY = ("sales_unit_id", "client_manager_id")


class TelecomClientServiceHistory(models.Model):
    """Unit and lead manager that served a client until it was handed over.

    Figures of a day belong to those who served the client on it: the first row that
    ends on the day or later, or the client file if there is none. A client that is
    merged into another, or becomes a contact of another, keeps its rows: the number of
    its file tells them from those of the other.
    """

    _name = "telecom.client.service.history"
    _inherit = "telecom.guarded.mixin"
    _description = "Client Handover History"
    _order = "date_to desc, id desc"
    _rec_name = "partner_id"

    partner_id = fields.Many2one(
        "res.partner",
        string="Client",
        required=True,
        index=True,
        ondelete="restrict",
        domain=[("partner_share", "=", True)],
    )
    client_ref = fields.Integer(
        string="Client File No.",
        compute="_compute_client_ref",
        store=True,
        precompute=True,
        aggregator=None,
        help="Number of the client file that the row is of, also after it was merged"
        " into this client.",
    )
    date_to = fields.Date(
        string="Last Day",
        required=True,
        help="Last day on which they served the client. The customer service department"
        " can correct it, if the handover was entered late and the months in question"
        " are open.",
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
        "(client_ref, date_to)",
        "Handover of a client, field Last Day: there is a row for this client and day"
        " already. Change that one.",
    )

    @api.depends("partner_id")
    def _compute_client_ref(self):
        for row in self:
            row.client_ref = row.partner_id.id

    # ------------------------------------------------------------
    # CRUD METHODS
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create(vals_list)
        rows._check_months_open()
        return rows

    def write(self, vals):
        """Change rows.

        :raises UserError: a closed month counted what they say
        """
        before = {row: row.date_to for row in self}
        has_only_day = vals.keys() <= {"date_to"}
        if not has_only_day:
            self._check_months_open()
        result = super().write(vals)
        if not has_only_day:
            self._check_months_open()
            return result
        for row, day in before.items():
            if day != row.date_to:
                row._check_months_open(min(day, row.date_to), max(day, row.date_to))
        return result

    @check_ondelete
    def _unlink_if_months_open(self):
        self._check_months_open()

    # ------------------------------------------------------------
    # BUSINESS METHODS
    # ------------------------------------------------------------

    def _check_months_open(self, after=None, until=None):
        """Check that no closed month counted the days that rows are about.

        They are the days from the row before until the last day of the row. Programs
        (``env.su``) only write what was the case already.

        :param after: the day before the first day, if not that of the row before
        :param until: the last day, if not that of the row
        :raises UserError: a month of them is closed
        """
        if self.env.su:
            return
        for row in self:
            before = (
                after
                or self.search(
                    [
                        ("client_ref", "=", row.client_ref),
                        ("date_to", "<", row.date_to),
                        ("id", "!=", row.id),
                    ],
                    limit=1,
                ).date_to
            )
            # sudo: those who keep the history may know whether a month is closed
            periods = self.env["telecom.period"].sudo()
            closed = periods.search(
                [
                    ("company_id", "=", row.company_id.id),
                    ("state", "=", "closed"),
                    ("date_from", "<=", until or row.date_to),
                    ("date_to", ">", before or date.min),
                ],
                limit=1,
            )
            if closed:
                raise UserError(
                    self.env._(
                        "Handover of client %(client)s, field Last Day: month"
                        " %(month)s is closed, and those who served the client in it"
                        " cannot change.",
                        client=row.partner_id.display_name,
                        month=closed.display_name,
                    )
                )

    @api.model
    def _record_handovers(self, clients):
        """Record who served clients until yesterday, before they are handed over.

        Of several changes on one day the first counts: what was in between lasted no
        whole day.
        """
        self._record_service({client: client for client in clients})

    @api.model
    def _end_files(self, files, client):
        """Record who served client files that end: merged, or contacts from now on.

        A file that nobody ever served was served by whoever served the client that it
        goes to, or else the other files.
        """
        # sudo: whoever merges clients; no unit is lost to the rules of the user
        history, files, client = self.sudo(), files.sudo(), client.sudo()
        rows = history.search([("client_ref", "in", (files | client).ids)])
        by_ref = rows.grouped("client_ref")
        unserved = files.filtered(
            lambda file: (
                file.id not in by_ref and not any(file[name] for name in SERVED_BY)
            )
        )
        heir = client
        if client.id not in by_ref and not any(client[name] for name in SERVED_BY):
            heir = (files - unserved)[-1:] or client
        rows |= history.create(
            [
                self._prepare_row_vals(row, row.date_to) | {"partner_id": file.id}
                for file in unserved
                for row in by_ref.get(heir.id, history)
            ]
        )
        self._record_service(
            {file: heir if file in unserved else file for file in files}, rows
        )

    @api.model
    def _filter_served(self, clients, name):
        """Return those of the clients for which a row of the past has a value."""
        # sudo: whoever hands a client over
        rows = self.sudo().search(
            [("client_ref", "in", clients.ids), (name, "!=", False)]
        )
        return clients.browse(set(rows.mapped("client_ref")))

    @api.model
    def _record_service(self, served_as, rows=None):
        """Record who served clients until yesterday.

        :param served_as: ``{client: client with the unit and the manager}``
        :param rows: the rows of these clients, latest first, if they were read already
        """
        # sudo: whoever hands a client over; no unit is lost to the rules of the user
        history = self.sudo()
        refs = [client.id for client in served_as]
        if rows is None:
            rows = history.search([("client_ref", "in", refs)])
        known = rows.grouped("client_ref")
        vals_list = []
        for client, source in served_as.items():
            rows = known.get(client.id, history)
            source = source.sudo()
            whose = source.sales_unit_id or source.client_manager_id or rows[:1]
            company = whose.company_id or source.company_id or self.env.company
            yesterday = company._telecom_today() - relativedelta(days=1)
            if yesterday not in rows.mapped("date_to"):
                vals = self._prepare_row_vals(source, yesterday)
                vals_list.append(
                    vals | {"partner_id": client.id, "company_id": company.id}
                )
        history.create(vals_list)

    @api.model
    def _prepare_row_vals(self, source, day):
        """Return values of a row until a day; ``source`` is a client or a row."""
        return {
            "date_to": day,
            "company_id": source.company_id.id,
            **{name: source[name].id for name in SERVED_BY},
        }

    @api.model
    def _get_former_sql(self, client_ref, client, day):
        """Return the SQL of the row that was valid on a day, for a lateral left join.

        Days after the end of a file are those of the client that it went to.

        :param client_ref: SQL of the number of the client file
        :param client: SQL of the id of the client that it belongs to by now
        :param day: SQL of the day
        """
        return SQL(
            """
            SELECT id, sales_unit_id, client_manager_id
              FROM telecom_client_service_history
             WHERE client_ref IN (%(client_ref)s, %(client)s) AND date_to >= %(day)s
          ORDER BY client_ref <> %(client_ref)s, date_to LIMIT 1
            """,
            client_ref=client_ref,
            client=client,
            day=day,
        )

    @api.model
    def _get_ended_query(self, day):
        """Return the query of the client files that had ended by a day.

        They were merged into other clients, or became contacts.
        """
        return SQL(
            """
            SELECT client_ref
              FROM telecom_client_service_history
             WHERE NOT EXISTS (
                   SELECT FROM res_partner own
                    WHERE own.id = client_ref AND own.commercial_partner_id = own.id)
          GROUP BY client_ref HAVING MAX(date_to) < %s
            """,
            day,
        )

    @api.model
    def _get_service_query(self, files, day):
        """Return the query of who served client files on a day.

        Columns: partner_id, sales_unit_id, client_manager_id.

        :param files: SQL of a query of partner_id and client_ref
        """
        return SQL(
            """
            SELECT p.id AS partner_id,
                   CASE WHEN former.id IS NULL THEN p.sales_unit_id
                        ELSE former.sales_unit_id END AS sales_unit_id,
                   CASE WHEN former.id IS NULL THEN p.client_manager_id
                        ELSE former.client_manager_id END AS client_manager_id
              FROM (%s) file
              JOIN res_partner p ON p.id = file.partner_id
         LEFT JOIN LATERAL (%s) former ON TRUE
            """,
            files,
            self._get_former_sql(SQL("file.client_ref"), SQL("p.id"), day),
        )

    @api.model
    def _get_clients_by_unit(self, files, day):
        """Return ``{unit id: ids of clients}`` that the units served on a day.

        :param files: SQL of a query of partner_id and client_ref
        """
        self.env.flush_all()
        found = defaultdict(set)
        for client_id, unit_id, _manager_id in self.env.execute_query(
            self._get_service_query(files, day)
        ):
            found[unit_id].add(client_id)
        return found
