from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged, users

from .cards import CardCommon


@tagged("post_install", "-at_install")
class TestAssessmentObjection(CardCommon):
    """Cili objects to its performance; the department answers before publishing."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cards = cls._score(cls.january)
        cls.card = cls.cards[cls.county, "year"]
        cls.line = cls.card.line_ids[0]

    def _object(self):
        return self.env["telecom.assessment.objection"].create(
            {"line_id": self.line.id, "text": "An invoice of 60 is missing."}
        )

    @users("county_manager")
    def test_the_unit_objects_and_does_not_answer(self):
        objection = self._object()
        self.assertEqual(objection.unit_id, self.county)
        with self._refused(AccessError, "customer service department answers"):
            objection.answer = "You are right."
        with self._refused(AccessError, "customer service department answers"):
            objection.action_accept()
        with self._refused(AccessError, "buttons"):
            objection.state = "accepted"
        objection.text = "An invoice of 61 is missing."

    @users("county_manager")
    def test_not_to_the_card_of_somebody_else(self):
        line = self.cards[self.branch, "year"].sudo().line_ids[0]
        with self._refused(AccessError, ""):
            self.env["telecom.assessment.objection"].create(
                {"line_id": line.id, "text": "Too good."}
            )

    @users("county_manager")
    def test_no_answer_with_the_objection_and_no_move(self):
        """A unit does not answer itself at the outset, nor object elsewhere later."""
        with self._refused(AccessError, "customer service department answers"):
            self.env["telecom.assessment.objection"].create(
                {"line_id": self.line.id, "text": "60 lack.", "answer": "Right."}
            )
        objection = self._object()
        with self._refused(UserError, "cannot be changed. Raise"):
            objection.line_id = self.card.line_ids[1].sudo().id
        objection.line_id = self.line.id

    def test_only_its_author_takes_an_objection_back(self):
        objection = self._object().with_user(self.county_manager)
        mine = self.env["telecom.assessment.objection"].with_user(self.county_manager)
        mine = mine.create({"line_id": self.line.id, "text": "60 lack."})
        for user in (self.service, self.county_manager):
            with self._refused(AccessError, "only its author"):
                objection.with_user(user).unlink()
        with self._refused(AccessError, "only its author"):
            mine.with_user(self.service).unlink()
        mine.unlink()
        self.assertFalse(mine.exists())

    def test_no_publishing_before_the_answer(self):
        objection = self._object()
        both = self.card | self.cards[self.branch, "year"]
        self._complete(both)
        both.action_compute()
        both.action_review()
        with self._refused(UserError, "objection waits"):
            both.action_publish()
        answered = objection.with_user(self.service)
        with self._refused(UserError, "field Answer to the Objection"):
            answered.action_refuse()
        answered.answer = "It was paid in February."
        answered.action_refuse()
        self.assertEqual(objection.state, "refused")
        self.assertEqual(objection.answered_by_id, self.service)
        with self._refused(UserError, "stays as it is"):
            objection.text = "But"
        both.action_publish()
        with self._refused(UserError, "is “Published”"):
            self._object()
