from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .cards import CardCommon

SPANS = ("month", "year")


@tagged("post_install", "-at_install")
class TestAssessment(CardCommon):
    """Cards of January and February: figures, sentences, open questions, states."""

    def _assert_line(self, card, name, score, explanation):
        line = self._line(card, name)
        self.assertEqual((line.score, line.explanation), (score, explanation))

    def test_cards_of_all_units_with_a_scheme(self):
        cards = self._score(self.january)
        self.assertEqual(
            set(cards),
            {(unit, span) for unit in (self.county, self.branch) for span in SPANS},
        )
        self._score(self.january)
        domain = [("period_id", "=", self.january.id)]
        self.assertEqual(self.env["telecom.assessment"].search_count(domain), 4)

    def test_performance_below_and_above_the_target(self):
        """399 of 420: 21 are 5 %, 5 x 1.5. 424.2: 1 % above. By February 840."""
        january, february = self._score(self.january), self._score(self.february)
        self._assert_line(
            january[self.county, "month"],
            "Performance",
            2.5,
            "399 of 420, 5% short, −7.50",
        )
        self._assert_line(
            january[self.branch, "month"],
            "Performance",
            11,
            "424.20 of 420, 1% better, +1",
        )
        self._assert_line(
            february[self.county, "year"],
            "Performance",
            0,
            "399 of 840, 52.50% short, −78, floor 0",
        )
        self._assert_line(
            february[self.county, "month"],
            "Performance",
            0,
            "0 of 420, 100% short, −150, floor 0",
        )

    def test_so_many_a_year(self):
        """Of 4 a year none is due in February, one by March."""
        self._assert_line(
            self._score(self.february)[self.county, "year"],
            "Maintenance",
            10,
            "nothing due yet, full points",
        )
        march = self._create_period("2026-03-01")
        march.action_compute()
        self._assert_line(
            self._score(march)[self.county, "year"],
            "Maintenance",
            7.5,
            "0 of 1, 1 missing, −2.50",
        )

    def test_staff_of_zero_is_a_question_not_a_score(self):
        card = self._score(self.january)[self.county, "year"]
        line = self._line(card, "Staff")
        self.assertEqual((line.error, line.score), ("no_actual", 0))
        self.assertIn("enter Staff", line.explanation)
        action = line.action_open_error()
        self.assertEqual(action["res_model"], "telecom.sales.unit")
        self.assertEqual(action["res_id"], self.county.id)
        self.county.headcount = 10
        card.action_compute()
        self.assertFalse(line.error)
        self.assertEqual(
            line.explanation, "Full-Time Salespeople of Staff 10, at least 11: no, −5"
        )

    def test_missing_target_opens_a_new_one(self):
        film = self._create_unit("Film", "DY", "branch", self.city)
        card = self._score(self.february)[film, "year"]
        line = self._line(card, "Performance")
        self.assertEqual(line.error, "no_target")
        self.assertEqual(
            line.explanation, "Net Performance: no target for Film in 2026. Enter it."
        )
        context = line.action_open_error()["context"]
        self.assertEqual(context["default_unit_id"], film.id)
        self.assertEqual(context["default_metric_id"], self.points.id)
        self.assertEqual(card.rank, 0)

    def test_scored_by_hand_with_a_reason(self):
        """2.5 + 10 + 4; computing again keeps it, and who did it is known."""
        card = self._score(self.january)[self.county, "month"]
        line = self._line(card, "Impression")
        self.assertEqual(line.error, "no_score")
        with self._refused(ValidationError, "Reason"):
            line.write({"is_manual": True, "manual_score": 4})
        with self._refused(ValidationError, "between 0 and 5"):
            line.write({"is_manual": True, "manual_score": 6, "manual_reason": "x"})
        service = line.with_user(self.service)
        service.write({"is_manual": True, "manual_score": 4, "manual_reason": "Good"})
        card.action_compute()
        self.assertEqual((line.error, line.score), (False, 4))
        self.assertEqual(line.manual_by_id, self.service)
        self.assertEqual(line.explanation, "by hand: 4 (Good)")
        self.assertEqual(card.score, 16.5)
        self.assertEqual(card.error_count, 1)

    def test_evidence(self):
        card = self._score(self.january)[self.county, "month"]
        action = self._line(card, "Performance").action_open_evidence()
        entries = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(entries._name, "telecom.performance.entry")
        self.assertEqual(sum(entries.mapped("points")), 399)
        with self._refused(UserError, "by hand"):
            self._line(card, "Impression").action_open_evidence()

    def test_nobody_writes_a_score(self):
        card = self._score(self.january)[self.county, "month"]
        line = self._line(card, "Performance").with_user(self.service)
        for record, vals in (
            (line, {"score": 10}),
            (line, {"figures": {}}),
            (card.with_user(self.service), {"score": 100}),
            (card.with_user(self.service), {"state": "published"}),
        ):
            with self._refused(AccessError, "buttons"):
                record.write(vals)

    def test_states(self):
        """Questions first, then a review, then all cards of the ranking together."""
        other = self._create_unit("Sangzhi", "SZ", "county", self.city)
        self._set_target(other, 5040)
        other.headcount = 1
        cards = self._score(self.january)
        card = cards[self.county, "year"]
        both = card | cards[other, "year"]
        with self._refused(UserError, "“Computed”"):
            both.action_publish()
        card.action_review()
        with self._refused(UserError, "same ranking"):
            card.action_publish()
        both[1].action_review()
        with self._refused(UserError, "2 lines have no score"):
            both.action_publish()
        self._complete(both)
        both.action_compute()
        self.assertEqual(set(both.mapped("state")), {"computed"})
        both.action_review()
        both.action_publish()
        self.assertEqual(set(both.mapped("state")), {"published"})

    def test_the_month_has_to_be_closed(self):
        cards = self.env["telecom.assessment"].concat(
            *self._score(self.february).values()
        )
        self._complete(cards)
        cards.action_compute()
        cards.action_review()
        with self._refused(UserError, "2026-02 is not closed"):
            cards.action_publish()


@tagged("post_install", "-at_install")
class TestAssessmentProofs(CardCommon):
    """The close looks for proofs itself, before it measures and scores.

    Cili held its weekly meeting on 8 January. The hourly job did not run since.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        owed = cls._add_duty(rule="missing", deduction=1)
        owed.type_id.proof = "meeting_weekly"
        cls.duty = owed
        owed.write({"period_from": "2026-01-05", "period_to": "2026-01-11"})
        owed.due_on = "2026-01-11"
        with freeze_time("2026-01-08 06:00:00"):
            event = cls.env["calendar.event"].create(
                {
                    "name": "Weekly",
                    "start": "2026-01-08 02:00:00",
                    "stop": "2026-01-08 03:00:00",
                    "telecom_meeting_kind": "weekly",
                    "telecom_unit_id": cls.county.id,
                }
            )
            # sudo: a held meeting, as its button leaves it
            event.sudo().write(
                {"telecom_is_held": True, "telecom_held_on": "2026-01-08"}
            )

    def test_cards(self):
        self.assertFalse(self.duty.fulfilled_on)
        card = self._score(self.january)[self.county, "month"]
        self.assertEqual(self.duty.state, "done")
        line = self._line(card, "Answers")
        self.assertEqual((line.actual, line.target, line.deduction), (1, 1, 0))

    def test_metrics(self):
        """Measured before the cards are scored: no duty of January was missed."""
        self.january._rebuild_metrics()
        metric = self.env.ref("telecom_sales_system.metric_duties_missed")
        value = self.env["telecom.metric.value"].search(
            [
                ("period_id", "=", self.january.id),
                ("metric_id", "=", metric.id),
                ("unit_id", "=", self.county.id),
            ]
        )
        self.assertEqual(value.mapped("month"), [0])
        self.assertEqual(self.duty.state, "done")

    def test_the_whole_run_of_a_month(self):
        """February's card of the year counts January's meeting."""
        self.february.with_user(self.service).action_run()
        card = self.env["telecom.assessment"].search(
            [
                ("period_id", "=", self.february.id),
                ("unit_id", "=", self.county.id),
                ("span", "=", "year"),
            ]
        )
        line = self._line(card, "Answers")
        self.assertEqual((line.actual, line.target), (1, 1))
