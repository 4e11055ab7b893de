import json
from decimal import Decimal

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ....tools.assessment.ranking import rank_eligible
from ....tools.assessment.scoring import vetoes_held
from ....tools.decimals import exact
from ....tools.figures import CENT, NoFigure, rounded
from .telecom_assessment_measures import Measures

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


class TelecomAssessmentScoring(models.AbstractModel):
    """The scoring of cards, in a number of queries that does not depend on the units.

    Each metric is measured for all units at once. Lines and totals are written in one
    statement each.
    """

    _name = "telecom.assessment.scoring"
    _description = "Scoring of Cards"

    @api.model
    def _score_cards(self, cards):
        """Score cards anew, write their lines and totals, and rank them."""
        # sudo: a score counts all records, whoever computes it
        self, cards = self.sudo(), cards.sudo()
        cards._update_scheme()
        with self.env["telecom.metric"]._keep_facts():
            rows, totals = self._prepare_rows(cards)
        self._write_lines(cards, rows)
        self._write_totals(totals)
        self._rank_cards(cards._get_ranking_cards())

    @api.model
    def _find_changed_cards(self, cards):
        """Return the cards whose lines or totals would change if computed now."""
        # sudo: a score counts all records, whoever publishes it
        self = self.sudo()
        with self.env["telecom.metric"]._keep_facts():
            rows, totals = self._prepare_rows(cards.sudo())
        return cards.browse(self._find_differing_cards(cards, rows, totals))

    @api.model
    def _prepare_rows(self, cards):
        """Score cards without writing anything.

        :return: ``(rows of lines, rows of totals)``, dictionaries of plain values
        """
        by_hand = self._get_manual_scores(cards)
        rows, totals = [], []
        for (_period, span), group in cards.grouped(
            lambda card: (card.period_id, card.span)
        ).items():
            measures = Measures(
                group.unit_id,
                *group[0]._get_date_range(),
                is_year=span == "year",
                found=self._get_published_counts(group),
            )
            points = measures.get_figures(
                self.env.ref("telecom_sales_system.metric_points")
            )
            for card in group:
                lines = [
                    self._prepare_line_values(card, indicator, measures, by_hand)
                    for indicator in card.scheme_id.indicator_ids
                ]
                rows += lines
                net = points.get(card.unit_id.id, Decimal(0))
                totals.append(self._prepare_total_values(card, lines, net))
        return rows, totals

    @api.model
    def _find_vetoed_cards(self, cards):
        """Return the cards of one period and span that the facts of now veto.

        Published cards keep the numbers that they were published with; this method
        counts again.
        """
        # sudo: a veto counts all records, whoever asks
        self, everything = self.sudo(), cards.sudo()
        if not everything:
            return cards
        card = everything[0]
        measures = Measures(
            everything.unit_id, *card._get_date_range(), is_year=card.span == "year"
        )
        return cards.browse(
            card.id
            for card in everything
            if any(
                self._is_vetoed_by(indicator, card.unit_id, measures)
                for indicator in card.scheme_id.indicator_ids
                if indicator.rule == "veto"
            )
        )

    def _is_vetoed_by(self, indicator, unit, measures):
        try:
            facts = self.env["telecom.assessment.facts"]._get_facts(
                indicator, unit, measures
            )
        except NoFigure:
            return False
        return facts.get("number", 0) >= indicator.veto_limit

    def _get_published_counts(self, cards):
        """Return ``{(unit id, indicator id): counts}`` that published cards keep."""
        published = cards.filtered(lambda card: card.state == "published")
        return {
            (line.unit_id.id, line.indicator_id.id): line.figures["found"]
            for line in published.line_ids
            if "found" in (line.figures or {})
        }

    def _prepare_line_values(self, card, indicator, measures, by_hand):
        """Return the values of a line: its score, or the reason why it has none."""
        facts, outcome, reason, metric = {}, None, None, None
        try:
            facts = self.env["telecom.assessment.facts"]._get_facts(
                indicator, card.unit_id, measures
            )
            if indicator.rule != "veto":
                outcome = indicator._get_outcome(facts)
        except NoFigure as error:
            reason = error.reason
            metric = getattr(error, "metric", None)
        manual = by_hand.get((card.id, indicator.id))
        line = {
            "assessment_id": card.id,
            "indicator_id": indicator.id,
            "section_id": indicator.section_id.id,
            "points": exact(indicator.points),
            "score": Decimal(0),
            "deduction": Decimal(0),
            "bonus": Decimal(0),
            "error": reason,
            "error_metric_id": metric and metric.id,
            "is_veto": False,
        }
        figures = {"sentence": None}
        if outcome:
            line |= self._prepare_score_values(outcome)
            figures = indicator._prepare_sentence_figures(outcome, facts)
        elif "number" in facts:
            limit = indicator.veto_limit
            held = vetoes_held([("veto", facts["number"], limit)])
            line["is_veto"] = bool(held)
            line["actual"] = Decimal(facts["number"])
            figures = {
                "sentence": "veto_held" if held else "veto_none",
                "actual": str(facts["number"]),
                "target": str(limit),
                "veto_on": indicator.veto_on,
                "duties": indicator.duty_type_ids.ids,
                "late": indicator.counts_late,
            }
        if "found" in facts:
            figures["found"] = facts["found"]
        if manual is not None:
            line |= {"score": exact(manual), "error": None}
        return line | {"figures": figures}

    def _prepare_score_values(self, outcome):
        due = outcome.sentence != "not_due"
        return {
            "score": outcome.score,
            "deduction": outcome.deduction,
            "bonus": outcome.bonus,
            "actual": rounded(outcome.actual, CENT) if due else None,
            "target": rounded(outcome.target, CENT) if due else None,
            "attainment": self._get_attainment(outcome),
        }

    def _get_attainment(self, outcome):
        """Return the actual in percent of the target, or None without a target."""
        attainment = outcome.attainment
        if attainment is None and outcome.target:
            attainment = outcome.actual * 100 / outcome.target
        return None if attainment is None else rounded(attainment, CENT)

    def _prepare_total_values(self, card, lines, net_performance):
        tie = card.scheme_id.tie_section_id.id
        return {
            "id": card.id,
            "points": sum(line["points"] for line in lines),
            "score": sum(line["score"] for line in lines),
            "tie_score": sum(
                line["score"] for line in lines if line["section_id"] == tie
            ),
            "net_performance": rounded(net_performance, CENT),
            "error_count": sum(bool(line["error"]) for line in lines),
            "is_vetoed": any(line["is_veto"] for line in lines),
            "computed_on": fields.Datetime.to_string(fields.Datetime.now()),
        }

    def _rank_cards(self, cards):
        """Rank the cards of each scheme, month and span that have no open line."""
        ranks = {}
        for group in cards.grouped(
            lambda card: (card.period_id, card.span, card.scheme_id)
        ).values():
            entrants = [
                card._prepare_entrant(eligible=not (card.is_vetoed or card.error_count))
                for card in group
                if card.state != "draft"
            ]
            ranks |= dict.fromkeys((entrant.key for entrant in entrants), 0)
            ranks |= rank_eligible(entrants)
        self._write_ranks(ranks)

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
