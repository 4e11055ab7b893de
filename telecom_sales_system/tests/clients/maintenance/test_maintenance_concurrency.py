import threading

from odoo import SUPERUSER_ID, Command
from odoo.api import Environment
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.tests import tagged
from odoo.tests.common import BaseCase, get_db_name
from odoo.tools import SQL, mute_logger

PATIENCE = 120  # seconds
APPROVALS = 20
AMOUNT = 300


@tagged("post_install", "-at_install")
class TestMaintenanceConcurrency(BaseCase):
    """Twenty approvals of 300 at once, each in a connection of its own.

    2 % of 100,000 are 2,000: enough for six (1,800), with 200 left.
    """

    def setUp(self):
        super().setUp()
        with self._open() as env:
            user = env["res.users"].create(
                {"name": "Enters", "login": "enters_expenses"}
            )
            unit = env["telecom.sales.unit"].create(
                {"name": "Busy", "code": "BUSY", "kind": "county"}
            )
            tier = env["telecom.client.tier"].search([], limit=1)
            client = env["res.partner"].create(
                {
                    "name": "Client",
                    "sales_unit_id": unit.id,
                    "tier_id": tier.id,
                    "key_client_since": "2025-01-01",
                }
            )
            invoice = env["account.move"].create(
                {
                    "move_type": "out_invoice",
                    "partner_id": client.id,
                    "invoice_date": "2025-06-10",
                    "invoice_line_ids": [
                        Command.create(
                            {"name": "Mail", "price_unit": 100000, "tax_ids": False}
                        )
                    ],
                }
            )
            invoice.action_post()
            entered = env(user=user.id, su=True)
            budget = entered["telecom.maintenance.budget"].create(
                {"unit_id": unit.id, "year": 2026}
            )
            budget.action_accrue()
            budget.with_env(env).action_approve()
            self.expenses = entered["telecom.maintenance.expense"].create(
                [
                    {
                        "name": f"Gift {number}",
                        "partner_id": client.id,
                        "date": "2026-03-01",
                        "amount": AMOUNT,
                    }
                    for number in range(APPROVALS)
                ]
            )
            self.made = [
                record.sudo() for record in (invoice, client, unit, user.partner_id)
            ]
            self.user, self.budget, self.client = user, budget, client
            self.addCleanup(self._clear_away)
            env.cr.commit()

    def _open(self):
        """Give the environment of a connection of its own."""
        return _Connection(Registry(get_db_name()))

    def _clear_away(self):
        with self._open() as env:
            # What is approved is never deleted, but by a test that made it.
            for table, column, record in (
                ("telecom_maintenance_expense", "budget_id", self.budget),
                ("telecom_maintenance_budget", "id", self.budget),
                ("telecom_client_tier_history", "partner_id", self.client),
            ):
                env.cr.execute(
                    SQL(
                        "DELETE FROM %s WHERE %s = %s",
                        SQL.identifier(table),
                        SQL.identifier(column),
                        record.id,
                    )
                )
            env.invalidate_all()
            invoice, *others = [record.with_env(env) for record in self.made]
            invoice.button_draft()
            invoice.with_context(force_delete=True).unlink()
            self.user.with_env(env).unlink()
            for record in others:
                record.unlink()
            env.cr.commit()

    def _approve(self, expense_id, start, refusals, failures):
        try:
            with self._open() as env:
                expense = env["telecom.maintenance.expense"].browse(expense_id)
                start.wait(PATIENCE)
                retrying(lambda: expense.action_approve(), env)
        except UserError as error:
            refusals.append(str(error))
        except Exception as error:
            failures.append(error)

    def test_twenty_at_once(self):
        start = threading.Barrier(APPROVALS)
        refusals, failures = [], []
        with mute_logger("odoo.sql_db", "odoo.service.model"):
            threads = [
                threading.Thread(
                    target=self._approve, args=(expense, start, refusals, failures)
                )
                for expense in self.expenses.ids
            ]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(PATIENCE)
        self.assertEqual(failures, [])
        self.assertEqual(len(refusals), 14)
        for refusal in refusals:
            self.assertRegex(refusal, r"Available: .*200\.00")
        with self._open() as env:
            budget = self.budget.with_env(env)
            self.assertEqual((budget.committed, budget.available), (1800, 200))
            approved = budget.expense_ids.filtered(lambda e: e.state == "approved")
            self.assertEqual(len(approved), 6)

    def test_older_view_starts_again(self):
        """The second began before the first was done: Odoo runs it once more.

        1,800 of 2,000 are gone by then, so it is told that 200 are left.
        """
        six, seventh = self.expenses[:6], self.expenses[6]
        with self._open() as first, self._open() as second:
            late = seventh.with_env(second)
            self.assertEqual(late.budget_id.available, 2000)
            six.with_env(first).action_approve()
            first.cr.commit()
            with (
                mute_logger("odoo.sql_db"),
                self.assertRaisesRegex(UserError, r"Available: .*200\.00"),
            ):
                retrying(lambda: late.action_approve(), second)


class _Connection:
    """A cursor outside any test transaction; what is not committed is rolled back."""

    def __init__(self, registry):
        self.cr = registry.cursor()

    def __enter__(self):
        return Environment(self.cr, SUPERUSER_ID, {})

    def __exit__(self, *_error):
        self.cr.close()
