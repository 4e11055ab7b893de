from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ...models.common.decision.confirmation import ASKS
from .common import AccessCommon


@tagged("post_install", "-at_install")
class TestAccessConfirmation(AccessCommon):
    """What asks first says in figures what it does, and does it when confirmed."""

    def _open(self, records, method):
        """Press a button and return the dialog that it opens."""
        action = getattr(records.with_context(**{ASKS: True}), method)()
        self.assertEqual(action["res_model"], "telecom.confirmation")
        dialogs = self.env["telecom.confirmation"].with_user(records.env.user)
        # As the web client: the context of the button comes with that of the dialog.
        return dialogs.with_context(**{ASKS: True}, **action["context"]).create({})

    def test_all_questions_have_figures(self):
        seen = set()
        for table in self._telecom_models():
            model = self.env[table._name]
            for name in dir(type(model)):
                method = getattr(type(model), name, None)
                if not getattr(method, "asks_first", None):
                    continue
                records = model.search([], order="id", limit=1)
                with self.subTest(model=model._name, method=name):
                    self.assertTrue(records)
                    text = getattr(records, method.asks_first["describe"])()
                    self.assertRegex(text, r"\d")
                    seen.add((model._name, name))
        self.assertIn(("telecom.tier.review", "action_apply"), seen)

    def _draft_expense(self):
        expense = self.env["telecom.maintenance.expense"].search([], limit=1)
        return expense.copy({"name": "Tea", "amount": 250})

    def test_nothing_happens_before_the_answer(self):
        expense = self._draft_expense().with_user(self.service)
        dialog = self._open(expense, "action_refuse")
        self.assertIn("1 expenses of", dialog.question)
        self.assertIn("250.00", dialog.question)
        self.assertTrue(dialog.needs_reason)
        self.assertEqual(expense.state, "draft")

    def test_reason_is_asked_and_kept(self):
        expense = self._draft_expense().with_user(self.service)
        dialog = self._open(expense, "action_refuse")
        dialog.reason = "  "
        with self.assertRaisesRegex(UserError, "Enter the reason"):
            dialog.action_go_on()
        self.assertEqual(expense.state, "draft")
        dialog.reason = "No client named"
        dialog.action_go_on()
        self.assertEqual(expense.state, "refused")
        bodies = "".join(map(str, expense.message_ids.mapped("body")))
        self.assertIn("No client named", bodies)

    def test_rights_are_those_of_the_act(self):
        """A salesperson who makes up the dialog may do no more than by a call."""
        expense = self._draft_expense()
        dialog = (
            self.env["telecom.confirmation"]
            .with_user(self.users["salesperson"])
            .create(
                {
                    "res_model": expense._name,
                    "res_ids": expense.ids,
                    "method": "action_refuse",
                    "reason": "Because",
                }
            )
        )
        with self.assertRaisesRegex(AccessError, "managers of|not allowed"):
            dialog.action_go_on()
        self.assertEqual(expense.state, "draft")

    def test_only_acts_with_a_question(self):
        dialogs = self.env["telecom.confirmation"]
        for method in ("unlink", "action_nothing", "_describe_refusal"):
            dialog = dialogs.create(
                {
                    "res_model": "telecom.maintenance.expense",
                    "res_ids": [],
                    "method": method,
                }
            )
            with self.assertRaisesRegex(UserError, "needs no confirmation"):
                dialog.action_go_on()
