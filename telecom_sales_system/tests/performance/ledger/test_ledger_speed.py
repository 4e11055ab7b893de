from freezegun import freeze_time

from odoo.tests import tagged

from ...common import PerformanceCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-15")
class TestLedgerSpeed(PerformanceCommon):
    """Computing works on sets: more invoices do not make more queries."""

    def _receive(self, count):
        for _number in range(count):
            self._pay(self._create_customer_invoice(10, "2026-01-10"), "2026-01-20", 9)

    def _count_queries(self):
        # Warm: the second run reads records that the first had in its cache.
        for _run in range(2):
            self.january.action_compute()
            self.env.flush_all()
            self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.january.action_compute()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def test_as_many_queries_for_ten_times_as_much(self):
        """2 receipts and 20 receipts: the same number of queries."""
        self._receive(2)
        few = self._count_queries()
        self.assertEqual(self.january.entry_count, 2)
        self._receive(18)
        many = self._count_queries()
        self.assertEqual(self.january.entry_count, 20)
        self.assertEqual(many, few)
