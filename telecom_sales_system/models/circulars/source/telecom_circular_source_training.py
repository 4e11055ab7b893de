from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date


class TelecomCircularSource(models.AbstractModel):
    """Participation and results of a course."""

    _inherit = "telecom.circular.source"

    @api.model
    def _get_kind_settings(self):
        return super()._get_kind_settings() | {
            "training": {"origins": {"training_id": True}},
        }

    def _get_placeholders_training(self):
        return {
            "course": self.env._("name of the course"),
            "day": self.env._("last day of the course"),
            "invited": self.env._("number of people invited"),
            "attended": self.env._("number of people who attended"),
            "participation": self.env._("attended of those invited"),
            "passed": self.env._("number of people who passed"),
            "pass_rate": self.env._("passed of those invited"),
        }

    def _get_figures_training(self, circular):
        training = self._get_source_record(circular, "training_id").with_env(self.env)
        results = self.env["telecom.training.results"]._build_results(training)
        total = results["units"][-1]
        counts = ("invited", "attended", "participation", "passed", "pass_rate")
        captions = iter(self._get_captions())
        tables = [
            self._build_participation_table(results["units"], counts, next(captions))
        ]
        if people := results["results"]:
            has_test = bool(training.pass_mark)
            tables.append(self._build_results_table(people, has_test, next(captions)))
        if results["absent"]:
            tables.append(self._build_absent_table(results["absent"], next(captions)))
        return {
            "values": {
                "course": training.name,
                "day": format_date(self.env, training.date, date_format="long"),
                **{name: str(total[name]) for name in counts},
            },
            "tables": tables,
            "notes": [
                self.env._(
                    "Participation: attended of those invited. Pass rate: passed of"
                    " those invited."
                )
            ],
        }

    def _check_final_figures_training(self, circular):
        if circular.training_id.state != "published":
            raise UserError(
                self.env._(
                    "Circular %(circular)s: the results of %(course)s may still change."
                    " Publish them first.",
                    circular=circular.display_name,
                    course=circular.training_id.display_name,
                )
            )

    def _build_participation_table(self, units, counts, caption):
        columns = [
            self._build_column(self.env._("Unit")),
            self._build_column(self.env._("Invited"), "count", "12%"),
            self._build_column(self.env._("Attended"), "count", "12%"),
            self._build_column(self.env._("Participation"), "count", "15%"),
            self._build_column(self.env._("Passed"), "count", "12%"),
            self._build_column(self.env._("Pass Rate"), "count", "15%"),
        ]
        rows = [[unit["name"], *(str(unit[name]) for name in counts)] for unit in units]
        title = caption % {"title": self.env._("Participation by Unit")}
        return {
            "key": "participation",
            "title": title,
            "columns": columns,
            "rows": rows[:-1],
            "total": rows[-1],
        }

    def _build_results_table(self, people, has_test, caption):
        rows = [
            [
                str(line["rank"]) if has_test else "—",
                line["name"],
                line["unit"],
                line["score"],
                line["result"],
            ]
            for line in people
        ]
        return {
            "key": "results",
            "title": caption % {"title": self.env._("Results")},
            "columns": [
                self._build_column(self.env._("Rank"), "mid", "10%"),
                self._build_column(self.env._("Full Name")),
                self._build_column(self.env._("Unit"), "text", "30%"),
                self._build_column(self.env._("Course Score"), "count", "14%"),
                self._build_column(self.env._("Result"), "mid", "14%"),
            ],
            "rows": rows,
            "total": None,
        }

    def _build_absent_table(self, absent, caption):
        return {
            "key": "absent",
            "title": caption % {"title": self.env._("Absent")},
            "columns": [
                self._build_column(self.env._("Full Name")),
                self._build_column(self.env._("Unit"), "text", "50%"),
            ],
            "rows": [[line["name"], line["unit"]] for line in absent],
            "total": None,
        }


class TelecomCircularWords(models.AbstractModel):
    _inherit = "telecom.circular.words"

    kind = fields.Selection(
        selection_add=[("training", "Training Results"), ("other",)],
        ondelete={"training": lambda papers: papers._remove_kind()},
    )
