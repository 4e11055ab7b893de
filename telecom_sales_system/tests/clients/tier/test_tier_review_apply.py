from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import ClientCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-15")
class TestTierReviewApply(ClientCommon):
    """Brewery rises to gold (200,000), Mill falls out (0), Hotel is new (10,000)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mill = cls._create_client("Mill", cls.county, cls.anna)
        cls.hotel = cls._create_client("Hotel", cls.branch, cls.bert)
        (cls.client + cls.mill).tier_id = cls.silver
        cls._bill(cls.client, 200_000, "2025-06-10")
        cls._bill(cls.hotel, 10_000, "2025-06-10")
        cls.review = cls.env["telecom.tier.review"].create({"as_of": "2026-02-28"})
        cls.review.action_compute()
        cls.review = cls.review.with_user(cls.service)

    def _tiers(self):
        return [client.tier_id.name for client in (self.client, self.mill, self.hotel)]

    def _line(self, client):
        return self.review.line_ids.filtered(lambda line: line.partner_id == client)

    def _histories(self):
        return self.env["telecom.client.tier.history"].search_count(
            [("partner_id", "in", (self.client + self.mill + self.hotel).ids)]
        )

    def test_counts(self):
        self.assertEqual(
            (
                self.review.upgrade_count,
                self.review.downgrade_count,
                self.review.unchanged_count,
            ),
            (2, 1, 0),
        )

    def test_upgrades_at_once_downgrades_with_the_review(self):
        self.review.action_apply_upgrades()
        self.assertEqual(self._tiers(), ["Gold", "Silver", "Silver"])
        self.assertEqual(self.review.state, "computed")
        self.review.action_apply()
        self.assertEqual(self._tiers(), ["Gold", False, "Silver"])
        self.assertEqual(self.review.state, "applied")
        self.assertEqual(self.review.applied_by_id, self.service)

    def test_history_tells_reason_and_revenue(self):
        self._line(self.mill).write({"tier_id": self.gold.id, "reason": "New owner"})
        self.review.action_apply()
        latest = [
            client.tier_history_ids.sorted("id")[-1]
            for client in (self.client, self.mill, self.hotel)
        ]
        name = self.review.display_name
        self.assertEqual(
            [(h.new_tier_id.name, h.revenue, h.reason, h.user_id) for h in latest],
            [
                ("Gold", 200_000, name, self.service),
                ("Gold", 0, f"{name}: New owner", self.service),
                ("Silver", 10_000, name, self.service),
            ],
        )
        self.assertEqual(self.hotel.key_client_since, fields.Date.today())

    def test_clients_tell_the_change(self):
        self.review.action_apply()
        self.cr.flush()
        notes = [client.message_ids[:1] for client in (self.client, self.mill)]
        name = self.review.display_name
        self.assertEqual(
            [(note.preview, note.create_uid) for note in notes],
            [
                (f"{name}: Silver → Gold", self.service),
                (f"{name}: Silver → no tier", self.service),
            ],
        )
        self.assertFalse(self.client.message_ids[:1].tracking_value_ids)

    def _queries_to_apply(self, count):
        """Apply a review of ``count`` new clients, up to the commit."""
        for n in range(count):
            client = self._create_client(f"New {n}", self.county, self.anna)
            self._bill(client, 10_000, "2024-06-10")
        self.cr.flush()
        review = self.env["telecom.tier.review"].create({"as_of": "2024-12-31"})
        review = review.with_user(self.service)
        review.action_compute()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        review.action_apply()
        self.cr.flush()
        queries = self.cr.sql_log_count - before
        self.assertEqual(review.upgrade_count, count)
        return queries

    def test_queries_do_not_grow_with_the_clients(self):
        """The first review fills the caches; two clients and seven cost the same."""
        self._queries_to_apply(1)
        few = self._queries_to_apply(2)
        self.assertEqual(self._queries_to_apply(7), few)

    def test_twice_is_as_once(self):
        """Two histories by hand, three by the review, and none the second time."""
        self.review.action_apply_upgrades()
        self.review.action_apply_upgrades()
        self.review.action_apply()
        self.review.action_apply()
        self.assertEqual(self._histories(), 2 + 3)

    def test_computing_between_leaves_what_is_applied(self):
        self.review.action_apply_upgrades()
        applied = self._line(self.client)
        self.review.action_compute()
        self.assertEqual(self._line(self.client), applied)
        self.assertEqual(applied.direction, "up")
        self.review.action_apply()
        self.assertEqual(self._histories(), 2 + 3)

    def test_tier_changed_meanwhile_is_told(self):
        self.hotel.tier_id = self.gold
        with self._refused(UserError, r"1 clients has changed.*\(Hotel\)"):
            self.review.action_apply()
        self.assertEqual(self._tiers(), ["Silver", "Silver", "Gold"])
        self.review.action_compute()
        self.assertEqual(self._line(self.hotel).direction, "down")
        self.review.action_apply()
        self.assertEqual(self._tiers(), ["Gold", False, "Silver"])

    def test_applied_review_never_changes(self):
        self.review.action_apply()
        with self._refused(UserError, "stays as it is"):
            self.review.note = "Other"
        with self._refused(UserError, "stays as it is"):
            self.review.action_compute()
        with self._refused(UserError, "stays as it is"):
            self.review.unlink()
        with self._refused(UserError, "Mill is “Applied” and stays"):
            self._line(self.mill).reason = "Other"

    def test_review_with_applied_upgrades_is_not_deleted(self):
        self.review.action_apply_upgrades()
        with self._refused(UserError, "applied already"):
            self.review.unlink()
        with self._refused(UserError, "Brewery is “Applied” and stays"):
            self._line(self.client).reason = "Other"

    def test_draft_is_not_applied(self):
        draft = self.env["telecom.tier.review"].create({"as_of": "2026-01-31"})
        with self._refused(UserError, "compute it before"):
            draft.action_apply()

    def test_only_the_department_runs_it(self):
        for user in (self.anna.user_id, self.county_manager, self.leader, self.auditor):
            review = self.review.with_user(user)
            for method in ("action_compute", "action_apply_upgrades", "action_apply"):
                with self._refused(AccessError, "customer service department"):
                    getattr(review, method)()

    def test_nobody_sets_by_hand_what_buttons_set(self):
        with self._refused(AccessError, "use the buttons"):
            self.review.state = "applied"
        for vals in ({"revenue": 1}, {"proposed_tier_id": self.gold.id}):
            with self._refused(AccessError, "use the buttons"):
                self._line(self.mill).write(vals)

    def test_lines_are_seen_by_the_client_s_managers(self):
        """Anna leads Brewery and Mill in Cili, Bert leads Hotel."""
        for user, clients in (
            (self.anna.user_id, self.client + self.mill),
            (self.bert.user_id, self.hotel),
            (self.county_manager, self.client + self.mill),
            (self.leader, self.client + self.mill + self.hotel),
            (self.auditor, self.client + self.mill + self.hotel),
        ):
            lines = self.env["telecom.tier.review.line"].with_user(user).search([])
            seen = lines.sudo().filtered(lambda x: x.review_id == self.review.sudo())
            self.assertEqual(seen.partner_id, clients.sorted("name") & seen.partner_id)
            self.assertEqual(len(seen), len(clients), user.login)
