from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .block import BlockCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-05-20")
class TestOrderOverride(BlockCommon):
    """One order is let through by a leader who did not ask for it, until a day."""

    def _ask(self, order=None, user=None):
        order = (order or self._quote()).with_user(user or self.anna.user_id)
        context = order.action_ask_leader()["context"]
        overrides = order.env["telecom.order.override"].with_context(**context)
        return overrides.create({"reason": "Election ballots"})

    def _grant(self, override, until="2026-05-31", leader=None):
        override = override.with_user(leader or self.leader)
        override.expires_on = until
        override.action_grant()
        return override

    def test_granted_order_is_confirmed_and_logged(self):
        override = self._ask()
        order = override.order_id
        leaders = override.activity_ids.user_id
        self.assertEqual(leaders, self.leader | self.other_leader)
        self._grant(override)
        self.assertFalse(override.activity_ids)
        for record in (order, self.case):
            self.assertIn("Election ballots", record.message_ids[0].body)
            self.assertIn("05/31/2026", record.message_ids[0].body)
        order.action_confirm()
        self.assertEqual(order.state, "sale")

    def test_expires(self):
        """Valid on 31 May, the last day, and no longer on 1 June."""
        override = self._ask()
        self._grant(override)
        with freeze_time("2026-06-01 04:00:00"):
            with self._refused(UserError, "cannot be confirmed"):
                override.order_id.action_confirm()
        with freeze_time("2026-05-31 04:00:00"):
            override.order_id.action_confirm()

    def test_for_this_order_only(self):
        """Neither a copy, nor a higher total, nor another client goes through."""
        order = self._grant(self._ask()).order_id.sudo()
        copy = order.copy()
        with self._refused(UserError, "cannot be confirmed"):
            copy.action_confirm()
        order.order_line.price_unit = 501
        with self._refused(UserError, "cannot be confirmed"):
            order.action_confirm()
        order.order_line.price_unit = 500
        order.partner_id = self.env["res.partner"].create(
            {"name": "Buyer", "parent_id": self.brewery.id}
        )
        with self._refused(UserError, "cannot be confirmed"):
            order.action_confirm()

    def test_refused(self):
        override = self._ask()
        override.with_user(self.leader).action_refuse()
        with self._refused(UserError, "cannot be confirmed"):
            override.order_id.action_confirm()
        with self._refused(UserError, "this step needs “Requested”"):
            self._grant(override)

    def test_who_asks_does_not_decide(self):
        """Neither the person who asked, nor whoever is no leader."""
        sales = self.env.ref("sales_team.group_sale_salesman_all_leads")
        self.leader.sudo().group_ids += sales
        override = self._ask(user=self.leader)
        with self._refused(AccessError, "another leader"):
            self._grant(override)
        self._grant(override, leader=self.other_leader)
        for user in (self.anna.user_id, self.service):
            with self._refused(AccessError, "Only a leader"):
                self._grant(self._ask(), leader=user)

    def test_no_other_door(self):
        """Nobody writes the state, grants on creation, or moves the request."""
        override = self._ask()
        for vals in ({"state": "granted"}, {"amount": 9999}, {"decided_by_id": 1}):
            with self._refused(AccessError, "use the buttons"):
                override.with_user(self.leader).write(vals)
        with self._refused(AccessError, "use the buttons"):
            override.create(
                {"order_id": self._quote().id, "reason": "x", "state": "granted"}
            )

    def test_a_grant_is_neither_moved_nor_stretched(self):
        """Not to another order, not beyond its day; nor through the order itself."""
        override = self._grant(self._ask())
        other = self._quote()
        for user in (self.anna.user_id, self.leader):
            mine = override.with_user(user)
            with self._refused(AccessError, "use the buttons"):
                mine.write({"order_id": other.id})
            for vals in ({"expires_on": "2027-12-31"}, {"reason": "Other"}):
                with self._refused(UserError, "this step needs “Requested”"):
                    mine.write(vals)
        with self._refused(AccessError, "use the buttons"):
            other.write({"block_override_ids": [Command.link(override.id)]})
        with self._refused(UserError, "cannot be confirmed"):
            other.action_confirm()

    def test_other_currency_is_another_amount(self):
        """500 were granted in the company's currency, not 500 of a dearer one."""
        order = self._grant(self._ask()).order_id.sudo()
        dear = self.env["res.currency"].sudo().create({"name": "DEA", "symbol": "D"})
        order.pricelist_id = order.pricelist_id.create(
            {"name": "Dear", "currency_id": dear.id}
        )
        self.assertEqual((order.currency_id, order.amount_total), (dear, 500))
        with self._refused(UserError, "cannot be confirmed"):
            order.action_confirm()

    def test_case_of_another_client_is_not_covered(self):
        """Granted for the brewery's case; then the bill goes to a blacklisted mill."""
        order = self._grant(self._ask()).order_id.sudo()
        mill = self.brewery.copy({"name": "Mill", "parent_id": False})
        self._create_customer_invoice(
            10, "2026-01-10", partner_id=mill.id, invoice_date_due="2026-01-31"
        )
        self._blacklist(mill)
        order.partner_invoice_id = mill
        with self._refused(UserError, "Mill is on the blacklist"):
            order.action_confirm()

    def test_the_requester_changes_nothing_once_it_is_asked(self):
        """Not the day, not the reason: the leader grants what was read."""
        override = self._ask()
        for vals in ({"expires_on": "2027-12-31"}, {"reason": "Other"}):
            with self._refused(AccessError, "Only a leader"):
                override.write(vals)
        self.assertFalse(override.may_decide)
        self.assertTrue(override.with_user(self.leader).may_decide)
        override.with_user(self.leader).expires_on = "2026-05-31"
        self.assertEqual(override.reason, "Election ballots")

    def test_banner_after_the_grant(self):
        """Let through: no button any more to ask; a higher total brings it back."""
        override = self._ask()
        order = override.order_id.with_user(self.anna.user_id)
        self.assertFalse(order.is_let_through)
        self._grant(override)
        self.assertTrue(order.is_let_through)
        self.assertEqual(order.sales_block_state, "blocked")
        order.order_line.price_unit = 501
        self.assertFalse(order.is_let_through)

    def test_a_day_is_needed(self):
        override = self._ask()
        for until in (False, "2026-05-19"):
            with self._refused(UserError, "Valid until"):
                self._grant(override, until)

    def test_nothing_to_ask_for(self):
        with self._refused(UserError, "Nothing blocks"):
            self._ask(self._quote(self.partner_a))
