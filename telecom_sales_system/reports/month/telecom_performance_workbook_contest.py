from xlsxwriter.utility import xl_col_to_name

from odoo import models

from ..common.telecom_workbook import GOOD

STANDING_COLUMNS = [
    ("contest", "text", 26),
    ("category", "text", 18),
    ("rank", "whole", 8),
    ("name", "text", 18),
    ("unit", "text", 18),
    ("value", "points", 16),
    ("band", "text", 18),
    ("gap", "points", 16),
    ("prize", "money", 14),
    ("until", "date", 12),
]
BAND_COLUMN = xl_col_to_name([key for key, *_rest in STANDING_COLUMNS].index("band"))


class TelecomPerformanceWorkbook(models.AbstractModel):
    """The sheet of standings of the contests that the month belongs to."""

    _inherit = "telecom.performance.workbook"

    def _write_sheet_contest(self, book, formats, period):
        rows = self._get_figures(period, "standings")
        if rows is not None:
            self._write_standings(
                book, formats, self._decode_rows(STANDING_COLUMNS, rows)
            )

    def _build_figures(self, period):
        rows = self.with_context(lang=self._get_lang(period))._build_standings(period)
        return super()._build_figures(period) | {"standings": rows}

    def _build_standings(self, period):
        """Return the rows of the standings; None if the month is in no contest."""
        contests = self._get_contests(period.with_env(self.env))
        if not contests:
            return None
        standings = self.env["telecom.contest.standing"].search(
            [("contest_id", "in", contests.ids)]
        )
        until = {contest: self._get_last_ranked_day(contest) for contest in contests}
        # sudo: who reads a standing reads the names in it
        return self._prepare_kept_rows(
            self._prepare_standing_row(row, until) for row in standings.sudo()
        )

    def _get_contests(self, period):
        """Return the contests that the month belongs to."""
        return self.env["telecom.contest"].search(
            [
                ("company_id", "=", period.company_id.id),
                ("state", "!=", "draft"),
                ("date_from", "<=", period.date_to),
                ("date_to", ">=", period.date_from),
            ]
        )

    def _write_standings(self, book, formats, rows):
        labels = [
            self.env._("Contest"),
            self.env._("Contest Category"),
            self.env._("Rank"),
            self.env._("Name"),
            self.env._("Unit"),
            self.env._("Value"),
            self.env._("Band"),
            self.env._("To the Next Band"),
            self.env._("Prize"),
            self.env._("As of"),
        ]
        columns = [
            (key, label, kind, width)
            for (key, kind, width), label in zip(STANDING_COLUMNS, labels, strict=True)
        ]
        sheet = book.add_worksheet(self.env._("Contest"))
        last = self._write_rows(sheet, formats, columns, rows)
        if last:
            sheet.write_string(last + 1, 0, self.env._("Total"), formats["total"])
            place = [key for key, *_rest in columns].index("prize")
            total = sum(row["prize"] or 0 for row in rows)
            self._write_sum(sheet, formats, place, (1, last), total)
            self._colour_rows(book, sheet, last, f'${BAND_COLUMN}2<>""', GOOD)

    def _prepare_standing_row(self, standing, until):
        has_value = standing.has_value
        return {
            "contest": standing.contest_id.name,
            "category": standing.category_id.name,
            "rank": standing.rank if has_value else None,
            "name": standing.name,
            "unit": standing.home_unit_id.name,
            "value": standing.value if has_value else None,
            "band": standing.band_id.name,
            "gap": standing.gap if standing.next_band_id else None,
            "prize": standing.prize or None,
            "until": until[standing.contest_id],
        }

    def _get_last_ranked_day(self, contest):
        """Return the last day that the standings count."""
        ranked = contest.company_id._telecom_local(contest.refreshed_on)
        return min(ranked.date(), contest.date_to)
