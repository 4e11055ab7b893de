import os
import signal
import time
from unittest.mock import patch

from odoo import Command, sql_db
from odoo.modules.registry import Registry
from odoo.tests import tagged
from odoo.tests.common import get_db_name
from odoo.tools import SQL

from ...performance.committed import CommittedPeriod

OF_THE_MONTH = SQL("period_id = (SELECT MAX(id) FROM telecom_period)")
ALL = SQL("TRUE")
# What each step leaves: tables, and which of their rows.
LEFT = {
    "ledger": {"telecom_performance_entry": OF_THE_MONTH},
    "arrears": {"telecom_arrears_balance": OF_THE_MONTH, "telecom_blacklist_case": ALL},
    "clients": {
        "telecom_tier_review": ALL,
        "telecom_tier_review_line": ALL,
        "mail_activity": SQL("res_model = 'telecom.tier.review'"),
    },
    "contest": {"telecom_contest_standing": ALL},
    "metrics": {"telecom_metric_value": OF_THE_MONTH},
    "cards": {"telecom_assessment": OF_THE_MONTH},
    "circulars": {"telecom_circular": OF_THE_MONTH},
}
STEPS = list(LEFT)
AT_ONCE = 20_000


@tagged("post_install", "-at_install")
class TestCloseKilled(CommittedPeriod):
    """`kill -9` of the process that closes a month which was computed before.

    600 of 1,000 were in then, the client was of the county and owed the rest. The 400
    have come since, and the review of tiers was thrown away: each step has to write.
    """

    def setUp(self):
        super().setUp()
        with self._open() as env:
            units = env["telecom.sales.unit"]
            env.company.telecom_arrears_started_on = "2026-01-01"
            city = units.create({"name": "City", "code": "KC", "kind": "city"})
            county = units.create(
                {
                    "name": "County",
                    "code": "KN",
                    "kind": "county",
                    "parent_id": city.id,
                }
            )
            client = self.made[0].with_env(env)
            client.sales_unit_id = county
            contest = env["telecom.contest"].create(
                {
                    "name": "Killed",
                    "date_from": "2026-01-01",
                    "date_to": "2026-12-31",
                    "category_ids": [Command.create({"name": "Units", "kind": "unit"})],
                }
            )
            contest.action_start()
            self.made = [contest, *self.made, county, city]
            self._period(env).action_run()
            self._pay(env, 400)
            env["telecom.tier.review"].search([]).unlink()
            env.cr.commit()
        self.first = self._left()

    def _clear_away(self):
        with self._open() as env:
            env.company.telecom_close_at_once = AT_ONCE
            env.company.telecom_arrears_started_on = False
            period = self._period(env)
            # The database keeps closed months.
            trigger = "ALTER TABLE telecom_period %s TRIGGER telecom_period_keep_update"
            env.cr.execute(trigger % "DISABLE")
            env.cr.execute(
                "UPDATE telecom_period SET state = 'open', run_state = NULL"
                " WHERE id = %s",
                [period.id],
            )
            env.cr.execute(trigger % "ENABLE")
            env.invalidate_all()
            cards = env["telecom.assessment"].search([("period_id", "=", period.id)])
            cards.unlink()
            period.circular_ids.unlink()
            env["telecom.tier.review"].search([]).unlink()
            env["telecom.blacklist.case"].search([]).unlink()
            # Through the ORM, what a unit owed is not taken off its list.
            env.cr.execute(
                """
                DELETE FROM telecom_metric_value;
                DELETE FROM telecom_unit_report;
                DELETE FROM mail_activity WHERE res_model = 'telecom.duty';
                DELETE FROM telecom_duty;
                DELETE FROM telecom_contest_standing;
                UPDATE telecom_contest SET state = 'draft'
                 WHERE name ->> 'en_US' = 'Killed'
                """
            )
            env.cr.commit()
        return super()._clear_away()

    def test_killed_at_each_step(self):
        """Nothing of that step and of those after it is there, all before it is. Killed
        when it has frozen the month, it has not; the next process closes it."""
        self._queue("action_run_and_close")
        for place, code in enumerate(STEPS):
            with self.subTest(code):
                self._job_killed_in("telecom.period.problem", f"_find_{code}")
                waiting = len(STEPS) - place
                states = ["done"] * place + ["waiting"] * waiting
                self.assertEqual(self._state()[1:], ("queued", states))
                self._assert_written(STEPS[:place])
        self._job_killed_in("telecom.period", "_close_period")
        all_done = ["done"] * len(STEPS)
        self.assertEqual(self._state(), ("computed", "queued", all_done))
        self._run_job()
        self.assertEqual(self._state(), ("closed", False, all_done))
        self._assert_written(STEPS)
        self.assertEqual(self._cash(), [400, 600])

    def test_killed_in_the_foreground(self):
        """A run at once is one transaction: the month is as it was computed before."""
        before = self._state()
        for model, method in (
            ("telecom.period.problem", "_find_ledger"),
            ("telecom.period.problem", "_find_circulars"),
            ("telecom.period", "_close_period"),
        ):
            with self.subTest(method):
                self._killed_in(
                    lambda env: self._period(env).action_run_and_close(), model, method
                )
                self.assertEqual(self._state(), before)
                self._assert_written([])

    def test_paid_back_while_a_close_lies_killed(self):
        """The 400 are taken back after the last step: the month closes with the 600."""
        self._queue("action_run_and_close")
        self._job_killed_in("telecom.period", "_close_period")
        self.assertEqual(self._cash(), [400, 600])
        with self._open() as env:
            invoice = env["account.move"].browse(self.invoice_id)
            payment = invoice.reconciled_payment_ids.filtered(lambda p: p.amount == 400)
            payment.action_draft()
            payment.unlink()
            env.cr.commit()
        self._run_job()
        self.assertEqual(self._state()[:2], ("closed", False))
        self.assertEqual(self._cash(), [600])

    def test_run_that_does_not_close_goes_on(self):
        """What was done before it was killed is not done again."""
        self._queue("action_run")
        self._job_killed_in("telecom.period.problem", "_find_metrics")
        done = self._left()
        self._run_job()
        now = self._left()
        for code in ("ledger", "arrears", "clients", "contest"):
            self.assertEqual(now[code], done[code], code)
        self._assert_written(STEPS)
        self.assertEqual(self._state(), ("computed", False, ["done"] * len(STEPS)))

    def _left(self):
        """The rows that each step leaves, by step and table."""
        with self._open() as env:
            return {
                code: {
                    table: env.execute_query(
                        SQL(
                            "SELECT to_jsonb(t) FROM %s t WHERE %s ORDER BY id",
                            SQL.identifier(table),
                            rows,
                        )
                    )
                    for table, rows in tables.items()
                }
                for code, tables in LEFT.items()
            }

    def _assert_written(self, written):
        """Steps have changed all their tables, the others none."""
        now = self._left()
        for code, tables in LEFT.items():
            for table in tables:
                changed = now[code][table] != self.first[code][table]
                self.assertEqual(changed, code in written, table)

    def _state(self):
        with self._open() as env:
            period = self._period(env)
            return period.state, period.run_state, period.step_ids.mapped("state")

    def _cash(self):
        with self._open() as env:
            return sorted(self._period(env).entry_ids.mapped("cash"))

    def _queue(self, button):
        with self._open() as env:
            env.company.telecom_close_at_once = 0
            getattr(self._period(env), button)()
            env.cr.commit()

    def _run_job(self):
        with self._open() as env:
            env["telecom.period"]._cron_run()

    def _job_killed_in(self, model, method):
        self._killed_in(lambda env: env["telecom.period"]._cron_run(), model, method)

    def _killed_in(self, run, model, method):
        """Run something in a process of its own, which dies at the end of a method."""
        reading, writing = os.pipe()
        process = os.fork()
        if not process:
            try:
                self._die_in(run, model, method, writing)
            finally:
                os.kill(os.getpid(), signal.SIGKILL)
        os.close(writing)
        _pid, status = os.waitpid(process, 0)
        with open(reading) as end:
            reached, _space, backend = end.read().partition(" ")
        self.assertEqual(reached, method)
        self.assertEqual(os.WTERMSIG(status), signal.SIGKILL)
        self._wait_for_end_of_backend(int(backend))

    def _wait_for_end_of_backend(self, pid):
        """Wait until PostgreSQL has noticed the death and let go of the locks."""
        query = SQL("SELECT 1 FROM pg_stat_activity WHERE pid = %s", pid)
        deadline = time.monotonic() + 10
        with self._open() as env:
            while env.execute_query(query) and time.monotonic() < deadline:
                env.execute_query(SQL("SELECT pg_stat_clear_snapshot()"))
                time.sleep(0.01)

    def _die_in(self, run, model, method, writing):
        # The parent keeps its connections (let go of, they would be closed for it);
        # this process makes its own.
        self.pools = sql_db._Pool, sql_db._Pool_readonly
        sql_db._Pool = sql_db._Pool_readonly = None
        registry = Registry(get_db_name())
        registry._db = sql_db.db_connect(get_db_name())
        original = getattr(registry[model], method)

        def die(records, *args):
            original(records, *args)
            records.env.flush_all()
            backend = records.env.cr.connection.info.backend_pid
            os.write(writing, f"{method} {backend}".encode())
            os.kill(os.getpid(), signal.SIGKILL)

        with self._open() as env, patch.object(registry[model], method, die):
            run(env)
