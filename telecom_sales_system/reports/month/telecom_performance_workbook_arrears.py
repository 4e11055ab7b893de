from odoo import models

from ...models.circulars.source.telecom_arrears_matrix import STAGES
from ..common.telecom_workbook import BAD, WARN

BALANCE_COLUMNS = [
    ("sales_unit_id", "record", 18),
    ("partner_id", "record", 32),
    ("user_id", "record", 14),
    ("bucket", "choice", 14),
    ("outstanding", "money", 16),
    ("overdue", "money", 16),
]
CASE_COLUMNS = [
    ("number", "text", 14),
    ("client", "text", 32),
    ("unit", "text", 18),
    ("stage", "text", 18),
    ("accountable", "text", 14),
    ("opened_on", "date", 12),
    ("deadline", "date", 12),
    ("days", "whole", 10),
    ("amount", "money", 16),
]


class TelecomPerformanceWorkbook(models.AbstractModel):
    """The sheets of arrears: balances and open cases at the end of the month."""

    _inherit = "telecom.performance.workbook"

    def _write_sheet_balances(self, book, formats, period):
        balances = self.env["telecom.arrears.balance"]
        owed = balances.search(
            [("period_id", "=", period.id), ("outstanding", ">", 0)],
            order="sales_unit_id, partner_id, bucket, id",
        )
        report = self.with_context(telecom_ageing_limits=period._get_ageing_limits())
        for sheet, last in report._write_list(
            book,
            formats,
            self.env._("Arrears"),
            BALANCE_COLUMNS,
            balances,
            self._iterate_in_batches(owed),
        ):
            if last:
                self._colour_rows(book, sheet, last, "$F2>0", WARN)

    def _write_sheet_cases(self, book, formats, period):
        """Write the cases in their state on the last day of the month."""
        stages = self._get_stage_labels()
        rows = self._decode_rows(CASE_COLUMNS, self._get_figures(period, "cases"))
        sheet = book.add_worksheet(self.env._("Arrears Cases"))
        labels = [
            self.env._("Case No."),
            self.env._("Client"),
            self.env._("Unit"),
            self.env._("Stage"),
            self.env._("Accountable"),
            self.env._("Opened On"),
            self.env._("Recovery Deadline"),
            self.env._("Overdue (days)"),
            self.env._("Overdue"),
        ]
        columns = [
            (key, label, kind, width)
            for (key, kind, width), label in zip(CASE_COLUMNS, labels, strict=True)
        ]
        last = self._write_rows(sheet, formats, columns, rows)
        if last:
            total = sum(row["amount"] for row in rows)
            sheet.write_string(last + 1, 0, self.env._("Total"), formats["total"])
            self._write_sum(sheet, formats, len(columns) - 1, (1, last), total)
            blocked = stages["blacklisted"]
            self._colour_rows(book, sheet, last, f'$D2="{blocked}"', BAD)

    def _build_figures(self, period):
        cases = self.with_context(lang=self._get_lang(period))._build_cases(period)
        return super()._build_figures(period) | {"cases": cases}

    def _build_cases(self, period):
        stages = self._get_stage_labels()
        cases = self.env["telecom.arrears.matrix"]._build_matrix(
            period.with_env(self.env)
        )["cases"]
        return self._prepare_kept_rows(
            {**case, "stage": stages[stage]}
            for stage in STAGES
            for case in cases[stage]
        )

    def _get_stage_labels(self):
        states = self.env["telecom.blacklist.case"]._fields["state"]
        return dict(states._description_selection(self.env))
