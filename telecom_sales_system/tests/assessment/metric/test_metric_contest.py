from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged, users

from ..contest.contests import ContestCommon

YEAR = (date(2026, 1, 1), date(2026, 12, 31))


@tagged("post_install", "-at_install")
@freeze_time("2026-07-10 02:00:00")
class TestMetricContest(ContestCommon):
    """Anna 1,050,000 points, Bert 700,000; Team Cili 525,000 a head of two.

    In a band: Anna and her team in the county, Bert in the branch.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._sell(cls.anna, 3_000_000)
        cls._sell(cls.bert, 2_000_000)
        cls.contest.action_start()
        cls.metric = cls.env.ref("telecom_sales_system.metric_contest_reached")

    def test_bands_reached_by_units(self):
        units = self.city | self.county | self.branch | self.outlet
        self.assertEqual(
            self.metric._measure_scopes(units, *YEAR),
            {self.city.id: 3, self.county.id: 2, self.branch.id: 1, self.outlet.id: 0},
        )

    def test_contest_of_another_year(self):
        before = (date(2025, 1, 1), date(2025, 12, 31))
        self.assertEqual(
            self.metric._measure_scopes(self.city, *before), {self.city.id: 0}
        )

    def test_evidence_counts_as_many(self):
        for unit, number in ((self.city, 3), (self.county, 2), (self.outlet, 0)):
            model, domain = self.metric._get_evidence(unit, *YEAR)
            self.assertEqual(self.env[model].search_count(domain), number)

    def test_two_contests_count_a_person_once(self):
        """A second contest of the year, and a second category of people in it: still
        Anna, Bert and Team Cili."""
        second = self.contest.copy(
            {"name": "More", "date_from": "2026-01-01", "date_to": "2026-06-30"}
        )
        people = second.category_ids[0]
        people.copy({"contest_id": second.id})
        second.action_start()
        reached = second.standing_ids.filtered("band_id")
        self.assertEqual(len(reached), 5)
        units = self.city | self.county | self.branch
        self.assertEqual(
            self.metric._measure_scopes(units, *YEAR),
            {self.city.id: 3, self.county.id: 2, self.branch.id: 1},
        )
        for unit, number in ((self.city, 3), (self.county, 2), (self.branch, 1)):
            model, domain = self.metric._get_evidence(unit, *YEAR)
            self.assertEqual(self.env[model].search_count(domain), number)

    def test_a_person_who_moved_counts_once_in_the_city(self):
        """Bert reached a band of Letters' contest, and one as of Cili: the city counts
        him once, each of the two units once."""
        second = self.contest.copy(
            {"name": "More", "date_from": "2026-01-01", "date_to": "2026-06-30"}
        )
        second.action_start()
        moved = second.standing_ids.filtered(lambda s: s.salesperson_id == self.bert)
        # sudo: only the ranking writes standings
        moved.sudo().home_unit_id = self.county
        units = self.city | self.county | self.branch
        self.assertEqual(
            self.metric._measure_scopes(units, *YEAR),
            {self.city.id: 3, self.county.id: 3, self.branch.id: 1},
        )

    def _tile(self):
        page = self.env["telecom.dashboard"].read_page()
        [tile] = [tile for tile in page["tiles"] if tile["key"] == "contest"]
        return tile

    @users("bert")
    def test_tile_of_a_salesperson(self):
        tile = self._tile()
        self.assertEqual(tile["value"], "Place 2")
        self.assertEqual(tile["note"], "300,000.00 to One Million")
        action = tile["items"][1]["action"]
        standing = self.env[action["res_model"]].browse(action["res_id"])
        self.assertEqual(standing.salesperson_id, self.bert)

    @users("anna")
    def test_tile_of_the_first(self):
        tile = self._tile()
        self.assertEqual((tile["value"], tile["note"]), ("Place 1", "One Million"))

    @users("leader")
    def test_block_of_a_leader(self):
        page = self.env["telecom.dashboard"].read_page()
        [block] = [block for block in page["blocks"] if block["key"] == "contest"]
        self.assertEqual(block["title"], "Contest 2026")
        people = block["categories"][0]["items"]
        self.assertEqual(
            [(item["rank"], item["detail"]) for item in people],
            [(1, "1,050,000.00"), (2, "700,000.00"), (3, "0.00")],
        )

    @users("anna")
    def test_no_tile_without_a_running_contest(self):
        with freeze_time("2027-01-01 02:00:00"):
            page = self.env["telecom.dashboard"].read_page()
        self.assertNotIn("contest", [tile["key"] for tile in page["tiles"]])
