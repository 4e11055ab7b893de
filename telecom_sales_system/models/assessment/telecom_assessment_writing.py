import json

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

LINE_COLUMNS = {
    "assessment_id": "int",
    "indicator_id": "int",
    "section_id": "int",
    "points": "numeric",
    "actual": "numeric",
    "target": "numeric",
    "attainment": "numeric",
    "deduction": "numeric",
    "bonus": "numeric",
    "score": "numeric",
    "error": "text",
    "error_metric_id": "int",
    "is_veto": "bool",
    "figures": "jsonb",
}
TOTAL_COLUMNS = {
    "id": "int",
    "points": "numeric",
    "score": "numeric",
    "tie_score": "numeric",
    "net_performance": "numeric",
    "error_count": "int",
    "is_vetoed": "bool",
    "computed_on": "timestamp",
}


class TelecomAssessmentWriting(models.AbstractModel):
    """The SQL that writes lines, totals and ranks, one statement for all cards."""

    _name = "telecom.assessment.writing"
    _description = "Writing of Scorecards"

    @api.model
    def _get_manual_scores(self, cards):
        """Return ``{(card id, indicator id): Decimal}`` of the scores given by hand."""
        self.env.flush_all()
        return {
            (card, indicator): score
            for card, indicator, score in self.env.execute_query(
                SQL(
                    "SELECT assessment_id, indicator_id, manual_score"
                    " FROM telecom_assessment_line"
                    " WHERE assessment_id = ANY(%s) AND is_manual",
                    cards.ids,
                )
            )
        }

    def _check_entered_lines(self, cards, rows):
        """Check scores by hand and objections of cards against their new lines.

        :raises UserError: a line with one of them would be removed
        :raises ValidationError: a score by hand is outside the points of its line
        """
        scored = {(row["assessment_id"], row["indicator_id"]) for row in rows}
        lines = self.env["telecom.assessment.line"]._find_entered_lines(
            Domain("assessment_id", "in", cards.ids)
        )
        lines.filtered(
            lambda line: (line.assessment_id.id, line.indicator_id.id) not in scored
        )._refuse_removal()
        lines._check_manual()

    def _write_lines(self, cards, rows):
        """Insert or update lines, and remove those that the scheme no longer has."""
        self._check_entered_lines(cards, rows)
        self.env.cr.execute(
            SQL(
                """
                DELETE FROM telecom_assessment_line line
                 WHERE assessment_id = ANY(%s)
                   AND NOT EXISTS (SELECT FROM (%s) row
                                    WHERE row.assessment_id = line.assessment_id
                                      AND row.indicator_id = line.indicator_id)
                """,
                cards.ids,
                self._build_rows_query(LINE_COLUMNS, rows),
            )
        )
        names = [SQL.identifier(name) for name in LINE_COLUMNS]
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO telecom_assessment_line (
                    %(columns)s, unit_id, period_id, span, scheme_id, company_id,
                    section_sequence, sequence)
                SELECT %(values)s, card.unit_id, card.period_id, card.span,
                       indicator.scheme_id, card.company_id,
                       indicator.section_sequence, indicator.sequence
                  FROM (%(rows)s) row
                  JOIN telecom_assessment card ON card.id = row.assessment_id
                  JOIN telecom_assessment_indicator indicator
                       ON indicator.id = row.indicator_id
                    ON CONFLICT (assessment_id, indicator_id) DO UPDATE
                   SET %(updates)s, sequence = EXCLUDED.sequence,
                       section_sequence = EXCLUDED.section_sequence
                """,
                columns=SQL(", ").join(names),
                values=SQL(", ").join(SQL("row.%s", name) for name in names),
                rows=self._build_rows_query(LINE_COLUMNS, rows),
                updates=SQL(", ").join(
                    SQL("%s = EXCLUDED.%s", name, name) for name in names[2:]
                ),
            )
        )
        self.env["telecom.assessment.line"].invalidate_model(flush=False)

    def _write_totals(self, totals):
        names = [SQL.identifier(name) for name in TOTAL_COLUMNS if name != "id"]
        self.env.cr.execute(
            SQL(
                """
                UPDATE telecom_assessment card
                   SET %s, state = 'computed', rank = 0
                  FROM (%s) row WHERE card.id = row.id
                """,
                SQL(", ").join(SQL("%s = row.%s", name, name) for name in names),
                self._build_rows_query(TOTAL_COLUMNS, totals),
            )
        )
        self.env["telecom.assessment"].invalidate_model(flush=False)

    def _find_differing_cards(self, cards, rows, totals):
        """Return the ids of the cards that these lines and totals would change."""
        figures = LINE_COLUMNS.keys() - {"assessment_id", "indicator_id"}
        found = self.env.execute_query(
            SQL(
                """
                SELECT assessment_id
                  FROM (SELECT * FROM telecom_assessment_line
                         WHERE assessment_id = ANY(%(cards)s)) stored
             FULL JOIN (%(rows)s) row USING (assessment_id, indicator_id)
                 WHERE %(lines_differ)s
                 UNION
                SELECT id
                  FROM telecom_assessment stored
                  JOIN (%(totals)s) row USING (id)
                 WHERE %(totals_differ)s
                """,
                cards=cards.ids,
                rows=self._build_rows_query(LINE_COLUMNS, rows),
                lines_differ=self._build_difference_condition(figures),
                totals=self._build_rows_query(TOTAL_COLUMNS, totals),
                totals_differ=self._build_difference_condition(
                    TOTAL_COLUMNS.keys() - {"computed_on"}
                ),
            )
        )
        return sorted(card for (card,) in found)

    def _build_difference_condition(self, names):
        return SQL(" OR ").join(
            SQL("stored.%s IS DISTINCT FROM row.%s", name, name)
            for name in map(SQL.identifier, sorted(names))
        )

    def _write_ranks(self, ranks):
        rows = [{"id": card, "rank": rank} for card, rank in ranks.items()]
        self.env.cr.execute(
            SQL(
                "UPDATE telecom_assessment card SET rank = row.rank FROM (%s) row"
                " WHERE card.id = row.id AND card.state != 'published'",
                self._build_rows_query({"id": "int", "rank": "int"}, rows),
            )
        )
        self.env["telecom.assessment"].invalidate_model(["rank"], flush=False)

    def _build_rows_query(self, columns, rows):
        """Return a query of rows, which are passed as one JSON document."""
        return SQL(
            "SELECT * FROM jsonb_to_recordset(%s::jsonb) AS row(%s)",
            json.dumps(rows, default=str),
            SQL(", ").join(
                SQL("%s %s", SQL.identifier(name), SQL(kind))
                for name, kind in columns.items()
            ),
        )
