from odoo import api, models

from ...tools.averages import Average
from ...tools.figures import NoFigure, count
from ...tools.targets import planned_total
from .telecom_target_months import exact


class NoMetricFigure(NoFigure):
    """A metric has no figure of the unit; its ``_explain_missing`` says why."""

    def __init__(self, metric, reason="no_actual"):
        super().__init__(reason)
        self.metric = metric


class TelecomAssessmentFacts(models.AbstractModel):
    """Facts behind the lines of cards: each measured once, for all units at a time.

    ``_facts_<rule>(indicator, unit, measures)`` returns the dictionary that
    ``telecom.assessment.indicator.score`` describes, and raises NoFigure where there is
    nothing to score.
    """

    _name = "telecom.assessment.facts"
    _description = "Facts Behind Scorecards"

    @api.model
    def _of(self, indicator, unit, measures):
        """Return the facts of a unit for an indicator.

        :raises NoFigure: what is needed is not there
        """
        month = indicator.due_month
        if month and measures.date_to < measures.month_end(month):
            return {"not_due": True}
        return getattr(self, f"_facts_{indicator.rule}")(indicator, unit, measures)

    def _facts_ratio(self, indicator, unit, measures):
        actual = self._actual(indicator, unit, measures)
        whole_year = self._whole_year(indicator, measures)
        target = self._target(indicator, unit, measures, whole_year)
        if not indicator.growth:
            return {"actual": actual, "target": target}
        base = self._base(indicator, unit, measures, whole_year)
        growth = exact(indicator.growth)
        return {
            "actual": actual,
            "target": planned_total(target, base, growth / 100),
            "origin": {"plan": target, "base": base, "growth": growth},
        }

    def _base(self, indicator, unit, measures, whole_year):
        """Return last year's figure: as typed, else as measured.

        A company without any figure then had no records yet, and nought is no base.
        """
        metric = indicator.metric_id
        typed = measures.typed_bases(metric, whole_year).get(unit.id)
        if typed is not None:
            return typed
        return measures.of_last_year(metric, whole_year).get(unit.id)

    def _facts_average(self, indicator, unit, measures):
        above = indicator.metric_id.numerator_id
        below = indicator.metric_id.denominator_id
        number = measures.of(below).get(unit.id)
        if not number:
            raise NoMetricFigure(indicator.metric_id, "no_population")
        own = Average(measures.of(above).get(unit.id), self._counted(below, number))
        if indicator.city_average == "plain":
            totals, numbers = measures.of_ranked(above), measures.of_ranked(below)
            means = [
                Average(totals.get(unit_id), self._counted(below, number)).value
                for unit_id, number in numbers.items()
                if number
            ]
            return {"own": own, "city": Average(sum(means), len(means))}
        everybody = self._counted(below, measures.of_city(below))
        return {"own": own, "city": Average(measures.of_city(above), everybody)}

    def _facts_projects(self, indicator, unit, measures):
        bonus = indicator.bonus_metric_id
        return {
            **self._needed(indicator, unit, measures),
            "large": self._counted(bonus, measures.of(bonus).get(unit.id)),
        }

    def _facts_conditions(self, indicator, unit, measures):
        end = measures.date_to
        if indicator.due_month and indicator.measured_on == "deadline":
            end = measures.month_end(indicator.due_month)
        details = []
        for condition in indicator.condition_ids:
            metric = condition.metric_id
            actual = measures.of(metric, measures.new_year, end).get(unit.id)
            if actual is None:
                raise NoMetricFigure(metric)
            details.append((condition, actual, condition._holds(actual)))
        return {
            "conditions": [holds for _condition, _actual, holds in details],
            "details": details,
        }

    def _facts_missing(self, indicator, unit, measures):
        """What is owed: duties, and a metric of what was done or was missed."""
        actual = target = 0
        free = bool(indicator.duty_type_ids)
        facts = {}
        if indicator.duty_type_ids:
            date_from = measures.date_from
            self._check_listed(indicator, unit, measures, date_from)
            found = self._duties(indicator, unit, measures, date_from)
            target, missed, _errors = found
            actual, facts = target - missed, {"found": found}
        if indicator.metric_id:
            needed = self._needed(indicator, unit, measures)
            done = min(needed["actual"], needed["target"]) if free else needed["actual"]
            target, actual = target + needed["target"], actual + done
            free = free or needed["free"]
        return facts | {"actual": actual, "target": target, "free": free}

    def _facts_veto(self, indicator, unit, measures):
        if indicator.veto_on == "integrity":
            [number] = found = self._cases(indicator, unit, measures)
        else:
            new_year = measures.new_year
            found = self._duties(indicator, unit, measures, new_year)
            _due, missed, errors = found
            number = errors if indicator.veto_on == "grave_errors" else missed
            if number < indicator.veto_limit:
                self._check_listed(indicator, unit, measures, new_year)
        return {"number": number, "found": found}

    def _facts_manual(self, indicator, unit, measures):
        raise NoFigure("no_score")

    def _needed(self, indicator, unit, measures):
        """Whole items done, and those that are due by now.

        Nothing due yet is full points, if there is something due in the year at all.
        """
        if indicator._counts_missed():
            return self._not_missed(indicator, unit, measures)
        whole_year = self._whole_year(indicator, measures)
        target = self._target(indicator, unit, measures, whole_year)
        year = self._target(indicator, unit, measures, whole_year=True)
        return {
            "actual": self._counted(
                indicator.metric_id, self._actual(indicator, unit, measures)
            ),
            "target": int(target),
            "free": int(year) > 0,
        }

    def _not_missed(self, indicator, unit, measures):
        """What is due by now, and what of it was not missed.

        Whom nobody asked for anything owes nothing; projects have to be planned.
        """
        metric = indicator.metric_id
        asking = indicator.target_metric_id or metric
        missed = self._counted(metric, self._actual(indicator, unit, measures))
        asked = self._counted(asking, measures.of(asking).get(unit.id, 0))
        days = (measures.new_year, measures.year_end)
        return {
            "actual": self._counted(metric, asked - missed),
            "target": asked,
            "free": indicator.rule == "missing"
            or bool(measures.of(asking, *days).get(unit.id)),
        }

    def _counted(self, metric, number):
        """Return what a metric counted as an int.

        :raises NoMetricFigure: it has no figure, or one that is no number of items
        """
        try:
            return count(number, "no_actual")
        except NoFigure as error:
            raise NoMetricFigure(metric, error.reason) from error

    def _whole_year(self, indicator, measures):
        """Tell whether the scheme compares cards of the year with the whole year."""
        return measures.is_year and indicator.scheme_id.year_targets == "year"

    def _actual(self, indicator, unit, measures):
        # What is needed so many times a year is counted from its beginning.
        start = measures.new_year if indicator._asks_so_many() else None
        actual = measures.of(indicator.metric_id, start).get(unit.id)
        if actual is None:
            raise NoMetricFigure(indicator.metric_id)
        return actual

    def _target(self, indicator, unit, measures, whole_year=False):
        if indicator.target_kind == "required":
            month = 12 if whole_year else measures.date_to.month
            return indicator.required * month // 12
        if indicator.target_kind == "metric":
            days = (measures.new_year, measures.year_end) if whole_year else ()
            found = measures.of(indicator.target_metric_id, *days).get(unit.id)
        else:
            metric = indicator.metric_id
            found = measures.targets(metric, whole_year).get(unit.id)
        if found is None:
            raise NoFigure("no_target")
        return found

    def _cases(self, indicator, unit, measures):
        """Return ``[proved cases]`` of a unit, as published where it is published."""
        found = measures.found.get((unit.id, indicator.id))
        return found or [measures.cases().get(unit.id, 0)]

    def _check_listed(self, indicator, unit, measures, date_from):
        """Refuse to count duties of which some are not listed; published ones were.

        :raises NoFigure: no_duties
        """
        if (unit.id, indicator.id) in measures.found:
            return
        types = indicator.duty_type_ids
        unlisted = measures.unlisted(types, date_from)
        if any((unit.id, kind.id) in unlisted for kind in types):
            raise NoFigure("no_duties")

    def _duties(self, indicator, unit, measures, date_from):
        """Return ``[due, missed, grave errors]`` of a unit's duties, as published where
        it is published."""
        if found := measures.found.get((unit.id, indicator.id)):
            return found
        types = indicator.duty_type_ids
        counts = measures.duties(types, date_from)
        due = missed = errors = 0
        for kind in types:
            owed, _in_time, late, missing, grave = counts.get(
                (unit.id, kind.id), (0, 0, 0, 0, 0)
            )
            due, errors = due + owed, errors + int(grave)
            missed += missing + (late if indicator.counts_late else 0)
        return [due, missed, errors]
