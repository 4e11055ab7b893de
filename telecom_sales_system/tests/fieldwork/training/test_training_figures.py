from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged

from .training import TrainingCommon

YEAR = (date(2026, 1, 1), date(2026, 12, 31))


@tagged("post_install", "-at_install")
@freeze_time("2026-04-21 02:00:00")
class TestTrainingFigures(TrainingCommon):
    def test_participation_in_the_courses_of_the_province(self):
        """Cili with its outlet: Anna passed, Cara stayed away. Letters: Bert failed.

        The city counts all three; a course of a unit and one still planned count for
        nobody.
        """
        self._hold_with_results(self.province)
        own = self._plan("Own", self.county)
        self._hold_with_results(own)
        self._invite(self._plan("Next", self.city, level="province"), self.city)
        units = self.city + self.county + self.outlet + self.branch
        trainings = self.env["telecom.training"]
        self.assertEqual(
            trainings._count_participation(units, *YEAR),
            {
                self.city.id: (3, 2, 1),
                self.county.id: (2, 1, 1),
                self.outlet.id: (1, 0, 0),
                self.branch.id: (1, 1, 0),
            },
        )
        for unit, count in ((self.city, 3), (self.county, 2), (self.branch, 1)):
            model, domain = trainings._get_participation_evidence(unit, *YEAR)
            self.assertEqual(self.env[model].search_count(domain), count)

    def test_first_and_last_day_count(self):
        self._hold_with_results(self.province)
        trainings, unit = self.env["telecom.training"], self.branch
        for first, last, expected in (
            ("2026-04-20", "2026-04-20", (1, 1, 0)),
            ("2026-04-21", "2026-12-31", (0, 0, 0)),
            ("2026-01-01", "2026-04-19", (0, 0, 0)),
        ):
            days = map(date.fromisoformat, (first, last))
            self.assertEqual(
                trainings._count_participation(unit, *days), {unit.id: expected}
            )

    def test_large_courses_of_units(self):
        """Large from 2 people: one of Cili and one of its outlet, 2 for Cili in all.

        That of the province is large too and counts for no unit.
        """
        self.env.company.telecom_large_training = 2
        self._hold_with_results(self.province)
        for name, unit in (("Own", self.county), ("Outlet", self.outlet)):
            self._hold_with_results(self._plan(name, unit))
        small = self._plan("Small", self.branch, pass_mark=0)
        self._invite(small, self.branch)
        small.action_hold()
        small.action_mark_attended()
        units = self.city + self.county + self.outlet + self.branch
        trainings = self.env["telecom.training"]
        self.assertEqual(
            trainings._count_large_courses(units, *YEAR),
            {
                self.city.id: 2,
                self.county.id: 2,
                self.outlet.id: 1,
                self.branch.id: 0,
            },
        )
        model, domain = trainings._get_large_courses_evidence(self.county, *YEAR)
        found = self.env[model].search(domain)
        self.assertEqual(sorted(found.mapped("name")), ["Outlet", "Own"])

    def test_queries_do_not_grow(self):
        """Lists and figures of 40 courses take as many queries as those of four."""
        counts = []
        for number in (1, 2, 40):
            for index in range(number):
                self._plan(f"Course {number} {index}", self.county, level="province")
            self.env.flush_all()
            self.env.invalidate_all()
            trainings = self.env["telecom.training"].with_user(self.service)
            trainings.search([]).mapped("name")
            before = self.env.cr.sql_log_count
            found = trainings.search([])
            found.read(["name", "invited_count", "pass_rate", "unit_id", "state"])
            trainings._count_participation(self.city + self.county, *YEAR)
            counts.append(self.env.cr.sql_log_count - before)
        # The first pass fills caches of the registry.
        self.assertEqual(counts[1], counts[2])
