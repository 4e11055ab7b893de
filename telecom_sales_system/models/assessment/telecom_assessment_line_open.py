from odoo import models
from odoo.exceptions import UserError


class TelecomAssessmentLine(models.Model):
    """What a line opens: its evidence, and what it lacks."""

    _inherit = "telecom.assessment.line"

    def action_open_evidence(self):
        """Open the records that the line was scored from.

        :raises UserError: nothing was measured: the line is scored by hand
        :raises AccessError: the user may not see such records
        """
        self.ensure_one()
        evidence = self._evidence()
        if not evidence:
            raise UserError(
                self.env._(
                    "%s is scored by hand; the reason given is all there is.",
                    self.indicator_id.name,
                )
            )
        model, domain = evidence
        self.env[model].check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": f"{self.unit_id.name} · {self.indicator_id.name}",
            "res_model": model,
            "view_mode": "list,form",
            "domain": domain,
        }

    def _evidence(self):
        """Return ``(model, domain)`` of the records behind the line, or None."""
        indicator = self.indicator_id.sudo()
        date_from, date_to = self.assessment_id._days()
        start = date_to.replace(month=1, day=1)
        if indicator.rule == "veto" and indicator.veto_on == "integrity":
            cases = self.env["telecom.integrity.case"]
            return cases._name, cases._proved_domain(self.unit_id, start, date_to)
        if indicator.obligation_type_ids:
            if indicator.rule == "veto":
                date_from = start
            return self._evidence_of_duties(date_from, date_to)
        metric = indicator.metric_id
        if indicator.condition_ids and indicator.rule == "conditions":
            metric, date_from = indicator.condition_ids[0].metric_id, start
        if indicator.target_kind == "required":
            date_from = start
        if metric and indicator.rule != "manual":
            return metric._evidence(self.unit_id, date_from, date_to)
        return None

    def _evidence_of_duties(self, date_from, date_to):
        return "telecom.obligation", [
            ("unit_id", "=", self.unit_id.id),
            ("type_id", "in", self.indicator_id.sudo().obligation_type_ids.ids),
            ("due_on", ">=", date_from),
            ("due_on", "<=", date_to),
        ]

    def action_open_error(self):
        """Open what has to be entered so that the line gets a score."""
        self.ensure_one()
        metric = self.error_metric_id or self.indicator_id.metric_id
        if self.error in ("no_target", "zero_target", "negative_target") and metric:
            return self._open_target(metric)
        if self.error in ("no_base", "negative_base"):
            return metric.action_open_years()
        if self.error == "no_duties":
            model, domain = self._evidence_of_duties(*self.assessment_id._days())
            return {
                "type": "ir.actions.act_window",
                "name": self.indicator_id.name,
                "res_model": model,
                "view_mode": "list,form",
                "domain": domain,
            }
        if self.error in ("no_actual", "no_population"):
            return metric._why_missing(self.unit_id)[1].get_formview_action()
        return self.action_open()

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
