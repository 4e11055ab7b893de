from odoo import models
from odoo.tools import format_date

from ...tools.paper.pagination import PAGE_HEIGHT, Block, paginate
from ...tools.paper.text_width import count_lines

HEAD_HEIGHT, FOOT_HEIGHT = 13, 9
# Wide letters on a line of a column, measured on the printed page.
NAME_LETTERS, EXPLANATION_LETTERS, NOTE_LETTERS = 9, 22, 52
WIDTHS = {"narrow": 0.55, "wide": 1}


class ReportScorecard(models.AbstractModel):
    """The printed scorecard of a unit: its figures, scores and explanations."""

    _name = "report.telecom_sales_system.report_scorecard"
    _description = "Scorecard on Paper"
    _inherit = ["telecom.paper.mixin"]
    _paper_model = "telecom.assessment"

    def _get_papers(self, records):
        # Everyone may read the ranking, but not the lines of every card.
        records.sudo().line_ids.with_env(self.env).check_access("read")
        return super()._get_papers(records)

    def _get_paper_values(self, card):
        """Return the values of the page, in the language of the company."""
        self = self.with_context(lang=card.company_id._get_telecom_lang())
        # sudo: a reader of a card may see the names in it
        card = card.with_env(self.env).sudo()
        spans = dict(card._fields["span"]._description_selection(self.env))
        rows = [self._get_row_values(line) for line in card.line_ids]
        return {
            "lang": self.env.lang,
            "issuer": self._get_issuer_name(card.company_id),
            "title": self.env._("Scorecard of %s", card.unit_id.name),
            "subtitle": " · ".join(
                [
                    card.scheme_id.name,
                    card.period_id._format_month(),
                    spans[card.span]
                    if card.span == "month"
                    else card.period_id._describe_year_to_date(
                        spans[card.span], has_other_figures=True
                    ),
                ]
            ),
            "is_draft": card.state != "published",
            "is_vetoed": card.is_vetoed,
            "is_provisional": card.is_provisional,
            "note": card.scheme_id.note or "",
            "score": self._format_figure(card.score),
            "points": self._format_figure(card.points),
            "rank": card.rank,
            "field": len(card._get_ranking_cards()),
            "rows": rows,
            "deduction": self._format_figure(sum(card.line_ids.mapped("deduction"))),
            "bonus": self._format_figure(sum(card.line_ids.mapped("bonus"))),
            "date": self._format_day(card, card.published_on or card.computed_on),
            "pages": self._get_pages(rows, card.scheme_id.note or ""),
        }

    def _format_day(self, card, moment):
        """Format the day of the company on which a moment lies."""
        day = moment and card.company_id._telecom_local(moment).date()
        return format_date(self.env, day, date_format="long")

    def _get_row_values(self, line):
        indicator = line.indicator_id
        is_open = bool(line.error)
        score = self._format_figure(line.score) if line.points or line.score else ""
        return {
            "section": line.section_id.name,
            "name": indicator.name,
            "is_provisional": indicator.is_provisional,
            "is_open": is_open,
            "is_veto": line.is_veto,
            "points": self._format_figure(line.points) if line.points else "",
            "score": "—" if is_open else score,
            "deduction": self._format_figure(line.deduction) if line.deduction else "",
            "bonus": self._format_figure(line.bonus) if line.bonus else "",
            "explanation": line.explanation,
        }

    def _format_figure(self, value):
        return self.env["telecom.assessment.line"]._format_number(value)

    def _get_pages(self, rows, note):
        heights = tuple(
            max(
                count_lines(row["name"], NAME_LETTERS, **WIDTHS),
                count_lines(row["explanation"], EXPLANATION_LETTERS, **WIDTHS),
            )
            for row in rows
        )
        blocks = [Block("head", HEAD_HEIGHT)]
        if heights:
            blocks.append(Block("lines", 2, heights, tail=1))
        foot = FOOT_HEIGHT + (count_lines(note, NOTE_LETTERS, **WIDTHS) if note else 0)
        return paginate([*blocks, Block("foot", foot)], PAGE_HEIGHT)
