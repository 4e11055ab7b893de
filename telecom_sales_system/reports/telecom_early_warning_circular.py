from odoo import api, fields, models
from odoo.tools import format_date, formatLang

from ..tools.pagination import PAGE_HEIGHT, Block, paginate
from .telecom_arrears_matrix import STAGES

OPENING_HEIGHT = 18
CLOSING_HEIGHT = 15
CLIENT_WIDTH = 26


class ReportEarlyWarningCircular(models.AbstractModel):
    """The monthly early-warning circular (预警通报), in the company's language."""

    _name = "report.telecom_sales_system.report_early_warning_circular"
    _description = "Early-Warning Circular"
    _inherit = ["telecom.circular.paper"]

    @api.model
    def _get_report_values(self, docids, data=None):
        return {
            "doc_ids": docids,
            "doc_model": "telecom.period",
            "papers": [
                self._paper(period)
                for period in self.env["telecom.period"].browse(docids)
            ],
        }

    def _paper(self, period):
        """Everything that the page shows.

        :raises UserError: the period was never computed
        """
        self = self._in_language_of(period)
        period = period.with_env(self.env)
        matrix = self.env["telecom.arrears.matrix"]._build(period)
        month = self.env["telecom.performance.matrix"]._month_name(period.date_from)
        stages = {stage: matrix["cases"][stage] for stage in STAGES}
        return {
            **self._frame(period, self.env._("Early warning of arrears in %s", month)),
            "overview": self._overview(matrix, period.company_id),
            "ageing": matrix["ageing"],
            "ageing_labels": self._ageing_labels(period.company_id),
            "total": matrix["total"],
            "stages": stages,
            "units": matrix["units"],
            "headings": self._headings(stages),
            "pages": self._pages(matrix, stages),
            "money": lambda value: (
                "—" if value is None else formatLang(self.env, value, digits=2)
            ),
            "percent": lambda value: (
                "—"
                if value is None
                else f"{formatLang(self.env, value * 100, digits=1)}%"
            ),
            "nth": lambda earlier: self.env._("case no. %s", earlier + 1),
            "day": lambda day: fields.Date.to_string(day) if day else "—",
        }

    def _ageing_labels(self, company):
        figures = self.env["telecom.arrears.figures"].with_company(company)
        return [label for _key, label in figures._bucket_selection()]

    def _headings(self, stages):
        titles = {
            "blacklisted": self.env._("Blacklisted: no orders until they are released"),
            "proposed": self.env._("Proposed for the blacklist"),
            "circulated": self.env._("Named in this circular"),
            "warning": self.env._("Warned"),
        }
        # Each numeral stands in a text of its own: translators get no bare "V."
        numbered = iter(
            (
                self.env._("III. %(title)s (%(count)s)"),
                self.env._("IV. %(title)s (%(count)s)"),
                self.env._("V. %(title)s (%(count)s)"),
                self.env._("VI. %(title)s (%(count)s)"),
            )
        )
        return {
            stage: next(numbered) % {"title": titles[stage], "count": len(cases)}
            for stage, cases in stages.items()
            if cases
        }

    def _overview(self, matrix, company):
        total = matrix["total"]
        day = format_date(self.env, matrix["as_of"], date_format="long")
        money = formatLang(self.env, total["overdue"], digits=2)
        if not total["overdue"]:
            return self.env._("On %s no client owed anything overdue.", day)
        texts = [
            self.env._(
                "On %(day)s clients owed %(owed)s yuan, of which %(overdue)s yuan were"
                " overdue, an arrears ratio of %(ratio)s%%.",
                day=day,
                owed=formatLang(self.env, total["outstanding"], digits=2),
                overdue=money,
                ratio=formatLang(self.env, total["ratio"] * 100, digits=1),
            )
        ]
        if total["before"] is not None:
            texts.append(
                self.env._(
                    "A month before, %s yuan were overdue.",
                    formatLang(self.env, total["before"], digits=2),
                )
            )
        texts.append(
            self.env._(
                "In the month %(opened)s cases were opened, %(settled)s settled by"
                " payment and %(released)s released from the blacklist.",
                opened=matrix["opened"],
                settled=matrix["settled"],
                released=matrix["released"],
            )
        )
        texts.append(
            self.env._(
                "By the rule, clients are warned at %(warning)s days overdue, named in"
                " this circular at %(circular)s and proposed for the blacklist at"
                " %(blacklist)s.",
                warning=company.telecom_warning_days,
                circular=company.telecom_circular_days,
                blacklist=company.telecom_blacklist_days,
            )
        )
        return self._paragraph(texts)

    def _pages(self, matrix, stages):
        """Lay the paper out; heights are in table rows, measured on printed pages."""
        blocks = [Block("opening", OPENING_HEIGHT)]
        for key, rows in (("ageing", matrix["ageing"]), ("units", matrix["units"])):
            if rows:
                blocks.append(Block(key, 3, (1,) * len(rows), tail=1))
        for stage, cases in stages.items():
            if cases:
                heights = tuple(self._height(case["client"]) for case in cases)
                blocks.append(Block(stage, 3, heights, tail=1))
        blocks.append(Block("closing", CLOSING_HEIGHT))
        return paginate(blocks, PAGE_HEIGHT)

    def _height(self, text):
        """Lines of a client's name, a wide letter counting for two."""
        wide = sum(1 if ord(letter) < 0x2E80 else 2 for letter in text)
        return -(-wide // CLIENT_WIDTH) or 1
