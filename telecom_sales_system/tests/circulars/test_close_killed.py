import os
import signal
from unittest.mock import patch

from odoo import sql_db
from odoo.modules.registry import Registry
from odoo.tests import tagged
from odoo.tests.common import get_db_name

from ..performance.committed import CommittedPeriod

STEPS = ["ledger", "arrears", "clients", "contest", "metrics", "cards", "circulars"]
# What each step leaves, as a query of the month's rows.
LEFT = {
    "ledger": "SELECT id, cash FROM telecom_performance_entry WHERE period_id = %s",
    "arrears": "SELECT id, overdue FROM telecom_arrears_balance WHERE period_id = %s",
    "metrics": "SELECT id, month FROM telecom_metric_value WHERE period_id = %s",
    "cards": "SELECT id, score FROM telecom_assessment WHERE period_id = %s",
    "circulars": "SELECT id, state FROM telecom_circular WHERE period_id = %s",
}


@tagged("post_install", "-at_install")
class TestCloseKilled(CommittedPeriod):
    """`kill -9` of the process that closes, once at the end of each step."""

    def setUp(self):
        super().setUp()
        with self._open() as env:
            units = env["telecom.sales.unit"]
            city = units.create({"name": "City", "code": "KC", "kind": "city"})
            county = units.create(
                {
                    "name": "County",
                    "code": "KN",
                    "kind": "county",
                    "parent_id": city.id,
                }
            )
            self.made = [county, city, *self.made]
            env.company.telecom_close_at_once = 0
            self._period(env).action_run_and_close()
            env.cr.commit()

    def _clear_away(self):
        with self._open() as env:
            env.company.telecom_close_at_once = 20_000
            period = self._period(env)
            env.cr.execute(
                "UPDATE telecom_period SET state = 'open', run_state = NULL"
                " WHERE id = %s",
                [period.id],
            )
            env.invalidate_all()
            cards = env["telecom.assessment"].search([("period_id", "=", period.id)])
            cards.unlink()
            period.circular_ids.unlink()
            env["telecom.tier.review"].search([]).unlink()
            env.cr.execute("DELETE FROM telecom_metric_value")
            env.cr.commit()
        return super()._clear_away()

    def test_killed_at_each_step(self):
        """Nothing of that step is there, all before it is; the next process goes on
        with it, and in the end the month is closed."""
        for place, code in enumerate(STEPS):
            with self.subTest(code):
                before = self._rows(code)
                self._run_until_killed(code)
                self.assertEqual(self._rows(code), before)
                waiting = len(STEPS) - place
                states = ["done"] * place + ["waiting"] * waiting
                self.assertEqual(self._state(), ("queued", states))
        with self._open() as env:
            env["telecom.period"]._cron_run()
        self.assertEqual(self._state(), (False, ["done"] * len(STEPS)))
        with self._open() as env:
            period = self._period(env)
            self.assertEqual(period.state, "closed")
            self.assertEqual(period.entry_ids.mapped("cash"), [600])
        for code in ("ledger", "metrics", "cards", "circulars"):
            self.assertTrue(self._rows(code), code)

    def _rows(self, code):
        if code not in LEFT:
            return []
        with self._open() as env:
            env.cr.execute(f"{LEFT[code]} ORDER BY id", [self.period_id])
            return env.cr.fetchall()

    def _state(self):
        with self._open() as env:
            period = self._period(env)
            return period.run_state, period.step_ids.mapped("state")

    def _run_until_killed(self, code):
        """Run the job in a process of its own, which dies at the end of a step."""
        reading, writing = os.pipe()
        process = os.fork()
        if not process:
            try:
                self._die_at(code, writing)
            finally:
                os.kill(os.getpid(), signal.SIGKILL)
        os.close(writing)
        _pid, status = os.waitpid(process, 0)
        with open(reading, "rb") as end:
            self.assertEqual(end.read(), code.encode())
        self.assertEqual(os.WTERMSIG(status), signal.SIGKILL)

    def _die_at(self, code, writing):
        # The parent keeps its connections (let go of, they would be closed for it);
        # this process makes its own.
        self.pools = sql_db._Pool, sql_db._Pool_readonly
        sql_db._Pool = sql_db._Pool_readonly = None
        registry = Registry(get_db_name())
        registry._db = sql_db.db_connect(get_db_name())

        def die(_problems, _period):
            os.write(writing, code.encode())
            os.kill(os.getpid(), signal.SIGKILL)

        model = registry["telecom.period.problem"]
        with self._open() as env, patch.object(model, f"_find_{code}", die):
            env["telecom.period"]._cron_run()
