import base64
import io
from unittest.mock import patch

import psycopg2
from freezegun import freeze_time
from openpyxl import load_workbook

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged, users
from odoo.tests.common import HttpCase
from odoo.tools import mute_logger

from ....models.circulars.close import telecom_period_workbook
from ....reports.month.telecom_performance_workbook import TelecomPerformanceWorkbook
from ..common import CircularCommon

JOB = telecom_period_workbook.__name__


@tagged("post_install", "-at_install")
@freeze_time("2026-03-15")
class TestWorkbookLarge(CircularCommon, HttpCase):
    """January with its three entries is large where more than two are."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cron = cls.env.ref("telecom_sales_system.ir_cron_build_workbooks")

    def setUp(self):
        super().setUp()
        self.patch(telecom_period_workbook, "MOST_AT_ONCE", 2)

    def _ask(self, user=None):
        return self.january.with_user(user or self.service).action_download_workbook()

    def _run(self):
        self.cron.method_direct_trigger()
        self.env.invalidate_all()

    def _kept(self):
        return self.env["telecom.period.workbook"].sudo().search([])

    def _told(self, user):
        messages = self.env["mail.message"].sudo()
        return messages.search(
            [
                ("partner_ids", "=", user.partner_id.id),
                ("model", "=", "telecom.period"),
                ("res_id", "=", self.january.id),
                ("message_type", "=", "user_notification"),
            ]
        )

    def test_small_month_is_sent_at_once(self):
        self.patch(telecom_period_workbook, "MOST_AT_ONCE", 3)
        url = f"/telecom/period/{self.january.id}/workbook"
        self.assertEqual(self._ask()["url"], url)
        self.assertFalse(self._kept())

    def test_large_month_is_built_in_the_background(self):
        """Two ask, one file is made, both are told; it holds January's 4,200."""
        notice = self._ask()
        self.assertTrue(
            self.env["ir.cron.trigger"].search([("cron_id", "=", self.cron.id)])
        )
        self.assertIn("2026-01 is large", notice["params"]["message"])
        self._ask()
        self._ask(self.auditor)
        self.assertFalse(self._kept().file)
        self._run()
        self.assertFalse(self._kept().asker_ids)
        for user in (self.service, self.auditor):
            message = self._told(user)
            self.assertEqual(len(message), 1)
            self.assertIn("The workbook of 2026-01 is ready.", message.body)
            self.assertIn(
                f"/{self._kept().id}/file/Performance%202026-01", message.body
            )

    def test_who_may_download_it(self):
        self._ask()
        self._run()
        url = self._ask()["url"]
        for login, status in (("service", 200), ("auditor", 200), ("anna", 404)):
            self.authenticate(login, login)
            with mute_logger("odoo.http"):
                response = self.url_open(url)
            self.assertEqual(response.status_code, status, login)
            if status == 200:
                cover = load_workbook(io.BytesIO(response.content), data_only=True)
                self.assertEqual(cover["Cover"]["B6"].value, 4200)
        file = self.env["ir.attachment"].search(
            [("res_model", "=", self._kept()._name), ("res_field", "=", "file")]
        )
        self.assertEqual(len(file), 1)
        self.assertTrue(file.with_user(self.leader).has_access("read"))
        self.assertFalse(file.with_user(self.anna.user_id).has_access("read"))

    @users("anna", "county_manager")
    def test_only_who_sees_the_whole_ledger_may_ask(self):
        kept = self.env["telecom.period.workbook"]
        with self.assertRaises(AccessError):
            kept._request_workbook(self.january.with_env(self.env))
        self.assertFalse(kept.has_access("read"))

    @users("service", "leader", "auditor")
    def test_nobody_writes_a_kept_file(self):
        self._ask(self.env.user)
        kept = self.env["telecom.period.workbook"].search([])
        self.assertEqual(kept.period_id, self.january)
        for operation in ("write", "create", "unlink"):
            self.assertFalse(kept.has_access(operation))

    def test_request_does_not_build_a_large_month(self):
        self.authenticate("service", "service")
        with mute_logger("odoo.http"):
            response = self.url_open(f"/telecom/period/{self.january.id}/workbook")
        self.assertEqual(response.status_code, 422)
        with self.assertRaisesRegex(UserError, "2026-01 is large"):
            self.env["telecom.period.workbook"]._check_not_large(self.january)

    def _build_count(self):
        """Count the builds from here on."""
        spy = patch.object(
            TelecomPerformanceWorkbook,
            "_build_workbook",
            autospec=True,
            side_effect=TelecomPerformanceWorkbook._build_workbook,
        )
        self.addCleanup(spy.stop)
        return spy.start()

    def test_kept_file_is_given_at_once_until_the_month_changes(self):
        """Computed again, with 600 more: 4,800; closed, it says so."""
        builds = self._build_count()
        self._ask()
        self._run()
        self.assertEqual(self._ask(self.leader)["type"], "ir.actions.act_url")
        self.assertEqual(builds.call_count, 1)
        invoice = self._create_customer_invoice(600, "2026-01-13", self.anna)
        self._pay(invoice, "2026-01-13")
        with freeze_time("2026-03-16"):
            self.january.action_compute()
        self.assertEqual(self._ask()["tag"], "display_notification")
        self._run()
        self.assertEqual(builds.call_count, 2)
        content = io.BytesIO(base64.b64decode(self._kept().file))
        cover = load_workbook(content, data_only=True)["Cover"]
        self.assertEqual(cover["B6"].value, 4800)
        self.assertEqual(self._ask()["type"], "ir.actions.act_url")

    def test_what_makes_a_file_outdated(self):
        """A duty, a contest, a unit's name, a month before; not the next day."""
        report = self.env["telecom.performance.workbook"]
        seen = [report._get_basis(self.january)]

        def changes(expected=True):
            basis = report._get_basis(self.january)
            self.assertEqual(basis not in seen, expected)
            seen.append(basis)

        changes(False)
        with freeze_time("2026-03-16"):
            changes(False)
            kind = self.env.ref("telecom_sales_system.duty_type_information_request")
            self.env["telecom.duty"].create(
                {
                    "type_id": kind.id,
                    "unit_id": self.county.id,
                    "due_on": "2026-01-20",
                    "subject": "Plan",
                }
            )
            changes()
            contest = self.env["telecom.contest"].create(
                {
                    "name": "Spring",
                    "date_from": "2026-01-01",
                    "date_to": "2026-03-31",
                    "category_ids": [(0, 0, {"name": "People"})],
                }
            )
            changes(False)
            contest.action_start()
            changes()
            self.last_january.action_compute()
            changes()

    def test_who_asked_during_the_build_is_told_by_the_next_job(self):
        """That finds nothing to do but to tell: the file is current."""
        self._ask()
        self._run()
        self._kept().asker_ids = self.leader
        builds = self._build_count()
        self._run()
        self.assertFalse(builds.called)
        self.assertIn("is ready", self._told(self.leader).body)

    def test_failure_is_told_and_not_tried_for_ever(self):
        self._ask()
        failure = patch.object(
            TelecomPerformanceWorkbook,
            "_build_workbook",
            side_effect=UserError("Too long."),
        )
        with failure, mute_logger(JOB):
            self._run()
        self.assertFalse(self._kept().file or self._kept().basis)
        self.assertFalse(self._kept().asker_ids)
        text = "The workbook of 2026-01 could not be built: Too long."
        self.assertIn(text, self._told(self.service).body)

    def test_who_may_no_longer_ask_is_told_so(self):
        former = new_test_user(
            self.env, "former", "telecom_sales_system.group_telecom_leader"
        )
        self._ask(former)
        former.group_ids = self.env.ref("base.group_user")
        former.active = False
        with mute_logger(JOB):
            self._run()
        self.assertFalse(self._kept().file)
        self.assertIn("could not be built", self._told(former).body)

    def test_lost_transaction_leaves_it_for_the_next_run(self):
        self._ask()
        lost = patch.object(
            TelecomPerformanceWorkbook,
            "_build_workbook",
            side_effect=psycopg2.OperationalError("lost"),
        )
        kept = self._kept()
        with lost, self.assertRaises(psycopg2.OperationalError):
            kept.with_user(self.service)._build_workbook_and_notify()
        self.assertEqual(kept.asker_ids, self.service)
        self.assertFalse(self._told(self.service))
