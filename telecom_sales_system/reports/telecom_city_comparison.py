from odoo import api, models

from ..models.assessment.telecom_target_months import exact
from ..tools.pagination import Block, paginate

# Table rows on a landscape page, measured on the printed page.
WIDE_PAGE_HEIGHT = 36
HEAD_HEIGHT, TABLE_HEAD, FOOT_HEIGHT = 8, 7, 4
SHORTER = exact(0.8)


class ReportCityComparison(models.AbstractModel):
    """All units of a ranking beside each other, line by line, across the page."""

    _name = "report.telecom_sales_system.report_city_comparison"
    _description = "City Comparison on Paper"
    _inherit = ["telecom.paper.mixin"]

    @api.model
    def _get_report_values(self, docids, data=None):
        cards = self.env["telecom.assessment"].browse(docids)
        cards.check_access("read")
        rankings = self.env["telecom.assessment.matrix"]._build(
            cards | cards._siblings()
        )
        return {
            "doc_ids": docids,
            "doc_model": "telecom.assessment",
            "papers": [self._paper(ranking) for ranking in rankings],
        }

    def _paper(self, ranking):
        """Everything that the page shows, in the language of the company."""
        company = ranking.period.company_id
        self = self.with_context(lang=company.partner_id.lang or self.env.lang)
        scheme = ranking.scheme.with_env(self.env).sudo()
        cards = self.env["telecom.assessment"]
        spans = dict(cards._fields["span"]._description_selection(self.env))
        rows = [self._row(card, lines) for card, lines in ranking.rows]
        return {
            "lang": self.env.lang,
            "issuer": self._get_issuer_name(company),
            "title": self.env._("Comparison of units: %s", scheme.name),
            "subtitle": f"{self._format_month(ranking.period)} · {spans[ranking.span]}",
            "is_draft": any(card.state != "published" for card, _ in ranking.rows),
            "is_provisional": scheme.is_provisional,
            "heads": [
                {
                    "name": indicator.with_env(self.env).name,
                    "is_provisional": indicator.is_provisional,
                    "points": self._figure(points),
                }
                for indicator, points in ranking.lines
            ],
            "width": f"{round(74 / max(1, len(ranking.lines)), 2)}%",
            "points": self._figure(sum(points for _, points in ranking.lines)),
            "rows": rows,
            "averages": [*map(self._average, ranking.averages)],
            "average": self._average(ranking.average),
            "pages": paginate(
                [
                    Block("head", HEAD_HEIGHT),
                    Block("units", TABLE_HEAD, (1,) * len(rows), tail=1),
                    Block("foot", FOOT_HEIGHT),
                ],
                WIDE_PAGE_HEIGHT,
            ),
        }

    def _row(self, card, lines):
        return {
            "rank": card.rank or "—",
            "unit": card.unit_id.name,
            "score": self._figure(card.score),
            "is_vetoed": card.is_vetoed,
            "cells": [self._cell(line) for line in lines],
        }

    def _cell(self, line):
        """A score and how it compares with its full points."""
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
        return {"text": self._figure(line.score), "tone": tone}

    def _average(self, value):
        return "—" if value is None else self._figure(value)

    def _figure(self, value):
        return self.env["telecom.assessment.line"]._number(value)
