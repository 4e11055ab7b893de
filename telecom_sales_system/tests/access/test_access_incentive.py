from odoo.exceptions import AccessError
from odoo.tests import Form, tagged, users

from .common import AccessCommon


@tagged("post_install", "-at_install")
class TestAccessIncentive(AccessCommon):
    """A unit manager enters incentives on the invoices of the own unit."""

    @users("county_manager")
    def test_manager_without_accounting_enters_an_incentive(self):
        invoice = (
            self._entries()
            .filtered(lambda entry: entry.salesperson_id == self.anna)
            .move_id
        )
        self.env.invalidate_all()
        incentive = self.env["telecom.incentive"].create(
            {"name": "Calendar", "move_id": invoice.id, "amount": 20}
        )
        self.assertEqual(incentive.salesperson_id, self.anna)
        self.env.invalidate_all()
        with Form(incentive) as form:
            form.amount = 25

    @users("county_manager")
    def test_manager_enters_none_for_another_unit(self):
        invoice = (
            self.env["telecom.performance.entry"]
            .sudo()
            .search([("salesperson_id", "=", self.bert.id)])
            .move_id
        )
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            self.env["telecom.incentive"].create(
                {"name": "Calendar", "move_id": invoice.id, "amount": 20}
            )

    @users("county_manager")
    def test_manager_enters_from_the_ledger_and_does_not_approve(self):
        entry = self._entries().filtered(lambda e: e.salesperson_id == self.anna)
        context = entry.action_add_incentive()["context"]
        self.env.invalidate_all()
        with Form(self.env["telecom.incentive"].with_context(**context)) as form:
            form.name = "Calendar"
            form.amount = 20
        incentive = form.record
        self.assertEqual(incentive.salesperson_id, self.anna)
        with self.assertRaises(AccessError):
            incentive.action_approve()
        incentive.with_user(self.service).action_approve()
        self.assertEqual(incentive.state, "approved")

    @users("county_manager")
    def test_computed_fields_are_not_written(self):
        """The ledger takes the amount in company currency, and the rules the person."""
        incentive = self.env["telecom.incentive"].search([], limit=1)
        for field, value in (
            ("amount_company", 0),
            ("salesperson_id", self.bert.id),
            ("partner_id", self.partner_b.id),
        ):
            with self.subTest(field=field), self.assertRaises(AccessError):
                incentive.write({field: value})
