from freezegun import freeze_time
from lxml import html

from odoo.exceptions import AccessError
from odoo.tests import tagged, users
from odoo.tools import mute_logger

from ...rpc import RpcCase
from .sales_logs import SalesLogCommon

REPORT = "telecom_sales_system.action_report_sales_log"
DAYS = [f"2026-04-{day}" for day in (13, 14, 15, 16, 17, 20, 21, 22, 23, 24)]


@tagged("post_install", "-at_install")
@freeze_time("2026-04-24 10:00:00")
class TestSalesLogSample(SalesLogCommon):
    def _sample(self):
        return self.env["telecom.sales.log"].search([("is_sampled", "=", True)])

    def test_a_fifth_of_everybody(self):
        """Of Anna's 10 logs 2, of Bert's 6 the 1.2 rounded up: 2; drafts never."""
        anna = self._submit(self.anna, *DAYS)
        self._submit(self.bert, *DAYS[:6])
        self._log(self.bert, DAYS[7])
        sample = self._sample()
        self.assertEqual(len(sample & anna), 2)
        self.assertEqual(len(sample), 4)
        self.assertEqual(sample, self._sample())
        self.assertEqual(anna.filtered("is_sampled"), sample & anna)
        with freeze_time("2026-06-01"):
            self.assertEqual(sample, self._sample())
        self.company.telecom_log_sample = 0.5
        self.env.flush_all()
        self.assertEqual(len(self._sample()), 5 + 3)
        self.assertLess(sample, self._sample())
        self.company.telecom_log_sample = 0.1
        self.assertEqual(len(self._sample()), 5 + 3)

    def test_what_was_drawn_stays_drawn(self):
        """One by one, ten logs: after the first, the sixth adds the second."""
        drawn = self.env["telecom.sales.log"]
        for number, day in enumerate(DAYS, 1):
            self._submit(self.anna, day)
            self.assertLessEqual(drawn, self._sample())
            drawn = self._sample()
            self.assertEqual(len(drawn), 1 if number < 6 else 2)

    def test_returned_log_stays_in_the_sample(self):
        self._submit(self.anna, *DAYS)
        drawn = self._sample()
        log = drawn[0].with_user(self.county_manager)
        log._return_to_writer("Say more")
        self.assertEqual(self._sample(), drawn)
        log.with_user(self.anna.user_id).action_submit()
        self.assertEqual(self._sample(), drawn)
        with self._refused(AccessError, "use the buttons"):
            drawn[0].with_user(self.anna.user_id).is_sampled = False

    def test_inspected_logs_are_not_replaced(self):
        self._submit(self.anna, *DAYS)
        first, second = self._sample()
        self._inspect(first.sudo(False), self.county_manager)
        self.env.flush_all()
        self.assertEqual(self._sample(), first | second)
        action = self.env.ref("telecom_sales_system.telecom_sales_log_action_sample")
        logs = self.env["telecom.sales.log"].with_user(self.county_manager)
        domain = [("is_sampled", "=", True), ("state", "=", "submitted")]
        self.assertIn("'submitted'", action.domain)
        self.assertEqual(logs.search(domain).ids, second.ids)

    def test_months_are_drawn_apart(self):
        """One log of March and one of April: each month gives one."""
        logs = self._submit(self.anna, "2026-03-31", "2026-04-01")
        self.assertEqual(self._sample(), logs.with_env(self.env))


@tagged("post_install", "-at_install")
@freeze_time("2026-04-24 10:00:00")
class TestSalesLogAccess(SalesLogCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cara = cls._create_salesperson("cara", "C-003", cls.outlet)
        cls.logs = {
            person: cls._submit(person, "2026-04-20")
            for person in (cls.anna, cls.bert, cls.cara)
        }
        cls.env.flush_all()

    def _writers(self, model="telecom.sales.log"):
        records = self.env[model].search([])
        return sorted(set(records.sudo().user_id.mapped("login")))

    @users("anna")
    def test_own(self):
        self.assertEqual(self._writers(), ["anna"])
        self.assertEqual(self._writers("telecom.sales.log.due"), ["anna"])
        with self.assertRaises(AccessError):
            self._log_for(self.bert)

    def _log_for(self, person):
        self.env["telecom.sales.log"].create(
            {"salesperson_id": person.id, "date": "2026-04-21"}
        )

    @users("county_manager")
    def test_subtree(self):
        self.assertEqual(self._writers(), ["anna", "cara"])
        self.assertEqual(self._writers("telecom.sales.log.due"), ["anna", "cara"])
        with self.assertRaises(AccessError):
            self._log_for(self.anna)
        self._inspect(self.logs[self.cara], self.env.user)

    @users("service", "leader", "auditor")
    def test_whole_company(self):
        self.assertEqual(self._writers(), ["anna", "bert", "cara"])

    @users("leader", "auditor")
    def test_others_only_read(self):
        with self.assertRaises(AccessError):
            self.logs[self.anna].with_env(self.env).action_open_inspection()
        with self.assertRaises(AccessError):
            self.logs[self.anna].with_env(self.env).plan = "x"

    @users("county_manager")
    def test_dialog_shows_nothing_that_one_may_not_read(self):
        wizard = self.env["telecom.sales.log.inspection"].create(
            {"log_id": self.logs[self.bert].id}
        )
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            wizard.read(["plan"])


@tagged("post_install", "-at_install")
class TestSalesLogRpc(SalesLogCommon, RpcCase):
    @mute_logger("odoo.http")
    def test_state_cannot_be_set_from_outside(self):
        log = self._log(self.anna, "2026-04-20")
        vals = {"state": "inspected", "score": 100}
        for door in (self._call_kw, self._execute_kw):
            _result, message = door(
                self.anna.user_id, "telecom.sales.log", "write", log.ids, vals
            )
            self.assertIn("use the buttons", message)
        _result, message = self._call_kw(
            self.anna.user_id,
            "telecom.sales.log",
            "_apply_inspection",
            log.ids,
            100,
            "x",
        )
        self.assertIn("Private methods", message)
        self.assertEqual(log.state, "draft")

    @mute_logger("odoo.http", "odoo.sql_db")
    def test_second_log_of_a_day_names_the_first(self):
        self._log(self.anna, "2026-04-20")
        vals = {"salesperson_id": self.anna.id, "date": "2026-04-20"}
        _result, message = self._call_kw(
            self.anna.user_id, "telecom.sales.log", "create", [vals]
        )
        self.assertRegex(message, "Sales log anna.* · 04/20/2026, field Day: there is")


@tagged("post_install", "-at_install")
@freeze_time("2026-04-24 10:00:00")
class TestSalesLogPaper(SalesLogCommon):
    def _page(self, logs):
        reports = self.env["ir.actions.report"]
        content, _kind = reports._render_qweb_html(REPORT, logs.ids)
        return html.fromstring(content)

    def test_month_of_a_person(self):
        """2 logs of Anna's April; that of 17 April is late; 1 inspected with 80."""
        self._meet("Review", "2026-04-24 01:00:00", "2026-04-24 02:00:00", self.anna)
        log = self._log(self.anna, "2026-04-24", problems="Rain")
        log.action_submit()
        self._submit(self.anna, "2026-04-17")
        self._submit(self.anna, "2026-03-31")
        self._inspect(log, self.county_manager)
        page = self._page(log)
        cells = [cell.text_content().strip() for cell in page.xpath("//table[1]//td")]
        self.assertEqual(cells[:6], ["Cili", "Team Cili", "2", "1", "1", "80.0"])
        text = " ".join(page.text_content().split())
        self.assertIn("Meetings 09:00 Review", text)
        self.assertIn("Problems Rain", text)
        self.assertIn("Submitted · 2026-04-24 18:00 · late", text)
        self.assertNotIn("03/31", text)
        self.assertEqual(len(page.xpath("//*[@class='ts-page-number']")), 1)

    def test_long_texts_go_on_over_pages(self):
        """10 days of 30 lines: 10 x (1 + 1 + 1 + 1 + 30) rows at 51 a page."""
        long_text = "\n".join(f"line {n}" for n in range(30))
        for day in DAYS:
            self._log(self.anna, day, plan=long_text).action_submit()
        page = self._page(self.env["telecom.sales.log"].search([], limit=1))
        numbers = page.xpath("//*[@class='ts-page-number']")
        self.assertGreaterEqual(len(numbers), 7)
        self.assertEqual(page.text_content().count("line 29"), 10)

    def test_one_paper_per_person_and_month(self):
        logs = self._submit(self.anna, *DAYS[:3]) | self._submit(self.bert, DAYS[0])
        page = self._page(logs)
        self.assertEqual(len(page.xpath("//*[@class='ts-title']")), 2)
