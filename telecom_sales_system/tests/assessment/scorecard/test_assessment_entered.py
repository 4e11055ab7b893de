from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .cards import CardCommon


@tagged("post_install", "-at_install")
class TestAssessmentEntered(CardCommon):
    """Scores by hand and objections outlast a new version of the scheme.

    Cili's impression has 4 of 5 points by hand, and it objects to its performance.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.card = cls._score(cls.january)[cls.county, "year"]
        cls._complete(cls.card)
        cls.objection = cls.env["telecom.assessment.objection"].create(
            {
                "line_id": cls._line(cls, cls.card, "Performance").id,
                "text": "An invoice of 60 is missing.",
            }
        )

    def _version(self, scheme=None, **points):
        """Put a new version in force, with other points of a few indicators; none, and
        the indicator is gone."""
        version = (scheme or self.scheme).copy({"start_month": 1})
        for name, number in points.items():
            indicator = version.indicator_ids.filtered(
                lambda line, name=name: line.name == name
            )
            indicator.section_id.points += (number or 0) - indicator.points
            version.total += (number or 0) - indicator.points
            if number is None:
                indicator.unlink()
            else:
                indicator.points = number
        version.action_put_in_force()
        return version

    def _assert_kept(self, version):
        self.card.action_compute()
        self.assertEqual(self.card.scheme_id, version)
        self.assertEqual(self.card.line_ids.scheme_id, version)
        self.assertEqual(self.card.line_ids.indicator_id, version.indicator_ids)
        line = self._line(self.card, "Impression")
        self.assertEqual((line.score, line.manual_reason), (4, "Good"))
        self.assertEqual(self.objection.line_id.indicator_id.name, "Performance")
        self.assertEqual(self.objection.assessment_id, self.card)
        self.assertEqual(self.card.open_objection_count, 1)

    def test_they_go_to_the_next_version(self):
        version = self._version(Performance=12)
        self._assert_kept(version)
        self.assertEqual(self._line(self.card, "Performance").points, 12)

    def test_they_go_to_the_version_after_next_and_to_a_sister(self):
        """The third version is copied from the second, the fourth from the first."""
        self._assert_kept(self._version(self._version()))
        self._assert_kept(self._version(self.scheme))

    def test_nothing_is_lost_where_the_line_is_gone(self):
        for name in ("Performance", "Impression"):
            with self.subTest(line=name), self.env.cr.savepoint() as savepoint:
                self._version(**{name: None})
                with self._refused(UserError, f"(?s)objected to.*Year to Date: {name}"):
                    self.card.action_compute()
                savepoint.rollback()
                self.env.invalidate_all()

    def test_a_line_without_anything_entered_may_go(self):
        version = self._version(Maintenance=None)
        self.card.action_compute()
        self.assertEqual(self.card.line_ids.indicator_id, version.indicator_ids)

    def test_a_score_by_hand_above_the_new_points(self):
        """4 of 5 are too many of 3; 2 go with the new version."""
        version = self._version(Impression=3)
        with self._refused(ValidationError, "line Impression.*between 0 and 3"):
            self.card.action_compute()
        self._line(self.card, "Impression").manual_score = 2
        self.assertEqual(self.card.scheme_id, version)
        self.assertEqual(self._line(self.card, "Impression").score, 2)

    def test_an_indicator_with_something_entered_stays(self):
        self.scheme.action_revise()
        for part in (
            self._line(self.card, "Impression").indicator_id,
            self.objection.line_id.indicator_id,
            self.scheme.section_ids[1],
        ):
            with self._refused(UserError, "scored by hand or objected to"):
                part.unlink()

    def test_a_card_with_an_objection_stays(self):
        card = self.card.with_user(self.service)
        with self._refused(UserError, "its objections would be lost"):
            card.unlink()
        self.objection.unlink()
        card.unlink()
        self.assertFalse(self.card.exists())
