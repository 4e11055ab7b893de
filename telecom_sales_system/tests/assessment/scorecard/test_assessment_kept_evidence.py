from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import tagged, users

from ....models.common.kept_rows import drop_kept_row_triggers
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
        drop_kept_row_triggers(self.env)
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


@tagged("post_install", "-at_install")
class TestAssessmentEvidenceChanges(CardCommon):
    """How many of the records behind a published line have changed since."""

    def _publish_line(self, source, amount=12):
        """Publish January's cards with a line on a metric; return that of Cili."""
        metric = self.env["telecom.metric"].search([("source", "=", source)], limit=1)
        self.scheme.action_revise()
        self.scheme.indicator_ids.create(
            {
                "name": "New",
                "section_id": self.scheme.section_ids[1].id,
                "rule": "ratio",
                "metric_id": metric.id,
                **{"points": 0, "deduction": 0, "bonus": 0},
            }
        )
        self.scheme.action_put_in_force()
        self._set_target(self.county, amount, metric)
        cards = self._publish(self.january)
        card = cards.filtered(lambda c: c.unit_id == self.county and c.span == "year")
        return self._line(card, "New")

    def _get_changes(self, line):
        """Return ``(number of records that are opened, what the title says)``."""
        self.env.flush_all()
        self.env.invalidate_all()
        action = line.action_open_evidence()
        model = self.env[action["res_model"]].with_context(**action["context"])
        parts = action["name"].split(" · ")
        return model.search_count(action["domain"]), parts[2:]

    def _create_client(self):
        return self.env["res.partner"].create(
            {"name": "Mill", "is_company": True, "sales_unit_id": self.county.id}
        )

    # Contests

    def _start_contest(self, threshold=100):
        contest = self.env["telecom.contest"].create(
            {
                "name": "Contest",
                "date_from": "2026-01-01",
                "date_to": "2026-12-31",
                "category_ids": [
                    Command.create(
                        {
                            "name": "People",
                            "metric_id": self.points.id,
                            "band_ids": [
                                Command.create({"name": "B", "threshold": threshold})
                            ],
                        }
                    )
                ],
            }
        )
        contest.action_start()
        return contest

    def test_standings_after_the_next_ranking(self):
        """Anna's 399 points reach the band of 100, tonight and tomorrow night."""
        contest = self._start_contest()
        line = self._publish_line("contest_reached")
        self.assertEqual(self._get_changes(line), (1, []))
        before = contest.standing_ids
        contest._refresh_standings()
        self.assertEqual(contest.standing_ids, before)
        self.assertEqual(self._get_changes(line), (1, []))

    def test_a_standing_that_leaves_its_band(self):
        """The band begins at 400 now: Anna's 399 do not reach it."""
        contest = self._start_contest()
        line = self._publish_line("contest_reached")
        contest.category_ids.band_ids.threshold = 400
        contest.action_refresh()
        standing = contest.standing_ids.filtered(
            lambda each: each.salesperson_id == self.anna
        )
        self.assertEqual((standing.value, standing.gap), (399, 1))
        self.assertFalse(standing.band_id)
        self.assertEqual(self._get_changes(line), (1, ["1 of 1 changed since"]))

    def test_an_entrant_who_takes_part_no_longer(self):
        """The contest is one of Letters now: Anna's standing is archived, and opens.
        When it is of the whole company again, it is the same standing."""
        contest = self._start_contest()
        line = self._publish_line("contest_reached")
        mine = contest.standing_ids.filtered(lambda s: s.salesperson_id == self.anna)
        contest.unit_id = self.branch
        contest.action_refresh()
        self.assertEqual(contest.standing_ids.salesperson_id, self.bert)
        self.assertEqual(self._get_changes(line), (1, ["1 of 1 changed since"]))
        contest.unit_id = False
        contest.action_refresh()
        self.assertIn(mine, contest.standing_ids)
        self.assertEqual(self._get_changes(line), (1, []))

    # Revenue

    def test_an_invoice_of_another_amount(self):
        """1,000 billed and counted; then it goes to draft and is posted with 100."""
        invoice = self._create_customer_invoice(
            1000, "2026-01-15", partner_id=self._create_client().id
        )
        line = self._publish_line("billed")
        self.assertEqual(self._get_changes(line), (1, []))
        invoice.button_draft()
        invoice.invoice_line_ids.price_unit = 100
        invoice.action_post()
        self.assertEqual(self._get_changes(line), (1, ["1 of 1 changed since"]))
        invoice.button_draft()
        invoice.invoice_line_ids.price_unit = 1000
        invoice.action_post()
        self.assertEqual(self._get_changes(line), (1, []))

    def test_an_invoice_with_another_note(self):
        invoice = self._create_customer_invoice(
            1000, "2026-01-15", partner_id=self._create_client().id
        )
        line = self._publish_line("billed")
        invoice.narration = "Thank you"
        invoice.invoice_line_ids.name = "Mailing of January"
        self.assertEqual(self._get_changes(line), (1, []))

    # Clients

    def _publish_key_client(self):
        client = self._create_client()
        tier = self.env["telecom.client.tier"].create(
            {"name": "S", "code": "s", "threshold": 1}
        )
        with freeze_time("2026-01-05"):
            client.tier_id = tier
            self.env.flush_all()
        return client, self._publish_line("key_clients")

    def test_a_key_client_with_another_phone(self):
        client, line = self._publish_key_client()
        self.env.cr.execute(
            "UPDATE res_partner SET write_date = '2099-01-01', phone = '1'"
            " WHERE id = %s",
            [client.id],
        )
        self.assertEqual(self._get_changes(line), (1, []))

    def test_a_client_that_was_no_key_client(self):
        client, line = self._publish_key_client()
        self.env.cr.execute(
            "DELETE FROM telecom_client_tier_history WHERE partner_id = %s",
            [client.id],
        )
        # Without a history, the day of the client file counts.
        self.env.cr.execute(
            "UPDATE res_partner SET key_client_since = NULL WHERE id = %s", [client.id]
        )
        self.assertEqual(self._get_changes(line), (1, ["1 of 1 changed since"]))

    # All sources

    def test_sources_that_sum_up_say_what_they_count(self):
        """Each metric in money or points names fields, and all of them are columns of
        the records that it opens."""
        days = self.january.date_from, self.january.date_to
        kept = self.env["telecom.assessment.kept.evidence"]
        for metric in self.env["telecom.metric"].search([]):
            with self.subTest(metric=metric.code):
                names = metric._get_counted_fields()
                if metric.measure in ("money", "points"):
                    self.assertTrue(names)
                model, domain = metric._get_evidence(self.county, *days)
                found = kept._get_digests(model, domain, names)
                self.assertEqual(
                    set(found), set(self.env[model].search(domain).ids), model
                )

    def test_a_target_that_was_changed(self):
        """Growth lines count the target; its months count, a message does not."""
        target = self.env["telecom.target"].search(
            [("unit_id", "=", self.county.id), ("metric_id", "=", self.points.id)]
        )
        indicator = self.scheme.indicator_ids.sorted()[0]
        self.scheme.action_revise()
        indicator.growth = 15
        self.scheme.action_put_in_force()
        target.write({"has_base": True, "base": 3000})
        cards = self._publish(self.january)
        card = cards.filtered(lambda c: c.unit_id == self.county and c.span == "year")
        kept = self._line(card, indicator.name).sudo().kept_evidence_ids
        kept = kept.filtered(lambda each: each.res_model == "telecom.target")
        text = "Discussed."
        target.message_post(body=text)
        self.env.flush_all()
        self.assertEqual(kept._get_source()["changed"], 0)
        self.env.cr.execute(
            "UPDATE telecom_target SET base = 3001 WHERE id = %s", [target.id]
        )
        self.env.invalidate_all()
        self.assertEqual(kept._get_source()["changed"], 1)
