from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from ..common import ClientCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-15")
class TestClientMerge(ClientCommon):
    """Brewery, gold, and its double, once silver, become one client."""

    def _merge(self, *clients):
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        ids = [client.id for client in clients]
        wizard._merge(ids, clients[0], extra_checks=False)

    def test_both_histories_are_kept(self):
        double = self._create_client("Brewery Ltd", self.county, self.bert)
        self.client.tier_id = self.gold
        double.tier_id = self.silver
        double.tier_id = False
        self._bill(self.client, 300, "2026-01-10")
        self._bill(double, 40, "2026-02-10")
        for client in self.client + double:
            self.env["telecom.client.survey"].create({"partner_id": client.id})
        self.env.flush_all()
        self._merge(self.client, double)
        self.assertFalse(double.exists())
        tiers = self.client.tier_history_ids.sorted("id").new_tier_id.mapped("name")
        self.assertEqual(tiers, ["Gold", "Silver"])
        self.assertEqual(len(self.client.tier_history_ids), 3)
        self.assertEqual(len(self.client.client_survey_ids), 2, "of the same day")
        self.assertEqual(self.client.client_revenue, 340)
        self.assertEqual(self.client.tier_id, self.gold)
        self.assertEqual(self.client.client_manager_id, self.anna)

    def test_the_lead_does_not_become_deputy_too(self):
        """Anna leads the one and deputises the other: she leads, there is no deputy."""
        double = self._create_client("Brewery Ltd", self.county, self.bert, self.anna)
        self._merge(self.client, double)
        self.assertEqual(self.client.client_manager_id, self.anna)
        self.assertFalse(self.client.deputy_manager_id)

    def test_the_tier_of_the_double_is_kept_and_logged(self):
        double = self._create_client("Brewery Ltd", self.county)
        double.tier_id = self.silver
        self._merge(self.client, double)
        self.assertEqual(self.client.tier_id, self.silver)
        self.assertTrue(self.client.is_key_client)
        self.assertEqual(self.client.tier_history_ids.new_tier_id, self.silver)

    def test_two_clients_of_one_review(self):
        """Each is proposed: 300 and 12,000; together 12,300, silver for the one left.

        The decision on the double, to keep it without tier, goes on.
        """
        double = self._create_client("Brewery Ltd", self.county, self.bert)
        self._bill(self.client, 300, "2026-01-10")
        self._bill(double, 12_000, "2026-02-10")
        review = self.env["telecom.tier.review"].create({"as_of": "2026-02-28"})
        review.action_compute()
        line = review.line_ids.filtered(lambda line: line.partner_id == double)
        line.write({"tier_id": False, "reason": "Pays late"})
        self._merge(self.client, double)
        self.env.invalidate_all()
        line = review.line_ids
        self.assertEqual((line.partner_id, line.revenue), (self.client, 12_300))
        self.assertEqual(line.proposed_tier_id, self.silver)
        self.assertEqual((line.tier_id.name, line.reason), (False, "Pays late"))
        review.action_apply()
        self.assertFalse(self.client.tier_id)

    def test_two_clients_of_an_applied_review(self):
        """Both lines stay, and the counts of the day; the next one has one line."""
        double = self._create_client("Brewery Ltd", self.county, self.bert)
        for client in self.client + double:
            self._bill(client, 12_000, "2026-01-10")
        review = self.env["telecom.tier.review"].create({"as_of": "2026-01-31"})
        review.action_compute()
        review.action_apply()
        self._merge(self.client, double)
        self.env.invalidate_all()
        self.assertEqual(len(review.line_ids), 2)
        self.assertEqual(review.upgrade_count, 2)
        after = self.env["telecom.tier.review"].create({"as_of": "2026-02-28"})
        after.action_compute()
        self.assertEqual(after.line_ids.revenue, 24_000)

    def test_one_upgrade_applied_before_the_merge(self):
        """The double's upgrade is applied, at 12,000. The brewery, gold, is proposed
        down: with 24,000 it is silver.
        """
        double = self._create_client("Brewery Ltd", self.county, self.bert)
        self.client.tier_id = self.gold
        self._bill(self.client, 12_000, "2026-01-10")
        self._bill(double, 12_000, "2026-01-10")
        review = self.env["telecom.tier.review"].create({"as_of": "2026-01-31"})
        review.action_compute()
        review.action_apply_upgrades()
        self._merge(self.client, double)
        self.env.invalidate_all()
        self._assert_lines(review, ("new", 12_000, True), ("down", 24_000, False))
        review.action_compute()
        self._assert_lines(review, ("new", 12_000, True), ("down", 24_000, False))
        review.action_apply()
        self.assertEqual(self.client.tier_id, self.silver)

    def _assert_lines(self, review, *lines):
        found = [
            (line.direction, line.revenue, bool(line.applied_on))
            for line in review.line_ids.sorted("revenue")
        ]
        self.assertEqual(found, sorted(lines, key=lambda line: line[1]))

    def test_own_upgrade_applied_before_the_merge(self):
        """The brewery became silver at 190,000; with the double's 20,000 it is gold."""
        double = self._create_client("Brewery Ltd", self.county, self.bert)
        double.tier_id = self.silver
        self._bill(self.client, 190_000, "2026-01-10")
        self._bill(double, 20_000, "2026-01-10")
        review = self.env["telecom.tier.review"].create({"as_of": "2026-01-31"})
        review.action_compute()
        review.action_apply_upgrades()
        self._merge(self.client, double)
        self.env.invalidate_all()
        self._assert_lines(review, ("new", 190_000, True), ("up", 210_000, False))
        review.action_apply()
        self.assertEqual(self.client.tier_id, self.gold)

    def test_decision_beside_an_applied_upgrade(self):
        """The double became silver; the brewery, gold, is to stay so: it stays."""
        double = self._create_client("Brewery Ltd", self.county, self.bert)
        self.client.tier_id = self.gold
        self._bill(self.client, 12_000, "2026-01-10")
        self._bill(double, 12_000, "2026-01-10")
        review = self.env["telecom.tier.review"].create({"as_of": "2026-01-31"})
        review.action_compute()
        line = review.line_ids.filtered(lambda line: line.partner_id == self.client)
        line.write({"tier_id": self.gold.id, "reason": "Host of the fair"})
        review.action_apply_upgrades()
        self._merge(self.client, double)
        self.env.invalidate_all()
        self._assert_lines(review, ("new", 12_000, True), ("same", 24_000, False))
        review.action_apply()
        self.assertEqual(self.client.tier_id, self.gold)

    def test_by_somebody_outside_the_department(self):
        """Whoever may merge contacts may merge clients: the highest tier goes on, and
        the history says why and who. Setting a tier stays with the department.
        """
        merger = new_test_user(
            self.env, "merger", groups="base.group_partner_manager,base.group_system"
        )
        doubles = [
            self._create_client(name, self.county, self.bert, tier_id=tier.id)
            for name, tier in (("B2", self.gold), ("B3", self.silver))
        ]
        clients = [client.with_user(merger) for client in (self.client, *doubles)]
        with self._refused(AccessError, "only the customer service department"):
            clients[0].tier_id = self.silver
        clients[0].env["base.partner.merge.automatic.wizard"].create({})._merge(
            [client.id for client in clients], clients[0], extra_checks=False
        )
        self.env.invalidate_all()
        self.assertEqual(self.client.tier_id, self.gold)
        row = self.client.tier_history_ids.filtered(
            lambda row: row.new_tier_id and row.user_id == merger
        )
        self.assertEqual(
            (row.new_tier_id, row.reason), (self.gold, "Tier of a merged client")
        )

    def test_three_clients_of_one_review(self):
        others = self._create_client("B2", self.county) + self._create_client(
            "B3", self.county
        )
        for client in self.client + others:
            self._bill(client, 5_000, "2026-01-10")
        review = self.env["telecom.tier.review"].create({"as_of": "2026-01-31"})
        review.action_compute()
        self._merge(self.client, *others)
        self.env.invalidate_all()
        self.assertEqual(review.line_ids.mapped("revenue"), [15_000])

    def test_tier_that_the_double_lost_is_not_the_clients(self):
        """Silver since January; its double was until February: it is a key client."""
        double = self._create_client("Brewery Ltd", self.county, self.bert)
        with freeze_time("2026-01-05"):
            (self.client + double).tier_id = self.silver
        with freeze_time("2026-02-05"):
            double.tier_id = False
        self._merge(self.client, double)
        history = self.env["telecom.client.tier.history"]
        for day in ("2026-01-31", "2026-02-28", "2026-03-31"):
            with self.subTest(day=day):
                rows = self.env.execute_query(history._get_key_clients_query(day))
                self.assertEqual(rows, [(self.client.id,)])

    def test_only_tables_with_rows_of_the_doubles_are_asked(self):
        """A tier gives a row of the history, a survey one of its own.

        Two new contacts have none: their merge asks none of the addon's tables but
        that of those who served a file, which the merge itself adds a row to.
        """
        wizard = self.env["base.partner.merge.automatic.wizard"].sudo().create({})
        relations = wizard._get_fk_on("res_partner")
        double = self.env["res.partner"].create({"name": "Double", "is_company": True})
        self.assertFalse(wizard._find_rows(relations, double))
        double.tier_id = self.silver
        survey = self.env["telecom.client.survey"].create({"partner_id": double.id})
        history, surveys = "telecom_client_tier_history", "telecom_client_survey"
        self.assertEqual(
            wizard._find_rows(relations, double | self.client),
            wizard._find_rows(relations, double)
            | wizard._find_rows(relations, self.client),
        )
        self.assertEqual(
            wizard._find_rows(relations, double),
            {(history, "partner_id"), (surveys, "partner_id")},
        )
        self._merge(self.client, double)
        self.assertEqual(survey.partner_id, self.client)
        self.assertEqual(wizard._get_fk_on("res_partner"), relations, "after a merge")

    def test_refused_merge_leaves_the_next_one_whole(self):
        """Four contacts are more than Odoo merges; then two of them are merged."""
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        clients = self.client
        for number in range(3):
            clients |= self._create_client(f"Double {number}", self.county)
        relations = wizard._get_fk_on("res_partner")
        with self.assertRaisesRegex(UserError, "more than 3 contacts"):
            wizard._merge(clients.ids, self.client)
        self.assertEqual(wizard._get_fk_on("res_partner"), relations)
        survey = self.env["telecom.client.survey"].create(
            {"partner_id": clients[-1].id}
        )
        self._merge(self.client, clients[-1])
        self.assertEqual(survey.partner_id, self.client)
