from odoo.fields import Command
from odoo.tests import tagged

from .cards import CardCommon


@tagged("post_install", "-at_install")
class TestAssessmentRanking(CardCommon):
    """Ranks among the branches, ties, vetoes, and how many queries it all takes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.film = cls._create_unit("Film", "DY", "branch", cls.city)
        cls.press = cls._create_unit("Press", "BK", "branch", cls.city)
        cls.branches = cls.branch | cls.film | cls.press
        cls.branches.headcount = 1
        for unit in cls.film | cls.press:
            cls._set_target(unit, 5040)

    def _rank(self, scores):
        """Score January by hand on both lines that allow it; return ranks by unit."""
        cards = self._score(self.january)
        for unit, (benefit, rest) in scores.items():
            card = cards[unit, "year"]
            for name, score in (("Performance", benefit), ("Impression", rest)):
                self._line(card, name).write(
                    {"is_manual": True, "manual_score": score, "manual_reason": "Test"}
                )
            self._line(card, "Staff").write(
                {"is_manual": True, "manual_score": 5, "manual_reason": "Test"}
            )
        return {unit: cards[unit, "year"].rank for unit in scores}

    def test_ties_broken_by_the_section_then_by_performance(self):
        """All 20 + ...: Film 12 + 2 beats 11 + 3; Letters has 424.2 points, Press 0."""
        ranks = self._rank(
            {self.branch: (11, 3), self.film: (12, 2), self.press: (11, 3)}
        )
        self.assertEqual(ranks, {self.film: 1, self.branch: 2, self.press: 3})

    def test_net_performance_need_not_break_ties(self):
        """Letters has 424.2 points and Press 0, and yet they share the second rank."""
        self.branch_scheme.action_revise()
        self.branch_scheme.tie_by_performance = False
        self.branch_scheme.action_put_in_force()
        ranks = self._rank(
            {self.branch: (11, 3), self.film: (12, 2), self.press: (11, 3)}
        )
        self.assertEqual(ranks, {self.film: 1, self.branch: 2, self.press: 2})

    def test_still_equal(self):
        ranks = self._rank(
            {self.branch: (10, 1), self.film: (11, 3), self.press: (11, 3)}
        )
        self.assertEqual(ranks, {self.film: 1, self.press: 1, self.branch: 3})

    def test_a_proved_case_is_a_veto(self):
        case = self.env["telecom.integrity.case"].with_user(self.service)
        paper = (
            self.env["ir.attachment"]
            .with_user(self.service)
            .create({"name": "Proof", "raw": b"x"})
        )
        case = case.create(
            {
                "name": "Visits",
                "unit_id": self.film.id,
                "date": "2026-01-31",
                "description": "None of them took place.",
                "evidence_ids": [Command.link(paper.id)],
            }
        )
        scores = {self.branch: (10, 1), self.film: (13, 5), self.press: (11, 3)}
        self.assertEqual(self._rank(scores)[self.film], 1)
        case.with_user(self.leader).action_prove()
        ranks = self._rank(scores)
        self.assertEqual(ranks, {self.press: 1, self.branch: 2, self.film: 0})
        card = self._score(self.january)[self.film, "year"]
        # 13 + 10 + 5 + 5: the score stays
        self.assertEqual((card.is_vetoed, card.score), (True, 33))
        self.assertEqual(
            self._line(card, "Truth").explanation,
            "integrity cases proved: 1, a veto from 1 on: no award",
        )
        action = self._line(card, "Truth").action_open_evidence()
        self.assertEqual(self.env[action["res_model"]].search(action["domain"]), case)

    def test_queries_do_not_grow_with_units(self):
        """Also of an average of the city, and in a month that is not frozen yet."""
        self._add_average()
        cards = self.env["telecom.assessment"]._create_missing_cards(self.february)
        cards.action_compute()
        few = self._count_queries(cards)
        for number in range(20):
            unit = self._create_unit(
                f"Branch {number}", f"B{number}", "branch", self.city
            )
            self._set_target(unit, 100 + number)
        more = self.env["telecom.assessment"]._create_missing_cards(self.february)
        self.assertEqual(len(more), len(cards) + 40)
        more.action_compute()
        self.assertLessEqual(self._count_queries(more), few)

    def _add_average(self):
        """Give branches a line that compares with the average of the city."""
        self.branch_scheme.action_revise()
        section = self.branch_scheme.section_ids[1]
        section.indicator_ids.filtered(lambda line: line.rule == "manual").write(
            {
                "rule": "average",
                "metric_id": self.env.ref("telecom_sales_system.metric_key_average").id,
                **{"deduction": 1.5, "bonus": 1, "cap": 3},
            }
        )
        self.branch_scheme.action_put_in_force()

    def test_queries_of_frozen_months_do_not_grow_with_units(self):
        cards = self._publish(self.january).filtered(lambda card: card.span == "year")
        branches = cards.filtered(lambda card: card.unit_kind == "branch")
        scoring = self.env["telecom.assessment.scoring"].sudo()
        counts = []
        for some in (branches[:1], branches):
            self.env.invalidate_all()
            scoring._prepare_rows(some)
            before = self.env.cr.sql_log_count
            scoring._prepare_rows(some)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(*counts)

    def _count_queries(self, cards):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        cards.action_compute()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before
