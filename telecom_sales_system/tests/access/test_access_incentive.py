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
