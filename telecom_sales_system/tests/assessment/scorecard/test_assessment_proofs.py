from freezegun import freeze_time

from odoo.tests import tagged

from .cards import CardCommon


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
            event.telecom_is_held = True

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
