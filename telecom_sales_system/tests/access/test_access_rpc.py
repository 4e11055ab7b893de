from odoo.tests import tagged
from odoo.tools import mute_logger

from ..rpc import RpcCase
from .common import AccessCommon

ENTRY = "telecom.performance.entry"


@tagged("post_install", "-at_install")
class TestAccessRpc(AccessCommon, RpcCase):
    """The same limits at every door: web client, execute_kw and REST."""

    def _at_all_doors(self, user, model, method, *args, **kwargs):
        """Call a method without positional records at the three doors."""
        with mute_logger("odoo.http", "odoo.sql_db"):
            return [
                self._call_kw(user, model, method, *args, **kwargs),
                self._execute_kw(user, model, method, *args, **kwargs),
                self._json2(user, model, method, **kwargs),
            ]

    def test_salesperson_reads_own_entries_only(self):
        """Anna's 1,000 and not Bert's 500."""
        answers = self._at_all_doors(
            self.anna.user_id, ENTRY, "search_read", domain=[], fields=["cash"]
        )
        for rows, message in answers:
            self.assertIsNone(message)
            self.assertEqual([row["cash"] for row in rows], [1000])

    @mute_logger("odoo.http")
    def test_salesperson_reads_nobody_elses_entry_by_its_id(self):
        foreign = self._entries().filtered(lambda e: e.salesperson_id == self.bert)
        user = self.anna.user_id
        answers = [
            self._call_kw(user, ENTRY, "read", foreign.ids, ["cash"]),
            self._execute_kw(user, ENTRY, "read", foreign.ids, ["cash"]),
            self._json2(user, ENTRY, "read", ids=foreign.ids, fields=["cash"]),
        ]
        for rows, message in answers:
            self.assertIsNone(rows)
            self.assertIn("Performance Entry", message)

    def test_user_without_a_role_reads_no_model(self):
        for model in self._telecom_models():
            for rows, message in self._at_all_doors(
                self.users["plain"], model._name, "search_read", domain=[], fields=[]
            ):
                with self.subTest(model=model._name):
                    self.assertIsNone(rows)
                    self.assertIn("not allowed to access", message)

    @mute_logger("odoo.http")
    def test_buttons_are_shut_for_the_auditor(self):
        """A button's method checks the right itself, whoever calls it."""
        incentive = self.env["telecom.incentive"].sudo().search([], limit=1)
        for record, method in [
            (self.january, "action_run"),
            (self.january, "action_run_and_close"),
            (self.review, "action_compute"),
            (self.review, "action_apply_upgrades"),
            (self.review, "action_apply"),
            (incentive, "action_approve"),
            (incentive, "action_cancel"),
            (self.budget, "action_accrue"),
            (self.budget, "action_approve"),
            (self.budget, "action_close"),
            (self.expense, "action_approve"),
            (self.expense, "action_pay"),
            (self.expense, "action_refuse"),
            (self.activity, "action_done"),
            (self.activity, "action_cancel"),
        ]:
            result, message = self._call_kw(
                self.auditor, record._name, method, record.ids
            )
            with self.subTest(method=method):
                self.assertIsNone(result)
                self.assertTrue(message)
        self.assertEqual(self.january.state, "computed")
        self.assertEqual(self.review.state, "computed")
        self.assertEqual(incentive.state, "draft")

    @mute_logger("odoo.http")
    def test_private_methods_have_no_door(self):
        """Who may only read cannot enrol, and a month is closed by all of its steps
        only, whatever the method is called by."""
        for record, method in [
            (self.anna, "_register_salesperson"),
            (self.anna, "_record_departure"),
            (self.anna, "_set_guarded_fields"),
            (self.january, "action_compute"),
            (self.january, "action_close"),
        ]:
            result, message = self._call_kw(
                self.service, record._name, method, record.ids
            )
            self.assertIsNone(result)
            self.assertIn("Private methods", message)

    @mute_logger("odoo.http")
    def test_reopening_writes_no_other_events(self):
        """A private event of somebody, and a planned one, are not even touched."""
        events = self.env["calendar.event"].sudo()
        event = events.create(
            {
                "name": "Private",
                "start": "2026-01-12 08:00:00",
                "stop": "2026-01-12 09:00:00",
            }
        )
        old = "2025-01-01 08:00:00"
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE calendar_event SET write_date = %s WHERE id = %s", (old, event.id)
        )
        self.env.invalidate_all()
        for user in (self.users["plain"], self.auditor):
            self._call_kw(user, event._name, "action_telecom_reopen", event.ids)
            self.env.invalidate_all()
            self.assertEqual(str(event.write_date), old)

    @mute_logger("odoo.http")
    def test_parts_of_shared_settings_are_not_copied_alone(self):
        for name in ("section", "indicator", "award", "condition"):
            model = f"telecom.assessment.{name}"
            part = self.env[model].sudo().search([], limit=1)
            _result, error = self._call_kw(
                self.service, model, "action_make_own_copy", part.ids
            )
            with self.subTest(model=model):
                self.assertTrue(part)
                self.assertIn("part of another record", error or "")
