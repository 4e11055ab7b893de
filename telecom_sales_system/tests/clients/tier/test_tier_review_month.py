from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged

from ..common import ClientCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-15")
class TestTierReviewMonth(ClientCommon):
    """The scheduled proposal, and how many queries a review takes."""

    def _reviews(self):
        return self.env["telecom.tier.review"].search(
            [("company_id", "=", self.env.company.id)]
        )

    def _propose(self):
        self.env["telecom.tier.review"]._create_last_month_review()

    def test_once_a_month(self):
        """February's review in March, on whatever day; March's in April.

        February's is the opening review; as long as it waits, there is no other.
        """
        self._bill(self.client, 10_000, "2025-06-10")
        self._propose()
        with freeze_time("2026-03-31"):
            self._propose()
        review = self._reviews()
        self.assertEqual(review.as_of, fields.Date.to_date("2026-02-28"))
        self.assertEqual((review.state, review.upgrade_count), ("computed", 1))
        self.assertFalse(self.client.tier_id)
        with freeze_time("2026-04-01"):
            self._propose()
            self.assertEqual(self._reviews(), review)
            review.action_apply()
            self._propose()
        self.assertEqual(
            self._reviews().mapped("as_of"),
            [fields.Date.to_date(day) for day in ("2026-03-31", "2026-02-28")],
        )

    def test_department_is_asked_until_it_is_applied(self):
        self._bill(self.client, 10_000, "2025-06-10")
        self._propose()
        review = self._reviews()
        activities = review.activity_ids
        self.assertIn(self.service, activities.user_id)
        self.assertNotIn(self.leader, activities.user_id)
        self.assertEqual(
            set(activities.mapped("summary")), {"Decide on the tiers of 1 clients"}
        )
        review.with_user(self.service).action_apply()
        self.assertFalse(review.activity_ids)

    def test_cron(self):
        """The scheduled action, run twice by Odoo, leaves one review."""
        cron = self.env.ref("telecom_sales_system.ir_cron_propose_tiers")
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
            cron.method_direct_trigger()
        self.assertEqual(
            self._reviews().mapped("as_of"), [fields.Date.to_date("2026-02-28")]
        )

    def _bill_clients(self, count):
        for number in range(count):
            client = self._create_client(f"Client {number}", self.county)
            self._bill(client, 10_000, "2025-06-10")

    def _count_queries(self, review):
        for _run in range(2):  # warm: the third run is measured
            review.action_compute()
            self.env.flush_all()
            self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        review.action_compute()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def test_as_many_queries_for_ten_times_as_many_clients(self):
        """2 clients and 20 clients: the same number of queries."""
        review = self.env["telecom.tier.review"].create({"as_of": "2026-02-28"})
        self._bill_clients(2)
        few = self._count_queries(review)
        self.assertEqual(review.upgrade_count, 2)
        self._bill_clients(18)
        many = self._count_queries(review)
        self.assertEqual(review.upgrade_count, 20)
        self.assertEqual(many, few)
