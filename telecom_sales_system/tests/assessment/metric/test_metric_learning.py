from datetime import date
from decimal import Decimal

from freezegun import freeze_time

from odoo.tests import tagged

from ...fieldwork.project.projects import ProjectCommon
from ...fieldwork.training.training import TrainingCommon

YEAR = (date(2026, 1, 1), date(2026, 12, 31))


class MetricFigures:
    """Figures of a metric, and how many records its evidence opens."""

    def _figures(self, name, units, days=YEAR):
        metric = self.env.ref(f"telecom_sales_system.metric_{name}")
        measured = metric._measure_scopes(units, *days)
        return [round(measured[unit.id], 2) for unit in units if unit.id in measured]

    def _evidence_counts(self, name, units, days=YEAR):
        metric = self.env.ref(f"telecom_sales_system.metric_{name}")
        return [
            self.env[model].search_count(domain)
            for model, domain in (metric._get_evidence(unit, *days) for unit in units)
        ]


@tagged("post_install", "-at_install")
@freeze_time("2026-04-21 02:00:00")
class TestMetricTraining(MetricFigures, TrainingCommon):
    """The province's course: Anna passed, Bert failed, Cara stayed away."""

    def test_people(self):
        """City 3 invited, 2 came, 1 passed; Cili with its outlet 2, 1, 1."""
        self._hold_with_results(self.province)
        units = self.city + self.county + self.branch
        for name, figures in (
            ("training_invited", [3, 2, 1]),
            ("training_attended", [2, 1, 1]),
            ("training_passed", [1, 1, 0]),
        ):
            self.assertEqual(self._figures(name, units), figures, name)
            self.assertEqual(self._evidence_counts(name, units), figures, name)

    def test_rates(self):
        """2 of 3 and 1 of 3; Cili 1 of 2 each; Letters 1 of 1, and none passed."""
        self._hold_with_results(self.province)
        units = self.city + self.county + self.branch
        rates = [Decimal("66.67"), 50, 100]
        self.assertEqual(self._figures("training_participation", units), rates)
        rates = [Decimal("33.33"), 50, 0]
        self.assertEqual(self._figures("training_pass_rate", units), rates)

    def test_nobody_invited_is_no_figure(self):
        self.assertEqual(self._figures("training_pass_rate", self.county), [])

    def test_large_courses(self):
        """From one person on: Cili holds one of its own, where Anna came."""
        self.env.company.telecom_large_training = 1
        self._hold_with_results(self._plan("Own", self.county))
        units = self.city + self.county + self.branch
        self.assertEqual(self._figures("large_courses", units), [1, 1, 0])
        self.assertEqual(self._evidence_counts("large_courses", units), [1, 1, 0])


@tagged("post_install", "-at_install")
@freeze_time("2026-07-02 02:00:00")
class TestMetricProjects(MetricFigures, ProjectCommon):
    """Cili: Spring, large, closed late on 2 July; Summer, due in June, open."""

    def test_projects(self):
        self._plan("Summer", self.county, self.anna)
        self._bill(self.project, 1_000_000)
        self._close_project(self.project)
        half_year = (date(2026, 1, 1), date(2026, 6, 30))
        units = self.county + self.branch
        for name, days, figures in (
            ("projects_due", YEAR, [2, 0]),
            ("projects_done", YEAR, [1, 0]),
            ("projects_large", YEAR, [1, 0]),
            ("projects_missed", YEAR, [1, 0]),
            ("projects_done", half_year, [0, 0]),
            ("projects_missed", half_year, [2, 0]),
        ):
            with self.subTest(metric=name, days=days):
                self.assertEqual(self._figures(name, units, days), figures)
                self.assertEqual(self._evidence_counts(name, units, days), figures)

    def test_done_before_the_days_in_which_it_was_due(self):
        """Of the plan of 2026: one due in March was done in December before; one due in
        January of 2027 belongs to the year of its plan: 3 due in 2026 with Spring."""
        early = self._plan("Early", self.county, self.anna, deadline="2026-03-31")
        with freeze_time("2025-12-20 02:00:00"):
            self._close_project(early)
        self._plan("Long", self.county, self.anna, deadline="2027-01-31")
        quarter = (date(2026, 1, 1), date(2026, 3, 31))
        before = (date(2025, 1, 1), date(2025, 12, 31))
        after = (date(2027, 1, 1), date(2027, 12, 31))
        for name, days, figure in (
            ("projects_due", quarter, 1),
            ("projects_done", quarter, 1),
            ("projects_missed", quarter, 0),
            ("projects_due", YEAR, 3),
            ("projects_done", YEAR, 1),
            ("projects_missed", YEAR, 2),
            ("projects_done", before, 1),
            ("projects_due", before, 0),
            ("projects_due", after, 0),
        ):
            with self.subTest(metric=name, days=days):
                self.assertEqual(self._figures(name, self.county, days), [figure])
                counts = self._evidence_counts(name, self.county, days)
                self.assertEqual(counts, [figure])
