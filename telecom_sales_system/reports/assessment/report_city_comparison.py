from odoo import models

from ...tools.decimals import exact
from ...tools.papers.pagination import Block, paginate

# Table rows on a landscape page, measured on the printed page.
WIDE_PAGE_HEIGHT = 36
HEAD_HEIGHT, TABLE_HEAD, FOOT_HEIGHT = 8, 7, 4
SHORTER = exact(0.8)


class ReportCityComparison(models.AbstractModel):
    """The printed comparison of all units of a ranking, line by line."""

    _name = "report.telecom_sales_system.report_city_comparison"
    _description = "City Comparison on Paper"
    _inherit = ["telecom.paper.mixin"]
    _paper_model = "telecom.assessment"

    def _get_papers(self, records):
        rankings = self.env["telecom.assessment.matrix"]._build_matrix(
            records | records._get_ranking_cards()
        )
        return [self._get_paper_values(ranking) for ranking in rankings]

    def _get_paper_values(self, ranking):
        """Return the values of the page, in the language of the company."""
        company = ranking.period.company_id
        self = self.with_context(lang=company._get_telecom_lang())
        scheme = ranking.scheme.with_env(self.env).sudo()
        month = ranking.period.with_context(lang=self.env.lang)._format_month()
        cards = self.env["telecom.assessment"]
        spans = dict(cards._fields["span"]._description_selection(self.env))
        rows = [self._get_row_values(card, lines) for card, lines in ranking.rows]
        return {
            "lang": self.env.lang,
            "issuer": self._get_issuer_name(company),
            "title": self.env._("Comparison of units: %s", scheme.name),
            "subtitle": f"{month} · {spans[ranking.span]}",
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
            "width": f"{round(74 / max(1, len(ranking.lines)), 2)}%",
            "points": self._format_figure(sum(points for _, points in ranking.lines)),
            "rows": rows,
            "averages": [*map(self._format_average, ranking.averages)],
            "average": self._format_average(ranking.average),
            "pages": paginate(
                [
                    Block("head", HEAD_HEIGHT),
                    Block("units", TABLE_HEAD, (1,) * len(rows), tail=1),
                    Block("foot", FOOT_HEIGHT),
                ],
                WIDE_PAGE_HEIGHT,
            ),
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
            return {"text": "—", "tone": "ts-alarm" if line else ""}
        score, points = exact(line.score), exact(line.points)
        tone = ""
        if score < points * SHORTER:
            tone = "ts-shorter"
        elif score < points:
            tone = "ts-short"
        elif score > points:
            tone = "ts-better"
        return {"text": self._format_figure(line.score), "tone": tone}

    def _format_average(self, value):
        return "—" if value is None else self._format_figure(value)

    def _format_figure(self, value):
        return self.env["telecom.assessment.line"]._format_number(value)
