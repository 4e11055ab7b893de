from odoo import api, fields, models
from odoo.exceptions import UserError

from ....tools.assessment.targets import MONTHS
from ...common.screens.list_action import prepare_list_action
from .telecom_assessment_measures import Measures


class TelecomAssessmentLine(models.Model):
    """The records that a line was scored from: one set of them, or several.

    A published line opens those that were counted, and says how many of them have
    changed since.
    """

    _inherit = "telecom.assessment.line"

    kept_evidence_ids = fields.One2many("telecom.assessment.kept.evidence", "line_id")

    @api.readonly
    def action_open_evidence(self):
        """Open the records that the line was scored from, or a list of several sets.

        :raises UserError: nothing was measured: the line is scored by hand
        :raises AccessError: the user may not see such records
        """
        self.ensure_one()
        sources = self._get_shown_sources()
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
        """Open one set of records, as ``_get_shown_sources`` describes it."""
        self.env[source["model"]].check_access("read")
        parts = [self.unit_id.name, source["name"], self._get_changes_text(source)]
        kept = {"context": {"active_test": False}} if "changed" in source else {}
        return kept | prepare_list_action(
            self.env,
            " · ".join(filter(None, parts)),
            source["model"],
            source["domain"],
        )

    def _get_changes_text(self, source):
        """Return how many records changed since publishing; empty for none."""
        if not source.get("changed"):
            return ""
        return self.env._("%(changed)s of %(count)s changed since", **source)

    def _get_shown_sources(self):
        """Return the sets that were kept for a published line, else those of now."""
        self.ensure_one()
        # sudo: the kept ids of a line one may read; records obey their own rules
        kept = self.sudo().kept_evidence_ids
        if kept:
            return [each._get_source() for each in kept]
        return self._get_evidence_sources()

    def _keep_evidence(self):
        """Keep the ids of the records that these lines were scored from."""
        # sudo: a line was scored from all records, whoever publishes it
        self = self.sudo()
        kept = self.env["telecom.assessment.kept.evidence"]
        for (_period, span), cards in self.assessment_id.grouped(
            lambda card: (card.period_id, card.span)
        ).items():
            days = cards[0]._get_date_range()
            measures = Measures(cards.unit_id, *days, is_year=span == "year")
            for line in cards.line_ids & self:
                kept._keep_sources(line, line._get_evidence_sources(measures))

    def _get_evidence_sources(self, measures=None):
        """Return the sets of records that the line was scored from.

        :param measures: figures of several units of the same days, measured once
        :return: dictionaries with name, model, domain, figure, metric, date_from,
            date_to and counts. The figure is the sum or the number of the records, as
            the card counts them; counts are the names of the fields that make it up
        """
        self.ensure_one()
        indicator = self.indicator_id.sudo()
        if indicator.rule == "manual":
            return []
        date_from, date_to = self.assessment_id._get_date_range()
        new_year = date_to.replace(month=1, day=1)
        if indicator.rule == "veto" and indicator.veto_on == "integrity":
            return [
                self._get_unmeasured_source("telecom.integrity.case", new_year, date_to)
            ]
        sources = []
        if indicator.duty_type_ids:
            start = new_year if indicator.rule == "veto" else date_from
            sources.append(self._get_unmeasured_source("telecom.duty", start, date_to))
        if measures is None:
            measures = Measures(
                self.sudo().unit_id, date_from, date_to, is_year=self.span == "year"
            )
        for metric, start, end in self._get_measured_metrics(measures):
            model, domain = metric._get_evidence(self.unit_id, start, end)
            figure = measures.get_figures(metric, start, end).get(self.unit_id.id)
            sources.append(
                {
                    "name": self._get_metric_label(metric, end.year),
                    "model": model,
                    "domain": domain,
                    "figure": float(figure or 0),
                    "metric": metric,
                    "counts": metric._get_counted_fields(),
                    "date_from": start,
                    "date_to": end,
                }
            )
        if indicator._has_growth_target():
            sources.append(
                self._get_unmeasured_source("telecom.target", date_from, date_to)
            )
        return sources

    def _get_unmeasured_source(self, model, date_from, date_to):
        """Return a set of records that are counted without a metric."""
        get_source = {
            "telecom.duty": self._get_duty_source,
            "telecom.integrity.case": self._get_case_source,
            "telecom.target": self._get_target_source,
        }[model]
        return get_source(date_from, date_to) | {
            "metric": self.env["telecom.metric"],
            "date_from": date_from,
            "date_to": date_to,
        }

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

    def _get_target_source(self, _date_from, date_to):
        """Return the target as a source: it holds the plan, and last year's figure."""
        year = date_to.year
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
            "counts": ("amount", "has_base", "base", "phasing", *MONTHS),
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
            "counts": (),
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
            "counts": ("due_on", "fulfilled_on", "grave_errors"),
        }
