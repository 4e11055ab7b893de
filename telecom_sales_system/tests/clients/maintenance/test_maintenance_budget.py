from contextlib import contextmanager

from freezegun import freeze_time
from psycopg2.errors import CheckViolation, UniqueViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged, users
from odoo.tools import mute_logger

from .maintenance import MaintenanceCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-15")
class TestMaintenanceBudget(MaintenanceCommon):
    def _create_mill(self):
        """Mill of the outlet of Cili, silver, with 10,000 in 2025."""
        with freeze_time("2025-02-01"):
            mill = self._create_client("Mill", self.outlet, tier_id=self.silver.id)
        self._bill(mill, 10_000, "2025-03-01")
        return mill

    def _merge(self, *clients):
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge([c.id for c in clients], clients[0], extra_checks=False)
        self.env.invalidate_all()

    def _create_budget(self, name):
        """Create a budget of another county bureau."""
        unit = self._create_unit(name, name[:2], "county", self.city)
        return self.budget.create({"unit_id": unit.id, "year": 2026})

    def test_accrual(self):
        """2 % of 1,234,567.89 = 24,691.3578: 24,691.36."""
        self.budget.action_accrue()
        self.assertEqual(self.budget.rate, 0.02)
        self.assertEqual(self.budget.base_revenue, 1234567.89)
        self.assertEqual(self.budget.accrued, 24691.36)
        self._assert_figures(0, 0, 24691.36)

    def test_base_is_last_years_revenue_of_key_clients_of_the_subtree(self):
        """1,234,567.89 and 1,000 of the outlet's client, less a credit note of 400.

        Not: other years, another branch, a client without a tier.
        """
        with freeze_time("2025-12-31"):
            outlet = self._create_client("Mill", self.outlet, tier_id=self.silver.id)
            letters = self._create_client("Press", self.branch, tier_id=self.silver.id)
        plain = self._create_client("Shop", self.county)
        self._bill(outlet, 1000, "2025-01-01")
        self._bill(outlet, 400, "2025-12-31", move_type="out_refund")
        self._bill(outlet, 70, "2024-12-31")
        self._bill(outlet, 80, "2026-01-01")
        self._bill(letters, 5000, "2025-06-01")
        self._bill(plain, 6000, "2025-06-01")
        self.budget.action_accrue()
        self.assertEqual(self.budget.base_revenue, 1235167.89)
        action = self.budget.action_open_base()
        proof = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(round(sum(proof.mapped("amount")), 2), 1235167.89)

    def test_year_of_credit_notes_leaves_nothing(self):
        self._bill(self.client, 2000000, "2025-07-01", move_type="out_refund")
        self.budget.action_accrue()
        self.assertEqual(self.budget.base_revenue, -765432.11)
        self.assertEqual(self.budget.accrued, 0)

    def test_rate_below_the_floor_is_refused(self):
        with self._refused(
            ValidationError, r"Cili 2026, field Accrual Rate: 1\.99% is below .* 2\.00%"
        ):
            self.budget.rate = 0.0199
        self.budget.rate = 0.025
        self.env.company.telecom_maintenance_rate_floor = 0.03
        with self._refused(
            ValidationError, r"field Accrual Rate: 2\.60% is below .* 3\.00%"
        ):
            self.budget.rate = 0.026
        other = self.budget.create({"unit_id": self.branch.id, "year": 2026})
        self.assertEqual(other.rate, 0.03)

    def test_guide_by_the_weight_of_tiers(self):
        """24,691.36 for gold at 2 and two silvers at 1: 12,345.68 and 6,172.84 each.

        The client's contact gets none.
        """
        self.env["res.partner"].create({"name": "Buyer", "parent_id": self.client.id})
        for name in ("Mill", "Inn"):
            self._create_client(name, self.outlet, tier_id=self.silver.id)
        self.budget.action_accrue()
        self.budget.action_accrue()
        self.assertEqual(
            sorted((s.partner_id.name, s.amount) for s in self.budget.share_ids),
            [("Brewery", 12345.68), ("Inn", 6172.84), ("Mill", 6172.84)],
        )

    def test_one_budget_a_unit_and_year(self):
        with mute_logger("odoo.sql_db"), self._refused(UniqueViolation, "unit_year"):
            self.budget.create({"unit_id": self.county.id, "year": 2026})

    def test_database_refuses_overspending(self):
        """Whatever way a sum would take past the buttons."""
        self._release()
        expense = self._spend(24691.37)
        with mute_logger("odoo.sql_db"), self._refused(CheckViolation, "overspent"):
            expense._set_guarded_fields({"state": "approved"})
            self.env.flush_all()

    def test_who_accrues_does_not_approve(self):
        budget = self.budget.with_user(self.service)
        budget.action_accrue()
        with self._refused(AccessError, "Cili 2026: you proposed it"):
            budget.action_approve()
        budget.with_user(self.leader).action_approve()
        self.assertEqual(self.budget.state, "approved")
        self.assertEqual(self.budget.approved_by_id, self.leader)

    def test_who_changes_the_rate_proposes(self):
        self.budget.with_user(self.service).action_accrue()
        budget = self.budget.with_user(self.leader)
        budget.rate = 0.03
        with self._refused(AccessError, "you proposed it"):
            budget.action_approve()

    def test_without_base_no_approval(self):
        with self._refused(UserError, "Cili 2026 has no base yet"):
            self.budget.with_user(self.leader).action_approve()

    def test_approved_stays_as_it_is(self):
        self._release()
        for change in ({"rate": 0.03}, {"year": 2027}):
            with self._refused(UserError, "is “Approved” and stays as it is"):
                self.budget.write(change)
        with self._refused(UserError, "is “Approved”; this step needs “Draft”"):
            self.budget.action_accrue()
        with self._refused(UserError, "is “Approved” and stays as it is"):
            self.budget.unlink()

    @users("service", "leader")
    def test_figures_are_nobodys_to_write(self):
        for name in ("base_revenue", "accrued", "committed", "spent", "available"):
            with self._refused(AccessError, "use the buttons"):
                self.budget.with_user(self.env.user).write({name: 0})

    @users("anna", "county_manager", "auditor")
    def test_others_do_not_release(self):
        budget = self.budget.with_user(self.env.user)
        for method in ("action_accrue", "action_approve", "action_close"):
            with self._refused(AccessError, ""):
                getattr(budget, method)()

    def test_closing_waits_for_committed_money(self):
        self._release()
        expense = self._spend(100)
        expense.with_user(self.county_manager).action_approve()
        closing = self.budget.with_user(self.leader)
        with self._refused(UserError, "Cili 2026 cannot be closed"):
            closing.action_close()
        expense.with_user(self.service).action_pay()
        closing.action_close()
        self.assertEqual(self.budget.state, "closed")
        late = self._spend(1)
        with self._refused(UserError, "not approved, or closed"):
            late.with_user(self.county_manager).action_approve()

    def test_who_sees_a_budget(self):
        city = self.budget.create({"unit_id": self.city.id, "year": 2026})
        outlet = self.budget.create({"unit_id": self.outlet.id, "year": 2026})
        both = self.budget + city
        for user, seen in (
            (self.anna.user_id, both),
            (self.bert.user_id, city),
            (self.county_manager, self.budget + outlet),
            (self.auditor, both + outlet),
        ):
            with self.subTest(user=user.login):
                found = self.budget.with_user(user).search([("year", "=", 2026)])
                self.assertEqual(set(found.ids), set(seen.ids))

    def test_base_is_of_those_who_were_key_clients_in_that_year(self):
        """Mill was silver until June 2025, Inn is since March 2026, Hotel since 2024
        by its file, Press since 2026 by its file: 1,234,567.89 + 1,000 + 300.
        """
        with freeze_time("2024-05-01"):
            mill = self._create_client("Mill", self.county, tier_id=self.silver.id)
        with freeze_time("2025-06-30"):
            mill.tier_id = False
        late = [
            self._create_client(
                name, self.county, tier_id=self.silver.id, key_client_since=since
            )
            for name, since in (
                ("Inn", False),
                ("Hotel", "2024-01-01"),
                ("Press", "2026-01-01"),
            )
        ]
        for client, amount in zip([mill, *late], (1000, 200, 300, 400), strict=True):
            self._bill(client, amount, "2025-09-01")
        self.budget.action_accrue()
        self.assertEqual(self.budget.base_revenue, 1235867.89)

    def test_units_with_a_budget_are_left_out_above(self):
        """Cili has 1,234,567.89, its outlet 1,000, Letters 5,000 of the city."""
        with freeze_time("2025-02-01"):
            mill = self._create_client("Mill", self.outlet, tier_id=self.silver.id)
            press = self._create_client("Press", self.branch, tier_id=self.silver.id)
        self._bill(mill, 1000, "2025-03-01")
        self._bill(press, 5000, "2025-03-01")
        city = self.budget.create({"unit_id": self.city.id, "year": 2026})
        city.action_accrue()
        self.assertEqual(city.base_revenue, 5000)
        self.assertEqual(city.share_ids.partner_id, press)
        self.assertEqual(city.left_out_unit_ids, self.county)
        self.budget.action_accrue()
        self.assertEqual(self.budget.base_revenue, 1235567.89)
        outlet = self.budget.create({"unit_id": self.outlet.id, "year": 2026})
        outlet.with_user(self.service).action_accrue()
        bases = (city + self.budget + outlet).mapped("base_revenue")
        self.assertEqual(bases, [5000, 1234567.89, 1000], "the draft above follows")
        self.assertEqual(self.budget.share_ids.partner_id, self.client)

    def test_approved_base_above_has_the_revenue_already(self):
        self._create_mill()
        self._release()
        outlet = self.budget.create({"unit_id": self.outlet.id, "year": 2026})
        with self._refused(UserError, "Cili 2026 is “Approved”, with .* Lingyang"):
            outlet.action_accrue()
        other = self.budget.create({"unit_id": self.outlet.id, "year": 2027})
        other.action_accrue()

    def test_client_that_was_handed_over_is_in_one_base(self):
        """The brewery passes to Letters: what it was billed in 2025 stays with Cili."""
        self.budget.action_accrue()
        self.client.sales_unit_id = self.branch
        letters = self.budget.create({"unit_id": self.branch.id, "year": 2026})
        (self.budget + letters).action_accrue()
        bases = (self.budget + letters).mapped("base_revenue")
        self.assertEqual(bases, [1234567.89, 0])

    def test_merge_of_clients_of_which_one_was_a_key_client(self):
        """The brewery was in 2025, its double, with 10,000, was not, whichever is kept;
        a double that was merged in 2025 was the brewery's by the end of that year.
        """
        double, early = (
            self._create_client(name, self.county) for name in ("Double", "Early")
        )
        self._bill(double, 10_000, "2025-03-01")
        self._bill(early, 300, "2025-03-01")
        with freeze_time("2025-10-01"):
            self._merge(self.client, early)
        self._merge(double, self.client)
        self.budget.action_accrue()
        self.assertEqual(self.budget.base_revenue, 1234867.89)

    def test_budget_that_moves_to_another_unit_has_no_base(self):
        self.budget.action_accrue()
        self.budget.unit_id = self.branch
        self.assertEqual(self.budget.accrued, 0)
        with self._refused(UserError, "has no base yet"):
            self.budget.with_user(self.leader).action_approve()

    def test_revenue_of_an_approved_budget_is_in_no_other(self):
        """Cili has 1,244,567.89, with Mill's 10,000. Whichever way Mill comes to
        Sangzhi, Sangzhi has the 500 of its own client, and says what it leaves out.
        """
        mill = self._create_mill()
        self._release()
        other = self._create_budget("Sangzhi")
        with freeze_time("2025-02-01"):
            inn = self._create_client("Inn", other.unit_id, tier_id=self.silver.id)
        self._bill(inn, 500, "2025-03-01")

        def move_unit():
            self.outlet.parent_id = other.unit_id

        def correct_handover():
            mill.sales_unit_id = other.unit_id
            history = self.env["telecom.client.service.history"]
            row = history.search([("partner_id", "=", mill.id)])
            row.with_user(self.service).date_to = "2024-12-31"

        def correct_by_hand():
            self.env["telecom.client.service.history"].with_user(self.service).create(
                {
                    "partner_id": mill.id,
                    "date_to": "2025-12-31",
                    "sales_unit_id": other.unit_id.id,
                }
            )

        for change in (move_unit, correct_handover, correct_by_hand):
            with self.subTest(way=change.__name__), self._undone():
                change()
                self._release(other)
                self.assertEqual(other.base_revenue, 500)
                self.assertEqual(other.held_revenue, 10_000)
                action = other.action_open_base()
                proof = self.env[action["res_model"]].search(action["domain"])
                self.assertEqual(proof.partner_id, inn)
                action = self.budget.action_open_base()
                proof = self.env[action["res_model"]].search(action["domain"])
                self.assertEqual(proof.partner_id, self.client + mill)

    @contextmanager
    def _undone(self):
        self.env.flush_all()
        savepoint = self.env.cr.savepoint()
        with savepoint:
            yield
            self.env.flush_all()
            savepoint.rollback()
        self.env.invalidate_all()

    def test_merge_into_a_client_of_another_unit(self):
        """Mill's 2025 stays with Cili, approved or not: Sangzhi has the 500."""
        mill = self._create_mill()
        self._release()
        other = self._create_budget("Sangzhi")
        with freeze_time("2025-02-01"):
            inn = self._create_client("Inn", other.unit_id, tier_id=self.silver.id)
        self._bill(inn, 500, "2025-03-01")
        self._merge(inn, mill)
        other.action_accrue()
        self.assertEqual((other.base_revenue, other.held_revenue), (500, 0))

    def test_base_that_changed_is_accrued_again(self):
        """Before Cili is approved, its outlet moves to Sangzhi, which is approved."""
        self._create_mill()
        self.budget.with_user(self.service).action_accrue()
        other = self._create_budget("Sangzhi")
        self.outlet.parent_id = other.unit_id
        self._release(other)
        self.assertEqual(other.base_revenue, 10_000)
        with self._refused(
            UserError, r"base was 1,244,567\.89 .* is 1,234,567\.89 now\. Accrue"
        ):
            self.budget.with_user(self.leader).action_approve()
        self._release()
        self.assertEqual(self.budget.base_revenue, 1234567.89)

    def test_drafts_above_follow(self):
        """The outlet's draft with Mill's 10,000 goes, or is of another year or unit."""
        self._create_mill()
        low = self.budget.create({"unit_id": self.outlet.id, "year": 2026})
        (self.budget + low).action_accrue()
        self.assertEqual(self.budget.base_revenue, 1234567.89)
        for change in (
            low.unlink,
            lambda: low.write({"year": 2027}),
            lambda: low.write({"unit_id": self.branch.id}),
        ):
            with self._undone():
                change()
                self.assertEqual(self.budget.base_revenue, 1244567.89)
                self.assertFalse(self.budget.left_out_unit_ids)
                self.assertEqual(len(self.budget.share_ids), 2)

    def test_invoice_is_in_one_base_in_the_database(self):
        self._release()
        other = self._create_budget("Sangzhi")
        with mute_logger("odoo.sql_db"), self._refused(UniqueViolation, "base_rel"):
            self.env.cr.execute(
                "INSERT INTO telecom_maintenance_base_rel (budget_id, move_id)"
                " SELECT %s, move_id FROM telecom_maintenance_base_rel",
                [other.id],
            )
