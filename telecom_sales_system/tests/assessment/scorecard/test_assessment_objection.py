from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged, users

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

    @users("county_manager")
    def test_from_the_card_by_a_dialog(self):
        """The button of the card offers its lines; that of a line names the line."""
        card = self.card.with_user(self.env.user)
        self.assertTrue(card.can_object)
        action = card.action_object()
        view = self.env["ir.ui.view"].browse(action["views"][0][0])
        dialog = self.env["telecom.assessment.objection"].with_context(
            **action["context"]
        )
        form = Form(dialog, view=view)
        form.line_id = self.line.with_user(self.env.user)
        form.text = "An invoice of 60 is missing."
        objection = form.save()
        self.assertEqual(objection.assessment_id, card)
        self.assertEqual(card.open_objection_count, 1)
        context = self.line.with_user(self.env.user).action_object()["context"]
        self.assertEqual(context["default_line_id"], self.line.id)

    def test_who_is_offered_the_button(self):
        """The manager of the unit or above, until the card is published."""
        for user, expected in (
            (self.county_manager, True),
            (self.leader, False),
            (self.service, False),
        ):
            with self.subTest(user=user.login):
                self.assertEqual(self.card.with_user(user).can_object, expected)
        self._publish(self.january)
        self.assertFalse(self.card.with_user(self.county_manager).can_object)

    def test_a_salesperson_opens_a_published_card(self):
        """The pages with lines of others and objections stay away."""
        self._object()
        objections = self.env["telecom.assessment.objection"].search([])
        objections.write({"answer": "Paid in February."})
        objections.with_user(self.service).action_refuse()
        self._publish(self.january)
        card = self.card.with_user(self.anna.user_id)
        arch = card.get_view(view_type="form")["arch"]
        self.assertNotIn("objection", arch)
        self.assertEqual(card.state, "published")
