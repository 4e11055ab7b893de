from datetime import date
from decimal import Decimal

from psycopg2.errors import UniqueViolation

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .cards import CardCommon

FIGURES = ("points", "actual", "target", "attainment", "deduction", "bonus", "score")


@tagged("post_install", "-at_install")
class TestAssessmentFrozen(CardCommon):
    """What closed months counted counts for ever; what they lacked can be entered."""

    def _scored(self, cards):
        return self.env["telecom.assessment.scoring"].sudo()._prepare_rows(cards)

    def _assert_same(self, cards):
        """Score cards anew, without writing, and compare every figure."""
        rows, totals = self._scored(cards)
        lines = {
            (line.assessment_id.id, line.indicator_id.id): line
            for line in cards.line_ids
        }
        self.assertEqual(len(rows), len(lines))
        for row in rows:
            line = lines[row["assessment_id"], row["indicator_id"]]
            for name in FIGURES:
                self.assertEqual(float(row.get(name) or 0), line[name], name)
            self.assertEqual(row["error"] or False, line.error)
        for total in totals:
            card = cards.browse(total["id"])
            self.assertEqual(float(total["score"]), card.score)
            self.assertEqual(float(total["net_performance"]), card.net_performance)
            self.assertEqual(total["is_vetoed"], card.is_vetoed)

    def test_later_changes_leave_the_card_as_it_was(self):
        """Staff 1 when published: 100 %. Then 50 staff, another scheme, a case, a
        leaver: the card is what it was, to each figure."""
        cards = self._publish(self.january)
        self._assert_same(cards)
        self.county.headcount = 50
        version = self.scheme.copy({"start_month": 1})
        version.indicator_ids.sorted()[0].deduction = 9
        version.action_put_in_force()
        self.anna.sudo().employment = "part_time"
        self._prove_case(self.county)
        self._assert_same(cards)
        # Of February, which is open, the same changes count: 1 of 51, a veto.
        card = self._score(self.february)[self.county, "year"]
        self.assertEqual(card.scheme_id, version)
        self.assertTrue(card.is_vetoed)
        self.assertEqual(self._line(card, "Staff").actual, 0)

    def test_a_duty_reopened_later_counts_in_later_cards(self):
        """Done in January: 1 of 1. Reopened in March: 0 of 1 in February's card of the
        year, while January's stays."""
        duty = self._add_duty(rule="missing")
        # sudo: a duty done, as its proof leaves it
        duty.sudo().fulfilled_on = "2026-01-30"
        cards = self._publish(self.january)
        card = cards.filtered(lambda c: c.unit_id == self.county and c.span == "year")
        self.assertEqual(self._line(card, "Answers").actual, 1)
        duty.sudo().fulfilled_on = False
        self._assert_same(cards)
        later = self._score(self.february)[self.county, "year"]
        line = self._line(later, "Answers")
        self.assertEqual((line.actual, line.target), (0, 1))

    def test_no_figure_of_last_year_after_publishing(self):
        """Growth was asked for, nothing was known of 2025, and 4 were given by hand. A
        figure typed now would give the published line a target; that of Letters, whose
        scheme asks for no growth, is counted by no card."""
        self.scheme.action_revise()
        self.scheme.indicator_ids.filtered("metric_id")[0].growth = 15
        self.scheme.action_put_in_force()
        for (unit, _span), card in self._score(self.january).items():
            if unit == self.county:
                self._line(card, "Performance").write(
                    {"is_manual": True, "manual_score": 4, "manual_reason": "No base"}
                )
        cards = self._publish(self.january)
        county, branch = (
            self.env["telecom.target"].search([("unit_id", "=", unit.id)])
            for unit in (self.county, self.branch)
        )
        with self._refused(UserError, "published scorecard Cili · 2026-01.*counted it"):
            county.write({"has_base": True, "base": 6000})
        county.base = 6000
        branch.write({"has_base": True, "base": 6000})
        self._assert_same(cards)

    def test_the_target_of_a_whole_year_stays_after_publishing(self):
        """Cards of Cili are against 5,040 of the year; of Letters against 420 to date,
        so that the months after January may be changed."""
        self.scheme.action_revise()
        self.scheme.year_targets = "year"
        self.scheme.action_put_in_force()
        county, branch = (
            self.env["telecom.target"].search([("unit_id", "=", unit.id)])
            for unit in (self.county, self.branch)
        )
        cards = self._publish(self.january)
        with self._refused(UserError, "published scorecard Cili · 2026-01 · Year.*"):
            (county | branch).amount = 6000
        branch.amount = 6000
        county.write({"phasing": "typed", "february": 500, "march": 340})
        self._assert_same(cards)

    def test_a_closed_month_keeps_what_was_measured_then(self):
        """A tea of January that comes on record after the closing is not counted."""
        tier = self.env["telecom.client.tier"].create(
            {"name": "Silver", "code": "s", "threshold": 10}
        )
        self.env["telecom.maintenance.activity"].create(
            {
                "name": "New Year",
                "unit_id": self.county.id,
                "start": "2026-01-15 02:00:00",
                "tier_floor_id": tier.id,
            }
        ).sudo().state = "done"
        january = date(2026, 1, 1), date(2026, 1, 31)
        measured = self.maintenance._measure_scopes(self.county, *january)
        self.assertEqual(measured, {self.county.id: 1})
        frozen = self.env["telecom.metric.value"]._get_frozen_figures(
            self.county, january[0]
        )
        self.assertEqual(frozen[self.maintenance.id, "month"], {self.county.id: 0})
        self.assertEqual(frozen[self.points.id, "year"], {self.county.id: 399})

    def test_what_a_closed_month_lacked_is_kept_when_published(self):
        """No staff at the closing, one at publishing: 100 % from then on."""
        values = self.env["telecom.metric.value"]
        january = date(2026, 1, 1)
        frozen = values._get_frozen_figures(self.county, january)
        self.assertNotIn((self.share.id, "month"), frozen)
        self._publish(self.january)
        frozen = values._get_frozen_figures(self.county, january)
        self.assertEqual(
            frozen[self.share.id, "month"], {self.county.id: Decimal("100.00")}
        )
        # The rest of the row stayed as it was.
        self.assertEqual(frozen[self.points.id, "month"], {self.county.id: 399})

    def test_an_open_month_is_measured_anew(self):
        values = self.env["telecom.metric.value"]
        self.assertFalse(values._get_frozen_figures(self.county, date(2026, 2, 1)))

    def test_an_unpublished_card_takes_the_new_scheme(self):
        """A version that is entered as valid from February."""
        card = self._score(self.february)[self.county, "year"]
        version = self.scheme.copy({"start_month": 2})
        version.action_put_in_force()
        card.action_compute()
        self.assertEqual(card.scheme_id, version)
        self.assertEqual(card.line_ids.indicator_id.scheme_id, version)

    def test_a_card_of_a_published_ranking_keeps_its_scheme(self):
        """Sangzhi is not published with Cili; a new version changes neither."""
        other = self._create_unit("Sangzhi", "SZ", "county", self.city)
        cards = self._score(self.january)
        self._set_target(other, 5040)
        cards[self.county, "year"].sudo().write({"state": "published"})
        self.scheme.copy({"start_month": 1}).action_put_in_force()
        card = cards[other, "year"]
        card.action_compute()
        self.assertEqual(card.scheme_id, self.scheme)

    def test_no_card_for_a_unit_after_its_ranking_is_published(self):
        """Ranks of published cards stand: a county of later gets a card in February."""
        cards = self._publish(self.january)
        ranks = cards.mapped("rank")
        other = self._create_unit("Sangzhi", "SZ", "county", self.city)
        self.assertNotIn((other, "year"), self._score(self.january))
        self.assertIn((other, "year"), self._score(self.february))
        self.assertEqual(cards.mapped("rank"), ranks)

    def test_only_one_award_list_of_a_year_is_approved(self):
        self._close_the_year()
        self._publish(self.january)
        self._publish(self.december)
        lists = self.env["telecom.award.list"].with_user(self.service)
        first, second = lists.create(
            [{"period_id": self.december.id}, {"period_id": self.january.id}]
        )
        (first | second).action_compute()
        first.with_user(self.leader).action_approve()
        with self._refused(UserError, "Awards until 2026-12 is approved already"):
            second._check_first_of_year()
        # Nor when two leaders approve at the same moment.
        with mute_logger("odoo.sql_db"), self._refused(UniqueViolation, "approved"):
            second.sudo().state = "approved"
            self.env.flush_all()


@tagged("post_install", "-at_install")
class TestWhatIfOfACard(CardCommon):
    """The panel begins with the score of the card, whatever its lines are."""

    def test_no_difference_before_anything_is_changed(self):
        """Lines by the rule, by hand over a rule, without a score, and not due."""
        card = self._score(self.january)[self.county, "year"]
        self._line(card, "Maintenance").write(
            {"is_manual": True, "manual_score": 3, "manual_reason": "Poor"}
        )
        panel = self.env["telecom.assessment.what.if"].browse(
            card.action_what_if()["res_id"]
        )
        # 2.5 of performance and 3 by hand; staff and impression have no score yet
        self.assertEqual((panel.score, panel.card_score), (5.5, 5.5))
        self.assertEqual(panel.difference, 0)
        line = panel.line_ids.filtered(lambda row: row.rule == "ratio")
        line.actual = 420
        self.assertEqual((panel.score, panel.difference), (13, 7.5))
        self.assertEqual(line.explanation, "420 of 420, on target")
        line.actual = 399
        self.assertEqual(panel.difference, 0)

    def test_without_a_card_it_begins_with_full_points(self):
        panel = self.env["telecom.assessment.what.if"].browse(
            self.scheme.action_what_if()["res_id"]
        )
        self.assertEqual((panel.score, panel.card_score), (30, 0))
