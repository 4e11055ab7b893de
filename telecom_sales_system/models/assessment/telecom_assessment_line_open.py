from odoo import api, models

TARGET_ERRORS = ("no_target", "zero_target", "negative_target")
BASE_ERRORS = ("no_base", "negative_base")


class TelecomAssessmentLine(models.Model):
    """The actions of a line, such as opening where a missing figure is entered."""

    _inherit = "telecom.assessment.line"

    @api.readonly
    def action_open_error(self):
        """Open what has to be entered so that the line gets a score."""
        self.ensure_one()
        indicator = self.indicator_id.sudo()
        metric = self.error_metric_id or indicator.metric_id
        if self.error in BASE_ERRORS:
            return self._open_target(metric)
        if self.error in TARGET_ERRORS and indicator.rule == "average":
            return self._open_city_figures(metric)
        if self.error in TARGET_ERRORS and indicator._get_target_metric():
            return self._open_planned_records(indicator._get_target_metric())
        if self.error in TARGET_ERRORS and metric:
            return self._open_target(metric)
        if self.error == "no_duties":
            return self._open_duty_types()
        if self.error in ("no_conditions", "no_count"):
            return self.scheme_id.get_formview_action()
        if self.error in ("no_actual", "no_population") and metric:
            return metric._open_missing(self.unit_id)
        return self.action_open()

    @api.readonly
    def action_open(self):
        """Open the line itself, to score it by hand or to see its objections."""
        self.ensure_one()
        return self.get_formview_action() | {"target": "new"}

    def _open_target(self, metric):
        year = self.period_id.date_from.year
        target = self.env["telecom.target"].search(
            [
                ("metric_id", "=", metric.id),
                ("unit_id", "=", self.unit_id.id),
                ("year", "=", year),
            ]
        )
        action = target.get_formview_action()
        if not target:
            action["context"] = {
                "default_metric_id": metric.id,
                "default_unit_id": self.unit_id.id,
                "default_year": year,
            }
        return action

    def _open_planned_records(self, metric):
        """Open the records planned for the year, such as projects, to add more."""
        end = self.period_id.date_to.replace(month=12, day=31)
        start = end.replace(month=1, day=1)
        model, domain = metric._get_evidence(self.unit_id, start, end)
        return self._open_list(metric.name, model, domain) | {
            "context": {"default_unit_id": self.unit_id.id, "default_year": end.year}
        }

    def _open_city_figures(self, metric):
        """Open the figures of all units from which the city average is computed."""
        metrics = metric | metric.numerator_id | metric.denominator_id
        return self._open_list(
            metric.name,
            "telecom.metric.value",
            [("metric_id", "in", metrics.ids), ("period_id", "=", self.period_id.id)],
        )

    def _open_duty_types(self):
        """Open the duty types, which have a button that lists the duties of a year."""
        types = self.indicator_id.sudo().duty_type_ids
        return self._open_list(
            self.indicator_id.name, types._name, [("id", "in", types.ids)]
        )

    def _open_list(self, name, model, domain):
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "view_mode": "list,form",
            "domain": domain,
        }
