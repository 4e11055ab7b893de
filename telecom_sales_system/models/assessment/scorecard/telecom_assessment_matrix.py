from dataclasses import dataclass

from odoo import api, models

from ....tools.decimals import exact
from ....tools.figures import CENT


def mean(scores):
    """Return the mean of Decimals to two decimals, or None of none."""
    return (sum(scores) / len(scores)).quantize(CENT) if scores else None


@dataclass(frozen=True)
class Ranking:
    """The cards of a scheme, month and span beside each other.

    ``lines``: ``[(indicator, full points)]``; ``rows``: ``[(card, [line])]``, by rank,
    a line for each of ``lines`` or None; ``averages``: as ``lines``, Decimal or None.
    """

    scheme: object
    period: object
    span: str
    lines: list
    rows: list
    averages: list
    average: object


class TelecomAssessmentMatrix(models.AbstractModel):
    """All units by line, for the city comparison and the workbook."""

    _name = "telecom.assessment.matrix"
    _description = "Scorecards beside Each Other"

    @api.model
    def _build_matrix(self, cards):
        """Return a ``Ranking`` for each month, span and scheme of the cards.

        :raises AccessError: the user does not see the lines of all units
        """
        self.env["telecom.performance.entry"]._check_sees_whole_ledger()
        # sudo: a reader of a ranking may see the names of its units and lines
        cards = cards.sudo()
        groups = cards.grouped(lambda c: (c.period_id, c.span, c.scheme_id))
        return [self._build_ranking(*key, group) for key, group in groups.items()]

    def _build_ranking(self, period, span, scheme, cards):
        cards = cards.sorted(lambda c: (not c.rank, c.rank, -c.score, c.id))
        scored = [line for line in cards.line_ids if line.points]
        indicators = cards.line_ids.sorted(
            lambda line: (
                *(line.section_sequence, line.section_id.id),
                *(line.sequence, line.indicator_id.id),
            )
        ).indicator_id
        points = {line.indicator_id: exact(line.points) for line in scored}
        lines = [(each, points[each]) for each in indicators if each in points]
        by_card = {
            card: {line.indicator_id: line for line in card.line_ids} for card in cards
        }
        rows = [(c, [by_card[c].get(each) for each, _points in lines]) for c in cards]
        return Ranking(
            scheme,
            period,
            span,
            lines,
            rows,
            [
                self._get_average(column)
                for column in zip(*(c for _card, c in rows), strict=True)
            ],
            mean([exact(card.score) for card in cards if not card.error_count]),
        )

    def _get_average(self, lines):
        return mean([exact(line.score) for line in lines if line and not line.error])
