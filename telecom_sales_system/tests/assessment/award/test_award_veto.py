from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from ..scorecard.cards import CardCommon


@tagged("post_install", "-at_install")
class TestAwardVeto(CardCommon):
    """Vetoes found after publishing, and withdrawals. Cili has 11.5, Letters 20."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._close_the_year()
        cls.lists = cls.env["telecom.award.list"].with_user(cls.service)
        for scheme in (cls.scheme, cls.branch_scheme):
            cls._award(scheme, "band", {"floor": 10, "amount": 10_000})

    def _list(self, period=None):
        record = self.lists.create({"period_id": (period or self.december).id})
        record.action_compute()
        return record

    def _approved(self):
        self._publish(self.december)
        record = self._list()
        record.with_user(self.leader).action_approve()
        return record

    def _report(self, unit, **vals):
        paper = self.env["ir.attachment"].with_user(self.service)
        paper = paper.create({"name": "Proof", "raw": b"x"})
        cases = self.env["telecom.integrity.case"].with_user(self.service)
        return cases.create(
            {
                "name": "Visits",
                "unit_id": unit.id,
                "date": "2027-01-04",
                "description": "Invented.",
                "evidence_ids": [Command.link(paper.id)],
                **vals,
            }
        )

    def test_fraud_belongs_to_the_year_of_its_figures(self):
        """Found on 4 January 2027: figures of 2026 cost Letters the award of 2026,
        those of 2027 cost Cili nothing of it."""
        self._publish(self.december)
        self._report(self.branch, year=2026).with_user(self.leader).action_prove()
        self._report(self.county).with_user(self.leader).action_prove()
        record = self._list()
        self.assertEqual(record.line_ids.unit_id, self.county)
        self.assertEqual(record.left_out_ids, self.branch)

    def test_a_unit_that_moves_after_its_fraud(self):
        """Lingyang of Cili invented figures of 2026 and moves to Letters in 2027: the
        award of 2026 is lost by Cili, not by Letters, whenever it moves."""
        self._publish(self.december)
        case = self._report(self.outlet, year=2026)
        self.assertEqual(case.liable_unit_ids, self.outlet | self.county | self.city)
        case.with_user(self.leader).action_prove()
        record = self._list()
        self.outlet.parent_id = self.branch
        self.env.flush_all()
        record.action_compute()
        self.assertEqual(record.left_out_ids, self.county)
        self.assertEqual(record.line_ids.unit_id, self.branch)
        cases = self.env["telecom.integrity.case"].with_user(self.county_manager)
        self.assertEqual(cases.search([]), case)

    def test_a_fraud_found_after_the_unit_moved(self):
        """Found when Lingyang is of Letters already: the department says that it was
        of Cili. Once it is proved, this stays."""
        self._publish(self.december)
        self.outlet.parent_id = self.branch
        self.env.flush_all()
        case = self._report(self.outlet, year=2026)
        self.assertIn(self.branch, case.liable_unit_ids)
        case.liable_unit_ids = self.outlet | self.county
        case.year = 2025
        case.year = 2026
        case.with_user(self.leader).action_prove()
        record = self._list()
        self.assertEqual(record.left_out_ids, self.county)
        with self._refused(UserError, "stays as it is"):
            case.liable_unit_ids = self.branch

    def test_a_unit_that_moves_before_the_case_is_proved(self):
        """Reported as of Cili, proved as of Letters: Cili loses the award of 2026, and
        its card of 2026, which is scored only then, says so."""
        case = self._report(self.outlet, year=2026)
        self.outlet.parent_id = self.branch
        self.env.flush_all()
        case.with_user(self.leader).action_prove()
        self.assertTrue(self._score(self.december)[self.county, "year"].is_vetoed)
        self.assertFalse(self._score(self.december)[self.branch, "year"].is_vetoed)

    def test_a_case_without_a_unit_is_refused(self):
        case = self._report(self.outlet, year=2026)
        with self._refused(ValidationError, "choose at least one unit"):
            case.liable_unit_ids = False

    def test_the_year_on_cards_that_are_not_published(self):
        """Figures of 2026, found in 2027: a veto on the card of 2026."""
        self._prove_case(self.branch, day="2027-01-04", year=2026)
        card = self._score(self.december)[self.branch, "year"]
        self.assertTrue(card.is_vetoed)
        self.assertEqual(
            self._line(card, "Truth").explanation,
            "integrity cases proved: 1, a veto from 1 on: no award",
        )
        action = self._line(card, "Truth").action_open_evidence()
        self.assertEqual(
            self.env[action["res_model"]].search_count(action["domain"]), 1
        )

    def test_the_year_entered_stays(self):
        case = self._report(self.branch, year=2026)
        case.date = "2027-01-05"
        self.assertEqual(case.year, 2026)
        case.with_user(self.leader).action_prove()
        with self._refused(UserError, "stays as it is"):
            case.year = 2025

    def test_fraud_proved_after_the_approval(self):
        """Leaders are told; one withdraws the list, and the new one is without
        Letters. Units read both."""
        record = self._approved()
        self.assertEqual(record.line_ids.unit_id, self.county | self.branch)
        self.assertFalse(record.vetoed_unit_ids)
        self._report(self.branch, year=2026).with_user(self.leader).action_prove()
        record.invalidate_recordset()
        self.assertEqual(record.vetoed_unit_ids, self.branch)
        message = record.message_ids[0]
        self.assertIn("veto applies to Letters by now", message.body)
        self.assertIn(self.leader.partner_id, message.partner_ids)
        with self._refused(AccessError, "withdrawn by a leader"):
            record._withdraw_awards("Fraud")
        dialog = record.with_user(self.leader).action_open_withdrawal()
        wizard = self.env[dialog["res_model"]].with_user(self.leader)
        wizard = wizard.with_context(**dialog["context"])
        wizard.create({"reason": "Invented visits."}).action_withdraw()
        self.assertEqual(
            (record.state, record.withdrawal_reason, record.withdrawn_by_id),
            ("withdrawn", "Invented visits.", self.leader),
        )
        second = self._list()
        self.assertEqual(second.line_ids.unit_id, self.county)
        second.with_user(self.leader).action_approve()
        seen = self.lists.with_user(self.county_manager).search([])
        self.assertEqual(seen, record | second)

    def test_a_withdrawn_list_stays(self):
        record = self._approved()
        with self._refused(UserError, "Say why"):
            record.with_user(self.leader)._withdraw_awards(" ")
        record.with_user(self.leader)._withdraw_awards("Counted wrongly.")
        for change in (
            record.action_compute,
            record.unlink,
            lambda: record.with_user(self.leader)._withdraw_awards("Again."),
            lambda: record.with_user(self.leader).action_approve(),
        ):
            with self._refused(UserError, "is “Withdrawn”"):
                change()
        with self._refused(AccessError, "cannot be set directly"):
            record.withdrawal_reason = "Another"

    def test_duties_that_were_reopened_after_publishing(self):
        """The circular was taken back in January: a veto on missing duties from 1 on
        takes Cili's award; the published card stays."""
        duty = self._add_duty(rule="veto", veto_on="missing")
        # sudo: a duty done, as its proof leaves it
        duty.sudo().fulfilled_on = "2026-01-30"
        cards = self._publish(self.december)
        record = self._list()
        self.assertEqual(record.line_ids.unit_id, self.county | self.branch)
        duty.sudo().fulfilled_on = False
        with self._refused(UserError, "vetoes of Cili have changed"):
            record.with_user(self.leader).action_approve()
        record.action_compute()
        self.assertEqual(record.left_out_ids, self.county)
        self.assertEqual(record.line_ids.unit_id, self.branch)
        self.assertFalse(any(cards.mapped("is_vetoed")))
        # It was done after all.
        duty.sudo().fulfilled_on = "2026-01-30"
        with self._refused(UserError, "vetoes of Cili have changed"):
            record.with_user(self.leader).action_approve()

    def test_grave_errors_found_after_the_approval(self):
        """Two grave errors, a veto from 2 on; the close names the list."""
        duty = self._add_duty(rule="veto", veto_on="grave_errors", veto_limit=2)
        # sudo: a duty done, as its proof leaves it
        duty.sudo().fulfilled_on = "2026-01-30"
        record = self._approved()
        duty.sudo().write({"grave_errors": 2, "grave_error_note": "Sums"})
        record.invalidate_recordset()
        self.assertEqual(record.vetoed_unit_ids, self.county)
        problems = self.env["telecom.period.problem"]._find_cards(self.december)
        self.assertIn("telecom.award.list", [p["res_model"] for p in problems])

    def test_leaders_are_told_of_each_veto_once(self):
        """Grave errors of Cili, found after the approval: the hourly job tells leaders,
        and once. When they are gone and come back, it tells them again."""
        duty = self._add_duty(rule="veto", veto_on="grave_errors", veto_limit=2)
        # sudo: a duty done, as its proof leaves it
        duty.sudo().fulfilled_on = "2026-01-30"
        record = self._approved()
        told = []
        for errors in (2, 3, 0, 2):
            note = errors and "Sums"
            duty.sudo().write({"grave_errors": errors, "grave_error_note": note})
            self.env["telecom.duty"]._run_upkeep(self.env.company)
            told.append(
                len(record.message_ids.filtered(lambda m: "applies to Cili" in m.body))
            )
        self.assertEqual(told, [1, 1, 1, 2])
        self.assertIn(self.leader.partner_id, record.message_ids[0].partner_ids)
        # A fraud is told at once, and not again by the job.
        self._report(self.branch, year=2026).with_user(self.leader).action_prove()
        number = len(record.message_ids)
        self.assertIn("applies to Letters by now", record.message_ids[0].body)
        self.env["telecom.duty"]._run_upkeep(self.env.company)
        self.assertEqual(len(record.message_ids), number)

    def test_only_a_list_of_december_is_approved(self):
        """The year to 31 January is a preview of the prizes."""
        self._publish(self.january)
        record = self._list(self.january)
        self.assertFalse(record.is_of_year)
        with self._refused(UserError, "approve one of December"):
            record.with_user(self.leader).action_approve()


@tagged("post_install", "-at_install")
class TestVetoSentence(CardCommon):
    """A veto line says what it counts."""

    def _explain(self, **vals):
        duty = self._add_duty(rule="veto", **vals)
        card = self._score(self.january)[self.county, "year"]
        return duty, self._line(card, "Answers")

    def test_duty_not_done(self):
        _duty, line = self._explain(veto_on="missing")
        self.assertEqual(
            line.explanation, "Answers not done: 1 time, a veto from 1 on: no award"
        )

    def test_duty_late(self):
        """Due on 31 January and not done: where late counts, too, the line says so."""
        _duty, line = self._explain(veto_on="missing", counts_late=True, veto_limit=2)
        self.assertEqual(
            line.explanation, "Answers not done in time: 1 time; a veto from 2 on"
        )

    def test_grave_errors(self):
        duty, line = self._explain(veto_on="grave_errors", veto_limit=3)
        self.assertEqual(
            line.explanation, "Answers with grave errors: 0 times; a veto from 3 on"
        )
        # sudo: errors as the check of the report leaves them
        duty.sudo().write({"grave_errors": 3, "grave_error_note": "Sums"})
        line.assessment_id.action_compute()
        self.assertEqual(
            line.explanation,
            "Answers with grave errors: 3 times, a veto from 3 on: no award",
        )
