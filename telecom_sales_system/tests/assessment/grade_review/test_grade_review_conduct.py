from freezegun import freeze_time

from odoo.tests import tagged

from .grades import GradeReviewCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-07-10 02:00:00")
class TestGradeReviewConduct(GradeReviewCommon):
    """Confirmed incidents reach the review; both sold 200,000: 70,000 points."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for person in cls.people:
            cls._sell(person, 200_000)

    def _confirm(self, person, **vals):
        # sudo: a confirmed incident, as the decision leaves it
        return (
            self.env["telecom.conduct.incident"]
            .sudo()
            .create(
                {
                    "name": "Rude",
                    "salesperson_id": person.id,
                    "date": "2026-06-30",
                    "kind": "service",
                    "gravity": "serious",
                    "description": "The client complained.",
                    "state": "approved",
                    **vals,
                }
            )
        )

    def test_a_serious_incident_takes_one_step(self):
        """Anna would rise to the high grade: she stays in the middle. Bert rises."""
        self._confirm(self.anna)
        review = self._review()
        self.assertEqual(
            self._proposed(review),
            {self.anna: ("keep", self.middle), self.bert: ("promote", self.high)},
        )
        line = self._line(review, self.anna)
        self.assertEqual((line.incident_count, line.duties_met), (1, False))
        self.assertIn("incidents confirmed: 1", line.explanation)
        self.assertEqual(self._line(review, self.bert).incident_count, 0)

    def test_what_does_not_count(self):
        """Praise, a minor one, one that is not confirmed, those of other half-years."""
        for vals in (
            {"kind": "praise", "gravity": "grave"},
            {"gravity": "minor"},
            {"state": "draft"},
            {"state": "dismissed"},
            {"date": "2025-12-31"},
            {"date": "2026-07-01"},
        ):
            self._confirm(self.anna, **vals)
        line = self._line(self._review(), self.anna)
        self.assertEqual((line.incident_count, line.duties_met), (0, True))
        self.assertEqual(line.proposed_outcome, "promote")

    def test_the_setting(self):
        """One minor, one grave: two where minor ones count, one of the grave; where the
        review asks for none, both are shown and cost nothing."""
        self._confirm(self.anna, gravity="minor")
        self._confirm(self.anna, gravity="grave")
        review = self._review(incident_gravity="minor")
        for asked, number, outcome in (
            ("minor", 2, "keep"),
            ("grave", 1, "keep"),
            (False, 2, "promote"),
        ):
            with self.subTest(asked=asked):
                review.incident_gravity = asked
                review.action_compute()
                line = self._line(review, self.anna)
                self.assertEqual(
                    (line.incident_count, line.proposed_outcome), (number, outcome)
                )
