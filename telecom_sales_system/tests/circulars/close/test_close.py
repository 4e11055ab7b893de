from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time
from lxml import etree

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from ...assessment.scorecard.cards import CardCommon

STEPS = ["ledger", "arrears", "clients", "contest", "metrics", "cards", "circulars"]
RUN_BUTTONS = {"action_run", "action_run_and_close", "action_continue", "action_stop"}


@tagged("post_install", "-at_install")
class TestClose(CardCommon):
    """February, as computed in the base: nobody paid, Cili and Letters are assessed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.invoice = cls._create_customer_invoice(1000, "2026-02-10", cls.anna)
        cls._pay(cls.invoice, "2026-02-20", 600)
        cls.month = cls.february.with_user(cls.service)
        cls.cron = cls.env.ref("telecom_sales_system.ir_cron_run_close")

    def _steps(self):
        self.month.invalidate_recordset()
        return {step.code: step for step in self.month.step_ids}

    def _figures(self, code):
        return self._steps()[code].figures

    def _offered(self):
        """The buttons of the run that the month's page shows: ``{label: method}``."""
        page = etree.fromstring(self.month.get_view(view_type="form")["arch"])
        names = ["state", "run_state", "progress", "is_over"]
        [values] = self.month.read(names)
        return {
            button.get("string"): button.get("name")
            for button in page.find("header").iter("button")
            if button.get("name") in RUN_BUTTONS
            and not safe_eval(button.get("invisible", "False"), values)
        }

    def _press(self, label):
        return getattr(self.month, self._offered()[label])()

    def test_every_step_in_order_with_its_figures(self):
        """600 of 1,000 came in: 210 points at the rate of letters, 35 %."""
        self.assertFalse(self.month.action_run())
        self.assertEqual(self.month.step_ids.mapped("code"), STEPS)
        self.assertEqual(set(self.month.step_ids.mapped("state")), {"done"})
        self.assertEqual(self.month.progress, 100)
        self.assertEqual(
            self._figures("ledger"),
            {"entries": 1, "cash": 600, "converted_profit": 210, "points": 210},
        )
        # January's cards were not made yet: four of February
        self.assertEqual(self._figures("cards")["cards"], 4)
        self.assertEqual(self._figures("circulars"), {"drafts": 2, "issued": 0})
        self.assertEqual(self.month.state, "computed")
        self.assertFalse(self.month.run_state)
        summary = self._steps()["ledger"].with_context(lang="en_US").summary
        self.assertIn("Entries 1 · Cash Received", summary)
        self.assertIn("600.00", summary)

    def test_again_and_again(self):
        self.month.action_run()
        self._pay(self.invoice, "2026-02-25", 400)
        self.month.action_run()
        self.assertEqual(self._figures("ledger")["cash"], 1000)
        self.assertEqual(len(self.month.step_ids), len(STEPS))
        self.assertEqual(self._figures("circulars"), {"drafts": 2, "issued": 0})

    def test_problems_by_step(self):
        self.month.action_run()
        problems = self.month.problem_ids
        found = {problem.step for problem in problems}
        # No headcount, and lines that nobody has scored by hand.
        self.assertLessEqual({"metrics", "cards"}, found)
        steps = self._steps()
        for code in STEPS:
            here = problems.filtered(lambda problem, code=code: problem.step == code)
            self.assertEqual(steps[code].problem_count, len(here))
        order = problems.sorted().mapped("step")
        self.assertEqual(order, sorted(order, key=STEPS.index))
        for problem in problems:
            action = problem.action_open_records()
            count = self.env[action["res_model"]].search_count(action["domain"])
            self.assertEqual(count, problem.record_count, problem.message)

    def test_every_step_opens_what_it_made(self):
        self.month.action_run()
        for step in self.month.step_ids:
            action = step.action_open()
            self.env[action["res_model"]].search(action.get("domain") or [], limit=1)

    def test_close_with_one_button(self):
        self.assertFalse(self.month.action_run_and_close())
        self.assertEqual(self.month.state, "closed")
        self.assertEqual(self.month.closed_by_id, self.service)
        self.assertFalse(self.month.run_state)

    def test_after_the_close_only_what_is_left(self):
        self.month.action_run_and_close()
        before = self._steps()["ledger"].finished_on
        with freeze_time("2026-03-03 02:00:00"):
            self.month.action_run()
        steps = self._steps()
        self.assertEqual(steps["ledger"].finished_on, before)
        self.assertEqual(steps["cards"].finished_on - before, timedelta(days=1))
        self.assertEqual(self.month.state, "closed")

    def test_what_blocks_leaves_the_figures_and_says_why(self):
        """The close is offered again once the category has a revenue line; there is no
        step to go on with."""
        self.assertEqual(list(self._offered()), ["Close the Month", "Run Again"])
        category = self.invoice.invoice_line_ids.product_id.categ_id
        line, category.own_revenue_line_id = category.own_revenue_line_id, False
        notice = self._press("Close the Month")
        self.assertIn("cannot be closed", notice["params"]["message"])
        self.assertEqual(self.month.run_state, "stopped")
        self.assertIn("cannot be closed", self.month.run_message)
        self.assertEqual(self.month.state, "computed")
        self.assertEqual(self._figures("ledger")["cash"], 600)
        self.assertEqual(list(self._offered()), ["Close the Month", "Run Again"])
        category.own_revenue_line_id = line
        self.assertFalse(self._press("Close the Month"))
        self.assertEqual(self.month.state, "closed")
        self.assertEqual(list(self._offered()), ["Run Again"])

    def test_not_before_its_time(self):
        march = self.env["telecom.period"].create({"date_from": "2026-03-01"})
        for month, message in (
            (march.with_user(self.service), "before 2026-02"),
            (self.january.with_user(self.service), "is “Closed” and stays"),
        ):
            with self.assertRaisesRegex(UserError, message):
                month.action_run_and_close()

    def test_only_the_department(self):
        for user in (self.county_manager, self.leader, self.auditor):
            month = self.february.with_user(user)
            for button in RUN_BUTTONS:
                with self.assertRaises(AccessError):
                    getattr(month, button)()
            with self.assertRaises(AccessError):
                month.write({"run_state": False})
        self.month.action_run()
        with self.assertRaises(AccessError):
            self.month.step_ids[0].write({"seconds": 0})

    # In the background

    def _queue(self, button="action_run"):
        self.env.company.telecom_close_at_once = 0
        notice = getattr(self.month, button)()
        self.assertIn("run in the background", notice["params"]["message"])
        self.assertEqual(self.month.run_state, "queued")

    def _run_job(self):
        with self.enter_registry_test_mode():
            self.cron.method_direct_trigger()
        self.env.invalidate_all()

    def test_background_closes_as_well(self):
        self._queue("action_run_and_close")
        self.assertEqual(set(self.month.step_ids.mapped("state")), {"waiting"})
        self.assertTrue(
            self.env["ir.cron.trigger"].search([("cron_id", "=", self.cron.id)])
        )
        self._run_job()
        self.assertEqual(set(self.month.step_ids.mapped("state")), {"done"})
        self.assertEqual(self.month.state, "closed")
        self.assertEqual(self.month.closed_by_id, self.service)
        authors = self.month.circular_ids.author_id
        self.assertEqual(authors, self.service)

    def test_second_is_told_so(self):
        self._queue()
        self.assertEqual(list(self._offered()), ["Stop"])
        for button in ("action_run", "action_compute", "action_continue"):
            with self.assertRaisesRegex(
                UserError, "2026-02: its close is running already. service"
            ):
                getattr(self.month, button)()

    def test_stopped_and_continued(self):
        self._queue()
        self.month.action_stop()
        self._run_job()
        self.assertEqual(self.month.progress, 0)
        self.assertIn("Stopped by service", self.month.run_message)
        self._press("Continue")
        self._run_job()
        self.assertEqual(self.month.progress, 100)
        self.assertFalse(self.month.run_state)

    def test_failing_step_is_undone_and_told(self):
        """What was done before it stays; it goes on from there."""
        self._queue()
        period = self.env.registry["telecom.period"]
        error = UserError("No such figure")
        with patch.object(period, "_rebuild_metrics", side_effect=error):
            self._run_job()
        steps = self._steps()
        self.assertEqual(
            [steps[code].state for code in STEPS],
            ["done"] * 4 + ["failed", "waiting", "waiting"],
        )
        self.assertEqual(steps["metrics"].summary, "No such figure")
        self.assertEqual(self.month.run_message, "Metrics: No such figure")
        self.assertEqual(self.month.state, "open")
        before = steps["ledger"].finished_on
        self.assertEqual(list(self._offered()), ["Continue", "Run Again"])
        with freeze_time(before + timedelta(hours=1)):
            self._press("Continue")
            self._run_job()
        steps = self._steps()
        self.assertEqual(set(self.month.step_ids.mapped("state")), {"done"})
        self.assertEqual(steps["ledger"].finished_on, before)
        self.assertEqual(self.month.state, "computed")

    def test_close_that_goes_on_begins_anew(self):
        """The other 400 of the 1,000 come while it is stopped at the metrics: it closes
        with both, 350 points at 35 %."""
        self._queue("action_run_and_close")
        period = self.env.registry["telecom.period"]
        error = UserError("No such figure")
        with patch.object(period, "_rebuild_metrics", side_effect=error):
            self._run_job()
        self.assertEqual(self._figures("ledger")["cash"], 600)
        self._pay(self.invoice, "2026-02-25", 400)
        self._press("Continue")
        self._run_job()
        self.assertEqual(self.month.state, "closed")
        self.assertEqual(
            self._figures("ledger"),
            {"entries": 2, "cash": 1000, "converted_profit": 350, "points": 350},
        )
        self.assertEqual(sum(self.month.entry_ids.mapped("cash")), 1000)

    def test_what_blocks_a_close_that_goes_on_is_found_anew(self):
        """The category loses its revenue line while it is stopped at the last step: the
        month stays open to correction."""
        self._queue("action_run_and_close")
        period = self.env.registry["telecom.period"]
        error = UserError("No such figure")
        with patch.object(period, "_draft_circulars", side_effect=error):
            self._run_job()
        category = self.invoice.invoice_line_ids.product_id.categ_id
        category.own_revenue_line_id = False
        self._press("Continue")
        self._run_job()
        self.assertEqual(self.month.state, "computed")
        self.assertIn("cannot be closed", self.month.run_message)

    def test_large_means_more_than_the_setting(self):
        """February has two receivable lines: the invoice and its payment."""
        for limit, large in ((2, False), (1, True)):
            self.env.company.telecom_close_at_once = limit
            self.assertEqual(self.month._is_large(), large)

    def test_company_without_city_bureau(self):
        """Nobody would issue its circulars; here somebody does."""
        problems = self.env["telecom.period.problem"]
        self.assertEqual(problems._find_circulars(self.february), [])
        company = self.env["res.company"].create({"name": "Without"})
        month = self.env["telecom.period"].new({"company_id": company.id})
        [problem] = problems._find_circulars(month)
        self.assertIn("city bureau", problem["message"])

    def test_queries_do_not_grow_with_invoices(self):
        self.month.action_run()
        first = self._count_queries()
        for _index in range(5):
            invoice = self._create_customer_invoice(100, "2026-02-12", self.anna)
            self._pay(invoice, "2026-02-22")
        self.assertLessEqual(self._count_queries(), first)
        self.assertEqual(self._figures("ledger")["entries"], 6)

    def _count_queries(self):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.month.action_run()
        return self.env.cr.sql_log_count - before

    def test_tiers_are_asked_of_the_department_of_the_company(self):
        """A clerk of a sister company only is not asked; one of both companies is."""
        self.env["telecom.client.tier"].create(
            {"name": "Silver", "code": "silver", "threshold": 10_000}
        )
        here = self.env.company
        sister = self.env["res.company"].create({"name": "Sister Bureau"})
        stranger = self._create_user("stranger", "service")
        stranger.write(
            {"company_id": sister.id, "company_ids": [Command.set(sister.ids)]}
        )
        both = self._create_user("both", "service")
        both.company_ids = here | sister
        self.env.invalidate_all()
        self.month.action_run()
        review = self.env["telecom.tier.review"].search([("company_id", "=", here.id)])
        asked = review.activity_ids.user_id
        self.assertLessEqual(self.service | both, asked)
        self.assertNotIn(stranger, asked)

    def test_client_facts(self):
        """Two key clients before February; one is lost, one is new: 2, 1, 1."""
        tier = self.env["telecom.client.tier"].create(
            {"name": "Silver", "code": "silver", "threshold": 10_000}
        )
        history = self.env["telecom.client.tier.history"].sudo()
        clients = self.env["res.partner"].create([{"name": str(n)} for n in range(3)])
        stay, leave, come = clients
        for client, day, old, new in (
            (stay, "2025-06-01", False, tier),
            (leave, "2025-06-01", False, tier),
            (leave, "2026-02-10", tier, False),
            (come, "2026-02-11", False, tier),
        ):
            history.create(
                {
                    "partner_id": client.id,
                    "company_id": self.env.company.id,
                    "date": day,
                    "old_tier_id": old and old.id,
                    "new_tier_id": new and new.id,
                }
            )
        self.assertEqual(
            history._count_key_clients(
                self.env.company,
                fields.Date.to_date("2026-02-01"),
                fields.Date.to_date("2026-02-28"),
            ),
            (2, 1, 1),
        )
