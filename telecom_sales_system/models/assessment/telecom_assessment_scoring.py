from decimal import Decimal

from odoo import api, fields, models

from ...tools.figures import NoFigure, rounded
from ...tools.ranking import rank_eligible
from ...tools.scoring import vetoes_held
from .telecom_assessment_measures import Measures
from .telecom_target_months import exact

CENT = Decimal("0.01")


class TelecomAssessmentScoring(models.AbstractModel):
    """The scoring of cards, in a number of queries that does not depend on the units.

    Each metric is measured for all units at once. Lines and totals are written in one
    statement each.
    """

    _name = "telecom.assessment.scoring"
    _description = "Scoring of Cards"
    _inherit = ["telecom.assessment.writing"]

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
