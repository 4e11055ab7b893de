from decimal import Decimal

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date, formatLang

CENT, TENTH = Decimal("0.01"), Decimal("0.001")


class TelecomCircularSource(models.AbstractModel):
    """Arrears and cases at the end of a month, for the early-warning circular."""

    _inherit = "telecom.circular.source"

    def _placeholders_early_warning(self):
        return {
            "day": self.env._("the last day of the month"),
            "owed": self.env._("what clients owe in all"),
            "overdue": self.env._("what is overdue"),
            "ratio": self.env._("overdue of what is owed"),
            "overdue_before": self.env._("what was overdue a month before"),
            "opened": self.env._("cases opened in the month"),
            "settled": self.env._("cases settled by payment"),
            "released": self.env._("clients released from the blacklist"),
            "warning_days": self.env._("days overdue that lead to a warning"),
            "circular_days": self.env._("days overdue that lead into this circular"),
            "blacklist_days": self.env._("days overdue that lead to the blacklist"),
        }

    def _figures_early_warning(self, circular):
        period = self._origin(circular, "period_id")
        if circular.unit_id.kind != "city":
            raise UserError(
                self.env._(
                    "Circular %s, field Issued by: early warnings are issued for the"
                    " whole city, by the city bureau.",
                    circular.display_name,
                )
            )
        matrix = self.env["telecom.arrears.matrix"]._build_matrix(
            period.with_env(self.env)
        )
        stages = {key: rows for key, rows in matrix["cases"].items() if rows}
        headings = self._stage_headings(stages)
        labels = self._ageing_labels(period.company_id)
        tables = [self._ageing_table(matrix, labels)] if matrix["ageing"] else []
        if matrix["units"]:
            tables.append(self._case_count_table(matrix))
        tables += [self._case_table(key, stages[key], headings) for key in stages]
        return {
            "values": self._warning_values(matrix, period.company_id),
            "tables": tables,
            "notes": [
                self.env._(
                    "Amounts in yuan, on the last day of the month, less payments and"
                    " credit notes not yet matched. Days: of the oldest debt. Ratio:"
                    " overdue / owed."
                )
            ],
        }

    def _warning_values(self, matrix, company):
        total = matrix["total"]

        def money(value):
            return None if value is None else formatLang(self.env, value, digits=2)

        ratio = formatLang(self.env, (total["ratio"] or 0) * 100, digits=1)
        return {
            "day": format_date(self.env, matrix["as_of"], date_format="long"),
            "owed": money(total["outstanding"]),
            "overdue": money(total["overdue"]),
            "ratio": f"{ratio}%",
            "overdue_before": money(total["before"]),
            **{key: str(matrix[key]) for key in ("opened", "settled", "released")},
            "warning_days": str(company.telecom_warning_days),
            "circular_days": str(company.telecom_circular_days),
            "blacklist_days": str(company.telecom_blacklist_days),
        }

    def _ageing_labels(self, company):
        figures = self.env["telecom.arrears.figures"].with_company(company)
        return [label for _key, label in figures._get_bucket_selection()]

    def _stage_headings(self, stages):
        titles = {
            "blacklisted": self.env._("Blacklisted: no orders until they are released"),
            "proposed": self.env._("Proposed for the blacklist"),
            "circulated": self.env._("Named in this circular"),
            "warning": self.env._("Warned"),
        }
        # Each numeral stands in a text of its own: translators get no bare "V."
        numbered = (
            self.env._("III. %(title)s (%(count)s)"),
            self.env._("IV. %(title)s (%(count)s)"),
            self.env._("V. %(title)s (%(count)s)"),
            self.env._("VI. %(title)s (%(count)s)"),
        )
        return {
            stage: heading % {"title": titles[stage], "count": len(stages[stage])}
            for stage, heading in zip(stages, numbered, strict=False)
        }

    def _ageing_table(self, matrix, labels):
        columns = [self._column(self.env._("Unit"), "name")]
        columns += [self._column(label, "money", "11.5%") for label in labels]
        columns += [
            self._column(self.env._("Overdue"), "money", "12.5%"),
            self._column(self.env._("A month before"), "money", "12.5%"),
            self._column(self.env._("Ratio"), "percent", "8%"),
        ]

        def cells(name, row):
            amounts = [*row["buckets"], row["overdue"], row["before"]]
            ratio = None if row["ratio"] is None else self._share(row["ratio"])
            return [name, *map(self._money, amounts), ratio]

        return {
            "key": "ageing",
            "title": self.env._("I. Arrears by unit"),
            "columns": columns,
            "rows": [cells(row["unit"], row) for row in matrix["ageing"]],
            "total": cells(self.env._("Total"), matrix["total"]),
        }

    def _case_count_table(self, matrix):
        stages = (
            self.env._("Blacklisted"),
            self.env._("Proposed"),
            self.env._("Circulated"),
            self.env._("Warned"),
        )
        owed = sum(row["amount"] for row in matrix["units"])
        counts = [len(cases) for cases in matrix["cases"].values()]

        def cells(name, numbers, amount):
            shown = [str(number or "—") for number in numbers]
            return [name, *shown, self._money(amount)]

        return {
            "key": "stages",
            "title": self.env._("II. Cases by stage and unit"),
            "columns": [
                self._column(self.env._("Unit"), "name"),
                *(self._column(stage, "mid", "14%") for stage in stages),
                self._column(self.env._("Overdue (yuan)"), "money", "20%"),
            ],
            "rows": [
                cells(row["unit"], row["counts"], row["amount"])
                for row in matrix["units"]
            ],
            "total": cells(self.env._("Total"), counts, owed),
        }

    def _case_table(self, stage, cases, headings):
        columns = [
            self._column(self.env._("Unit"), "name", "14%"),
            self._column(self.env._("Client")),
            self._column(self.env._("Overdue (yuan)"), "money", "13%"),
            self._column(self.env._("Days"), "count", "8%"),
            self._column(self.env._("Accountable"), "mid", "12%"),
            self._column(self.env._("Recover by"), "mid", "13%"),
            self._column(self.env._("Remarks"), "text", "15%"),
        ]
        owed = sum(case["amount"] for case in cases)
        return {
            "key": stage,
            "title": headings[stage],
            "columns": columns,
            "rows": [
                [
                    case["unit"],
                    case["client"],
                    self._money(case["amount"]),
                    str(case["days"]),
                    case["accountable"],
                    fields.Date.to_string(case["deadline"]) or "—",
                    self._remarks_on(case),
                ]
                for case in cases
            ],
            "total": [
                self.env._("Total"),
                str(len(cases)),
                self._money(owed),
                *[""] * 4,
            ],
        }

    def _remarks_on(self, case):
        remarks = []
        if case["late"]:
            remarks.append(self.env._("past its deadline"))
        if case["earlier"]:
            remarks.append(self.env._("case no. %s", case["earlier"] + 1))
        return " ".join(remarks)

    def _money(self, value):
        if value is None:
            return None
        return format(Decimal(str(value)).quantize(CENT), "f")

    def _share(self, value):
        return format(Decimal(str(value)).quantize(TENTH), "f")
