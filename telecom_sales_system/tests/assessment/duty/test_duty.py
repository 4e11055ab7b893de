from datetime import date
from decimal import Decimal

from freezegun import freeze_time
from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged, users
from odoo.tools import mute_logger

from ...rpc import RpcCase
from .duties import DutyCommon


@freeze_time("2026-03-10")
@tagged("post_install", "-at_install")
class TestDuty(DutyCommon):
    """What becomes of a duty: done in time or late, missing, grave errors, answers."""

    def _states(self, *duties):
        return [duty.state for duty in duties]

    def _done(self, unit, due_on, done_on, kind=None):
        duty = self._owe(kind or self.report, unit, due_on)
        duty.sudo().fulfilled_on = done_on
        return duty

    def test_states(self):
        """On 10 March: due the same day is due, a day before is missing."""
        due = self._owe(self.report, self.county, "2026-03-10")
        missing = self._owe(self.report, self.county, "2026-03-09")
        done = self._done(self.county, "2026-03-05", "2026-03-05")
        late = self._done(self.county, "2026-03-05", "2026-03-08")
        self.assertEqual(
            self._states(due, missing, done, late), ["due", "missing", "done", "late"]
        )
        self.assertEqual(late.days_late, 3)
        mine = [("type_id", "=", self.report.id)]
        for duty in due | missing | done | late:
            domain = [*mine, ("state", "=", duty.state)]
            self.assertEqual(self.duties.search(domain), duty)
        rest = self.duties.search([*mine, ("state", "not in", ["done", "late"])])
        self.assertEqual(rest, due | missing)

    def test_evidence_is_needed(self):
        duty = self._owe(self.report, self.county, "2026-03-31")
        mine = duty.with_user(self.county_manager)
        mine.answer = "It is done, believe me."
        with self._refused(UserError, "Evidence"):
            mine.action_fulfil()
        paper = self._file(self.county_manager)
        mine.evidence_ids = paper
        mine.action_fulfil()
        self.assertEqual(duty.state, "done")
        self.assertEqual(duty.fulfilled_on, date(2026, 3, 10))
        self.assertEqual(duty.fulfilled_by_id, self.county_manager)
        with self._refused(UserError, "is done"):
            mine.evidence_ids = False
        for user in (self.county_manager, self.service):
            with self._refused(UserError, "is evidence of"):
                paper.with_user(user).sudo().unlink()
        with self._refused(UserError, "is done"):
            mine.action_fulfil()

    def test_done_late_by_hand(self):
        duty = self._owe(self.report, self.county, "2026-03-06")
        self.duties._send_due_reminders(self.company, date(2026, 3, 5))
        self.assertTrue(duty.activity_ids)
        mine = duty.with_user(self.county_manager)
        mine.evidence_ids = self._file(self.county_manager)
        mine.action_fulfil()
        self.assertEqual((duty.state, duty.days_late), ("late", 4))
        self.assertFalse(duty.activity_ids)

    def test_reopened_by_the_department_with_a_reason(self):
        duty = self._done(self.county, "2026-03-31", "2026-03-08")
        with self._refused(AccessError, "only the customer service department"):
            duty.with_user(self.county_manager)._reopen_duties("Again")
        wizard = self.env["telecom.duty.reopen"].with_user(self.service)
        wizard = wizard.create(
            {"duty_ids": [Command.set(duty.ids)], "reason": "Paper of 2025"}
        )
        wizard.action_reopen()
        self.assertEqual((duty.state, duty.fulfilled_on), ("due", False))
        self.assertIn("Paper of 2025", duty.message_ids[0].body)
        with self._refused(UserError, "not done yet"):
            wizard.action_reopen()

    def test_one_of_two_units_answers(self):
        """Asked by 12 March: Cili answers in time, Letters not; each owes one."""
        ask = self.env["telecom.duty.request"].with_user(self.service)
        ask = ask.create(
            {
                "subject": "Mailings",
                "request": "<p>How many mailings?</p>",
                "due_on": "2026-03-12",
                "unit_ids": [Command.set((self.county | self.branch).ids)],
            }
        )
        action = ask.action_ask()
        asked = self.duties.search(action["domain"])
        self.assertEqual(asked.unit_id, self.county | self.branch)
        cili = asked.filtered(lambda duty: duty.unit_id == self.county)
        letters = asked - cili
        self.assertEqual(cili.activity_ids.user_id, self.county_manager)
        self.assertEqual(cili.activity_ids.summary, "Mailings")
        mine = cili.with_user(self.county_manager)
        mine.answer = "<p><br></p>"
        with self._refused(UserError, "Answer"):
            mine.action_fulfil()
        mine.answer = "<p>Twelve</p>"
        mine.action_fulfil()
        self.assertFalse(cili.activity_ids)
        with freeze_time("2026-03-13"):
            asked.invalidate_recordset(["state"])
            self.assertEqual(self._states(cili, letters), ["done", "missing"])
            counts = self.duties._count_duties(
                self.county | self.branch,
                self.asking,
                date(2026, 3, 1),
                date(2026, 3, 12),
            )
        self.assertEqual(counts[self.county.id, self.asking.id], (1, 1, 0, 0, 0))
        self.assertEqual(counts[self.branch.id, self.asking.id], (1, 0, 0, 1, 0))
        letters.sudo().answer = "<p>Late</p>"
        with freeze_time("2026-03-14"):
            letters.with_user(self.service).action_fulfil()
        self.assertEqual((letters.state, letters.days_late), ("late", 2))

    def test_no_request_for_yesterday_or_nobody(self):
        ask = self.env["telecom.duty.request"].with_user(self.service)
        vals = {"subject": "Mailings", "request": "<p>How many?</p>"}
        with self._refused(UserError, "the day has passed"):
            ask.create(
                vals | {"due_on": "2026-03-09", "unit_ids": self.county.ids}
            ).action_ask()
        with self._refused(UserError, "choose who is asked"):
            ask.create(
                vals | {"due_on": "2026-03-12", "unit_ids": [Command.clear()]}
            ).action_ask()

    def test_grave_errors_are_entered_by_the_department_with_a_note(self):
        duty = self._done(self.county, "2026-03-05", "2026-03-05")
        with self._refused(AccessError, "Grave Errors"):
            duty.with_user(self.county_manager).grave_errors = 1
        unexplained = self._refused(CheckViolation, "errors_explained")
        with mute_logger("odoo.sql_db"), unexplained:
            duty.with_user(self.service).grave_errors = 2
            self.env.flush_all()
        duty.with_user(self.service).write(
            {"grave_errors": 2, "grave_error_note": "Revenue counted twice"}
        )
        counts = self.duties._count_duties(
            self.county, self.report, date(2026, 3, 1), date(2026, 3, 9)
        )
        self.assertEqual(counts, {(self.county.id, self.report.id): (1, 1, 0, 0, 2)})

    def test_counts_as_of_a_past_day(self):
        """Due on 5 January, done in time; on 5 February, done on 20 February; on
        5 March, not done. At the end of January 1 due; at the 10th of February two
        due and one missing; at the end of February two due and one late."""
        for due, done in (
            ("2026-01-05", "2026-01-04"),
            ("2026-02-05", "2026-02-20"),
            ("2026-03-05", False),
        ):
            self._done(self.county, due, done)
        for last, expected in (
            (date(2026, 1, 31), (1, 1, 0, 0, 0)),
            (date(2026, 2, 10), (2, 1, 0, 1, 0)),
            (date(2026, 2, 28), (2, 1, 1, 0, 0)),
            (date(2026, 3, 9), (3, 1, 1, 1, 0)),
        ):
            counts = self.duties._count_duties(
                self.county, self.report, date(2026, 1, 1), last
            )
            self.assertEqual(counts, {(self.county.id, self.report.id): expected})

    def test_what_lies_ahead_is_not_missing(self):
        self._owe(self.report, self.county, "2026-04-05")
        counts = self.duties._count_duties(
            self.county, self.report, date(2026, 1, 1), date(2026, 12, 31)
        )
        self.assertEqual(counts, {(self.county.id, self.report.id): (1, 0, 0, 0, 0)})

    def test_counts_take_one_query(self):
        types = self.report | self.weekly
        for units in (self.county, self.county | self.branch | self.outlet):
            for unit in units:
                self._owe(self.report, unit, "2026-02-05")
                self._owe(self.weekly, unit, "2026-02-05")
            self.env.flush_all()
            days = (date(2026, 2, 1), date(2026, 2, 28))
            self.duties._count_duties(units, types, *days)
            with self.assertQueryCount(1):
                self.duties._count_duties(units, types, *days)

    def test_metric_of_missed_duties(self):
        """Cili and its outlet each missed one of February; the branch was late by the
        end of the month, on 3 March: missed in February, made up for in March."""
        for unit in (self.county, self.outlet):
            self._owe(self.report, unit, "2026-02-05")
        self._done(self.branch, "2026-02-05", "2026-03-03")
        metric = self.env.ref("telecom_sales_system.metric_duties_missed")
        units = self.city | self.county | self.branch
        for last, expected in (
            (date(2026, 2, 28), (3, 2, 1)),
            (date(2026, 3, 9), (2, 2, 0)),
        ):
            days = (date(2026, 2, 1), last)
            measured = metric._measure_scopes(units, *days)
            self.assertEqual(
                [measured[unit.id] for unit in units], [Decimal(n) for n in expected]
            )
            for unit in units:
                model, domain = metric._get_evidence(unit, *days)
                self.assertEqual(
                    self.env[model].search_count(domain), measured[unit.id]
                )

    def test_what_counts_is_not_deleted(self):
        duties = self._owe(self.report, self.county, "2026-03-09")
        duties |= self._done(self.county, "2026-03-31", "2026-03-08")
        for duty in duties.with_user(self.service):
            with self._refused(UserError, "counts for the score"):
                duty.unlink()
        ahead = self._owe(self.report, self.county, "2026-03-31")
        ahead.with_user(self.service).unlink()
        self.assertFalse(ahead.exists())

    def _units_seen(self):
        return self.env["telecom.duty"].search([]).unit_id

    def _owe_everywhere(self):
        for unit in (self.city, self.county, self.outlet, self.branch):
            self._owe(self.report, unit, "2026-03-31")

    @users("anna", "bert")
    def test_salespeople_read_those_of_their_unit(self):
        self._owe_everywhere()
        own = self.county if self.env.user.login == "anna" else self.branch
        self.assertEqual(self._units_seen(), own)
        duty = self.env["telecom.duty"].search([])
        with self._refused(AccessError, ""):
            duty.answer = "Mine"

    @users("county_manager")
    def test_managers_prove_those_of_their_units(self):
        self._owe_everywhere()
        self.assertEqual(self._units_seen(), self.county | self.outlet)
        duty = self.env["telecom.duty"].search([], limit=1)
        duty.answer = "Ours"
        with self._refused(AccessError, "only the customer service department"):
            duty.due_on = "2026-12-31"

    @users("service", "leader", "auditor")
    def test_others_read_all(self):
        self._owe_everywhere()
        self.assertEqual(len(self._units_seen()), 4)


@tagged("post_install", "-at_install")
class TestDutyRpc(DutyCommon, RpcCase):
    """Nobody sets by a call from outside what only buttons set."""

    @mute_logger("odoo.http")
    def test_fulfilled_on_cannot_be_set(self):
        duty = self._owe(self.report, self.county, "2026-03-31")
        for user in (self.county_manager, self.service):
            for vals in ({"fulfilled_on": "2026-03-01"}, {"is_hand_only": False}):
                _result, refusal = self._call_kw(
                    user, "telecom.duty", "write", duty.ids, vals
                )
                self.assertIn("use the buttons", refusal)
        vals = {
            "type_id": self.report.id,
            "unit_id": self.county.id,
            "due_on": "2026-03-31",
            "fulfilled_on": "2026-03-01",
        }
        _result, refusal = self._call_kw(self.service, "telecom.duty", "create", [vals])
        self.assertIn("use the buttons", refusal)
        _result, refusal = self._call_kw(
            self.county_manager, "telecom.duty", "_reopen_duties", duty.ids, "Why not"
        )
        self.assertIn("_reopen_duties", refusal)
        self.assertFalse(duty.fulfilled_on)
