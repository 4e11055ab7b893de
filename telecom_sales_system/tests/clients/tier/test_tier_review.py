from freezegun import freeze_time
from psycopg2.errors import UniqueViolation

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged, users
from odoo.tools import mute_logger

from ..common import ClientCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-15")
class TestTierReview(ClientCommon):
    """Reviews as of 28 February 2026: revenue from 1 March 2025 on counts."""

    def _review(self, as_of="2026-02-28"):
        review = self.env["telecom.tier.review"].create({"as_of": as_of})
        review.action_compute()
        return review

    def _line(self, review, client=None):
        client = client or self.client
        return review.line_ids.filtered(lambda line: line.partner_id == client)

    def test_twelve_months(self):
        """1 March 2025 to 28 February 2026 is a year, in a leap year as well."""
        reviews = self.env["telecom.tier.review"]
        for as_of, first_day in (
            ("2026-02-28", "2025-03-01"),
            ("2024-02-29", "2023-03-01"),
            ("2025-02-28", "2024-03-01"),
            ("2026-01-15", "2025-01-16"),
        ):
            review = reviews.create({"as_of": as_of})
            self.assertEqual(review.date_from, fields.Date.to_date(first_day))

    def test_thresholds_at_the_cent(self):
        """9,999.99 stays out, 10,000.00 is silver, 199,999.99 too, 200,000.00 gold."""
        clients = {
            amount: self._create_client(f"Client {amount}", self.county)
            for amount in (9_999.99, 10_000, 199_999.99, 200_000)
        }
        for amount, client in clients.items():
            self._bill(client, amount, "2025-06-10")
        review = self._review()
        lines = [self._line(review, client) for client in clients.values()]
        self.assertEqual(
            [(line.revenue, line.tier_id.name, line.direction) for line in lines],
            [
                (9_999.99, False, "same"),
                (10_000, "Silver", "new"),
                (199_999.99, "Silver", "new"),
                (200_000, "Gold", "new"),
            ],
        )
        self.assertEqual(review.upgrade_count, 3)

    def test_only_the_twelve_months_count(self):
        """1 March 2025: 6,000; 28 February 2026: 4,000. The days beside: no."""
        for amount, day in (
            (50_000, "2025-02-28"),
            (6_000, "2025-03-01"),
            (4_000, "2026-02-28"),
            (50_000, "2026-03-01"),
        ):
            self._bill(self.client, amount, day)
        line = self._line(self._review())
        self.assertEqual((line.revenue, line.proposed_tier_id), (10_000, self.silver))

    def test_credit_note_brings_a_downgrade(self):
        """Gold: 200,000 billed, 0.01 credited: 199,999.99 is silver."""
        self.client.tier_id = self.gold
        self._bill(self.client, 200_000, "2025-06-10")
        self._bill(self.client, 0.01, "2026-01-10", move_type="out_refund")
        line = self._line(self._review())
        self.assertEqual(
            (line.revenue, line.proposed_tier_id, line.direction),
            (199_999.99, self.silver, "down"),
        )

    def test_savings_are_left_out(self):
        """8,000 of letters and 5,000 of policies: 8,000 does not reach silver."""
        self.savings.exclude_from_client_revenue = True
        self.client.tier_id = self.silver
        self._bill(self.client, 8_000, "2025-06-10")
        self._bill(self.client, 5_000, "2025-06-10", product=self.savings_product)
        line = self._line(self._review())
        self.assertEqual((line.revenue, line.direction), (8_000, "out"))

    def test_client_without_revenue_keeps_no_tier(self):
        self.client.tier_id = self.silver
        line = self._line(self._review())
        self.assertEqual((line.revenue, line.direction), (0, "out"))

    def test_evidence_adds_up_to_the_revenue(self):
        """7,000 + 4,000 - 500 = 10,500, and the list behind the button says so."""
        contact = self.env["res.partner"].create(
            {"name": "Buyer", "parent_id": self.client.id}
        )
        self._bill(self.client, 7_000, "2025-06-10")
        self._bill(contact, 4_000, "2025-07-10")
        self._bill(self.client, 500, "2025-08-10", move_type="out_refund")
        self._bill(self.client, 900, "2025-02-10")
        line = self._line(self._review())
        evidence = self.env["telecom.client.revenue"].search(
            line.action_open_revenue()["domain"]
        )
        self.assertEqual(line.revenue, 10_500)
        self.assertEqual(sum(evidence.mapped("amount")), 10_500)
        self.assertEqual(len(evidence), 3)

    def test_computing_changes_no_tier(self):
        self._bill(self.client, 10_000, "2025-06-10")
        self._review()
        self.assertFalse(self.client.tier_id)
        self.assertFalse(self.client.tier_history_ids)

    def test_tier_of_another_company_is_left_alone(self):
        other = self.env["res.company"].create({"name": "Other Bureau"})
        foreign = self.silver.copy({"company_id": other.id})
        self.client.tier_id = foreign
        self._bill(self.client, 200_000, "2025-06-10")
        self.assertFalse(self._line(self._review()))

    def test_override_needs_a_reason(self):
        """Out by its revenue of 0; the department keeps it, and says why."""
        self.client.tier_id = self.silver
        line = self._line(self._review())
        with self._refused(ValidationError, "Brewery.*Silver instead of no tier"):
            line.tier_id = self.silver
        with self._refused(ValidationError, "Brewery"):
            line.write({"tier_id": self.silver.id, "reason": "  "})
        line.write({"tier_id": self.silver.id, "reason": "Contract in April"})
        self.assertEqual((line.direction, line.is_overridden), ("same", True))

    def test_compute_again_keeps_overrides(self):
        """Kept in silver by hand; 200,000 billed since then proposes gold."""
        self.client.tier_id = self.silver
        review = self._review()
        self._line(review).write({"tier_id": self.silver.id, "reason": "Contract"})
        self._bill(self.client, 200_000, "2026-02-10")
        review.action_compute()
        line = self._line(review)
        self.assertEqual(
            (line.revenue, line.proposed_tier_id, line.tier_id, line.reason),
            (200_000, self.gold, self.silver, "Contract"),
        )
        self.assertEqual((line.direction, line.is_overridden), ("same", True))

    def test_compute_again_forgets_who_is_no_longer_concerned(self):
        self._bill(self.client, 10_000, "2025-06-10")
        review = self._review()
        self._bill(self.client, 10_000, "2025-06-11", move_type="out_refund")
        review.action_compute()
        self.assertFalse(self._line(review))

    def test_future_is_refused(self):
        with self._refused(ValidationError, "has not come yet"):
            self._review("2026-03-16")

    def test_second_open_review_of_a_day_is_refused(self):
        self._review()
        with mute_logger("odoo.sql_db"), self._refused(UniqueViolation, "open_uniq"):
            self._review()

    def test_day_of_a_computed_review_is_fixed(self):
        with self._refused(UserError, "is computed"):
            self._review().as_of = "2026-01-31"

    @users("service")
    def test_department_works_without_accounting(self):
        self._bill(self.client.sudo(), 10_000, "2025-06-10")
        review = self._review()
        review.action_apply()
        self.assertEqual(self.client.sudo().tier_id, self.silver)
