from base64 import b64encode

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged, users
from odoo.tools import mute_logger

from ...common import GROUPS
from ...rpc import RpcCase
from .reports import UnitReportCommon

REPORT, VERSION, LINE = (
    "telecom.unit.report",
    "telecom.unit.report.version",
    "telecom.unit.report.line",
)


@tagged("post_install", "-at_install")
class TestUnitReportRights(UnitReportCommon):
    """Managers see and send those of their units, others read or see nothing."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.branch_manager = cls._create_user("branch_manager", "unit_manager")
        cls.branch.manager_id = cls.branch_manager
        cls.both = cls.report | cls._report(cls.branch)
        cls.lower = cls.env[REPORT].create(
            {"unit_id": cls.outlet.id, "date_from": "2026-01-01"}
        )

    def setUp(self):
        super().setUp()
        self.january.action_compute()
        self._send(self.report, self._filled(self.report, cash_month=1040))
        self.env.flush_all()
        self.env.invalidate_all()

    def _seen(self):
        return self.env[REPORT].search([]).unit_id

    @users("county_manager")
    def test_the_own_units_and_those_below(self):
        self.assertEqual(self._seen(), self.county | self.outlet)
        self.assertEqual(len(self.env[VERSION].search([])), 1)
        self.assertEqual(self.env[LINE].search([]).reported, 1040)

    @users("branch_manager")
    def test_nobody_elses(self):
        self.assertEqual(self._seen(), self.branch)
        self.assertFalse(self.env[VERSION].search([]))
        self.assertFalse(self.env[LINE].search([]))
        report = self.report.with_user(self.env.user)
        with self._refused(AccessError, ""):
            report.submit_file(b64encode(b"x").decode(), "x.xlsx")
        for record in (self.report.version_id, self.report.line_ids):
            with self._refused(AccessError, ""):
                record.with_user(self.env.user).read(["report_id"])

    @users("service", "leader", "auditor")
    def test_the_whole_company(self):
        self.assertEqual(self._seen(), self.county | self.branch | self.outlet)
        self.assertEqual(self.env[LINE].search([]).reported, 1040)
        report = self.report.with_user(self.env.user)
        fields = [name for name, field in report._fields.items() if field.store]
        report.read(fields)

    @users("leader", "auditor")
    def test_who_only_reads(self):
        report = self.report.with_user(self.env.user)
        with self._refused(AccessError, ""):
            report.submit_file(b64encode(b"x").decode(), "x.xlsx")
        for method in ("action_accept", "action_take_back", "action_send_back"):
            with self._refused(AccessError, ""):
                getattr(report, method)()
        with self._refused(AccessError, ""):
            report.explanation = "Nothing"

    @users("anna", "bert")
    def test_salespeople_have_none(self):
        for model in (REPORT, VERSION, LINE):
            with self._refused(AccessError, ""):
                self.env[model].search([])

    @users("county_manager")
    def test_what_only_the_program_sets(self):
        report = self.report.with_user(self.env.user)
        report.explanation = "The cashier was ill."
        for name, value in (
            ("state", "accepted"),
            ("grave_errors", 0),
            ("difference_count", 0),
            ("version_id", False),
            ("first_sent_on", "2026-01-31"),
        ):
            with self._refused(AccessError, "use the buttons"):
                report.write({name: value})
        with self._refused(AccessError, ""):
            self.env[REPORT].create(
                {"unit_id": self.outlet.id, "date_from": "2026-02-01"}
            )
        for record in (report.version_id, report.line_ids):
            with self._refused(AccessError, ""):
                record.write({"unit_id": self.outlet.id})
            with self._refused(AccessError, ""):
                record.unlink()

    def test_another_company_sees_nothing(self):
        company = self.env["res.company"].create({"name": "Other Bureau"})
        stranger = new_test_user(
            self.env,
            "stranger",
            groups=GROUPS + "service",
            company_id=company.id,
            company_ids=company.ids,
        )
        for model in (REPORT, VERSION, LINE):
            self.assertFalse(self.env[model].with_user(stranger).search([]))


@tagged("post_install", "-at_install")
class TestUnitReportRpc(UnitReportCommon, RpcCase):
    """The same at the doors for programs."""

    @mute_logger("odoo.http")
    def test_sending(self):
        data = b64encode(self._filled(self.report)).decode()
        for user, words in (
            (self.anna.user_id, "not allowed"),
            (self.leader, "not allowed"),
            (self.auditor, "not allowed"),
        ):
            _result, refusal = self._call_kw(
                user, REPORT, "submit_file", self.report.ids, data, "a.xlsx"
            )
            self.assertIn(words, refusal)
        bad = b64encode(b"no workbook").decode()
        _result, refusal = self._call_kw(
            self.county_manager, REPORT, "submit_file", self.report.ids, bad, "a.xlsx"
        )
        self.assertIn("not an .xlsx workbook", refusal)
        self.assertFalse(self.report.version_ids)
        result, refusal = self._json2(
            self.county_manager,
            REPORT,
            "submit_file",
            ids=self.report.ids,
            data=data,
            name="a.xlsx",
        )
        self.assertEqual((result, refusal), (True, None))
        self.assertEqual(self.report.version_id.sent_by_id, self.county_manager)

    @mute_logger("odoo.http")
    def test_private_methods_and_guarded_fields(self):
        for user in (self.county_manager, self.service):
            for method in ("_compare_figures", "_send_back_reports", "_add_version"):
                _result, refusal = self._call_kw(user, REPORT, method, self.report.ids)
                self.assertIn("Private methods", refusal)
            vals = {"state": "accepted"}
            _result, refusal = self._call_kw(
                user, REPORT, "write", self.report.ids, vals
            )
            self.assertIn("use the buttons", refusal)
            _result, refusal = self._execute_kw(
                user, VERSION, "create", [{"report_id": self.report.id, "number": 1}]
            )
            self.assertIn("not allowed", refusal)
