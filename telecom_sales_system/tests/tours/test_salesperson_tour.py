from odoo.fields import Date
from odoo.tests import HttpCase, tagged

from ..common import OrganisationCommon


@tagged("post_install", "-at_install")
class TestSalespersonTour(OrganisationCommon, HttpCase):
    """The service department at work, in a real browser."""

    def test_register_and_move(self):
        """Carl is registered in Letters, and moves to Cili on next month's 15th.

        The proposed day is the first of a new ledger: it begins with last month, as
        there are no older invoices.
        """
        self.service.password = self.service.login
        carl = self.env["telecom.salesperson"].create(
            {"user_id": self._create_user("carl", "salesperson").id}
        )
        self.start_tour("/odoo", "telecom_salesperson_step", login="service")
        today = carl.company_id._telecom_today()
        first_day = Date.start_of(Date.subtract(today, months=1), "month")
        moved_on = Date.add(today, months=1).replace(day=15)
        self.assertEqual(carl.certificate_no, "C-003")
        self.assertEqual(
            [
                (row.unit_id, row.date_from, row.date_to)
                for row in carl.assignment_ids.sorted("date_from")
            ],
            [
                (self.branch, first_day, Date.subtract(moved_on, days=1)),
                (self.county, moved_on, False),
            ],
        )
        self.assertEqual(carl.unit_id, self.branch, "the move lies ahead")
