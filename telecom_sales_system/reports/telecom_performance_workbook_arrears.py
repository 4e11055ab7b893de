from odoo import models

from ..models.arrears.telecom_blacklist_case import BLOCKING

BALANCE_COLUMNS = [
    ("sales_unit_id", "record", 18),
    ("partner_id", "record", 32),
    ("user_id", "record", 14),
    ("bucket", "choice", 14),
    ("outstanding", "money", 16),
    ("overdue", "money", 16),
]
CASE_COLUMNS = [
    ("name", "text", 14),
    ("partner_id", "record", 32),
    ("sales_unit_id", "record", 18),
    ("state", "choice", 18),
    ("accountable_id", "record", 14),
    ("opened_on", "date", 12),
    ("deadline", "date", 12),
    ("opening_amount", "money", 16),
]
OVERDUE_COLOUR, BLOCKED_COLOUR = "#FCE8B2", "#F4C7C3"


class TelecomPerformanceWorkbook(models.AbstractModel):
    """The month's arrears: who owed what at its end, and the cases open then."""

    _inherit = "telecom.performance.workbook"

    def _write_facts(self, book, formats, period):
        balances = self.env["telecom.arrears.balance"].search(
            [("period_id", "=", period.id), ("outstanding", ">", 0)],
            order="sales_unit_id, partner_id, bucket, id",
        )
        cases = self.env["telecom.blacklist.case"].search(
            [
                ("company_id", "=", period.company_id.id),
                ("opened_on", "<=", period.date_to),
                "|",
                ("closed_on", "=", False),
                ("closed_on", ">", period.date_to),
            ],
            order="sales_unit_id, opened_on, id",
        )
        overdue = "$F2>0"
        blocked = ",".join(f'$D2="{label}"' for label in self._blocked_labels())
        for title, columns, records, formula, colour in (
            (self.env._("Arrears"), BALANCE_COLUMNS, balances, overdue, OVERDUE_COLOUR),
            (
                self.env._("Arrears Cases"),
                CASE_COLUMNS,
                cases,
                f"OR({blocked})",
                BLOCKED_COLOUR,
            ),
        ):
            sheet = book.add_worksheet(title)
            last = self._write_records(sheet, formats, columns, records, records)
            if last:
                self._write_money_sums(sheet, formats, columns, records, last)
                rule = {"type": "formula", "criteria": f"={formula}"}
                rule["format"] = book.add_format({"bg_color": colour})
                sheet.conditional_format(1, 0, last, len(columns) - 1, rule)
        return super()._write_facts(book, formats, period)

    def _blocked_labels(self):
        states = self.env["telecom.blacklist.case"]._fields["state"]
        labels = dict(states._description_selection(self.env))
        return [labels[state] for state in BLOCKING]

    def _write_money_sums(self, sheet, formats, columns, records, last):
        sheet.write_string(last + 1, 0, self.env._("Total"), formats["total"])
        for position, (name, kind, _width) in enumerate(columns):
            if kind == "money":
                total = sum(records.mapped(name))
                self._write_sum(sheet, formats, position, (1, last), total)
