from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged

from .duties import DutyCommon


def _days(*texts):
    return [date.fromisoformat(text) for text in texts]


@tagged("post_install", "-at_install")
class TestDutyType(DutyCommon):
    """When duties are due (annex 1)."""

    def _due(self, kind, date_from, date_to):
        periods = kind._get_due_periods(*_days(date_from, date_to))
        return [due for _first, _last, due in periods]

    def test_papers_by_31_march(self):
        for code in ("rules_team", "rules_client", "plan_small_firm", "plan_project"):
            with self.subTest(paper=code):
                due = self._due(self._type(code), "2026-01-01", "2027-12-31")
                self.assertEqual(due, _days("2026-03-31", "2027-03-31"))

    def test_31_february_is_its_last_day(self):
        """28 in 2026 and 2027, 29 in the leap year 2028."""
        kind = self._new_type("feb", frequency="year", due_month=2, due_day=31)
        due = self._due(kind, "2026-01-01", "2028-12-31")
        self.assertEqual(due, _days("2026-02-28", "2027-02-28", "2028-02-29"))

    def test_monthly_report_is_due_five_days_after_the_month(self):
        """December's falls into the next year, February 2028 has 29 days."""
        self.assertEqual(
            self.report._get_due_periods(*_days("2028-01-01", "2028-03-31")),
            [
                tuple(_days("2027-12-01", "2027-12-31", "2028-01-05")),
                tuple(_days("2028-01-01", "2028-01-31", "2028-02-05")),
                tuple(_days("2028-02-01", "2028-02-29", "2028-03-05")),
            ],
        )

    def test_weekly_meeting_from_end_april(self):
        """30 April 2026 is a Thursday: its week ends on Sunday, 3 May."""
        due = self._due(self.weekly, "2026-01-01", "2026-05-10")
        self.assertEqual(due, _days("2026-05-03", "2026-05-10"))

    def test_a_week_belongs_to_the_year_in_which_it_is_due(self):
        """28 December 2026 to 3 January 2027: due in 2027, like a week of May."""
        weekly = self._new_type("weekly", frequency="week")
        self.assertEqual(
            self._due(weekly, "2026-12-21", "2026-12-31"), _days("2026-12-27")
        )
        self.assertEqual(
            weekly._get_due_periods(*_days("2027-01-01", "2027-01-09")),
            [tuple(_days("2026-12-28", "2027-01-03", "2027-01-03"))],
        )

    def test_week_across_the_year_is_not_owed_before_end_april(self):
        """It ends on 3 January 2027, before the 30 April of that year."""
        self.assertFalse(self._due(self.weekly, "2027-01-01", "2027-04-30"))

    def test_quarterly_review_from_end_april(self):
        """The first quarter ends before; others are due 15 days after their end."""
        due = self._due(self._type("quarterly_review"), "2026-01-16", "2027-01-31")
        self.assertEqual(due, _days("2026-07-15", "2026-10-15", "2027-01-15"))

    def test_a_quarter_that_begins_before_the_first_month_is_not_owed(self):
        """From May on: the quarter of April has begun, that of July is the first."""
        review = self._type("quarterly_review")
        review.start_month = 5
        due = self._due(review, "2026-01-16", "2027-01-31")
        self.assertEqual(due, _days("2026-10-15", "2027-01-15"))

    def test_a_half_year_that_begins_before_the_first_month_is_not_owed(self):
        """From April on: that of January has begun. From July on, and from August: in
        August none of the year begins any more."""
        kind = self._new_type("half", frequency="half_year", start_month=4)
        for month, expected in ((4, ["2026-12-31"]), (7, ["2026-12-31"]), (8, [])):
            with self.subTest(month=month):
                kind.start_month = month
                due = self._due(kind, "2026-01-01", "2026-12-31")
                self.assertEqual(due, _days(*expected))

    def test_a_month_is_owed_from_its_first_month(self):
        """From May on: May itself, due on 5 June, five days after it; not April."""
        self.report.start_month = 5
        due = self._due(self.report, "2026-01-06", "2026-07-31")
        self.assertEqual(due, _days("2026-06-05", "2026-07-05"))

    def test_half_years_begin_in_january_and_july(self):
        conference = self._type("half_yearly_conference")
        self.assertEqual(
            conference._get_due_periods(*_days("2026-06-01", "2027-01-31")),
            [
                tuple(_days("2026-01-01", "2026-06-30", "2026-07-31")),
                tuple(_days("2026-07-01", "2026-12-31", "2027-01-31")),
            ],
        )

    def test_monthly_circular_of_december_is_owed(self):
        """From April on, due ten days after the month: 10 May 2026 ... 10 January."""
        due = self._due(self._type("monthly_circular"), "2026-01-11", "2027-02-28")
        self.assertEqual((due[0], due[-1]), tuple(_days("2026-05-10", "2027-01-10")))
        self.assertEqual(len(due), 9)

    def test_requests_come_on_request_only(self):
        self.assertFalse(self._due(self.asking, "2026-01-01", "2027-12-31"))

    def test_last_december_is_not_owed_in_the_first_year(self):
        """Owed "from end April": neither December's circular, due on 10 January, nor
        the review of the last quarter, the 15th, nor the conference, the 31st."""
        for code, first in (
            ("monthly_circular", "2026-05-10"),
            ("quarterly_review", "2026-07-15"),
            ("half_yearly_conference", "2026-07-31"),
        ):
            with self.subTest(duty=code):
                kind = self._type(code)
                kind.for_county = True
                year = _days("2026-01-01", "2026-12-31")
                owed = kind._get_owed_periods(self.county, *year)
                self.assertEqual(owed[0][2], *_days(first))
                days = (*_days("2026-01-01"), *_days("2026-01-31"))
                self.assertFalse(
                    self.duties._find_unlisted_pairs(self.county, kind, *days)
                )

    @freeze_time("2026-12-20")
    def test_last_december_is_owed_after_a_year_with_the_duty(self):
        """Listed through 2026, the circular of December is due on 10 January 2027."""
        kind = self._type("monthly_circular")
        kind.for_county = True
        self._generate("2026-11-20")
        kind.with_user(self.service)._list_year(2026)
        self._generate("2026-12-20")
        mine = self.duties.search([("type_id", "=", kind.id)])
        self.assertEqual(max(mine.mapped("due_on")), *_days("2027-01-10"))
