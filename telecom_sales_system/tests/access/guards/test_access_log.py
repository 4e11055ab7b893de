"""No context of a caller keeps a decision out of the log."""

from psycopg2 import Error as PsycopgError

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ....models.common.decision.mail_thread import SILENCERS
from ...rpc import RpcCase
from ..common import AccessCommon

HOSTILE = dict.fromkeys(SILENCERS, True)
UNDONE = "undone"


@tagged("post_install", "-at_install")
class TestAccessLog(AccessCommon, RpcCase):
    """Every model with tracked fields of ours, with each key that silences Odoo's log.

    ``env`` of the test base has these keys, too: all calls of tests are hostile.
    """

    def _get_tracked(self):
        """Return ``{model: its tracked fields of ours that users or steps change}``."""
        found = {}
        for model in self.env.values():
            if not (model._auto and hasattr(model, "_has_tracked_field")):
                continue
            names = [
                name
                for name, field in model._fields.items()
                if field.store and model._has_tracked_field([name])
            ]
            if names:
                found[model] = names
        return found

    def _get_log(self, record):
        return (
            self.env["mail.tracking.value"]
            .sudo()
            .search(
                [
                    ("mail_message_id.model", "=", record._name),
                    ("mail_message_id.res_id", "=", record.id),
                ]
            )
        )

    def _flush_log(self):
        self.env.flush_all()
        self.env.cr.precommit.run()

    @mute_logger("odoo.sql_db")
    def test_every_tracked_field(self):
        tracked = self._get_tracked()
        self.assertGreater(len(tracked), 20)
        self.assertIn("tier_id", tracked[self.env["res.partner"]])
        for model, names in tracked.items():
            record = model.sudo().search([], limit=1, order="id desc")
            self._reset_state(record)
            logged = set()
            self._flush_log()
            for name in names if record else ():
                value = self._get_other_value(record, name)
                if value is None:
                    continue
                before = self._get_log(record)
                try:
                    with self.env.cr.savepoint():
                        record.with_context(**HOSTILE).write({name: value})
                        self._flush_log()
                        new = self._get_log(record) - before
                        if name not in new.field_id.mapped("name"):
                            raise AssertionError(f"{model._name}.{name}: no log")
                        logged.add(name)
                        raise UserError(UNDONE)
                except (UserError, PsycopgError):
                    # Undone here, or a value that is refused: we made it up.
                    self.env.cr.precommit.clear()
                    self.env.invalidate_all()
            with self.subTest(model=model._name):
                self.assertTrue(logged)

    def test_states_are_tracked(self):
        """The step from one state to another is a decision."""
        untracked = [
            name
            for name, model in self.env.items()
            if name.startswith("telecom.")
            and "message_ids" in model._fields
            and "state" in getattr(model, "_guarded_fields", ())
            and not model._has_tracked_field(["state"])
        ]
        self.assertEqual(untracked, [])

    def _assert_logged(self, user, record, method, *args):
        self._flush_log()
        for door in (self._call_kw, self._execute_kw):
            before = self._get_log(record)
            with self.env.cr.savepoint() as savepoint:
                _result, error = door(
                    user, record._name, method, record.ids, *args, context=HOSTILE
                )
                self.assertIsNone(error)
                self._flush_log()
                self.assertTrue(self._get_log(record) - before)
                savepoint.rollback()
            self.env.invalidate_all()

    def test_buttons_of_roles(self):
        self._assert_logged(self.leader, self.budget, "action_approve")
        self._assert_logged(self.service, self.circular_draft, "action_review")
        client = self.expense.partner_id
        self._assert_logged(
            self.service, client, "write", {"client_manager_id": self.bert.id}
        )
        self._assert_logged(self.service, client, "write", {"tier_id": False})

    def test_reason_of_a_tier_is_no_context(self):
        client = self.expense.partner_id.with_user(self.service)
        client.with_context(
            tier_reason="Forged", tier_revenue={client.id: 9_999_999}
        ).tier_id = False
        row = client.tier_history_ids.sorted("id")[-1]
        self.assertEqual(row.reason, "Entered by hand")
        self.assertEqual(row.revenue, 0)
