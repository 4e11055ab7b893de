import json

from freezegun import freeze_time

from odoo.tests import tagged

from ...assessment.scorecard.cards import CardCommon
from ...rpc import RpcCase
from ..circular.circulars import CircularsCommon
from .test_close import STEPS


class ProgressCase(RpcCase):
    """Who waits for an act that takes seconds sees which step runs."""

    def _get_notices(self):
        """Return the notices that wait on the bus for the department's user."""
        # sudo: nobody reads the bus
        messages = self.env["bus.bus"].sudo().search([], order="id", limit=None)
        found = [
            json.loads(message.message)
            for message in messages
            if json.loads(message.channel)[1:]
            == ["res.partner", self.service.partner_id.id]
        ]
        return [row["payload"] for row in found if row["type"] == "telecom_progress"]


@tagged("post_install", "-at_install")
@freeze_time("2026-03-02 02:00:00")
class TestProgressOfClose(CardCommon, ProgressCase):
    def test_steps_of_the_month(self):
        """Seven steps and the end are told, each by its name and place."""
        _result, message = self._call_kw(
            self.service, "telecom.period", "action_run", self.february.ids
        )
        self.assertIsNone(message)
        *steps, end = self._get_notices()
        self.assertEqual(
            [(notice["number"], notice["of"]) for notice in steps],
            [(number, len(STEPS)) for number in range(1, len(STEPS) + 1)],
        )
        names = [step.display_name for step in self.february.step_ids.sorted()]
        self.assertEqual([notice["label"] for notice in steps], names)
        self.assertEqual(set(self.february.step_ids.mapped("state")), {"done"})
        self.assertTrue(end["is_done"])

    def test_programs_tell_nothing(self):
        self.february.with_user(self.service).action_run()
        self.assertEqual(self._get_notices(), [])


@tagged("post_install", "-at_install")
@freeze_time("2026-03-15 02:00:00")
class TestProgressOfIssue(CircularsCommon, ProgressCase):
    def test_steps_of_an_issue(self):
        circular = self._draft()
        circular.action_review()
        circular.with_user(self.leader).action_sign()
        _result, message = self._call_kw(
            self.service, "telecom.circular", "action_issue", circular.ids
        )
        self.assertIsNone(message)
        *steps, end = self._get_notices()
        self.assertEqual([notice["number"] for notice in steps], [1, 2, 3])
        self.assertEqual(circular.state, "issued")
        self.assertTrue(end["is_done"])
