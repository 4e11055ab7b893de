from datetime import date

from odoo.tests import tagged
from odoo.tests.common import TransactionCase

from ..common import SalesOrganisationMixin


@tagged("post_install", "-at_install")
class TestSalespersonMove(SalesOrganisationMixin, TransactionCase):
    """Moving closes one assignment and opens the next."""

    def test_move_while_the_end_of_the_old_assignment_is_unwritten(self):
        """Anna moves on 1 May: her assignment to the county ends on 30 April."""
        self.setup_organisation()
        self.env.flush_all()
        self.anna._assign({"date_from": date(2026, 5, 1), "unit_id": self.branch.id})
        self.assertEqual(
            [(row.unit_id, row.date_to) for row in self.anna.assignment_ids.sorted()],
            [(self.branch, False), (self.county, date(2026, 4, 30))],
        )
