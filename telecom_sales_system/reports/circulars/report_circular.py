import json
from decimal import Decimal

from odoo import fields, models
from odoo.tools import format_date, format_list

from ...tools.paper.bar_chart import LAST_YEAR, THIS_YEAR, bar_chart
from ...tools.paper.chinese_date import chinese_date
from ...tools.paper.letter import fill_placeholders
from ...tools.paper.pagination import PAGE_HEIGHT, Block, paginate
from ...tools.paper.text_width import count_lines

# In table rows, measured on printed pages.
HEAD_HEIGHT, TITLE_HEIGHT, FOOT_HEIGHT = 8.6, 1.9, 20
DRAFT_HEIGHT, SUPERSEDING_HEIGHT = 1.4, 1.5
LINE_HEIGHT, PARAGRAPH_GAP = 1.45, 0.4
LINE_WIDTH, NOTE_WIDTH, INDENT = 84, 108, 4
CHART_GROUP_HEIGHT = 1.4
CLASSES = {
    "text": "",
    "name": "ts-name",
    "mid": "ts-mid",
    "count": "ts-num",
    "money": "ts-num",
    "points": "ts-num",
    "percent": "ts-num",
}


class ReportCircular(models.AbstractModel):
    """The paper of a circular (通报), in the language of its company."""

    _name = "report.telecom_sales_system.report_circular"
    _description = "Circular on Red-Headed Paper"
    _inherit = ["telecom.paper.mixin"]
    _paper_model = "telecom.circular"

    def _get_paper_values(self, circular):
        """Return the values of the paper, from the sealed content or the draft's."""
        self = self.with_context(lang=circular._get_language())
        circular = circular.with_env(self.env)
        content = json.loads(circular.snapshot or "null") or circular._get_content()
        before, after, last = self._split_texts(content)
        paragraphs = {f"text{place}": text for place, text in enumerate(before + after)}
        return {
            **content,
            "lang": self.env.lang,
            "is_draft": not content["number"],
            "number": content["number"] or self._get_blank_number(circular),
            "address": self.env._(
                "%(addressees)s:",
                addressees=format_list(self.env, content["addressees"]),
            ),
            "superseding": self.env._(
                "This circular supersedes %s.", content["supersedes"]
            ),
            "day": self._format_day(content["date"], in_words=True),
            "imprint": self._format_imprint(content["date"]),
            "seal": circular.seal,
            "paragraphs": paragraphs,
            "last_text": last,
            "tables": {table["key"]: table for table in content["tables"]},
            "chart": content["chart"] and self._draw_chart(content["chart"]),
            "pages": self._get_pages(content),
            "classes": CLASSES,
            "show": self.env["telecom.circular.source"]._format_cell,
        }

    def _get_blank_number(self, circular):
        today = circular.company_id._telecom_today()
        parts = {
            "prefix": circular.unit_id.circular_prefix or "____",
            "year": str(today.year),
            "number": "___",
        }
        return fill_placeholders(circular.company_id.telecom_circular_pattern, parts)

    def _format_day(self, text, in_words=False):
        """Format a day; in words, a Chinese paper has it in Chinese numerals."""
        if not text:
            return ""
        day = fields.Date.to_date(text)
        if in_words and (self.env.lang or "").startswith("zh"):
            return chinese_date(day)
        return format_date(self.env, day, date_format="long")

    def _format_imprint(self, text):
        if not text:
            return "—"
        return self.env._("Printed and issued on %s", self._format_day(text))

    def _draw_chart(self, chart):
        colours = (THIS_YEAR, LAST_YEAR)
        return bar_chart(
            chart["labels"],
            [
                (row["label"], colour, [Decimal(value) for value in row["values"]])
                for row, colour in zip(chart["series"], colours, strict=False)
            ],
        )

    def _split_texts(self, content):
        """Return the paragraphs before the tables, those after, and the last one.

        The last one is printed with the signature, so that the page of the signature
        has a part of the text.
        """
        before, after, last = [*content["body"]], [*content["closing"]], ""
        if after:
            last = after.pop()
        elif not (content["tables"] or content["chart"]):
            last = before.pop() if before else ""
        return before, after, last

    def _get_pages(self, content):
        """Return the blocks of each page; heights are in table rows."""
        before, after, last = self._split_texts(content)
        title_lines = count_lines(content["title"], int(LINE_WIDTH * 0.6))
        head = HEAD_HEIGHT + TITLE_HEIGHT * title_lines
        head += 0 if content["number"] else DRAFT_HEIGHT
        head += SUPERSEDING_HEIGHT if content["supersedes"] else 0
        blocks = [Block("head", head)]
        texts = [
            Block(f"text{place}", self._get_text_height(text))
            for place, text in enumerate(before + after)
        ]
        blocks += texts[: len(before)]
        if content["chart"]:
            bars = len(content["chart"]["labels"])
            blocks.append(Block("chart", 2 + round(bars * CHART_GROUP_HEIGHT)))
        blocks += [self._build_table_block(table) for table in content["tables"]]
        blocks += texts[len(before) :]
        notes = sum(count_lines(note, NOTE_WIDTH) + 0.5 for note in content["notes"])
        foot = FOOT_HEIGHT + notes + 1.5 * len(content["annexes"])
        foot += self._get_text_height(last) if last else 0
        return paginate([*blocks, Block("foot", foot)], PAGE_HEIGHT)

    def _get_text_height(self, text):
        lines = count_lines(text, LINE_WIDTH, INDENT)
        return lines * LINE_HEIGHT + PARAGRAPH_GAP

    def _build_table_block(self, table):
        flexible = [place for place, c in enumerate(table["columns"]) if not c["width"]]
        taken = sum(float((c["width"] or "0").rstrip("%")) for c in table["columns"])
        room = int(max(12, (100 - taken) / max(1, len(flexible)) * 1.15))
        heights = tuple(
            max([1, *(count_lines(row[p] or "", room) for p in flexible)])
            for row in table["rows"]
        )
        if not heights:
            return Block(table["key"], head=3, tail=1)
        return Block(table["key"], 3, heights, tail=int(bool(table["total"])))
