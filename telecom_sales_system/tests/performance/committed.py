"""A month on committed data, for tests with several connections or processes."""

from odoo import SUPERUSER_ID, Command
from odoo.api import Environment
from odoo.modules.registry import Registry
from odoo.tests.common import BaseCase, get_db_name


class CommittedPeriod(BaseCase):
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
                    "invoice_date_due": "2026-01-10",
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
        return Connection(Registry(get_db_name()))

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


class Connection:
    """A cursor outside any test transaction; what is not committed is rolled back."""

    def __init__(self, registry):
        self.cr = registry.cursor()

    def __enter__(self):
        return Environment(self.cr, SUPERUSER_ID, {})

    def __exit__(self, *_error):
        self.cr.close()
