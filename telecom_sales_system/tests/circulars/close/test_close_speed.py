from freezegun import freeze_time

from odoo.tests import tagged

from ..common import CircularCommon

CLIENTS = 12


@tagged("post_install", "-at_install")
@freeze_time("2026-03-15")
class TestCloseSpeed(CircularCommon):
    """Every step of the close works on sets: more clients, invoices and debts make no
    more queries.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        sample = cls.env.ref("telecom_sales_system.contest_2008").sudo()
        contest = sample.copy(
            {
                "date_from": "2026-01-01",
                "date_to": "2026-12-31",
                "company_id": cls.env.company.id,
            }
        )
        contest.action_start()

    def _add_clients(self, number):
        """Clients of both units, who paid in February and owe something since then."""
        clients = self.env["res.partner"].create(
            [
                {
                    "name": f"Firm {number} {place}",
                    "is_company": True,
                    "sales_unit_id": (self.county if place % 2 else self.branch).id,
                    "client_manager_id": (self.anna if place % 2 else self.bert).id,
                }
                for place in range(number)
            ]
        )
        for client in clients:
            paid, _owed = (
                self._create_customer_invoice(
                    amount,
                    day,
                    client.client_manager_id,
                    partner_id=client.id,
                    invoice_date_due=day,
                )
                for amount, day in ((100, "2026-02-10"), (50, "2026-01-20"))
            )
            self._pay(paid, "2026-02-20")

    def _count_queries(self):
        """Return the queries of each step of February, when all has run before."""
        self.february.action_run()
        counts = {}
        for step in self.february.step_ids.sorted():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            step._run_step()
            self.env.flush_all()
            counts[step.code] = self.env.cr.sql_log_count - before
        return counts

    def test_as_many_queries_for_more_clients_and_lines(self):
        """Two clients with a debt each, and fourteen."""
        self._add_clients(2)
        self._count_queries()  # warm: templates and names are in Odoo's caches then
        few = self._count_queries()
        cases = self.env["telecom.blacklist.case"].search_count([])
        self.assertEqual(cases, 2)
        self._add_clients(CLIENTS)
        many = self._count_queries()
        cases = self.env["telecom.blacklist.case"].search_count([])
        self.assertEqual(cases, 2 + CLIENTS)
        self.assertEqual(many, few)
