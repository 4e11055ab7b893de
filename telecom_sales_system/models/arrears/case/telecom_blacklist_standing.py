from odoo import api, fields, models
from odoo.tools import SQL

from .telecom_blacklist_case import BLOCKING, OVER, STANDING_FIELDS


class TelecomBlacklistStanding(models.Model):
    """The standing of a case from a day on, for printing past months again."""

    _name = "telecom.blacklist.standing"
    _description = "Standing of an Arrears Case"
    _order = "case_id, date"
    _log_access = False

    case_id = fields.Many2one(
        "telecom.blacklist.case", required=True, ondelete="cascade", readonly=True
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    date = fields.Date(string="First Day", required=True, readonly=True)
    state = fields.Selection(
        selection=lambda self: (
            self.env["telecom.blacklist.case"]
            ._fields["state"]
            ._description_selection(self.env)
        ),
        required=True,
        readonly=True,
    )
    deadline = fields.Date(string="Recovery Deadline", readonly=True)
    sales_unit_id = fields.Many2one(
        "telecom.sales.unit", string="Unit", ondelete="restrict", readonly=True
    )
    accountable_id = fields.Many2one("res.users", ondelete="restrict", readonly=True)

    _one_a_day = models.UniqueIndex("(case_id, date)", "A case has one standing a day.")

    @api.model
    def _record_standings(self, cases, day):
        """Record the standings of cases at the end of a day, where they changed."""
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO telecom_blacklist_standing
                       (case_id, company_id, date, %(kept)s)
                SELECT c.id, c.company_id,
                       CASE WHEN last.id IS NULL THEN COALESCE(c.opened_on, %(day)s)
                            ELSE GREATEST(%(day)s, last.date) END,
                       %(now)s
                  FROM telecom_blacklist_case c
             LEFT JOIN LATERAL (
                       SELECT s.* FROM telecom_blacklist_standing s
                        WHERE s.case_id = c.id ORDER BY s.date DESC LIMIT 1) last
                    ON TRUE
                 WHERE c.id = ANY(%(cases)s)
                   AND (last.id IS NULL OR (%(last)s) IS DISTINCT FROM (%(now)s))
           ON CONFLICT (case_id, date) DO UPDATE SET (%(kept)s) = (%(new)s)
                """,
                day=day,
                cases=cases.ids,
                kept=self._get_kept_columns(),
                now=self._get_kept_columns("c"),
                last=self._get_kept_columns("last"),
                new=self._get_kept_columns("excluded"),
            )
        )
        self.invalidate_model(flush=False)

    def _get_kept_columns(self, *table):
        return SQL(", ").join(
            SQL.identifier(*table, column) for column in STANDING_FIELDS
        )

    @api.model
    def _get_open_standings(self, company, day):
        """Return the standings of the cases that were open at the end of a day."""
        rows = self.search(
            [
                ("company_id", "=", company.id),
                ("date", "<=", day),
                "|",
                ("case_id.closed_on", "=", False),
                ("case_id.closed_on", ">", day),
            ],
            order="date, id",
        )
        last = {row.case_id: row.id for row in rows}
        return self.browse(last.values()).filtered(lambda row: row.state not in OVER)

    @api.model
    def _get_open_debts(self, company, day):
        """Return ``{standing: (overdue, days)}`` of the cases open at a day's end.

        It is the one definition of open cases of a month. Clients that had paid by that
        day are left out, although the watch settles their cases only in the next night.
        Blacklisted clients stay until their release.
        """
        standings = self._get_open_standings(company, day)
        # Fetch all at once: record by record, Odoo reads a thousand at a time.
        standings.case_id.fetch(["partner_id"])
        owed = self.env["telecom.arrears.balance"]._get_debts(
            company, day, standings.case_id.partner_id
        )
        nothing = (0, 0)
        return {
            standing: owed.get(standing.case_id.partner_id, nothing)
            for standing in standings
            if owed.get(standing.case_id.partner_id, nothing)[0]
            or standing.state in BLOCKING
        }
