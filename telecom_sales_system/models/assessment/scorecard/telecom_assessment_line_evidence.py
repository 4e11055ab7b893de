from odoo import api, models
from odoo.exceptions import UserError

from .telecom_assessment_measures import Measures


class TelecomAssessmentLine(models.Model):
    """The records that a line was scored from: one set of them, or several."""

    _inherit = "telecom.assessment.line"

    @api.readonly
    def action_open_evidence(self):
        """Open the records that the line was scored from, or a list of several sets.

        :raises UserError: nothing was measured: the line is scored by hand
        :raises AccessError: the user may not see such records
        """
        self.ensure_one()
        sources = self._get_evidence_sources()
        if not sources:
            raise UserError(
                self.env._(
                    "%s is scored by hand: there are no records behind it, only the"
                    " reason.",
                    self.indicator_id.name,
                )
            )
        if len(sources) > 1:
            return self.env["telecom.assessment.evidence"]._open_choice(self, sources)
        return self._open_evidence_source(sources[0])

    def _open_evidence_source(self, source):
        """Open one set of records, as ``_get_evidence_sources`` describes it."""
        self.env[source["model"]].check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": f"{self.unit_id.name} · {source['name']}",
            "res_model": source["model"],
            "view_mode": "list,form",
            "domain": source["domain"],
        }

    def _get_evidence_sources(self):
        """Return the sets of records that the line was scored from.

        :return: ``[{name, model, domain, figure}]``; the figure is the sum or the
            number of the records, as the card counts them
        """
        self.ensure_one()
        indicator = self.indicator_id.sudo()
        if indicator.rule == "manual":
            return []
        date_from, date_to = self.assessment_id._get_date_range()
        new_year = date_to.replace(month=1, day=1)
        if indicator.rule == "veto" and indicator.veto_on == "integrity":
            return [self._get_case_source(new_year, date_to)]
        sources = []
        if indicator.duty_type_ids:
            start = new_year if indicator.rule == "veto" else date_from
            sources.append(self._get_duty_source(start, date_to))
        is_year = self.span == "year"
        measures = Measures(self.sudo().unit_id, date_from, date_to, is_year=is_year)
        for metric, start, end in self._get_measured_metrics(measures):
            model, domain = metric._get_evidence(self.unit_id, start, end)
            figure = measures.get_figures(metric, start, end).get(self.unit_id.id)
            sources.append(
                {
                    "name": self._get_metric_label(metric, end.year),
                    "model": model,
                    "domain": domain,
                    "figure": float(figure or 0),
                }
            )
        if indicator._has_growth_target():
            sources.append(self._get_target_source(date_to.year))
        return sources

    def _get_measured_metrics(self, measures):
        """Return the metrics behind the line: ``[(metric, first day, last day)]``."""
        indicator = self.indicator_id.sudo()
        metric = indicator.metric_id
        start, end = measures.date_from, measures.date_to
        if indicator.rule == "conditions":
            if indicator.due_month and indicator.measured_on == "deadline":
                end = min(end, measures.get_month_end(indicator.due_month))
            metrics = indicator.condition_ids.metric_id
            return [(each, measures.new_year, end) for each in metrics]
        if indicator.rule == "average":
            parts = metric.numerator_id | metric.denominator_id
            return [(part, start, end) for part in parts]
        if indicator._needs_yearly_number():
            start = measures.new_year
        metrics = indicator._get_counted_metric(metric)
        metrics |= indicator._get_counted_metric(indicator._get_target_metric())
        if indicator.rule == "projects":
            metrics |= indicator.bonus_metric_id
        found = [(each, start, end) for each in metrics]
        if indicator._has_growth_target():
            facts = self.env["telecom.assessment.facts"]
            whole_year = facts._has_whole_year_targets(indicator, measures)
            if self.unit_id.id not in measures.get_typed_bases(metric, whole_year):
                found.append((metric, *measures.get_days_of_last_year(whole_year)))
        return found

    def _get_metric_label(self, metric, year):
        if year == self.period_id.date_to.year:
            return metric.name
        return self.env._("%(metric)s of %(year)s", metric=metric.name, year=year)

    def _get_target_source(self, year):
        """Return the target as a source: it holds the plan, and last year's figure."""
        metric = self.indicator_id.sudo().metric_id
        return {
            "name": self.env._("Target of %s", year),
            "model": "telecom.target",
            "domain": [
                ("metric_id", "=", metric.id),
                ("unit_id", "=", self.unit_id.id),
                ("year", "=", year),
            ],
            "figure": float(self.figures.get("plan") or 0),
        }

    def _get_case_source(self, date_from, date_to):
        cases = self.env["telecom.integrity.case"]
        domain = cases._get_proved_domain(self.unit_id, date_from, date_to)
        return {
            "name": self.indicator_id.name,
            "model": cases._name,
            "domain": domain,
            # sudo: the number is what the card counts, whoever reads it
            "figure": cases.sudo().search_count(domain),
        }

    def _get_duty_source(self, date_from, date_to):
        duties = self.env["telecom.duty"]
        domain = [
            ("unit_id", "=", self.unit_id.id),
            ("type_id", "in", self.indicator_id.sudo().duty_type_ids.ids),
            ("due_on", ">=", date_from),
            ("due_on", "<=", date_to),
        ]
        return {
            "name": self.env._("Duties Owed"),
            "model": duties._name,
            "domain": domain,
            # sudo: the number is what the card counts, whoever reads it
            "figure": duties.sudo().search_count(domain),
        }
