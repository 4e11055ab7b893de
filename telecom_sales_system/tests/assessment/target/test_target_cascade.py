from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged, users

from .test_target import TargetCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-02 02:00:00")
class TestTargetCascade(TargetCommon):
    """City 1,000 to Cili 600 and Letters 300; Cili to its outlet 400 and Anna 250."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.of_city = cls._target(cls.city, 1000)
        cls.of_county = cls._target(cls.county, 600)
        cls.of_branch = cls._target(cls.branch, 300)
        cls.of_outlet = cls._target(cls.outlet, 400)
        cls.of_anna = cls._target(cls.anna, 250)
        cls.of_team = cls._target(cls.team, 300)

    def _assert_cascade(self, target, count, total, difference):
        figures = (target.children_count, target.children_sum, target.difference)
        self.assertEqual(figures, (count, total, difference))

    def test_differences(self):
        self._assert_cascade(self.of_city, 2, 900, 100)
        self._assert_cascade(self.of_county, 2, 650, -50)
        self._assert_cascade(self.of_team, 1, 250, 50)
        self._assert_cascade(self.of_outlet, 0, 0, 0)

    def test_other_years_and_metrics_stay_apart(self):
        self._target(self.outlet, 7, year=2025)
        self._target(self.outlet, 7, self.key_clients)
        self._assert_cascade(self.of_county, 2, 650, -50)

    def test_ratios_do_not_add_up(self):
        share = self.env.ref("telecom_sales_system.metric_key_share")
        of_city = self._target(self.city, 50, share)
        self._target(self.county, 40, share)
        self._assert_cascade(of_city, 1, 0, 0)

    def test_opens_the_targets_below(self):
        action = self.of_county.action_open_children()
        below = self.env["telecom.target"].search(action["domain"])
        self.assertEqual(below, self.of_outlet | self.of_anna)
        action = self.of_team.action_open_children()
        below = self.env["telecom.target"].search(action["domain"])
        self.assertEqual(below, self.of_anna)

    def test_as_many_queries_for_all_targets(self):
        targets = self.of_city | self.of_county

        def count():
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            targets.mapped("difference")
            return self.env.cr.sql_log_count - before

        count()
        first = count()
        for number in range(5):
            unit = self._create_unit(f"U{number}", f"U{number}", "county", self.city)
            targets |= self._target(unit, 10)
        self.env.flush_all()
        self.assertEqual(count(), first)
        self.assertEqual(self.of_city.children_sum, 950)

    @users("county_manager")
    def test_a_manager_sets_targets_below_the_own_unit(self):
        below = self.of_outlet | self.of_anna | self.of_team
        below.with_env(self.env).amount = 200
        cash = self.env.ref("telecom_sales_system.metric_cash")
        for scope in (self.outlet, self.anna, self.team):
            self._target_as_user(scope, cash)
        for scope in (self.county, self.branch, self.city, self.bert):
            with self._refused(AccessError, "Target|target"):
                self._target_as_user(scope, cash)
        self.assertEqual(self.of_county.with_env(self.env).amount, 600)
        for record in (self.of_county, self.of_branch):
            with self._refused(AccessError, "Target|target"):
                record.with_env(self.env).amount = 1
        with self._refused(AccessError, "Target|target"):
            self.of_outlet.with_env(self.env).unlink()

    def _target_as_user(self, scope, metric):
        targets = self.env["telecom.target"]
        field = targets._get_scope_field(scope)
        vals = {"metric_id": metric.id, field: scope.id, "year": 2026, "amount": 5}
        return targets.create(vals)

    @users("county_manager")
    def test_a_manager_who_sells_does_not_set_the_own_quota(self):
        self.county.sudo().manager_id = self.anna.user_id
        group = self.env.ref("telecom_sales_system.group_telecom_unit_manager")
        self.anna.user_id.sudo().group_ids += group
        with self._refused(AccessError, "Target|target"):
            self.of_anna.with_user(self.anna.user_id).amount = 1
        self.of_outlet.with_user(self.anna.user_id).amount = 1

    @users("anna", "leader", "auditor")
    def test_others_only_read(self):
        mine = self.of_anna.with_env(self.env)
        self.assertEqual(mine.amount, 250)
        with self._refused(AccessError, "Target|target"):
            mine.amount = 1
