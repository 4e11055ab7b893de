from datetime import date

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .reports import UnitReportCommon


@tagged("post_install", "-at_install")
class TestUnitReportDuty(UnitReportCommon):
    """A report is asked for by a duty, fulfils it, and its grave errors count on it."""

    def _wrong(self, *codes, report=None):
        """A report with grave errors in some figures: one more than five times true."""
        changes = {f"{code}_month": 5000 for code in codes}
        return self._filled(report or self.report, **changes)

    def test_listed_with_the_duties(self):
        """One for each duty of the month, once; Lingyang, an outlet, owes none."""
        reports = self.env["telecom.unit.report"].search([])
        self.assertEqual(reports.unit_id, self.county | self.branch)
        self.assertEqual(self.report.duty_id, self.duty)
        self.assertEqual(self.report.due_on, date(2026, 2, 5))
        self.duties._generate_duties(self.company, date(2026, 1, 10))
        self.duties._prove_duties(self.company, date(2026, 2, 3))
        self.assertEqual(self.env["telecom.unit.report"].search([]), reports)

    def test_listed_for_duties_that_were_there_before(self):
        self._report(self.branch).unlink()
        self.duties._prove_duties(self.company, date(2026, 2, 3))
        self.assertTrue(self._report(self.branch).duty_id)

    def test_goes_with_its_duty_unless_it_was_sent(self):
        branch = self._report(self.branch)
        branch.duty_id.unlink()
        self.assertFalse(branch.exists())
        self._send(self.report, self._filled(self.report))
        with self._refused(UserError, "was sent and is kept"):
            self.report.with_user(self.service).unlink()

    def test_overdue(self):
        """Due on 5 February: not overdue that day, overdue on the 6th until sent."""
        reports = self.env["telecom.unit.report"]
        overdue = [("is_overdue", "=", True)]
        with freeze_time("2026-02-05 02:00:00"):
            self.assertFalse(reports.search(overdue))
        with freeze_time("2026-02-06 02:00:00"):
            found = reports.search(overdue)
            self.assertEqual(found.unit_id, self.county | self.branch)
            self._send(self.report, self._filled(self.report))
            self.assertEqual(reports.search(overdue).unit_id, self.branch)
            found.invalidate_recordset(["is_overdue"])
            self.assertFalse(self.report.is_overdue)
            rest = reports.search([("is_overdue", "=", False)])
            self.assertEqual(rest, self.report)

    def test_fulfilled_by_sending(self):
        self.duties._send_due_reminders(self.company, date(2026, 2, 3))
        self.assertTrue(self.duty.activity_ids)
        self._send(self.report, self._filled(self.report))
        self.assertEqual(self.duty.state, "done")
        self.assertEqual(self.duty.proof_ref, self.report)
        self.assertFalse(self.duty.activity_ids)

    def test_late(self):
        with freeze_time("2026-02-08 02:00:00"):
            self._send(self.report, self._filled(self.report))
        self.assertEqual((self.duty.state, self.duty.days_late), ("late", 3))

    def test_a_correction_does_not_make_it_late(self):
        self._send(self.report, self._filled(self.report, cash_month=1))
        with freeze_time("2026-02-08 02:00:00"):
            self._send(self.report, self._filled(self.report))
        self.assertEqual(self.duty.fulfilled_on, date(2026, 2, 3))
        self.assertEqual(self.report.first_sent_on, date(2026, 2, 3))

    def test_found_by_the_nightly_job(self):
        """A duty listed after the report was sent is proved on the day of sending."""
        self._send(self.report, self._filled(self.report))
        # sudo: as if the duty had not been there
        self.duty.sudo().write({"fulfilled_on": False, "proof_ref": False})
        self.duties._prove_duties(self.company, date(2026, 2, 4))
        self.assertEqual(self.duty.fulfilled_on, date(2026, 2, 3))

    def test_grave_errors_are_counted_with_a_note(self):
        self.january.action_compute()
        self._send(self.report, self._wrong("cash", "points"))
        self.assertEqual(self.duty.grave_errors, 2)
        self.assertIn("Cash Received This Month (C6)", self.duty.grave_error_note)
        self._send(self.report, self._wrong("cash"))
        self.assertEqual(self.duty.grave_errors, 1)
        self._send(self.report, self._filled(self.report))
        self.assertEqual(
            (self.duty.grave_errors, self.duty.grave_error_note), (0, False)
        )

    def test_what_the_department_entered_is_the_last_word(self):
        """It pardons one of two; then it finds one more than the system."""
        self.january.action_compute()
        self._send(self.report, self._wrong("cash", "points"))
        self.duty.with_user(self.service).grave_errors = 1
        self._send(self.report, self._wrong("cash", "points", "billed"))
        self.january.action_compute()
        self.assertEqual((self.report.grave_errors, self.duty.grave_errors), (3, 1))

    def test_three_in_a_year_are_a_veto(self):
        """The scheme of 2008: two in January are none, a third is. They count in
        February, when the report is due."""
        self.january.action_compute()
        self.february.action_compute()
        for codes, vetoed in (
            (("cash", "points"), False),
            (("cash", "points", "billed"), True),
        ):
            self._send(self.report, self._wrong(*codes))
            self.february._score_cards()
            lines = self.env["telecom.assessment.line"].search(
                [
                    ("unit_id", "=", self.county.id),
                    ("assessment_id.span", "=", "year"),
                    ("indicator_id.veto_on", "=", "grave_errors"),
                ]
            )
            self.assertEqual(len(lines), 1)
            self.assertEqual("a veto from 3 on: no award" in lines.explanation, vetoed)

    def test_sent_back_and_sent_again(self):
        """The duty is owed again, with the reason, and done by the new version."""
        self.january.action_compute()
        content = self._filled(self.report, cash_month=1040)
        self._send(self.report, content)
        action = self.report.with_user(self.service).action_send_back()
        wizard = self.env[action["res_model"]].with_user(self.service)
        wizard = wizard.with_context(**action["context"]).create(
            {"reason": "Cash of February"}
        )
        self.assertEqual(wizard.duty_ids, self.duty)
        wizard.action_reopen()
        self.assertEqual((self.report.state, self.duty.state), ("returned", "due"))
        self.assertIn(
            "Cash of February", "".join(self.report.message_ids.mapped("body"))
        )
        self.duties._prove_duties(self.company, date(2026, 2, 3))
        self.assertFalse(self.duty.fulfilled_on)
        with freeze_time("2026-02-09 02:00:00"):
            self._send(self.report, content)
        self.assertEqual(self.report.version_id.number, 2)
        self.assertEqual(self.duty.fulfilled_on, date(2026, 2, 9))
        self.assertEqual(self.report.state, "checked")

    def test_done_by_hand_stays_done(self):
        mine = self.duty.with_user(self.county_manager)
        paper = {"name": "Report.pdf", "raw": b"Signed."}
        mine.evidence_ids = [Command.create(paper)]
        mine.action_fulfil()
        with freeze_time("2026-02-09 02:00:00"):
            self._send(self.report, self._filled(self.report))
        self.assertEqual(self.duty.fulfilled_on, date(2026, 2, 3))
        self.assertFalse(self.duty.proof_ref)
        with self._refused(UserError, "proves no duty"):
            self._report(self.branch).with_user(self.service).action_send_back()

    def test_the_duty_opens_the_report_and_back(self):
        action = self.duty.with_user(self.county_manager).action_open_report()
        self.assertEqual(action["res_id"], self.report.id)
        action = self.report.with_user(self.county_manager).action_open_duty()
        self.assertEqual(action["res_id"], self.duty.id)
