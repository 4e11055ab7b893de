import unicodedata

from dateutil.relativedelta import relativedelta

from odoo import api, models
from odoo.tools import format_date, format_datetime, formatLang

from ..tools.pagination import PAGE_HEIGHT, Block, paginate

SUMMARY_HEIGHT = 12
TEXT_WIDTH = 102
"""Latin letters in a line of the text column; a Chinese character takes two."""
LINES_TOGETHER = 12
"""A longer text goes on in a further row, so that it may go on over pages."""


class ReportSalesLog(models.AbstractModel):
    """All logs of a person's month; any log of the month stands for it."""

    _name = "report.telecom_sales_system.report_sales_log"
    _description = "Month of Sales Logs"

    @api.model
    def _get_report_values(self, docids, data=None):
        logs = self.env["telecom.sales.log"].browse(docids)
        logs.check_access("read")
        months = dict.fromkeys(
            (log.salesperson_id, log.date_from.replace(day=1)) for log in logs
        )
        return {
            "doc_ids": docids,
            "doc_model": "telecom.sales.log",
            "papers": [self._paper(person, first) for person, first in months],
        }

    def _paper(self, person, first):
        """Everything that the pages of a month show, in the language of the person."""
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
        rows = [row for log in logs for row in self._rows(log)]
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

    def _rows(self, log):
        """The parts of a log, the first with its heading; long ones in several rows."""
        heading = self._heading(log)
        names = log.fields_get(
            ["meetings", "visits", "problems", "plan", "remark"], ["string"]
        )
        texts = {
            "meetings": self._join(log.meetings, log.meeting_note),
            "visits": self._join(log.visits, log.visit_note),
            "problems": self._join(log.problems),
            "plan": self._join(log.plan),
        }
        if log.state == "inspected" and log.remark:
            texts["remark"] = log.remark
        for name, text in texts.items():
            label = names[name]["string"]
            for chunk in self._chunks(text or "—"):
                yield {
                    "heading": heading,
                    "label": label,
                    "text": "\n".join(chunk),
                    "height": len(chunk) + bool(heading),
                }
                heading = label = ""

    def _heading(self, log):
        """Day, state, time of submission, lateness and score in one line."""
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
                    tz=str(log._zone()),
                    dt_format="yyyy-MM-dd HH:mm",
                )
            )
        if log.is_late:
            parts.append(self.env._("late"))
        if log.state == "inspected":
            score = formatLang(self.env, log.score, digits=1)
            parts.append(self.env._("score %s", score))
        return " · ".join(parts)

    def _join(self, *texts):
        return "\n".join(text.strip() for text in texts if text and text.strip())

    def _chunks(self, text):
        """Lines as they are printed, in groups that stay together."""
        lines = [part for line in text.splitlines() for part in self._wrap(line)]
        for start in range(0, len(lines), LINES_TOGETHER):
            yield lines[start : start + LINES_TOGETHER]

    def _wrap(self, line):
        """Cut a line by the width of its letters, at a blank where there is one."""
        parts, current, width = [], "", 0
        for letter in line:
            step = 2 if unicodedata.east_asian_width(letter) in "WF" else 1
            if width + step > TEXT_WIDTH:
                head, blank, tail = current.rpartition(" ")
                keep = head if blank and len(tail) < TEXT_WIDTH // 4 else current
                parts.append(keep)
                current = current[len(keep) :].lstrip()
                width = sum(
                    2 if unicodedata.east_asian_width(x) in "WF" else 1 for x in current
                )
            current += letter
            width += step
        return [*parts, current]
