from dateutil.relativedelta import relativedelta

from odoo import models
from odoo.tools import format_date, format_datetime, formatLang

from ...tools.paper.pagination import PAGE_HEIGHT, Block, paginate
from ...tools.paper.text_width import measure_text

SUMMARY_HEIGHT = 12
TEXT_WIDTH = 102
"""Latin letters in a line of the text column; a Chinese character takes two."""
LINES_TOGETHER = 12
"""Lines in a row; a longer text continues in a further row, maybe on a new page."""


class ReportSalesLog(models.AbstractModel):
    """Report of all logs of a person's month, printed from any log of the month."""

    _name = "report.telecom_sales_system.report_sales_log"
    _description = "Month of Sales Logs"
    _inherit = ["telecom.paper.mixin"]
    _paper_model = "telecom.sales.log"

    def _get_papers(self, records):
        months = dict.fromkeys(
            (log.salesperson_id, log.date_from.replace(day=1)) for log in records
        )
        return [self._get_paper_values(person, first) for person, first in months]

    def _get_paper_values(self, person, first):
        """Return the values of the pages of a month, in the language of the person."""
        user = person.sudo().user_id
        self = self.with_context(lang=user.lang or self.env.lang)
        logs = self.env["telecom.sales.log"].search(
            [
                ("salesperson_id", "=", person.id),
                ("date_from", ">=", first),
                ("date_from", "<", first + relativedelta(months=1)),
            ],
            order="date_from",
        )
        submitted = logs.filtered(lambda log: log.state != "draft")
        inspected = logs.filtered(lambda log: log.state == "inspected")
        scores = inspected.mapped("score")
        rows = [row for log in logs for row in self._get_rows(log)]
        return {
            "lang": self.env.lang,
            "name": user.name,
            "month": format_date(self.env, first, date_format="yyyy-MM"),
            "unit": logs[-1:].unit_id.sudo().name,
            "team": logs[-1:].team_id.sudo().name or "—",
            "submitted": len(submitted),
            "late": len(submitted.filtered("is_late")),
            "inspected": len(inspected),
            "score": formatLang(self.env, sum(scores) / len(scores), digits=1)
            if scores
            else "—",
            "rows": rows,
            "pages": paginate(
                [
                    Block("summary", SUMMARY_HEIGHT),
                    Block("days", 1, tuple(row["height"] for row in rows)),
                ],
                PAGE_HEIGHT,
            ),
        }

    def _get_rows(self, log):
        """Yield the rows of a log, the first with its heading."""
        heading = self._get_heading(log)
        names = log.fields_get(
            ["meetings", "visits", "problems", "plan", "remark"], ["string"]
        )
        texts = {
            "meetings": self._join_texts(log.meetings, log.meeting_note),
            "visits": self._join_texts(log.visits, log.visit_note),
            "problems": self._join_texts(log.problems),
            "plan": self._join_texts(log.plan),
        }
        if log.state == "inspected" and log.remark:
            texts["remark"] = log.remark
        for name, text in texts.items():
            label = names[name]["string"]
            for chunk in self._split_text(text or "—"):
                yield {
                    "heading": heading,
                    "label": label,
                    "text": "\n".join(chunk),
                    "height": len(chunk) + bool(heading),
                }
                heading = label = ""

    def _get_heading(self, log):
        """Return day, state, time of submission, lateness and score in one line."""
        states = dict(log._fields["state"]._description_selection(self.env))
        days = format_date(self.env, log.date_from)
        if log.date_to != log.date_from:
            days = f"{days} – {format_date(self.env, log.date_to)}"
        parts = [days, states[log.state]]
        if log.submitted_at:
            parts.append(
                format_datetime(
                    self.env,
                    log.submitted_at,
                    tz=log.company_id._telecom_zone().key,
                    dt_format="yyyy-MM-dd HH:mm",
                )
            )
        if log.is_late:
            parts.append(self.env._("late"))
        if log.state == "inspected":
            score = formatLang(self.env, log.score, digits=1)
            parts.append(self.env._("score %s", score))
        return " · ".join(parts)

    def _join_texts(self, *texts):
        return "\n".join(text.strip() for text in texts if text and text.strip())

    def _split_text(self, text):
        """Yield the printed lines of a text, in groups that stay on one page."""
        lines = [part for line in text.splitlines() for part in self._wrap_line(line)]
        for start in range(0, len(lines), LINES_TOGETHER):
            yield lines[start : start + LINES_TOGETHER]

    def _wrap_line(self, line):
        """Cut a line by the width of its letters, at a blank where there is one."""
        parts, current, width = [], "", 0
        for letter in line:
            step = measure_text(letter)
            if width + step > TEXT_WIDTH:
                head, blank, tail = current.rpartition(" ")
                keep = head if blank and len(tail) < TEXT_WIDTH // 4 else current
                parts.append(keep)
                current = current[len(keep) :].lstrip()
                width = measure_text(current)
            current += letter
            width += step
        return [*parts, current]
