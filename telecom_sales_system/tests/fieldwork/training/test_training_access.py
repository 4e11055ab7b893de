from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged, users
from odoo.tools import mute_logger

from ...rpc import RpcCase
from .training import TrainingCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-04-21 02:00:00")
class TestTrainingAccess(TrainingCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._hold_with_results(cls.province)
        cls.own = cls._plan("Own", cls.county, cls.county_manager)
        cls._invite(cls.own, cls.county, cls.county_manager)
        cls.env.flush_all()

    def _seen(self, model):
        return self.env[model].search([])

    @users("bert")
    def test_salesperson_sees_the_own_results(self):
        rows = self._seen("telecom.training.attendance")
        self.assertEqual(rows.sudo().user_id, self.bert.user_id)
        self.assertEqual(rows.result, "failed")
        course = self._seen("telecom.training")
        self.assertEqual(course.name, "Province")
        self.assertEqual(course.attended_count, 2)
        self.assertEqual(len(course.session_ids), 1)
        with self.assertRaises(AccessError):
            rows.write({"score": 100})

    @users("county_manager")
    def test_unit_manager_sees_people_and_holds_own_courses(self):
        rows = self._seen("telecom.training.attendance")
        people = rows.sudo().user_id.mapped("login")
        self.assertEqual(sorted(people), ["anna", "cara"])
        self.assertEqual(len(self._seen("telecom.training")), 2)
        province = self.province.with_env(self.env)
        with self.assertRaises(AccessError):
            province.action_publish()
        row = rows.filtered(lambda row: row.training_id == province)[0]
        with self.assertRaises(AccessError):
            row.write({"score": 100})
        with self.assertRaises(AccessError):
            self._plan("Letters", self.branch, self.county_manager)
        with self.assertRaises(AccessError):
            self._plan("Big", self.county, self.county_manager, level="province")
        own = self.own.with_env(self.env)
        own.action_hold()
        own.attendance_ids.write({"score": 61})
        own.action_publish()
        self.assertEqual(own.passed_count, 2)

    @users("service", "leader", "auditor")
    def test_whole_company(self):
        self.assertEqual(len(self._seen("telecom.training.attendance")), 5)

    @users("leader", "auditor")
    def test_others_change_nothing(self):
        with self.assertRaises(AccessError):
            self.province.with_env(self.env).action_publish()
        with self.assertRaises(AccessError):
            self.own.with_env(self.env).action_hold()


@tagged("post_install", "-at_install")
class TestTrainingRpc(TrainingCommon, RpcCase):
    @mute_logger("odoo.http")
    def test_state_cannot_be_set_from_outside(self):
        self._invite(self.province, self.city)
        vals = {"state": "published"}
        for door in (self._call_kw, self._execute_kw):
            _result, message = door(
                self.service, "telecom.training", "write", self.province.ids, vals
            )
            self.assertIn("use the buttons", message)
        ids = self.province.ids
        for method in ("_reopen_for_correction", "_count_participation"):
            _result, message = self._call_kw(
                self.service, "telecom.training", method, ids, "x"
            )
            self.assertIn("Private methods", message)
        self.assertEqual(self.province.state, "planned")
