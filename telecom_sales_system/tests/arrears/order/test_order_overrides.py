from odoo.exceptions import UserError
from odoo.tests import tagged

from ...recorder import record_calls
from .block import BlockCommon


@tagged("post_install", "-at_install")
class TestOrderOverrides(BlockCommon):
    """What creating and changing an order checks, in its order."""

    def test_write_of_what_binds(self):
        """Who blocked before is asked before the change, and again after it."""
        order = self._confirmed_before()
        calls = record_calls(
            self, order, "_get_blacklist_cases_by_order", "_check_not_blocked"
        )
        order.write({"partner_id": order.partner_id.id})
        self.assertEqual(
            calls,
            [
                "_get_blacklist_cases_by_order",
                "_check_not_blocked",
                "_get_blacklist_cases_by_order",
            ],
        )

    def test_write_of_anything_else(self):
        order = self._confirmed_before()
        calls = record_calls(
            self, order, "_get_blacklist_cases_by_order", "_check_not_blocked"
        )
        order.write({"note": "Thank you"})
        self.assertEqual(calls, [])

    def test_lines(self):
        """A line's change is bracketed: totals before, totals and cases after."""
        order = self._confirmed_before()
        calls = record_calls(
            self, order, "_refuse_additions", "_get_blacklist_cases_by_order"
        )
        with self.assertRaises(UserError):
            order.order_line.price_unit = 600
        self.assertEqual(
            calls[:2], ["_refuse_additions", "_get_blacklist_cases_by_order"]
        )

    def test_create(self):
        """An order created as confirmed is refused, with its lines or after it."""
        calls = record_calls(
            self, self.env["sale.order"], "_refuse_additions", "_check_not_blocked"
        )
        with self.assertRaisesRegex(UserError, "nothing can be added to it"):
            self._quote(state="sale")
        self.assertEqual(calls, ["_refuse_additions"])
        with self.assertRaisesRegex(UserError, "cannot be confirmed"):
            self._quote(state="sale", order_line=False)
        self.assertEqual(calls[1:], ["_check_not_blocked"])
