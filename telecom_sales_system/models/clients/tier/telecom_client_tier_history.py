from datetime import date, timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ...common.kept_rows import check_ondelete


class TelecomClientTierHistory(models.Model):
    """Change of a client's tier, with its date, both tiers, its user and its reason.

    Before its first row, a client had its first tier from the day on that its file
    gives (``key_client_since``).
    """

    _name = "telecom.client.tier.history"
    _description = "Client Tier History"
    _order = "date desc, id desc"
    _rec_name = "partner_id"

    partner_id = fields.Many2one(
        "res.partner",
        string="Client",
        required=True,
        index=True,
        ondelete="restrict",
        readonly=True,
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    date = fields.Date(required=True, readonly=True)
    old_tier_id = fields.Many2one(
        "telecom.client.tier", ondelete="restrict", readonly=True
    )
    new_tier_id = fields.Many2one(
        "telecom.client.tier", ondelete="restrict", readonly=True
    )
    revenue = fields.Monetary(
        readonly=True, help="Revenue of the twelve months that decided the tier."
    )
    reason = fields.Char(readonly=True)
    user_id = fields.Many2one(
        "res.users", string="Changed by", readonly=True, ondelete="restrict"
    )
    merged_ref = fields.Integer(
        string="Merged Client",
        readonly=True,
        aggregator=None,
        help="Number of the client file that the row is of, if it was merged into this"
        " client.",
    )

    def write(self, vals):
        if self and vals:
            self._refuse_change()
        return super().write(vals)

    @check_ondelete
    def _unlink_never(self):
        self._refuse_change()

    def _refuse_change(self):
        raise UserError(self.env._("The history of a client's tier is never changed."))

    @api.model
    def _get_tiers_query(self, day):
        """Return the query of the tiers that clients had at the end of a day.

        Columns: partner_id, client_ref, tier_id. Each file of a merged client had its
        own tier.
        """
        return SQL(
            """
            SELECT partner_id, COALESCE(merged_ref, partner_id) AS client_ref,
                   new_tier_id AS tier_id
              FROM (SELECT DISTINCT ON (partner_id, merged_ref)
                           partner_id, merged_ref, new_tier_id
                      FROM telecom_client_tier_history WHERE date <= %(day)s
                  ORDER BY partner_id, merged_ref, date DESC, id DESC) last
             WHERE new_tier_id IS NOT NULL
             UNION ALL
            (%(since)s)
            """,
            day=day,
            since=self._get_tiers_by_file_query(day),
        )

    @api.model
    def _get_tiers_by_file_query(self, day):
        """Return the query of tiers on a day before the first row of the history.

        They are the first tiers that are known of clients that were key clients by then
        according to their files. Columns: as of ``_get_tiers_query``.
        """
        return SQL(
            """
            SELECT client.id AS partner_id, client.id AS client_ref,
                   COALESCE(first.old_tier_id, first.new_tier_id, client.tier_id)
                       AS tier_id
              FROM res_partner client
         LEFT JOIN LATERAL (
                   SELECT old_tier_id, new_tier_id FROM telecom_client_tier_history
                    WHERE partner_id = client.id ORDER BY date, id LIMIT 1) first
                ON TRUE
             WHERE client.key_client_since <= %(day)s
               AND client.commercial_partner_id = client.id
               AND COALESCE(first.old_tier_id, first.new_tier_id, client.tier_id)
                   IS NOT NULL
               AND NOT EXISTS (
                   SELECT FROM telecom_client_tier_history
                    WHERE partner_id = client.id AND date <= %(day)s)
            """,
            day=day,
        )

    @api.model
    def _get_key_clients_query(self, day):
        """Return the query of the clients that had a tier at the end of a day."""
        return SQL(
            "SELECT DISTINCT partner_id FROM (%s) tier", self._get_tiers_query(day)
        )

    @api.model
    def _get_key_files_query(self, day):
        """Return the query of the client files that had a tier at the end of a day.

        Columns: partner_id, client_ref.
        """
        return SQL(
            "SELECT partner_id, client_ref FROM (%s) tier", self._get_tiers_query(day)
        )

    @api.model
    def _get_key_files_of_year_query(self, year):
        """Return the query of the client files that had a tier on some day of a year.

        Columns: partner_id, client_ref.
        """
        first_day, last_day = date(year, 1, 1), date(year, 12, 31)
        return SQL(
            """
            (%(before)s)
             UNION
            (%(after)s)
             UNION
            SELECT partner_id, COALESCE(merged_ref, partner_id)
              FROM telecom_client_tier_history
             WHERE new_tier_id IS NOT NULL AND date BETWEEN %(first)s AND %(last)s
                OR old_tier_id IS NOT NULL AND date > %(first)s AND date <= %(last)s
            """,
            before=self._get_key_files_query(first_day - timedelta(days=1)),
            after=self._get_key_files_query(last_day),
            first=first_day,
            last=last_day,
        )

    @api.model
    def _get_revenue_condition(self, files, day):
        """Return the SQL condition that revenue ``r`` is of some client files.

        Revenue of a file that had ended by the day is of the client that it went to.

        :param files: SQL of a query of partner_id and client_ref
        """
        return SQL(
            """
            (r.client_ref IN (SELECT client_ref FROM (%(files)s) file)
             OR r.partner_id IN (SELECT partner_id FROM (%(files)s) file)
                AND r.client_ref IN (%(ended)s))
            """,
            files=files,
            ended=self.env["telecom.client.service.history"]._get_ended_query(day),
        )

    @api.model
    def _get_revenue_domain(self, files, day):
        """Return the domain of ``_get_revenue_condition``, to be sent to a browser."""
        self.env.flush_all()
        service = self.env["telecom.client.service.history"]
        rows = self.env.execute_query(files)
        ended = self.env.execute_query(service._get_ended_query(day))
        return Domain("client_ref", "in", [ref for _client, ref in rows]) | (
            Domain("partner_id", "in", [client for client, _ref in rows])
            & Domain("client_ref", "in", [ref for (ref,) in ended])
        )

    @api.model
    def _end_files(self, files, reason):
        """Record that client files that end are no key clients from today on."""
        self._record_since(files)
        # sudo: only the program writes the history
        self.sudo().create(
            [
                {
                    "partner_id": partner.id,
                    "company_id": partner.tier_id.company_id.id,
                    "date": partner.tier_id.company_id._telecom_today(),
                    "old_tier_id": partner.tier_id.id,
                    "reason": reason,
                    "user_id": self.env.uid,
                }
                for partner in files.sudo()
                if partner.tier_id
            ]
        )

    @api.model
    def _record_since(self, files):
        """Record first tiers before the day in the client files is another client's.

        That of the history's first row, from the day that the file gives.
        """
        # sudo: only the program writes the history
        history, files = self.sudo(), files.sudo().filtered("key_client_since")
        rows = history.search(
            [("partner_id", "in", files.ids)], order="date, id"
        ).grouped("partner_id")
        vals_list = []
        for file in files:
            first = rows.get(file, history)[:1]
            tier = first.old_tier_id or first.new_tier_id or file.tier_id
            if tier and not (first and first.date <= file.key_client_since):
                vals_list.append(
                    {
                        "partner_id": file.id,
                        "company_id": tier.company_id.id,
                        "date": file.key_client_since,
                        "new_tier_id": tier.id,
                        "reason": self.env._("Key client since, as in the client file"),
                        "user_id": self.env.uid,
                    }
                )
        history.create(vals_list)

    @api.model
    def _merge_histories(self, merged, client):
        """Move the histories of merged clients to the one that is kept.

        Each file was a key client on its own days, and none after the merge; from then
        on the tier of the kept client counts.
        """
        own = merged.filtered(lambda p: p == p.commercial_partner_id)
        self._record_since(client.filtered(lambda p: p == p.commercial_partner_id))
        self._end_files(own, self.env._("Merged into %s", client.display_name))
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                UPDATE telecom_client_tier_history
                   SET partner_id = %s, merged_ref = COALESCE(merged_ref, partner_id)
                 WHERE partner_id IN %s
                """,
                client.id,
                tuple(merged.ids),
            )
        )
        self.invalidate_model(["partner_id", "merged_ref"])

    @api.model
    def _get_new_files_query(self, first_day, last_day):
        """Return the query of files that are key clients on the last day only.

        New are those who had no tier the day before the first day, even if they had one
        earlier.
        """
        before = self._get_key_files_query(fields.Date.subtract(first_day, days=1))
        after = self._get_key_files_query(last_day)
        return self._filter_files(after, SQL("NOT IN"), before)

    @api.model
    def _get_lost_files_query(self, first_day, last_day):
        """Return the query of files that were key clients before the first day only."""
        before = self._get_key_files_query(fields.Date.subtract(first_day, days=1))
        after = self._get_key_files_query(last_day)
        return self._filter_files(before, SQL("NOT IN"), after)

    @api.model
    def _filter_files(self, files, operator, others):
        """Return the query of files whose clients are among others, or are not.

        A merged client is the one that it was merged into.
        """
        return SQL(
            "SELECT * FROM (%s) file WHERE partner_id %s"
            " (SELECT partner_id FROM (%s) other)",
            files,
            operator,
            others,
        )

    @api.model
    def _get_served_query(self, files, day, company):
        """Return the query of a company's clients among files, by who served them.

        Columns: partner_id, unit_id, salesperson_id. Clients without a unit belong to
        the city bureau, so that the parts sum up to the whole.

        :param company: that of the units; without a unit, that of the client, if any
        """
        city = self.env["telecom.sales.unit"]._get_city_unit(company)
        return SQL(
            """
            SELECT service.partner_id, service.client_manager_id AS salesperson_id,
                   COALESCE(service.sales_unit_id, %(city)s) AS unit_id
              FROM (%(service)s) service
              JOIN res_partner client ON client.id = service.partner_id
         LEFT JOIN telecom_sales_unit unit ON unit.id = service.sales_unit_id
             WHERE COALESCE(unit.company_id, client.company_id, %(company)s)
                   = %(company)s
            """,
            city=city.id or None,
            service=self.env["telecom.client.service.history"]._get_service_query(
                files, day
            ),
            company=company.id or None,
        )

    @api.model
    def _find_key_clients(self, files, day, company):
        """Return the ids of a company's clients among files."""
        self.env.flush_all()
        query = self._get_served_query(files, day, company)
        rows = self.env.execute_query(
            SQL("SELECT DISTINCT partner_id FROM (%s) served", query)
        )
        return [client_id for (client_id,) in rows]

    @api.model
    def _count_key_clients(self, company, first_day, last_day):
        """Return how many key clients a company had, and how many came and went.

        :return: (on the last day, new since before the first day, lost since then)
        """
        day_before = fields.Date.subtract(first_day, days=1)
        return tuple(
            len(self._find_key_clients(files, day, company))
            for files, day in (
                (self._get_key_files_query(last_day), last_day),
                (self._get_new_files_query(first_day, last_day), last_day),
                (self._get_lost_files_query(first_day, last_day), day_before),
            )
        )
