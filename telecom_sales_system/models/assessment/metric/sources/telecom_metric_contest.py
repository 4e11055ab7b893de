from odoo import fields, models
from odoo.tools import SQL


class TelecomMetric(models.Model):
    """Metric of the people and teams of a unit that reached a band of a contest."""

    _inherit = "telecom.metric"

    source = fields.Selection(
        selection_add=[("contest_reached", "Bands Reached in Contests")],
        ondelete={"contest_reached": "cascade"},
    )

    def _measure_contest_reached(self, scopes, date_from, date_to):
        """Count who reached a band in contests that run on one of the days.

        Closed contests count with their final ranks. A person or team counts once in a
        unit, in however many contests or categories.
        """
        return self._count_facts(
            scopes,
            SQL(
                """
                SELECT s.home_unit_id AS unit_id, s.team_id, s.salesperson_id,
                       COALESCE(-s.team_id, s.salesperson_id) AS item
                  FROM telecom_contest_standing s
                  JOIN telecom_contest c ON c.id = s.contest_id
                 WHERE s.active AND s.band_id IS NOT NULL AND s.unit_id IS NULL
                   AND c.date_from <= %s AND c.date_to >= %s
                """,
                date_to,
                date_from,
            ),
        )

    def _evidence_contest_reached(self, scope, date_from, date_to):
        """Return a standing of each person and team, as the figure counts.

        The oldest one, whatever its rank, so that a new ranking chooses no other.
        """
        standings = self.env["telecom.contest.standing"]
        found = standings.search(
            [
                ("home_unit_id", "child_of", scope.id),
                ("unit_id", "=", False),
                ("band_id", "!=", False),
                ("contest_id.date_from", "<=", date_to),
                ("contest_id.date_to", ">=", date_from),
            ],
            order="id",
        )
        entrants = found.grouped(lambda each: (each.team_id, each.salesperson_id))
        return standings._name, [("id", "in", [f[0].id for f in entrants.values()])]
