from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..scorecard.cards import CardCommon


@tagged("post_install", "-at_install")
class TestAssessmentSettings(CardCommon):
    """What the regulation leaves open is set in the scheme; each other choice works.

    Cili: 399 points of 420 in January, of 5,040 in the year.
    """

    def _revise(self, scheme, **vals):
        scheme.action_revise()
        scheme.write(vals)
        scheme.action_put_in_force()

    def _assert_line(self, card, name, score, explanation):
        line = self._line(card, name)
        self.assertEqual((line.score, line.explanation), (score, explanation))

    def test_defaults_are_those_of_the_plan(self):
        scheme = self.env.ref("telecom_sales_system.scheme_county")
        self.assertEqual(
            (scheme.line_floor, scheme.award_limit, scheme.year_targets),
            (0, "reached", "to_date"),
        )
        self.assertTrue(scheme.tie_by_performance)
        self.assertEqual(set(scheme.indicator_ids.mapped("city_average")), {"weighted"})

    def test_a_line_may_fall_below_zero(self):
        """By February 399 of 840: 52 full percents cost 78, down to -5 instead of 0."""
        self._revise(self.scheme, line_floor=-5)
        card = self._score(self.february)[self.county, "year"]
        self._assert_line(
            card, "Performance", -5, "399 of 840, 52.50% short, −78, floor -5"
        )

    def test_a_floor_above_zero_is_refused(self):
        self.scheme.action_revise()
        with mute_logger("odoo.sql_db"), self.assertRaises(Exception) as refusal:
            with self.env.cr.savepoint():
                self.scheme.line_floor = 1
                self.env.flush_all()
        self.assertIn("telecom_assessment_scheme", str(refusal.exception))

    def test_in_force_the_settings_stay(self):
        for field, value in (
            ("line_floor", -1),
            ("award_limit", "above"),
            ("year_targets", "year"),
            ("tie_by_performance", False),
        ):
            with self._refused(UserError, "is “In Force” and stays"):
                self.scheme[field] = value

    def test_cards_of_the_year_against_the_whole_year(self):
        """399 of 5,040: 4,641 short, 92.08 %; 92 x 1.5 = 138. Of 4 activities none is
        done: 4 x 2.5. The card of the month has the month's target as before."""
        self._revise(self.scheme, year_targets="year")
        cards = self._score(self.january)
        year, month = cards[self.county, "year"], cards[self.county, "month"]
        self._assert_line(
            year, "Performance", 0, "399 of 5,040, 92.08% short, −138, floor 0"
        )
        self._assert_line(year, "Maintenance", 0, "0 of 4, 4 missing, −10")
        self._assert_line(month, "Performance", 2.5, "399 of 420, 5% short, −7.50")

    def test_growth_on_the_whole_last_year(self):
        """6,000 in 2025: 15 % more are 6,900, above the plan of 5,040; of the days to
        date it would be a twelfth. 6,501 short are 94.22 %; 94 x 1.5 = 141."""
        self.env["telecom.target"].search([("unit_id", "=", self.county.id)]).write(
            {"has_base": True, "base": 6000}
        )
        line = self.scheme.indicator_ids.filtered(lambda i: i.name == "Performance")
        self.scheme.action_revise()
        self.scheme.year_targets = "year"
        line.growth = 15
        self.scheme.action_put_in_force()
        card = self._score(self.january)[self.county, "year"]
        self._assert_line(
            card,
            "Performance",
            0,
            "399 of 6,900 (6,000 of last year + 15%, above the plan of 5,040), 94.22%"
            " short, −141, floor 0",
        )

    def test_city_average(self):
        """Cili has 399 points by two people, 199.50 each; Letters 424.20 by one. (The
        closed January keeps its one person in Cili.)

        Weighted: 823.20 / 3 = 274.40, Cili is 74.90 short, 27.30 %. The mean of 199.50
        and 424.20 is 311.85; Cili is 112.35 short, 36.03 %. A card computed by itself
        gives the same.
        """
        self._create_salesperson("carla", "C-003", self.county)
        per_head = self.env["telecom.metric"].create(
            {
                "name": "Points per Head",
                "code": "points_per_head",
                "source": "ratio",
                "numerator_id": self.points.id,
                "denominator_id": self.env.ref(
                    "telecom_sales_system.metric_full_time"
                ).id,
                "aggregation": "ratio",
            }
        )
        line = self.scheme.indicator_ids.filtered(lambda i: i.name == "Impression")
        for kind, explanation in (
            ("weighted", "199.50 against the city's 274.40, 27.30% short, −27"),
            ("plain", "199.50 against the city's 311.85, 36.03% short, −36"),
        ):
            self.scheme.action_revise()
            line.write(
                {
                    "rule": "average",
                    "metric_id": per_head.id,
                    "deduction": 1,
                    "city_average": kind,
                }
            )
            self.scheme.action_put_in_force()
            card = self._score(self.february)[self.county, "year"]
            with self.subTest(kind=kind):
                self._assert_line(card, "Impression", 0, f"{explanation}, floor 0")
                card.action_compute()
                self._assert_line(card, "Impression", 0, f"{explanation}, floor 0")
