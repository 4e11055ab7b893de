from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import tagged

from .cards import MODULE, CardCommon


@tagged("post_install", "-at_install")
class TestAssessmentCounts(CardCommon):
    """Missing items by kinds, by occasions and one by one (项 and 次).

    Cili owes three weekly meetings in January and missed two, missed the circular of 31
    January, and has the plan of 15 February. Three of its people failed one course of
    the province in February, one of them passed another.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kinds = cls.env["telecom.duty.type"].create(
            [{"name": name, "code": name} for name in ("Meeting", "Circular", "Plan")]
        )
        meeting, circular, plan = cls.kinds
        cls.owed = cls.env["telecom.duty"].create(
            [
                {"type_id": kind.id, "unit_id": cls.county.id, "due_on": due}
                for kind, due in (
                    (meeting, "2026-01-05"),
                    (meeting, "2026-01-12"),
                    (meeting, "2026-01-19"),
                    (circular, "2026-01-31"),
                    (plan, "2026-02-15"),
                )
            ]
        )
        for duty in cls.owed[0] | cls.owed[4]:
            duty.sudo().fulfilled_on = duty.due_on
        people = cls.anna.user_id | cls.bert.user_id | cls.county_manager
        for name, users, score in (("Failed", people, 10), ("Passed", people[0], 90)):
            cls._hold_course(name, users, score)
        cls.scheme.action_revise()
        cls.indicator = cls.scheme.indicator_ids.create(
            {
                "name": "Counted",
                "section_id": cls.scheme.section_ids[1].id,
                "rule": "missing",
                "deduction": 1,
                "duty_type_ids": cls.kinds.ids,
            }
        )
        cls.scheme.action_put_in_force()

    @classmethod
    def _hold_course(cls, name, users, score):
        course = cls.env["telecom.training"].create(
            {
                "name": name,
                "level": "province",
                "unit_id": cls.city.id,
                "session_ids": [Command.create({"start": "2026-02-12 01:00:00"})],
                "attendance_ids": [
                    Command.create({"user_id": user.id, "unit_id": cls.county.id})
                    for user in users
                ],
            }
        )
        course.action_hold()
        course.attendance_ids.unit_id = cls.county
        course.attendance_ids.score = score

    def _count(self, **vals):
        """Return the line of Cili for the year to February."""
        self.scheme.action_revise()
        self.indicator.write(vals)
        self.scheme.action_put_in_force()
        card = self._score(self.february)[self.county, "year"]
        return self._line(card, "Counted")

    def _assert_counts(self, expected, **vals):
        for counts_by, text in expected.items():
            with self.subTest(by=counts_by):
                line = self._count(counts_by=counts_by, **vals)
                self.assertEqual(line.error, False)
                self.assertEqual(line.explanation, f"{text}, floor 0")

    def test_duties(self):
        """Two of three kinds were missed; of five duties three."""
        self._assert_counts(
            {
                "kinds": "1 of 3 kinds without a gap, −2",
                "occasions": "2 of 5, 3 missing, −3",
                "single": "2 of 5, 3 missing, −3",
            }
        )

    def test_courses(self):
        """Of two courses one was failed; by people, three of four."""
        vals = {
            "duty_type_ids": [Command.clear()],
            "metric_id": self.env.ref(MODULE + "metric_training_missed").id,
            "metric_counts": "missed",
            "target_metric_id": self.env.ref(MODULE + "metric_training_invited").id,
        }
        self._assert_counts(
            {
                "kinds": "0 of 1 kinds without a gap, −1",
                "occasions": "1 of 2, 1 missing, −1",
                "single": "1 of 4, 3 missing, −3",
            },
            **vals,
        )
        for counts_by, models in (
            ("occasions", {"telecom.training"}),
            ("single", {"telecom.training.attendance"}),
        ):
            line = self._count(counts_by=counts_by)
            sources = line._get_evidence_sources()
            self.assertEqual({source["model"] for source in sources}, models)
            for source in sources:
                found = self.env[source["model"]].search_count(source["domain"])
                self.assertEqual(found, source["figure"])

    def test_activities(self):
        """Twelve a year are two by February, and none was held."""
        self._assert_counts(
            {
                "kinds": "0 of 1 kinds without a gap, −1",
                "occasions": "0 of 2, 2 missing, −2",
                "single": "0 of 2, 2 missing, −2",
            },
            duty_type_ids=[Command.clear()],
            metric_id=self.maintenance.id,
            target_kind="required",
            required=12,
        )

    def test_defaults_of_the_annexes(self):
        """每少一项: papers, "four ones"; 每少一次: courses, activities, answers."""
        for name, counts_by in (
            ("papers", "kinds"),
            ("reviews", "kinds"),
            ("answers", "occasions"),
            ("training", "occasions"),
            ("maintenance", "occasions"),
        ):
            indicator = self.env.ref(f"{MODULE}indicator_county_{name}")
            self.assertEqual(indicator.counts_by, counts_by, name)

    def test_a_published_card_keeps_what_it_was_computed_with(self):
        """January by kinds: 0 of 2. What is done or counted otherwise later changes
        the cards to come only."""
        self._count(counts_by="kinds")
        cards = self._publish(self.january)
        card = cards.filtered(
            lambda card: card.unit_id == self.county and card.span == "year"
        )
        line = self._line(card, "Counted")
        text = "0 of 2 kinds without a gap, −2, floor 0"
        self.assertEqual(line.explanation, text)
        with freeze_time("2026-03-02 03:00:00"):
            for duty in self.owed - self.owed[0] - self.owed[4]:
                duty.sudo().fulfilled_on = duty.due_on
        scoring = self.env["telecom.assessment.scoring"]
        self.assertFalse(scoring._find_changed_cards(cards))
        version = self.scheme.copy({"start_month": 2})
        version.indicator_ids.filtered(
            lambda indicator: indicator.name == "Counted"
        ).counts_by = "single"
        version.action_put_in_force()
        self.january._score_cards()
        self.assertEqual(line.explanation, text)
        new = self._score(self.february)[self.county, "year"]
        self.assertEqual(
            self._line(new, "Counted").explanation, "5 of 5, nothing missing"
        )
