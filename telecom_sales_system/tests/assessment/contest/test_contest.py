from datetime import date

from freezegun import freeze_time
from psycopg2.errors import UniqueViolation

from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .contests import ContestCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-07-10 02:00:00")
class TestContest(ContestCommon):
    def test_sample_and_its_copy(self):
        """双百优: 2 people >= 1,000,000, 5 >= 500,000, 20 teams, 5 of them
        >= 200,000 per head. The copy is of the next year, with all of it."""
        # sudo: the sample is of the main company
        sample = self.env.ref("telecom_sales_system.contest_2008").sudo()
        copy = sample.copy()
        self.assertEqual(
            (copy.date_from, copy.date_to), (date(2009, 1, 1), date(2009, 12, 31))
        )
        for contest in (sample, copy):
            self.assertEqual(contest.state, "draft")
            self.assertEqual(
                [
                    (category.kind, category.per_head, category.expected_count)
                    for category in contest.category_ids
                ],
                [("salesperson", False, 0), ("team", True, 20)],
            )
            self.assertEqual(
                [
                    (band.threshold, band.expected_count)
                    for band in contest.category_ids.band_ids
                ],
                [(1_000_000, 2), (500_000, 5), (200_000, 5)],
            )

    def test_bands_are_exclusive_and_gaps_lead_to_the_next(self):
        """Anna 3,000,000 * 0.35 = 1,050,000: in the million, not also in the half.
        Bert 2,000,000 * 0.35 = 700,000: in the half, 300,000 to go. Carla 1,000,000 *
        0.35 = 350,000: in none, 150,000 to go."""
        for person, amount in (
            (self.anna, 3_000_000),
            (self.bert, 2_000_000),
            (self.carla, 1_000_000),
        ):
            self._sell(person, amount)
        million, half = self.people.band_ids
        (million + half).write({"prize": 0})
        million.prize, half.prize = 5_000, 2_000
        self.contest.action_start()
        figures = {
            standing.salesperson_id: (
                standing.rank,
                standing.value,
                standing.band_id,
                standing.next_band_id,
                standing.gap,
                standing.prize,
            )
            for standing in self.contest.standing_ids
            if standing.salesperson_id
        }
        none = million.browse()
        self.assertEqual(
            figures,
            {
                self.anna: (1, 1_050_000, million, none, 0, 5_000),
                self.bert: (2, 700_000, half, million, 300_000, 2_000),
                self.carla: (3, 350_000, none, half, 150_000, 0),
            },
        )
        self.assertEqual((million.reached_count, half.reached_count), (1, 1))
        self.assertEqual(self.people.bands, "One Million 1/2 · Half a Million 1/5")
        self.assertEqual(self.people.entrant_count, 3)
        self.assertEqual(self._standing(self.bert).home_unit_id, self.branch)

    def test_bands_that_are_not_exclusive(self):
        """Anna 1,050,000, Bert 700,000: one in the million, both in the half. Her prize
        is the million's alone."""
        self._sell(self.anna, 3_000_000)
        self._sell(self.bert, 2_000_000)
        million, half = self.people.band_ids
        million.prize, half.prize = 5_000, 2_000
        self.contest.bands_exclusive = False
        self.contest.action_start()
        self.assertEqual((million.reached_count, half.reached_count), (1, 2))
        self.assertEqual(self._standing(self.anna).prize, 5_000)

    def test_at_the_threshold(self):
        """2,000,000 * 0.35 = 700,000: exactly the band; a cent more is not reached."""
        self._sell(self.anna, 2_000_000)
        million, half = self.people.band_ids
        million.threshold, half.threshold = 700_000.01, 700_000
        self.contest.action_start()
        standing = self._standing(self.anna)
        self.assertEqual(standing.band_id, half)
        self.assertEqual((standing.next_band_id, standing.gap), (million, 0.01))

    def test_equals_share_a_rank(self):
        """Anna and Bert 35 points each, Carla 3.5: places 1, 1 and 3."""
        self._sell(self.anna, 100)
        self._sell(self.bert, 100)
        self._sell(self.carla, 10)
        self.contest.action_start()
        self.assertEqual(
            [
                self._standing(person).rank
                for person in (self.anna, self.bert, self.carla)
            ],
            [1, 1, 3],
        )

    def test_months_of_the_contest_only(self):
        """January 100 and February 200 in yuan, the contest begins in February: 70."""
        self._sell(self.anna, 100)
        self._sell(self.anna, 200, "2026-02-10")
        self.contest.date_from = "2026-02-01"
        self.contest.action_start()
        self.assertEqual(self._standing(self.anna).value, 70)

    def test_days_of_the_contest_only(self):
        """15 January to 15 February, in yuan: 100 of the 14th and 800 of the 16th are
        outside, 200 of the 15th and 400 of the 15th inside: 600 * 0.35 = 210."""
        for amount, day in (
            (100, "2026-01-14"),
            (200, "2026-01-15"),
            (400, "2026-02-15"),
            (800, "2026-02-16"),
        ):
            self._sell(self.anna, amount, day)
        self.contest.write({"date_from": "2026-01-15", "date_to": "2026-02-15"})
        self.contest.action_start()
        standing = self._standing(self.anna)
        self.assertEqual(standing.value, 210)
        action = standing.action_open_evidence()
        entries = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(entries.mapped("points"), [140, 70])

    def test_teams_by_head(self):
        """Team Cili 1,400,000 * 0.35 = 490,000 by Anna and Carla: 245,000 a head. An
        empty team has no figure and no rank; it comes last."""
        empty = self.env["crm.team"].create(
            {"name": "Empty", "unit_id": self.branch.id}
        )
        self._sell(self.anna, 1_000_000)
        self._sell(self.carla, 400_000)
        self.contest.action_start()
        standing = self._standing(self.team)
        self.assertEqual(
            (standing.rank, standing.value, standing.heads, standing.band_id),
            (1, 245_000, 2, self.teams.band_ids),
        )
        last = self._standing(empty)
        self.assertEqual(
            (last.has_value, last.rank, last.heads, last.band_id.id, last.gap),
            (False, 0, 0, False, 0),
        )
        self.assertEqual(self.teams.entrant_count, 2)
        ordered = self.contest.standing_ids.search(
            [("category_id", "=", self.teams.id)]
        )
        self.assertEqual(ordered, standing + last)

    def test_part_time_people_are_no_heads(self):
        """490,000 of the whole team by one full-timer; Carla part-time."""
        self._sell(self.anna, 1_400_000)
        self.carla.sudo().employment = "part_time"
        self.contest.action_start()
        self.assertEqual(self._standing(self.team).value, 490_000)

    def test_within_a_unit(self):
        """Cili and what is below it: Anna and Carla with their team, not Bert."""
        self.contest.unit_id = self.county
        self.contest.action_start()
        standings = self.contest.standing_ids
        self.assertEqual(standings.salesperson_id, self.anna + self.carla)
        self.assertEqual(standings.team_id, self.team)

    def test_units_contest_with_all_below_them(self):
        """Anna 35 points and Bert 70: the city has both, 105."""
        self._sell(self.anna, 100)
        self._sell(self.bert, 200)
        self.contest.category_ids = [
            Command.clear(),
            Command.create({"name": "Units", "kind": "unit"}),
        ]
        self.contest.action_start()
        places = {
            standing.unit_id: (standing.rank, standing.value)
            for standing in self.contest.standing_ids
        }
        self.assertEqual(
            places,
            {
                self.city: (1, 105),
                self.branch: (2, 70),
                self.county: (3, 35),
                self.outlet: (4, 0),
            },
        )

    def test_who_left_or_is_suspended_does_not_take_part(self):
        self.bert.sudo().state = "suspended"
        self.contest.action_start()
        people = self.contest.standing_ids.salesperson_id
        self.assertEqual(people, self.anna + self.carla)

    def test_evidence_sums_up_to_the_figure(self):
        self._sell(self.anna, 100)
        self._sell(self.anna, 200, "2026-02-10")
        self.contest.action_start()
        standing = self._standing(self.anna)
        action = standing.with_user(self.anna.user_id).action_open_evidence()
        entries = self.env[action["res_model"]].with_user(self.anna.user_id)
        points = entries.search(action["domain"]).mapped("points")
        self.assertEqual((sum(points), standing.value), (105, 105))

    def test_metric_fits_those_who_contest(self):
        metric = self.env.ref("telecom_sales_system.metric_full_time_share")
        with self._refused(ValidationError, "Category Salespeople, field Metric"):
            self.people.metric_id = metric

    def test_a_threshold_begins_one_band(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
            self.people.band_ids.write({"threshold": 7})
            self.env.flush_all()

    def test_as_many_queries_for_more_people(self):
        def queries():
            self.env.flush_all()
            self.env.invalidate_all()
            count = self.env.cr.sql_log_count
            self.contest.action_refresh()
            self.env.flush_all()
            return self.env.cr.sql_log_count - count

        self.contest.action_start()
        queries()
        before = queries()
        for number in range(8):
            self._create_salesperson(
                f"more{number}", f"M-{number}", self.county, self.team
            )
        queries()
        self.assertEqual(queries(), before)
        self.assertEqual(self.people.entrant_count, 11)
