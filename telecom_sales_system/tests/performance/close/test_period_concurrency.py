import threading
import time

import psycopg2

from odoo.exceptions import UserError
from odoo.service.model import retrying
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..committed import CommittedPeriod

PATIENCE = 30  # seconds


@tagged("post_install", "-at_install")
class TestPeriodConcurrency(CommittedPeriod):
    def test_two_computations_at_once(self):
        """The second is told so, at once; after the first it can go ahead."""
        with self._open() as first, self._open() as second:
            self._period(first).action_compute()
            with self.assertRaisesRegex(
                UserError, "Period 2026-01: another computation is running"
            ):
                self._period(second).action_compute()
            second.cr.rollback()
            first.cr.commit()
            self._period(second).action_compute()
            second.cr.commit()
        state, _time, entries = self._read()
        self.assertEqual(state, "computed")
        self.assertEqual([cash for _id, cash in entries], [600])

    def test_computation_from_an_older_view_starts_again(self):
        """The second began before the first was done: Odoo runs it once more, and the
        entries are there once."""
        with self._open() as first, self._open() as second:
            second.cr.execute("SELECT 1")  # fixes what the second one sees
            self._period(first).action_compute()
            first.cr.commit()
            with mute_logger("odoo.sql_db"):
                retrying(lambda: self._period(second).action_compute(), second)
        self.assertEqual([cash for _id, cash in self._read()[2]], [600])

    def test_killed_half_way(self):
        """The server kills a computation after it has rewritten the entries: the
        database is as before, and the next computation finds 400 and 600."""
        with self._open() as env:
            self._period(env).action_compute()
            self._pay(env, 400)
            env.cr.commit()
        before = self._read()
        with self._open() as gate:
            # The computation stops here: its entries are written, its problems not yet.
            gate.cr.execute("LOCK TABLE telecom_period_problem IN SHARE MODE")
            failures = []
            runner = threading.Thread(
                target=self._compute_until_killed, args=(failures,)
            )
            runner.start()
            self._kill_when_blocked(gate.cr)
            runner.join(PATIENCE)
        self.assertEqual(len(failures), 1)
        self.assertEqual(self._read(), before)
        with self._open() as env:
            self._period(env).action_compute()
            env.cr.commit()
        self.assertEqual(sorted(cash for _id, cash in self._read()[2]), [400, 600])

    def _compute_until_killed(self, failures):
        with mute_logger("odoo.sql_db"):
            try:
                with self._open() as env:
                    self._period(env).action_compute()
            except psycopg2.Error as error:
                failures.append(error)

    def _kill_when_blocked(self, cr):
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            cr.execute(
                """
                SELECT pg_terminate_backend(pid) FROM pg_locks
                 WHERE relation = 'telecom_period_problem'::regclass AND NOT granted
                """
            )
            if cr.rowcount:
                return
            time.sleep(0.05)
        self.fail("the computation never came to its problems")
