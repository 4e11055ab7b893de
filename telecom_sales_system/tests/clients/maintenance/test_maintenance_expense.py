from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .maintenance import MaintenanceCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-15")
class TestMaintenanceExpense(MaintenanceCommon):
    """24,691.36 to spend in 2026."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._release()

    def _approve(self, expense):
        expense.with_user(self.county_manager).action_approve()

    def test_approval_commits_and_payment_spends(self):
        """24,691.36 - 1,000 = 23,691.36; a draft of 500 takes nothing."""
        expense = self._spend(1000)
        self._spend(500)
        self._assert_figures(0, 0, 24691.36)
        self._approve(expense)
        self._assert_figures(1000, 0, 23691.36)
        expense.with_user(self.service).action_pay()
        self._assert_figures(0, 1000, 23691.36)
        self.assertEqual(self.budget.share_ids.used, 1000)

    def test_form_shows_what_is_left(self):
        """24,691.36; after 1,000 were approved, the next form shows 23,691.36."""
        self.assertAlmostEqual(self._spend(500).budget_left, 24691.36)
        self._approve(self._spend(1000))
        self.assertAlmostEqual(self._spend(500).budget_left, 23691.36)

    def test_over_budget_is_refused_with_what_is_left(self):
        """24,691.36 - 24,000 = 691.36 are left: 691.37 is too much, 691.36 is not."""
        self._approve(self._spend(24000))
        over, last = self._spend(691.37), self._spend(691.36)
        with self._refused(UserError, r"691\.37 is more than .* Available: .*691\.36"):
            self._approve(over)
        self._approve(last)
        self._assert_figures(24691.36, 0, 0)

    def test_several_at_once_are_counted_one_after_the_other(self):
        """Two of 20,000: the second finds 4,691.36, and neither is approved."""
        both = self._spend(20000) + self._spend(20000)
        with self._refused(UserError, r"Available: .*4,691\.36"):
            self._approve(both)
        self._assert_figures(0, 0, 24691.36)

    def test_refusal_gives_the_money_back(self):
        expense = self._spend(1000)
        self._approve(expense)
        expense.with_user(self.county_manager).action_refuse()
        self._assert_figures(0, 0, 24691.36)
        self.assertEqual(expense.state, "refused")

    def test_paid_is_final(self):
        expense = self._spend(1000)
        self._approve(expense)
        expense.with_user(self.service).action_pay()
        for user, method in (
            (self.county_manager, "action_refuse"),
            (self.county_manager, "action_approve"),
            (self.service, "action_pay"),
        ):
            with self._refused(UserError, "Tea"):
                getattr(expense.with_user(user), method)()
        with self._refused(UserError, "is “Paid” and stays as it is"):
            expense.unlink()
        with self._refused(UserError, "is “Paid” and stays as it is"):
            expense.amount = 1

    def test_draft_cannot_be_paid(self):
        with self._refused(UserError, "Tea is “Draft”; this step needs “Approved”"):
            self._spend(1000).with_user(self.service).action_pay()

    def test_nobody_approves_the_own_proposal(self):
        own = self._spend(10, self.county_manager)
        with self._refused(AccessError, "Tea: you proposed it"):
            self._approve(own)
        changed = self._spend(10)
        changed.with_user(self.county_manager).amount = 20
        with self._refused(AccessError, "Tea: you proposed it"):
            self._approve(changed)
        changed.with_user(self.service).action_approve()

    def test_who_decides(self):
        expense = self._spend(10, self.service)
        for user in (self.anna.user_id, self.auditor, self.leader):
            for method in ("action_approve", "action_refuse", "action_pay"):
                with self.subTest(user=user.login), self._refused(AccessError, ""):
                    getattr(expense.with_user(user), method)()
        self._approve(expense)
        with self._refused(AccessError, "only the customer service department"):
            expense.with_user(self.county_manager).action_pay()

    def test_manager_decides_in_the_own_units_only(self):
        """A deputy manager of a client of another unit sees the expense, no more."""
        other = self._create_client("Press", self.branch, tier_id=self.silver.id)
        budget = self.budget.create({"unit_id": self.branch.id, "year": 2026})
        self._release(budget)
        expense = self._spend(10, self.service, partner_id=other.id)
        self.assertEqual(expense.budget_id, budget)
        with self._refused(AccessError, ""):
            self._approve(expense)
        person = self.env["telecom.salesperson"].create(
            {"user_id": self.county_manager.id}
        )
        other.deputy_manager_id = person
        with self._refused(AccessError, "the managers of Letters"):
            self._approve(expense)

    def test_salesperson_enters_for_own_clients_only(self):
        other = self._create_client("Inn", self.county, tier_id=self.silver.id)
        with self._refused(AccessError, ""):
            self._spend(10, partner_id=other.id)
        with self._refused(AccessError, "use the buttons"):
            self._spend(10, state="approved")
        with self._refused(AccessError, ""):
            self._spend(10).with_user(self.bert.user_id).amount = 20

    def test_budget_of_the_unit_or_of_the_next_above(self):
        mill = self._create_client("Mill", self.outlet, tier_id=self.silver.id)
        expense = self._spend(10, self.service, partner_id=mill.id)
        self.assertEqual(expense.budget_id, self.budget)
        own = self.budget.create({"unit_id": self.outlet.id, "year": 2026})
        expense = self._spend(10, self.service, partner_id=mill.id)
        self.assertEqual(expense.budget_id, own)

    def test_wrong_year_client_or_nobody(self):
        budget = {"budget_id": self.budget.id}
        with self._refused(ValidationError, "field Date: 12/31/2025 is not in the"):
            self._spend(10, date="2025-12-31", **budget)
        with self._refused(ValidationError, "field Client: gifts and visits"):
            self._spend(10, partner_id=False, **budget)
        press = self._create_client("Press", self.branch, self.anna)
        with self._refused(ValidationError, "Press is not served by Cili"):
            self._spend(10, partner_id=press.id, **budget)
        hall = self._spend(10, partner_id=False, category="other", **budget)
        self.assertEqual(hall.state, "draft")

    def test_paid_by_a_vendor_bill_line(self):
        """A line of 100 pays 60 and 40 and not one more cent."""
        bill = self.init_invoice("in_invoice", amounts=[100], taxes=[])
        line = bill.invoice_line_ids
        expenses = [self._spend(amount) for amount in (60, 40, 0.01)]
        for expense in expenses:
            expense.bill_line_id = line
            self._approve(expense)
        with self._refused(ValidationError, "not a line of a posted vendor bill"):
            expenses[0].with_user(self.service).action_pay()
        bill.action_post()
        for expense in expenses[:2]:
            expense.with_user(self.service).action_pay()
        with self._refused(ValidationError, "less than the expenses that it pays"):
            expenses[2].with_user(self.service).action_pay()
        with self._refused(UserError, "Tea is “Paid”; .* “Draft or Approved”"):
            expenses[0].bill_line_id = False
