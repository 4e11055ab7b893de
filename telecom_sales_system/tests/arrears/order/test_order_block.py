from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from .block import BlockCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-05-20")
class TestOrderBlock(BlockCommon):
    """Every way of confirming an order in the back office meets the same wall."""

    def _assert_blocked(self, order, confirm):
        with self._refused(UserError, f"{order.name}.*Brewery"):
            confirm()
        self.assertIn(order.state, ("draft", "sent"))

    def test_button_names_debts_and_who_to_ask(self):
        """1,000.00 of the invoice, due on 31 January; Anna answers for the brewery."""
        order = self._quote()
        with self.assertRaises(UserError) as caught:
            order.action_confirm()
        message = str(caught.exception)
        for part in (self.debt.name, "1,000.00", "01/31/2026", "anna", self.case.name):
            self.assertIn(part, message)

    def test_duplicate(self):
        """A copy of an order that was confirmed before the case is blocked too."""
        order = self._quote(self.partner_a)
        order.action_confirm()
        copy = order.copy({"partner_id": self.brewery.id})
        self._assert_blocked(copy, copy.action_confirm)

    def test_one_blocked_order_among_others(self):
        free, blocked = self._quote(self.partner_a), self._quote()
        self._assert_blocked(blocked, (free | blocked).action_confirm)
        self.assertEqual(free.state, "draft")

    def test_state_written(self):
        order = self._quote()
        self._assert_blocked(order, lambda: order.write({"state": "sale"}))
        self._assert_blocked(order, lambda: order.sudo().write({"state": "sale"}))

    def test_state_given_on_creation(self):
        with self._refused(UserError, "Brewery is on the blacklist"):
            self._quote(state="sale")

    def test_import(self):
        result = (
            self.env["sale.order"]
            .with_user(self.anna.user_id)
            .load(["partner_id/.id", "state"], [[str(self.brewery.id), "sale"]])
        )
        self.assertFalse(result["ids"])
        self.assertIn("Brewery is on the blacklist", result["messages"][0]["message"])

    def test_sent_and_cancelled_quotations(self):
        order = self._quote()
        order.action_quotation_sent()
        self._assert_blocked(order, order.action_confirm)
        order._action_cancel()
        order.action_draft()
        self._assert_blocked(order, order.action_confirm)

    def test_contacts_and_companies_below(self):
        """A buyer, a daughter company, and a buyer of the daughter company."""
        daughter = self.env["res.partner"].create(
            {"name": "Malt", "is_company": True, "parent_id": self.brewery.id}
        )
        buyers = self.env["res.partner"].create(
            [
                {"name": "Buyer", "parent_id": self.brewery.id},
                {"name": "Buyer of Malt", "parent_id": daughter.id},
            ]
        )
        for partner in (daughter, *buyers):
            order = self._quote(partner)
            self._assert_blocked(order, order.action_confirm)

    def test_invoice_to_the_blacklisted_client(self):
        """Another buyer, and the bill goes to the brewery."""
        order = self._quote(self.partner_a, partner_invoice_id=self.brewery.id)
        self._assert_blocked(order, order.action_confirm)

    def test_confirmed_order_given_to_the_blacklisted_client(self):
        order = self._quote(self.partner_a)
        order.action_confirm()
        with self._refused(UserError, "Brewery is on the blacklist"):
            order.write({"partner_id": self.brewery.id})
        with self._refused(UserError, "Brewery is on the blacklist"):
            order.write({"partner_invoice_id": self.brewery.id})

    def test_confirmed_order_given_to_another_company(self):
        """Free in a sister company; a case waits in the company it is moved to."""
        sister = self.env["res.company"].sudo().create({"name": "Sister"})
        orders = self.env["sale.order"].sudo().with_company(sister)
        order = orders.create({"partner_id": self.brewery.id, "company_id": sister.id})
        order.action_confirm()
        with self._refused(UserError, "Brewery is on the blacklist"):
            order.write({"company_id": self.env.company.id})

    def test_other_address_of_a_client_blacklisted_since(self):
        """Confirmed before the case: who gets the invoice may change within the client;
        another blacklisted client may not take it over."""
        order = self._confirmed_before()
        address = self.env["res.partner"].create(
            {"name": "Books", "type": "invoice", "parent_id": self.brewery.id}
        )
        order.partner_invoice_id = address
        self.assertEqual(order.partner_invoice_id, address)
        mill = self.brewery.copy({"name": "Mill", "parent_id": False})
        self._create_customer_invoice(
            10, "2026-01-10", partner_id=mill.id, invoice_date_due="2026-01-31"
        )
        self._blacklist(mill)
        with self._refused(UserError, "Mill is on the blacklist"):
            order.partner_invoice_id = mill

    def test_state_and_client_by_context_defaults(self):
        orders = self.env["sale.order"].with_user(self.anna.user_id)
        orders = orders.with_context(
            default_state="sale", default_partner_id=self.brewery.id
        )
        with self._refused(UserError, "Brewery is on the blacklist"):
            orders.create({})

    def test_queries_do_not_grow_with_orders(self):
        """Whether they are blocked is asked once for all that are confirmed at once."""
        counts = []
        for size in (2, 3, 12):
            orders = self.env["sale.order"].union(
                *(
                    self._quote(self.env["res.partner"].create({"name": f"{n}"}))
                    for n in range(size)
                )
            )
            self.env.flush_all()
            self.env.invalidate_all()
            orders.mapped("partner_id.parent_id")
            before = self.env.cr.sql_log_count
            for order in orders:
                self.assertFalse(order._confirmation_error_message())
            orders.sudo()._check_not_blocked()
            orders.sudo()._get_blacklist_cases_by_order()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(*counts[1:], "the first filled Odoo's caches")

    def test_other_companies_do_not_block(self):
        """The case is one of this company; a sister company sells on."""
        sister = self.env["res.company"].sudo().create({"name": "Sister"})
        order = self.env["sale.order"].sudo().with_company(sister)
        order = order.create({"partner_id": self.brewery.id, "company_id": sister.id})
        self.assertFalse(order._get_block_message())

    def test_released_client_orders_again(self):
        order = self._quote()
        self.case.with_user(self.service).action_propose_release()
        self._assert_blocked(order, order.action_confirm)
        self.case.with_user(self.leader).action_release()
        order.action_confirm()
        self.assertEqual(order.state, "sale")

    def test_warning_does_not_block(self):
        """Only a leader's approval blocks; until then the quotation shows a warning."""
        baker = self.brewery.copy({"name": "Baker", "parent_id": False})
        self._create_customer_invoice(
            10, "2026-01-10", partner_id=baker.id, invoice_date_due="2026-01-31"
        )
        cases = self.env["telecom.blacklist.case"].sudo()
        cases._create_cases(baker, self.case.opened_on, self.env.company)
        order = self._quote(baker)
        self.assertEqual(order.sales_block_state, "warned")
        order.action_confirm()
        self.assertEqual(order.state, "sale")

    def test_invoices_and_payments_are_never_blocked(self):
        """What was delivered is billed, and what is owed is paid."""
        order = self._confirmed_before()
        order.order_line.qty_delivered = 1
        invoice = order.sudo()._create_invoices()
        invoice.action_post()
        self._pay(invoice | self.debt, "2026-05-20", group_payment=True)
        self.assertEqual(invoice.payment_state, "paid")
        self.assertEqual(self.debt.payment_state, "paid")

    def test_clients_without_a_case_take_one_query(self):
        """Asked for at each confirmation: partner A, one below it, and both at once.

        The brewery and those below it are found; another company knows of no case.
        """
        malt = self.env["res.partner"].create(
            {"name": "Malt", "is_company": True, "parent_id": self.brewery.id}
        )
        buyer, free = self.env["res.partner"].create(
            [
                {"name": "Buyer", "parent_id": malt.id},
                {"name": "Free", "parent_id": self.partner_a.id},
            ]
        )
        company = self.env.company
        cases = self.env["telecom.blacklist.case"].sudo()
        for partners in (self.partner_a, free, self.partner_a | free):
            self.env.flush_all()
            self.env.invalidate_all()
            with self.assertQueryCount(1):
                found = partners._get_open_cases_by_partner(company)
            self.assertEqual(found, dict.fromkeys(partners, cases))
        for partner in (self.brewery, malt, buyer):
            found = (free | partner)._get_open_cases_by_partner(company)
            self.assertEqual(found, {free: cases, partner: self.case.sudo()})
        other = self.env["res.company"].sudo().create({"name": "Other"})
        found = self.brewery._get_open_cases_by_partner(other)
        self.assertEqual(found, {self.brewery: cases})

    def test_parent_chosen_on_the_screen(self):
        """A contact that is not saved yet is below the brewery already."""
        new = self.env["res.partner"].new({"name": "New", "parent_id": self.brewery.id})
        found = new._get_open_cases_by_partner(self.env.company)
        self.assertEqual(found[new], self.case.sudo())
        self.assertFalse(
            self.env["res.partner"]
            .new({"name": "Free"})
            ._has_open_cases(self.env.company)
        )
