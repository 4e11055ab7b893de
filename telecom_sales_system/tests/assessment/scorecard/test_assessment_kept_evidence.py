from odoo.tests import tagged, users

from .cards import MODULE, CardCommon


@tagged("post_install", "-at_install")
class TestAssessmentKeptEvidence(CardCommon):
    """A published line opens what was counted, whatever became of it since.

    January of Cili: 399 points of letters, and four answers owed.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        first = cls._add_duty(rule="missing", deduction=1)
        cls.owed = first
        for day in (10, 15, 20):
            cls.owed |= first.copy({"due_on": f"2026-01-{day}"})
        cls.cards = cls._publish(cls.january)
        cls.card = cls.cards.filtered(
            lambda card: card.unit_id == cls.county and card.span == "year"
        )

    def _open(self, name):
        return self._line(self.card, name).action_open_evidence()

    def _found(self, action):
        model = self.env[action["res_model"]].with_context(**action.get("context", {}))
        return model.search(action["domain"])

    def test_entries_of_the_month(self):
        """Later payments belong to February: 399 stay 399, and nothing changed."""
        self._pay(self._create_customer_invoice(500, "2026-01-15"), "2026-02-10")
        self.february.action_compute()
        action = self._open("Performance")
        self.assertEqual(sum(self._found(action).mapped("points")), 399)
        self.assertEqual(action["name"], "Cili · Net Performance")

    def test_duties(self):
        """Of four, one was changed, one is of another unit by now, one is gone; a fifth
        of January was typed afterwards and was not counted."""
        changed, moved, gone, same = self.owed
        self.owed[0].copy({"due_on": "2026-01-25"})
        action = self._open("Answers")
        self.assertEqual(self._found(action), self.owed)
        self.assertEqual(action["name"], "Cili · Duties Owed")
        self.env.flush_all()
        # As another transaction does it, or a deletion cascades.
        for query, *values in (
            (
                "UPDATE telecom_duty SET grave_errors = 1, grave_error_note = 'Sums'"
                " WHERE id = %s",
                changed,
            ),
            ("UPDATE telecom_duty SET unit_id = %s WHERE id = %s", self.branch, moved),
            ("DELETE FROM telecom_duty WHERE id = %s", gone),
        ):
            self.env.cr.execute(query, [record.id for record in values])
        self.env.invalidate_all()
        action = self._open("Answers")
        self.assertEqual(self._found(action), changed | moved | same)
        self.assertEqual(action["name"], "Cili · Duties Owed · 3 of 4 changed since")

    def test_a_line_of_several_sets(self):
        """The choice of two sets says what changed in each."""
        line = self._line(self.card, "Answers")
        metric = self.env.ref(MODULE + "metric_duties_missed")
        # sudo: as if the line had counted the metric, too
        kept = line.sudo().kept_evidence_ids
        kept.copy(
            {
                "place": 1,
                "metric_id": metric.id,
                "figure": 4,
                "digests": [""] * 4,
            }
        )
        self.env.cr.execute(
            "UPDATE telecom_duty SET fulfilled_on = '2026-01-31' WHERE id = %s",
            [self.owed[0].id],
        )
        self.env.invalidate_all()
        action = line.action_open_evidence()
        self.assertEqual(action["res_model"], "telecom.assessment.evidence")
        rows = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(rows.mapped("name"), ["Duties Owed", metric.name])
        self.assertEqual(rows.mapped("changes"), ["1 of 4 changed since"] * 2)
        opened = rows[1].action_open()
        self.assertEqual(self._found(opened), self.owed)

    def test_cards_to_come_open_what_is_there(self):
        card = self._score(self.february)[self.county, "year"]
        line = self._line(card, "Answers")
        self.assertFalse(line.sudo().kept_evidence_ids)
        fifth = self.owed[0].copy({"due_on": "2026-01-25"})
        self.assertEqual(self._found(line.action_open_evidence()), self.owed | fifth)

    def test_what_was_not_counted_may_change(self):
        """An answer gets another subject: nothing that was counted has changed."""
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE telecom_duty SET write_date = '2099-01-01', subject = 'Other'"
            " WHERE id = %s",
            [self.owed[0].id],
        )
        self.env.invalidate_all()
        self.assertEqual(self._open("Answers")["name"], "Cili · Duties Owed")

    @users("county_manager")
    def test_the_manager_of_the_unit_opens_them(self):
        line = self._line(self.card.with_env(self.env), "Answers")
        action = line.action_open_evidence()
        self.assertEqual(self._found(action), self.owed)
