from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .circulars import CircularsCommon


@tagged("post_install", "-at_install")
class TestCircularPrefix(CircularsCommon):
    """The first step that needs the prefix (发文代字) asks for it in a dialog."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        (cls.city | cls.county | cls.branch).circular_prefix = False

    def _answer(self, action, user, prefix):
        """Fill in the dialog that an action opened, as a user does, and save it."""
        self.assertEqual(action["res_model"], "telecom.circular.prefix")
        wizards = self.env[action["res_model"]].with_user(user)
        with Form(wizards.with_context(**action["context"])) as form:
            form.circular_prefix = prefix
            self.assertEqual(
                form.example, f"{prefix}〔{self._year()}〕1号", "shown before it counts"
            )
        return form.record.action_save()

    def _year(self):
        return self.env.company._telecom_today().year

    def test_review_asks_and_goes_on(self):
        """Nothing is reviewed under the code C; with the prefix the review goes on."""
        circular = self._draft()
        action = circular.action_review()
        self.assertEqual(circular.state, "draft")
        self._answer(action, self.service, "张电营销")
        self.assertEqual(circular.state, "reviewed")
        self.assertEqual(self.city.circular_prefix, "张电营销")
        circular.with_user(self.leader).action_sign()
        circular.action_issue()
        self.assertEqual(circular.name, f"张电营销〔{self._year()}〕1号")

    def test_each_unit_is_asked_for(self):
        """Circulars of two units: two dialogs, one after the other."""
        circulars = self._draft() | self._draft(unit=self.branch)
        second = self._answer(circulars.action_review(), self.service, "张电营销")
        self.assertEqual(second["context"]["default_unit_id"], self.branch.id)
        self.assertEqual(set(circulars.mapped("state")), {"draft"})
        self._answer(second, self.service, "函电营销")
        self.assertEqual(set(circulars.mapped("state")), {"reviewed"})

    def test_no_later_step_without(self):
        """Taken away after the review or the signature: neither step goes on."""
        circular = self._draft()
        self._answer(circular.action_review(), self.service, "张电营销")
        self.city.circular_prefix = False
        with self._refused(UserError, "Sales unit City, field Circular Prefix: enter"):
            circular.with_user(self.leader).action_sign()
        self.city.circular_prefix = "张电营销"
        circular.with_user(self.leader).action_sign()
        self.city.circular_prefix = False
        with self._refused(UserError, "Sales unit City, field Circular Prefix: enter"):
            circular.action_issue()
        self.assertFalse(circular.name)

    def test_manager_of_the_unit(self):
        """The manager of Cili, who cannot write units, gives it the prefix that it
        lacks; he changes none, and gives none to another unit."""
        circular = self._draft(self.county_manager, self.county)
        self._answer(circular.action_review(), self.county_manager, "慈电营销")
        self.assertEqual(circular.state, "reviewed")
        wizards = self.env["telecom.circular.prefix"].with_user(self.county_manager)
        for unit in (self.county, self.branch):
            wizard = wizards.create({"unit_id": unit.id, "circular_prefix": "X"})
            with self._refused(AccessError, "the customer service department enters"):
                wizard.action_save()

    def test_blank(self):
        action = self._draft().action_review()
        wizards = self.env["telecom.circular.prefix"].with_context(**action["context"])
        with self._refused(UserError, "field Circular Prefix: enter it"):
            wizards.create({"circular_prefix": "  "}).action_save()

    def test_draft_on_paper(self):
        """A draft shows a gap, not the code of the unit, where the prefix will be."""
        report = self.env["report.telecom_sales_system.report_circular"]
        number = report._get_blank_number(self._draft())
        self.assertEqual(number, f"____〔{self._year()}〕___号")
