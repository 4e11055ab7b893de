from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date, formatLang

from ....tools.decimals import exact


class TelecomCircularSource(models.AbstractModel):
    """Arrears and cases at the end of a month, for the early-warning circular."""

    _inherit = "telecom.circular.source"

    @api.model
    def _get_kind_settings(self):
        return super()._get_kind_settings() | {
            "early_warning": {
                "origins": {"period_id": True},
                "is_monthly": True,
            },
        }

    def _get_placeholders_early_warning(self):
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

    def _get_figures_early_warning(self, circular):
        period = self._get_source_record(circular, "period_id")
        if circular.unit_id.kind != "city":
            raise UserError(
                self.env._(
                    "Circular %s, field Issuing Unit: early warnings are issued for the"
                    " whole city, by the city bureau.",
                    circular.display_name,
                )
            )
        matrix = self.env["telecom.arrears.matrix"]._build_matrix(
            period.with_env(self.env)
        )
        stages = {key: rows for key, rows in matrix["cases"].items() if rows}
        headings = self._get_stage_headings(stages)
        labels = self._get_ageing_labels(period)
        unit = self._get_amount_unit(circular)
        tables = [self._build_ageing_table(matrix, labels)] if matrix["ageing"] else []
        if matrix["units"]:
            tables.append(self._build_case_count_table(matrix, unit))
        tables += [
            self._build_case_table(key, stages[key], headings, unit) for key in stages
        ]
        return {
            "values": self._get_warning_values(matrix, period.company_id),
            "tables": tables,
            "notes": [
                self.env._(
                    "Amounts in %s, on the last day of the month, less payments and"
                    " credit notes not yet matched. Days: of the oldest debt. Ratio:"
                    " overdue / owed.",
                    unit,
                )
            ],
        }

    def _get_warning_values(self, matrix, company):
        total = matrix["total"]

        def format_money(value):
            return None if value is None else formatLang(self.env, value, digits=2)

        ratio = formatLang(self.env, (total["ratio"] or 0) * 100, digits=1)
        return {
            "day": format_date(self.env, matrix["as_of"], date_format="long"),
            "owed": format_money(total["outstanding"]),
            "overdue": format_money(total["overdue"]),
            "ratio": f"{ratio}%",
            "overdue_before": format_money(total["before"]),
            **{key: str(matrix[key]) for key in ("opened", "settled", "released")},
            "warning_days": str(company.telecom_warning_days),
            "circular_days": str(company.telecom_circular_days),
            "blacklist_days": str(company.telecom_blacklist_days),
        }

    def _get_ageing_labels(self, period):
        figures = self.env["telecom.arrears.figures"].with_context(
            telecom_ageing_limits=period._get_ageing_limits()
        )
        return [label for _key, label in figures._get_bucket_selection()]

    def _get_stage_headings(self, stages):
        titles = {
            "blacklisted": self.env._("Blacklisted: no orders until they are released"),
            "proposed": self.env._("Proposed for the blacklist"),
            "circulated": self.env._("Named in this circular"),
            "warning": self.env._("Warned"),
        }
        # One source string per numeral: translators get no bare "V."
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

    def _build_ageing_table(self, matrix, labels):
        columns = [self._build_column(self.env._("Unit"), "name")]
        columns += [self._build_column(label, "money", "11.5%") for label in labels]
        columns += [
            self._build_column(self.env._("Overdue"), "money", "12.5%"),
            self._build_column(self.env._("A month before"), "money", "12.5%"),
            self._build_column(self.env._("Arrears Ratio"), "percent", "8%"),
        ]

        def build_cells(name, row):
            amounts = [*row["buckets"], row["overdue"], row["before"]]
            ratio = None if row["ratio"] is None else self._format_share(row["ratio"])
            return [name, *map(self._format_money, amounts), ratio]

        return {
            "key": "ageing",
            "title": self.env._("I. Arrears by unit"),
            "columns": columns,
            "rows": [build_cells(row["unit"], row) for row in matrix["ageing"]],
            "total": build_cells(self.env._("Total"), matrix["total"]),
        }

    def _build_case_count_table(self, matrix, unit):
        stages = (
            self.env._("Blacklisted"),
            self.env._("Proposed"),
            self.env._("Circulated"),
            self.env._("Warned"),
        )
        owed = sum(row["amount"] for row in matrix["units"])
        counts = [len(cases) for cases in matrix["cases"].values()]

        def build_cells(name, numbers, amount):
            shown = [str(number or "—") for number in numbers]
            return [name, *shown, self._format_money(amount)]

        return {
            "key": "stages",
            "title": self.env._("II. Cases by stage and unit"),
            "columns": [
                self._build_column(self.env._("Unit"), "name"),
                *(self._build_column(stage, "mid", "14%") for stage in stages),
                self._build_column(self.env._("Overdue (%s)", unit), "money", "20%"),
            ],
            "rows": [
                build_cells(row["unit"], row["counts"], row["amount"])
                for row in matrix["units"]
            ],
            "total": build_cells(self.env._("Total"), counts, owed),
        }

    def _build_case_table(self, stage, cases, headings, unit):
        columns = [
            self._build_column(self.env._("Unit"), "name", "14%"),
            self._build_column(self.env._("Client")),
            self._build_column(self.env._("Overdue (%s)", unit), "money", "13%"),
            self._build_column(self.env._("Days Overdue"), "count", "8%"),
            self._build_column(self.env._("Accountable"), "mid", "12%"),
            self._build_column(self.env._("Recover by"), "mid", "13%"),
            self._build_column(self.env._("Remarks"), "text", "15%"),
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
                    self._format_money(case["amount"]),
                    str(case["days"]),
                    case["accountable"],
                    fields.Date.to_string(case["deadline"]) or "—",
                    self._get_case_remarks(case),
                ]
                for case in cases
            ],
            "total": [
                self.env._("Total"),
                str(len(cases)),
                self._format_money(owed),
                *[""] * 4,
            ],
        }

    def _get_case_remarks(self, case):
        remarks = []
        if case["late"]:
            remarks.append(self.env._("past its deadline"))
        if case["earlier"]:
            remarks.append(self.env._("case no. %s", case["earlier"] + 1))
        return " ".join(remarks)

    def _format_share(self, value):
        return str(exact(value, 3))  # to a tenth of a percent


class TelecomCircularWords(models.AbstractModel):
    _inherit = "telecom.circular.words"

    kind = fields.Selection(
        selection_add=[("early_warning", "Early Warning"), ("other",)],
        ondelete={"early_warning": lambda papers: papers._remove_kind()},
    )
