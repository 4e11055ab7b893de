from freezegun import freeze_time

from odoo.tests import tagged, users

from .common import DashboardCommon

BLOCKS = ["goals", "trend", "close", "units", "ageing", "contest"]


@tagged("post_install", "-at_install")
@freeze_time("2026-02-10 02:00:00")
class TestDashboardBlocks(DashboardCommon):
    """The month at a glance. Points: January 350 of Cili and 700 of Letters, February
    140 of Cili; cash 3,000 and 400."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.points = cls.env.ref("telecom_sales_system.metric_points")
        cls.env["telecom.metric"].search(
            [("is_goal", "=", True), ("id", "!=", cls.points.id)]
        ).is_goal = False
        cls.points.is_goal = True

    def _blocks(self, user=None):
        dashboard = self.env["telecom.dashboard"].with_user(user or self.env.user)
        return {block["key"]: block for block in dashboard.read_page()["blocks"]}

    def _found(self, action):
        """The records that an action opens."""
        return self.env[action["res_model"]].search(action["domain"])

    def test_only_for_those_who_see_the_whole_company(self):
        for user in (self.service, self.leader, self.auditor):
            self.assertEqual(sorted(self._blocks(user)), sorted(BLOCKS))
        for user in (self.county_manager, self.anna.user_id):
            self.assertEqual(self._blocks(user), {})

    def test_the_plan_names_three_goals(self):
        """The plan "241": new business, new key clients, revenue of key clients."""
        self.env.invalidate_all()
        self.points.is_goal = False
        shipped = (
            "metric_new_business",
            "metric_key_clients_new",
            "metric_key_revenue",
        )
        metrics = self.env["telecom.metric"]
        for name in shipped:
            metrics |= self.env.ref(f"telecom_sales_system.{name}")
        metrics.is_goal = True
        goals = self._blocks(self.leader)["goals"]["goals"]
        self.assertEqual(
            [goal["key"] for goal in goals],
            ["new_business", "key_clients_new", "key_revenue"],
        )

    @users("leader")
    def test_goal_without_a_target(self):
        [goal] = self._blocks()["goals"]["goals"]
        self.assertEqual((goal["actual"], goal["target"]), ("1,190", ""))
        self.assertIsNone(goal["percent"])
        self.assertIsNone(goal["target_action"], "a leader enters no target")

    @users("service")
    def test_missing_target_can_be_entered(self):
        [goal] = self._blocks()["goals"]["goals"]
        context = goal["target_action"]["context"]
        self.assertEqual(context["default_metric_id"], self.points.id)
        self.assertEqual(context["default_unit_id"], self.city.id)

    @users("leader")
    def test_goal_against_target_and_time(self):
        """1,190 of 12,000 are 9.9 %; 2 of 12 months ask for 2,000, so it is behind. On
        10 February 41 of 365 days are over: 11 %. 1,190 of 7,140: 1,190 by now."""
        target = self.env["telecom.target"].sudo()
        target = target.create(
            {
                "metric_id": self.points.id,
                "unit_id": self.city.id,
                "year": 2026,
                "amount": 12_000,
            }
        )
        block = self._blocks()["goals"]
        self.assertEqual(block["title"], "Goals of 2026")
        self.assertEqual(block["note"], "until 02/10/2026, 11% of the year")
        self.assertAlmostEqual(block["elapsed"], 100 * 41 / 365)
        [goal] = block["goals"]
        self.assertEqual((goal["target"], goal["to_date"]), ("12,000", "2,000"))
        self.assertEqual(goal["percent_label"], "9.9")
        self.assertTrue(goal["is_behind"])
        self.assertEqual(goal["target_action"]["res_id"], target.id)
        self.assertEqual(
            self._found(goal["action"]).unit_id,
            self.city | self.county | self.branch | self.outlet,
        )
        target.amount = 7_140
        [goal] = self._blocks()["goals"]["goals"]
        self.assertFalse(goal["is_behind"])

    @users("auditor")
    def test_trend(self):
        block = self._blocks()["trend"]
        self.assertEqual(block["labels"], ["2026-01", "2026-02"])
        self.assertEqual(block["cash"], [3000, 400])
        self.assertEqual(block["points"], [1050, 140])
        january, february = map(self._found, block["actions"])
        self.assertEqual(sum(january.mapped("cash")), 3000)
        self.assertEqual(sum(february.mapped("cash")), 400)
        self.assertEqual(self._found(block["action"]), january | february)

    def test_trend_shows_thirteen_months(self):
        """From March 2026 to March 2027."""
        for number in range(1, 14):
            year, month = divmod(number + 1, 12)
            self._create_period(f"{2026 + year}-{month + 1:02}-01")
        with freeze_time("2027-03-10 02:00:00"):
            labels = self._blocks(self.leader)["trend"]["labels"]
        self.assertEqual((labels[0], labels[-1]), ("2026-03", "2027-03"))
        self.assertEqual(len(labels), 13)

    @users("leader")
    def test_units_ranked(self):
        """February: Cili 140, Letters 0; the year: 490 and 700."""
        block = self._blocks()["units"]
        self.assertEqual(block["month"], "2026-02")
        self.assertEqual(
            [
                (row["rank"], row["label"], row["points"], row["year"])
                for row in block["rows"]
            ],
            [(1, "Cili", "140", "490"), (2, "Letters", "0", "700")],
        )
        self.assertEqual([row["width"] for row in block["rows"]], [100, 0])
        entries = self._found(block["rows"][0]["action"])
        self.assertEqual(sum(entries.mapped("points")), 140)
        self.assertFalse(block["has_scores"])

    def test_units_with_their_score(self):
        self.february.with_user(self.service)._score_cards()
        card = self.env["telecom.assessment"].search(
            [
                ("unit_id", "=", self.county.id),
                ("period_id", "=", self.february.id),
                ("span", "=", "year"),
            ]
        )
        block = self._blocks(self.leader)["units"]
        self.assertEqual(block["rows"][0]["score"], f"{card.score:.2f}")
        self.assertIn(card, self._found(block["cards_action"]))

    @users("service")
    def test_close(self):
        """January is the oldest open month; its problem is the invoice to nobody."""
        block = self._blocks()["close"]
        self.assertEqual((block["month"], block["state"]), ("2026-01", "computed"))
        self.assertEqual(block["action"]["res_id"], self.january.id)
        self.assertEqual(block["steps_label"], "0 of 7 steps run")
        for problem in block["problems"]:
            self.assertEqual(problem["count"], len(self._found(problem["action"])))

    def test_close_of_the_month_after(self):
        self.january.action_close()
        block = self._blocks(self.leader)["close"]
        self.assertEqual((block["month"], block["state"]), ("2026-02", "open"))
        self.assertEqual(block["note"], "The month is not over yet.")

    def test_close_when_a_month_is_over_that_nobody_opened(self):
        """On 1 April March is over; on 31 March, its last day, it is not."""
        with freeze_time("2026-03-31 02:00:00"):
            self.january.action_close()
            self.february.action_compute()
            self.february.action_close()
            note = self._blocks(self.leader)["close"]["note"]
            self.assertEqual(note, "All months so far are closed.")
        with freeze_time("2026-04-01 02:00:00"):
            note = self._blocks(self.leader)["close"]["note"]
        self.assertEqual(
            note, "2026-03 is over, too, and has no month here yet: open it."
        )

    @users("leader")
    def test_ageing(self):
        """300 of the Brewery, due on 31 January: ten days, the first bucket."""
        block = self._blocks()["ageing"]
        self.assertEqual(block["value"], "300")
        self.assertEqual(block["note"], "overdue of 300 owed, 100.0%")
        self.assertEqual(
            [(b["label"], b["amount"], b["clients"]) for b in block["buckets"][:2]],
            [("Not due", "0", "0 clients"), ("1-30 days", "300", "1 clients")],
        )
        self.assertEqual(
            self._found(block["buckets"][1]["action"]).partner_id, self.client
        )
        self.assertFalse(self._found(block["buckets"][0]["action"]))

    def test_contest(self):
        """1,190 points since January: Bert 700, Anna 490."""
        block = self._blocks(self.leader)["contest"]
        self.assertEqual(block["empty"], "No contest is running.")
        # sudo: the sample is of the main company
        sample = self.env.ref("telecom_sales_system.contest_2008").sudo()
        contest = sample.copy(
            {
                "name": "Contest 2026",
                "date_from": "2026-01-01",
                "date_to": "2026-12-31",
                "company_id": self.env.company.id,
            }
        ).with_user(self.service)
        contest.action_start()
        block = self._blocks(self.leader)["contest"]
        self.assertFalse(block["empty"])
        self.assertEqual(
            [
                (item["rank"], item["label"], item["detail"])
                for item in block["categories"][0]["items"]
            ],
            [(1, self.bert.name, "700.00"), (2, self.anna.name, "490.00")],
        )
        self.assertEqual(self._found(block["action"]), contest.standing_ids)

    def test_nothing_yet(self):
        """A company without a month has a page all the same."""
        other = self.env["res.company"].create({"name": "New"})
        self.leader.company_ids |= other
        dashboard = self.env["telecom.dashboard"].with_user(self.leader)
        page = dashboard.with_context(allowed_company_ids=other.ids).read_page()
        blocks = {block["key"]: block for block in page["blocks"]}
        self.assertEqual(page["company"], "New")
        for key in ("trend", "close", "units", "contest"):
            self.assertTrue(blocks[key]["empty"], key)
        self.assertEqual(blocks["goals"]["note"], "No month has been measured yet.")

    def test_as_many_queries_for_more_units(self):
        """Twenty branches more, with figures, cards and duties."""
        february = self.february.with_user(self.service)
        february._score_cards()
        self._blocks(self.leader)
        before = self._queries()
        for number in range(20):
            self._create_unit(f"Branch {number}", f"B{number}", "branch", self.city)
        february.action_compute()
        february._score_cards()
        self.env.flush_all()
        self._blocks(self.leader)
        self.env.invalidate_all()
        with self.assertQueryCount(before):
            blocks = self._blocks(self.leader)
        self.assertEqual(len(blocks["units"]["rows"]), 12)
        self.assertEqual(blocks["units"]["more"], "and 10 more units")

    def _queries(self):
        self.env.invalidate_all()
        count = self.env.cr.sql_log_count
        self._blocks(self.leader)
        return self.env.cr.sql_log_count - count
