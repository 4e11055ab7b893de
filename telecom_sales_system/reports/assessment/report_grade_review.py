from odoo import models
from odoo.exceptions import UserError
from odoo.tools import format_date, formatLang

from ...models.common.sentences import join_sentences
from ...tools.paper.pagination import PAGE_HEIGHT, Block, paginate
from ...tools.paper.text_width import count_lines

OUTCOMES = ("promote", "demote", "exit", "keep")
OPENING_HEIGHT = 17
CLOSING_HEIGHT = 9
# Letters to a line of the remarks; a Chinese one is as wide as two.
REMARK_WIDTH = 22


class ReportGradeReview(models.AbstractModel):
    """The list that the grade conference decides on, in the company's language."""

    _name = "report.telecom_sales_system.report_grade_review"
    _description = "Grade Review on Paper"
    _inherit = ["telecom.paper.mixin"]
    _paper_model = "telecom.grade.review"

    def _get_paper_values(self, review):
        """Return everything that the paper shows.

        :raises UserError: nothing is proposed yet
        """
        if review.state == "draft":
            raise UserError(
                self.env._(
                    "%s: nothing is proposed yet. Use the button Propose.", review.name
                )
            )
        self = self.with_context(lang=review.company_id._get_telecom_lang())
        review = review.with_env(self.env)
        issuer = self._get_issuer_name(review.company_id)
        outcomes = {name: self._get_rows(review, name) for name in OUTCOMES}
        day = review.approved_on or review.company_id._telecom_today()
        return {
            "lang": self.env.lang,
            "issuer": issuer,
            "heading": self.env._("%s: Grade Conference", issuer),
            "number": self.env._("No. ____ of %s", review.year),
            "title": review.name,
            "is_draft": review.state != "approved",
            "overview": self._get_overview(review, outcomes),
            "outcomes": outcomes,
            "headings": self._get_headings(outcomes),
            "proposer": review.proposed_by_id.sudo().name or "",
            "approver": review.approved_by_id.sudo().name or "",
            "date": format_date(self.env, day, date_format="long"),
            "pages": self._get_pages(outcomes),
        }

    def _get_rows(self, review, outcome):
        lines = review.line_ids.filtered(lambda line: line.outcome == outcome)
        proposals = dict(
            lines._fields["proposed_outcome"]._description_selection(self.env)
        )
        lines = lines.sorted(lambda line: (line.unit_id.id, -line.points, line.id))
        return [
            {
                "unit": line.unit_id.sudo().name,
                "name": line.salesperson_id.sudo().name,
                "before": line.grade_id.name or "—",
                "points": self._format_amount(line.points),
                "threshold": "—"
                if line.ground
                else self._format_amount(line.threshold),
                "proposal": proposals.get(line.proposed_outcome, ""),
                "after": "—" if outcome == "exit" else line.new_grade_id.name or "—",
                "remark": self._get_remark(line),
            }
            for line in lines
        ]

    def _get_remark(self, line):
        grounds = dict(line._fields["ground"]._description_selection(self.env))
        texts = []
        if line.is_overridden:
            texts.append(line.reason)
        elif line.ground:
            texts.append(grounds[line.ground])
        elif not line.duties_met:
            texts.append(self._describe_unmet_duties(line))
        if line.is_below and line.failed_before:
            texts.append(self.env._("failed twice in a row"))
        return join_sentences(self.env, texts)

    def _describe_unmet_duties(self, line):
        """Return the duties not met, with their figures."""
        review, texts = line.review_id, []
        if line.has_log_rate and line.log_rate < review.log_floor:
            rate = formatLang(self.env, line.log_rate, digits=1)
            texts.append(self.env._("logs in time %s%%", rate))
        if line.firms_visited < line.visits_asked:
            texts.append(self.env._("firms visited: %s", line.firms_visited))
        if review.asks_training and line.courses_missed:
            texts.append(self.env._("courses not passed: %s", line.courses_missed))
        if review.incident_gravity and line.incident_count:
            texts.append(self.env._("incidents confirmed: %s", line.incident_count))
        return join_sentences(self.env, texts)

    def _get_headings(self, outcomes):
        titles = {
            "promote": self.env._("Promoted (%s)"),
            "demote": self.env._("Demoted (%s)"),
            "exit": self.env._("Exits (%s)"),
            "keep": self.env._("Unchanged (%s)"),
        }
        return {name: titles[name] % len(rows) for name, rows in outcomes.items()}

    def _get_overview(self, review, outcomes):
        return self.env._(
            "For the half-year from %(start)s to %(stop)s, %(people)s salespeople were"
            " reviewed by their performance points and duties: %(promote)s rise,"
            " %(keep)s keep their grade, %(demote)s are set back and %(exit)s exit."
            " New grades hold from %(effective)s.",
            start=format_date(self.env, review.date_from, date_format="long"),
            stop=format_date(self.env, review.date_to, date_format="long"),
            people=sum(map(len, outcomes.values())),
            effective=format_date(self.env, review.effective_on, date_format="long"),
            **{name: len(rows) for name, rows in outcomes.items()},
        )

    def _get_pages(self, outcomes):
        """Return the pages; heights are in table rows."""
        blocks = [Block("opening", OPENING_HEIGHT)]
        for name, rows in outcomes.items():
            if rows:
                heights = tuple(
                    count_lines(row["remark"], REMARK_WIDTH, with_quotes=True)
                    for row in rows
                )
                blocks.append(Block(name, 3, heights))
        return paginate([*blocks, Block("closing", CLOSING_HEIGHT)], PAGE_HEIGHT)
