from dataclasses import dataclass

from odoo import api, models

from ....tools.decimals import exact
from ....tools.figures import CENT

# Below this share of its points, a line is marked as short of much.
MUCH = exact(0.8)


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
    """All units by line, for the city comparison, the heat list and the workbook."""

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

    def _get_table(self, ranking):
        """Return the texts of a ranking's table, in the language of the company.

        :return: a dictionary: lang, title, subtitle, is_draft, is_provisional, heads
            (name, is_provisional, points), points, rows (rank, unit, score, is_vetoed,
            cells), averages, average; a cell has a text and a tone: missing, shorter,
            short, better or none
        """
        company = ranking.period.company_id
        self = self.with_context(lang=company._get_telecom_lang())
        scheme = ranking.scheme.with_env(self.env).sudo()
        period = ranking.period.with_context(lang=self.env.lang)
        cards = self.env["telecom.assessment"]
        span = dict(cards._fields["span"]._description_selection(self.env))[
            ranking.span
        ]
        if ranking.span == "year":
            span = period._describe_year_to_date(span, has_other_figures=True)
        return {
            "lang": self.env.lang,
            "title": self.env._("Comparison of units: %s", scheme.name),
            "subtitle": f"{period._format_month()} · {span}",
            "is_draft": any(card.state != "published" for card, _ in ranking.rows),
            "is_provisional": scheme.is_provisional,
            "heads": [
                {
                    "name": indicator.with_env(self.env).name,
                    "is_provisional": indicator.is_provisional,
                    "points": self._format_figure(points),
                }
                for indicator, points in ranking.lines
            ],
            "points": self._format_figure(sum(points for _, points in ranking.lines)),
            "rows": [self._get_row_values(card, lines) for card, lines in ranking.rows],
            "averages": [*map(self._format_average, ranking.averages)],
            "average": self._format_average(ranking.average),
        }

    def _get_row_values(self, card, lines):
        return {
            "rank": card.rank or "—",
            "unit": card.unit_id.name,
            "score": self._format_figure(card.score),
            "is_vetoed": card.is_vetoed,
            "cells": [self._get_cell_values(line) for line in lines],
        }

    def _get_cell_values(self, line):
        """Return the score of a line, and the tone of its cell by its full points."""
        if not line or line.error:
            return {"text": "—", "tone": "missing" if line else ""}
        score, points = exact(line.score), exact(line.points)
        tone = ""
        if score < points * MUCH:
            tone = "shorter"
        elif score < points:
            tone = "short"
        elif score > points:
            tone = "better"
        return {"text": self._format_figure(line.score), "tone": tone}

    def _format_average(self, value):
        return "—" if value is None else self._format_figure(value)

    def _format_figure(self, value):
        return self.env["telecom.assessment.line"]._format_number(value)
