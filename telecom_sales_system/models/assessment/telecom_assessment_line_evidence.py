from odoo import api, models
from odoo.exceptions import UserError

from .telecom_assessment_measures import Measures


class TelecomAssessmentLine(models.Model):
    """The records that a line was scored from: one set of them, or several."""

    _inherit = "telecom.assessment.line"

    @api.readonly
    def action_open_evidence(self):
        """Open the records that the line was scored from; of several sets, a choice.

        :raises UserError: nothing was measured: the line is scored by hand
        :raises AccessError: the user may not see such records
        """
        self.ensure_one()
        sources = self._sources()
        if not sources:
            raise UserError(
                self.env._(
                    "%s is scored by hand; the reason given is all there is.",
                    self.indicator_id.name,
                )
            )
        if len(sources) > 1:
            return self.env["telecom.assessment.evidence"]._ask(self, sources)
        return self._open_source(sources[0])

    def _open_source(self, source):
        """Open one set of records, as ``_sources`` describes it."""
        self.env[source["model"]].check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": f"{self.unit_id.name} · {source['name']}",
            "res_model": source["model"],
            "view_mode": "list,form",
            "domain": source["domain"],
        }

    def _sources(self):
        """Return what the line was scored from, one dictionary for each set of records.

        :return: ``[{name, model, domain, figure}]``; the figure is what the records add
            up to or how many they are, as the card counts them
        """
        self.ensure_one()
        indicator = self.indicator_id.sudo()
        if indicator.rule == "manual":
            return []
        date_from, date_to = self.assessment_id._days()
        new_year = date_to.replace(month=1, day=1)
        if indicator.rule == "veto" and indicator.veto_on == "integrity":
            return [self._source_of_cases(new_year, date_to)]
        sources = []
        if indicator.duty_type_ids:
            start = new_year if indicator.rule == "veto" else date_from
            sources.append(self._source_of_duties(start, date_to))
        is_year = self.span == "year"
        measures = Measures(self.sudo().unit_id, date_from, date_to, is_year=is_year)
        for metric, start, end in self._measured(measures):
            model, domain = metric._get_evidence(self.unit_id, start, end)
            figure = measures.of(metric, start, end).get(self.unit_id.id)
            sources.append(
                {
                    "name": self._name_of(metric, end.year),
                    "model": model,
                    "domain": domain,
                    "figure": float(figure or 0),
                }
            )
        if indicator._grows():
            sources.append(self._source_of_target(date_to.year))
        return sources

    def _measured(self, measures):
        """Return the metrics behind the line: ``[(metric, first day, last day)]``."""
        indicator = self.indicator_id.sudo()
        metric = indicator.metric_id
        start, end = measures.date_from, measures.date_to
        if indicator.rule == "conditions":
            if indicator.due_month and indicator.measured_on == "deadline":
                end = min(end, measures.month_end(indicator.due_month))
            metrics = indicator.condition_ids.metric_id
            return [(each, measures.new_year, end) for each in metrics]
        if indicator.rule == "average":
            parts = metric.numerator_id | metric.denominator_id
            return [(part, start, end) for part in parts]
        if indicator._asks_so_many():
            start = measures.new_year
        metrics = metric | indicator._asking()
        if indicator.rule == "projects":
            metrics |= indicator.bonus_metric_id
        found = [(each, start, end) for each in metrics]
        if indicator._grows():
            facts = self.env["telecom.assessment.facts"]
            whole_year = facts._whole_year(indicator, measures)
            if self.unit_id.id not in measures.typed_bases(metric, whole_year):
                found.append((metric, *measures.days_of_last_year(whole_year)))
        return found

    def _name_of(self, metric, year):
        if year == self.period_id.date_to.year:
            return metric.name
        return self.env._("%(metric)s of %(year)s", metric=metric.name, year=year)

    def _source_of_target(self, year):
        """Describe the target, which holds the plan and last year's figure if typed."""
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

    def _source_of_cases(self, date_from, date_to):
        cases = self.env["telecom.integrity.case"]
        domain = cases._proved_domain(self.unit_id, date_from, date_to)
        return {
            "name": self.indicator_id.name,
            "model": cases._name,
            "domain": domain,
            # sudo: the number is what the card counts, whoever reads it
            "figure": cases.sudo().search_count(domain),
        }

    def _source_of_duties(self, date_from, date_to):
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
