import threading
import time

import psycopg2

from odoo import SUPERUSER_ID, Command
from odoo.api import Environment
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.tests import tagged
from odoo.tests.common import BaseCase, get_db_name
from odoo.tools import mute_logger

PATIENCE = 30  # seconds


@tagged("post_install", "-at_install")
class TestPeriodConcurrency(BaseCase):
    """Real connections at once, on committed data that each test clears away."""

    def setUp(self):
        super().setUp()
        with self._open() as env:
            category = env["product.category"].create({"name": "Mailing"})
            category.own_revenue_line_id = env.ref(
                "telecom_sales_system.revenue_line_letter"
            )
            product = env["product.product"].create(
                {"name": "Mailing", "type": "service", "categ_id": category.id}
            )
            client = env["res.partner"].create({"name": "Client"})
            invoice = env["account.move"].create(
                {
                    "move_type": "out_invoice",
                    "partner_id": client.id,
                    "invoice_date": "2026-01-10",
                    "invoice_line_ids": [
                        Command.create(
                            {
                                "product_id": product.id,
                                "price_unit": 1000,
                                "tax_ids": False,
                            }
                        )
                    ],
                }
            )
            invoice.action_post()
            period = env["telecom.period"].create({"date_from": "2026-01-01"})
            self.made = [client, product, category]
            self.invoice_id, self.period_id = invoice.id, period.id
            self.addCleanup(self._clear_away)
            self._pay(env, 600)
            env.cr.commit()

    def _open(self):
        """Give the environment of a connection of its own."""
        return _Connection(Registry(get_db_name()))

    def _pay(self, env, amount):
        wizard = env["account.payment.register"].with_context(
            active_model="account.move", active_ids=[self.invoice_id]
        )
        wizard.create(
            {"amount": amount, "payment_date": "2026-01-20"}
        )._create_payments()

    def _period(self, env):
        return env["telecom.period"].browse(self.period_id)

    def _read(self):
        """What everybody else sees: state, time, and id and cash of each entry."""
        with self._open() as env:
            period = self._period(env)
            return (
                period.state,
                period.computed_on,
                sorted((entry.id, entry.cash) for entry in period.entry_ids),
            )

    def _clear_away(self):
        with self._open() as env:
            period = self._period(env)
            env.cr.execute(
                "DELETE FROM telecom_performance_entry WHERE period_id = %s",
                [period.id],
            )
            env.invalidate_all()
            period.state = "open"
            period.unlink()
            env["account.payment.register"].search([]).unlink()
            invoice = env["account.move"].browse(self.invoice_id)
            payments = invoice.reconciled_payment_ids
            invoice.line_ids.remove_move_reconcile()
            payments.action_draft()
            payments.unlink()
            invoice.button_draft()
            invoice.with_context(force_delete=True).unlink()
            for record in self.made:
                record.with_env(env).unlink()
            env.cr.commit()

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


class _Connection:
    """A cursor outside any test transaction; what is not committed is rolled back."""

    def __init__(self, registry):
        self.cr = registry.cursor()

    def __enter__(self):
        return Environment(self.cr, SUPERUSER_ID, {})

    def __exit__(self, *_error):
        self.cr.close()
