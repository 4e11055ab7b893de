from odoo import models
from odoo.tools import format_date, format_list

from ...tools.paper.pagination import PAGE_HEIGHT, Block, paginate

OPENING_HEIGHT, TOTAL_HEIGHT, CLOSING_HEIGHT = 14, 4, 9
LEFT_OUT_HEIGHT = 4


class ReportAwardList(models.AbstractModel):
    """The prizes of a list for signature, in the company's language."""

    _name = "report.telecom_sales_system.report_award_list"
    _description = "Award List on Paper"
    _inherit = ["telecom.paper.mixin"]
    _paper_model = "telecom.award.list"

    def _get_paper_values(self, record):
        """Return everything that the paper shows."""
        self = self.with_context(lang=record.company_id._get_telecom_lang())
        # sudo: who reads the list reads the names of its units and schemes
        record = record.with_env(self.env).sudo()
        issuer = self._get_issuer_name(record.company_id)
        schemes = {
            scheme.id: {
                "title": scheme.name,
                "is_provisional": scheme.is_provisional,
                "rows": [self._get_row_values(line) for line in lines],
            }
            for scheme, lines in record.line_ids.grouped("scheme_id").items()
        }
        day = record.approved_on or record.company_id._telecom_today()
        return {
            "lang": self.env.lang,
            "issuer": issuer,
            "heading": self.env._("%s: Organisation Awards", issuer),
            "number": self.env._("No. ____ of %s", record.date.year),
            "title": self.env._(
                "Prizes by the assessment until %s",
                format_date(self.env, record.date, date_format="long"),
            ),
            "is_draft": record.state == "draft",
            "is_withdrawn": record.state == "withdrawn",
            "schemes": schemes,
            "prize": self.env._(
                "Prize (%s)", record.company_id._get_telecom_amount_unit()
            ),
            "total": record.line_ids and self._get_total_text(record),
            "left_out": record.left_out_ids and self._get_left_out_text(record),
            "approver": record.approved_by_id.name or "",
            "date": format_date(self.env, day, date_format="long"),
            "pages": self._get_pages(schemes, record.left_out_ids),
        }

    def _get_total_text(self, record):
        return self.env._(
            "In all %(total)s %(currency)s (%(words)s).",
            total=self._format_amount(record.total),
            currency=record.company_id._get_telecom_amount_unit(),
            words=record.line_ids[:1]._get_amount_in_words(record.total),
        )

    def _get_left_out_text(self, record):
        return self.env._(
            "No award, since a veto was found after the scorecards were published: %s.",
            format_list(self.env, record.left_out_ids.mapped("name")),
        )

    def _get_row_values(self, line):
        return {
            "rank": line.rank or "—",
            "unit": line.unit_id.name,
            "score": self._format_amount(line.score),
            "amount": self._format_amount(line.amount),
            "words": line.amount_in_words,
        }

    def _get_pages(self, schemes, left_out):
        """Return the pages; heights are in table rows, a row to sign takes two."""
        blocks = [Block("opening", OPENING_HEIGHT)]
        for key, scheme in schemes.items():
            blocks.append(Block(str(key), 4, (2,) * len(scheme["rows"])))
        if schemes:
            blocks.append(Block("total", TOTAL_HEIGHT))
        if left_out:
            blocks.append(Block("left_out", LEFT_OUT_HEIGHT))
        return paginate([*blocks, Block("closing", CLOSING_HEIGHT)], PAGE_HEIGHT)
