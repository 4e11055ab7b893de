from odoo import api, models

from ....tools.assessment.averages import Average
from ....tools.assessment.targets import planned_total
from ....tools.decimals import exact
from ....tools.figures import NoFigure, require_count


class NoMetricFigure(NoFigure):
    """A metric has no figure of the unit; its ``_explain_missing`` says why."""

    def __init__(self, metric, reason="no_actual"):
        super().__init__(reason)
        self.metric = metric


class TelecomAssessmentFacts(models.AbstractModel):
    """The facts behind the lines of cards, each measured once for all units.

    ``_get_facts_<rule>(indicator, unit, measures)`` returns the dictionary that
    ``telecom.assessment.indicator`` describes, and raises NoFigure where there is
    nothing to score.
    """

    _name = "telecom.assessment.facts"
    _description = "Facts Behind Scorecards"

    @api.model
    def _get_facts(self, indicator, unit, measures):
        """Return the facts of a unit for an indicator.

        :raises NoFigure: a figure that the rule needs is missing
        """
        month = indicator.due_month
        if month and measures.date_to < measures.get_month_end(month):
            return {"not_due": True}
        return getattr(self, f"_get_facts_{indicator.rule}")(indicator, unit, measures)

    def _get_facts_ratio(self, indicator, unit, measures):
        actual = self._get_actual(indicator, unit, measures)
        whole_year = self._has_whole_year_targets(indicator, measures)
        target = self._get_target(indicator, unit, measures, whole_year)
        if not indicator.growth:
            return {"actual": actual, "target": target}
        base = self._get_base_figure(indicator, unit, measures, whole_year)
        growth = exact(indicator.growth)
        return {
            "actual": actual,
            "target": planned_total(target, base, growth / 100),
            "origin": {"plan": target, "base": base, "growth": growth},
        }

    def _get_base_figure(self, indicator, unit, measures, whole_year):
        """Return last year's figure: the entered one, else the measured one.

        A company without any figure of last year had no records then. Its zero is not
        used as a base.
        """
        metric = indicator.metric_id
        typed = measures.get_typed_bases(metric, whole_year).get(unit.id)
        if typed is not None:
            return typed
        return measures.get_figures_of_last_year(metric, whole_year).get(unit.id)

    def _get_facts_average(self, indicator, unit, measures):
        above = indicator.metric_id.numerator_id
        below = indicator.metric_id.denominator_id
        number = measures.get_figures(below).get(unit.id)
        if not number:
            raise NoMetricFigure(indicator.metric_id, "no_population")
        own = Average(
            measures.get_figures(above).get(unit.id), self._count_items(below, number)
        )
        if indicator.city_average == "plain":
            totals, numbers = (
                measures.get_figures_of_ranked_units(above),
                measures.get_figures_of_ranked_units(below),
            )
            means = [
                Average(totals.get(unit_id), self._count_items(below, number)).value
                for unit_id, number in numbers.items()
                if number
            ]
            return {"own": own, "city": Average(sum(means), len(means))}
        everybody = self._count_items(below, measures.get_city_figure(below))
        return {"own": own, "city": Average(measures.get_city_figure(above), everybody)}

    def _get_facts_projects(self, indicator, unit, measures):
        bonus = indicator.bonus_metric_id
        return {
            **self._get_item_facts(indicator, unit, measures),
            "large": self._count_items(bonus, measures.get_figures(bonus).get(unit.id)),
        }

    def _get_facts_conditions(self, indicator, unit, measures):
        end = measures.date_to
        if indicator.due_month and indicator.measured_on == "deadline":
            end = measures.get_month_end(indicator.due_month)
        details = []
        for condition in indicator.condition_ids:
            metric = condition.metric_id
            actual = measures.get_figures(metric, measures.new_year, end).get(unit.id)
            if actual is None:
                raise NoMetricFigure(metric)
            details.append((condition, actual, condition._is_met_by(actual)))
        return {
            "conditions": [holds for _condition, _actual, holds in details],
            "details": details,
        }

    def _get_facts_missing(self, indicator, unit, measures):
        """Count the due and the done items: duties, and the items of a metric.

        Counted by kinds, each duty and the metric are one item: missed, however often,
        or not. By occasions, the metric counts a course once for all people.
        """
        actual = target = 0
        free = bool(indicator.duty_type_ids)
        by_kind = indicator.counts_by == "kinds"
        facts = {}
        if indicator.duty_type_ids:
            date_from = measures.date_from
            self._check_duties_listed(indicator, unit, measures, date_from)
            found = self._get_duty_counts(indicator, unit, measures, date_from)
            target, missed, _errors = found
            actual, facts = target - missed, {"found": found}
        if indicator.metric_id:
            needed = self._get_item_facts(indicator, unit, measures)
            if by_kind and needed["target"] > 0:
                whole = needed["actual"] >= needed["target"]
                needed |= {"actual": int(whole), "target": 1}
            done = min(needed["actual"], needed["target"]) if free else needed["actual"]
            target, actual = target + needed["target"], actual + done
            free = free or needed["free"]
        return facts | {"actual": actual, "target": target, "free": free}

    def _get_facts_veto(self, indicator, unit, measures):
        if indicator.veto_on == "integrity":
            [number] = found = self._get_case_counts(indicator, unit, measures)
        else:
            new_year = measures.new_year
            found = self._get_duty_counts(indicator, unit, measures, new_year)
            _due, missed, errors = found
            number = errors if indicator.veto_on == "grave_errors" else missed
            if number < indicator.veto_limit:
                self._check_duties_listed(indicator, unit, measures, new_year)
        return {"number": number, "found": found}

    def _get_facts_manual(self, indicator, unit, measures):
        raise NoFigure("no_score")

    def _get_item_facts(self, indicator, unit, measures):
        """Count the whole items that are done, and those that are due by now.

        If nothing is due yet, a line gets full points, provided that an item is due
        later in the year.
        """
        if indicator._counts_missed():
            return self._get_item_facts_from_missed(indicator, unit, measures)
        whole_year = self._has_whole_year_targets(indicator, measures)
        target = self._get_target(indicator, unit, measures, whole_year)
        year = self._get_target(indicator, unit, measures, whole_year=True)
        return {
            "actual": self._count_items(
                indicator._get_counted_metric(indicator.metric_id),
                self._get_actual(indicator, unit, measures),
            ),
            "target": int(target),
            "free": int(year) > 0,
        }

    def _get_item_facts_from_missed(self, indicator, unit, measures):
        """Count the items that are due by now, and those of them that were not missed.

        A unit without requests has no missed answers, so it gets full points. A unit
        gets them for projects only if it has planned some in the year.
        """
        metric = indicator._get_counted_metric(indicator.metric_id)
        asking = indicator.target_metric_id or indicator.metric_id
        asking = indicator._get_counted_metric(asking)
        missed = self._count_items(metric, self._get_actual(indicator, unit, measures))
        asked = self._count_items(asking, measures.get_figures(asking).get(unit.id, 0))
        days = (measures.new_year, measures.year_end)
        return {
            "actual": self._count_items(metric, asked - missed),
            "target": asked,
            "free": indicator.rule == "missing"
            or bool(measures.get_figures(asking, *days).get(unit.id)),
        }

    def _count_items(self, metric, number):
        """Return the figure of a metric as a number of items, an int.

        :raises NoMetricFigure: the metric has no figure, or one below zero or not whole
        """
        try:
            return require_count(number, "no_actual")
        except NoFigure as error:
            raise NoMetricFigure(metric, error.reason) from error

    def _has_whole_year_targets(self, indicator, measures):
        """Tell whether the scheme compares cards with targets of the whole year."""
        return measures.is_year and indicator.scheme_id.year_targets == "year"

    def _get_actual(self, indicator, unit, measures):
        # A number per year is counted from the beginning of the year.
        start = measures.new_year if indicator._needs_yearly_number() else None
        metric = indicator._get_counted_metric(indicator.metric_id)
        actual = measures.get_figures(metric, start).get(unit.id)
        if actual is None:
            raise NoMetricFigure(metric)
        return actual

    def _get_target(self, indicator, unit, measures, whole_year=False):
        if indicator.target_kind == "required":
            month = 12 if whole_year else measures.date_to.month
            return indicator.required * month // 12
        if indicator.target_kind == "metric":
            days = (measures.new_year, measures.year_end) if whole_year else ()
            metric = indicator._get_counted_metric(indicator.target_metric_id)
            found = measures.get_figures(metric, *days).get(unit.id)
        else:
            metric = indicator.metric_id
            found = measures.get_targets(metric, whole_year).get(unit.id)
        if found is None:
            raise NoFigure("no_target")
        return found

    def _get_case_counts(self, indicator, unit, measures):
        """Return ``[number of proved cases]`` of a unit.

        A published card keeps the number that it was published with.
        """
        found = measures.found.get((unit.id, indicator.id))
        return found or [measures.get_case_counts().get(unit.id, 0)]

    def _check_duties_listed(self, indicator, unit, measures, date_from):
        """Check that all duties are listed, unless the card of the unit is published.

        :raises NoFigure: no_duties
        """
        if (unit.id, indicator.id) in measures.found:
            return
        types = indicator.duty_type_ids
        unlisted = measures.find_unlisted_duties(types, date_from)
        if any((unit.id, kind.id) in unlisted for kind in types):
            raise NoFigure("no_duties")

    def _get_duty_counts(self, indicator, unit, measures, date_from):
        """Return ``[due, missed, grave errors]`` of a unit's duties.

        A line that counts by kinds counts the types that are due, and those of which a
        duty was missed. A published card keeps the counts that it was published with.
        """
        if found := measures.found.get((unit.id, indicator.id)):
            return found
        types = indicator.duty_type_ids
        counts = measures.get_duty_counts(types, date_from)
        due = missed = errors = 0
        for kind in types:
            owed, _in_time, late, missing, grave = counts.get(
                (unit.id, kind.id), (0, 0, 0, 0, 0)
            )
            lacking = missing + (late if indicator.counts_late else 0)
            if indicator.rule == "missing" and indicator.counts_by == "kinds":
                owed, lacking = min(owed, 1), min(lacking, 1)
            due, errors = due + owed, errors + int(grave)
            missed += lacking
        return [due, missed, errors]
