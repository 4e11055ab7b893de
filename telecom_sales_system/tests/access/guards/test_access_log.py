"""No context of a caller keeps a decision out of the log."""

from psycopg2 import Error as PsycopgError

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ....models.common.decision.mail_thread import SILENCERS
from ...rpc import RpcCase
from ..common import AccessCommon

HOSTILE = dict.fromkeys(SILENCERS, True)
UNDONE = "undone"
KEPT = "who decided what, and stays as it is"


@tagged("post_install", "-at_install")
class TestAccessLog(AccessCommon, RpcCase):
    """Every model with tracked fields of ours, with each key that silences Odoo's log.

    ``env`` of the test base has these keys, too: all calls of tests are hostile.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.chief = cls._create_user("chief", "service")
        cls.chief.group_ids += cls.env.ref("base.group_system") + cls.leader.group_ids

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

    def _get_tracking_vals(self, model, name):
        field = self.env["ir.model.fields"]._get(model._name, name)
        return {"field_id": field.id, "old_value_char": "a", "new_value_char": "b"}

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

    def test_log_of_every_model_stays(self):
        """Nobody rewrites or deletes what the program logged; the own words one may."""
        tried = 0
        for model in self.env.values():
            if not (model._auto and getattr(model, "_has_decisions", bool)()):
                continue
            record = model.sudo().search([], limit=1, order="id desc")
            if not record or model._transient:
                continue
            values = []
            if not model._name.startswith("telecom."):
                tracked = [n for n in model._fields if model._has_tracked_field([n])]
                if not tracked:
                    continue
                values = [Command.create(self._get_tracking_vals(model, tracked[0]))]
            tried += 1
            log = record._message_log(
                body="Approved by the leader", tracking_value_ids=values
            )
            for user in (self.anna.user_id, self.county_manager, self.service):
                with self.subTest(model=model._name, user=user.login):
                    with self._refused(AccessError, ""):
                        log.with_user(user).with_context(**HOSTILE).unlink()
            if not record.with_user(self.chief).has_access("write"):
                continue
            mine = log.with_user(self.chief).with_context(_force_unlink=True)
            for vals in (
                {"body": "Nothing"},
                {"author_id": self.chief.partner_id.id},
                {"message_type": "comment"},
                {"tracking_value_ids": [Command.clear()]},
            ):
                with self.subTest(model=model._name, vals=vals):
                    with self._refused(AccessError, KEPT):
                        mine.write(vals)
            with self.subTest(model=model._name):
                with self._refused(AccessError, KEPT):
                    mine.unlink()
        self.assertGreater(tried, 25)

    @mute_logger("odoo.http")
    def test_leader_deletes_the_log_of_the_own_decision(self):
        """Over HTTP: the approval of a budget, a client's tier by the department."""
        budget = self.budget.with_user(self.leader)
        budget.action_approve()
        client = self.expense.partner_id
        client.with_user(self.service).with_context(**HOSTILE).tier_id = False
        self._flush_log()
        for user, record in ((self.leader, budget), (self.service, client)):
            log = self._get_log(record).mail_message_id
            self.assertTrue(log)
            for call in (("write", log.ids, {"body": "-"}), ("unlink", log.ids)):
                for door in (self._call_kw, self._execute_kw):
                    _result, error = door(user, "mail.message", *call)
                    # Of clients, Odoo's own audit trail refuses first.
                    self.assertRegex(error or "", f"{KEPT}|Journal Entry")
            self.assertEqual(log.exists(), log)
        # A word of one's own can be taken back, and a draft goes with its log.
        praise = "Well done"
        word = budget.message_post(body=praise, message_type="comment")
        _result, error = self._call_kw(
            self.leader, "mail.message", "write", word.ids, {"body": "Done"}
        )
        self.assertIsNone(error)
        draft = self.circular_draft.with_user(self.service)
        log = draft._message_log(body="Refreshed")
        draft.unlink()
        self.assertFalse(log.exists())

    def test_ordinary_messages_of_host_records(self):
        """On clients, orders and invoices what is about no decision is Odoo's."""
        client = self.env["res.partner"].create({"name": "Inn", "is_company": True})
        ours = self.expense.partner_id
        order = self.env["sale.order"].sudo().create({"partner_id": client.id})
        move = self.env["account.move"].search([], limit=1)
        self.chief.group_ids += self.env.ref("sales_team.group_sale_manager")
        old = "2025-01-01 08:00:00"
        for record, name in (
            (client, "name"),
            (ours, "name"),
            (order, "note"),
            (move, "ref"),
        ):
            values = [Command.create(self._get_tracking_vals(record, name))]
            for vals in ([], values):
                log = record._message_log(body="By Odoo", tracking_value_ids=vals)
                # The tests' clients have decisions of this very transaction.
                self._set_created(log, old)
                mine = log.with_user(self.chief)
                with self.subTest(record=record, vals=vals):
                    self.assertFalse(mine._is_log_of_decision())
                    if record != move:  # Odoo's own audit trail keeps those.
                        mine.write({"body": "Corrected"})
                        mine.unlink()
                        self.assertFalse(log.exists())
        body = "Read this"
        notice = client.message_post(body=body, partner_ids=self.chief.partner_id.ids)
        notice.notification_ids.with_user(self.chief).unlink()
        self.assertFalse(notice.notification_ids)

    def test_decisions_in_words_on_host_records(self):
        """A review's tier on the client, a leader's word on the order; not the rest."""
        client = self.expense.partner_id
        client.with_user(self.service).tier_id = False
        self.chief.group_ids += self.env.ref("sales_team.group_sale_manager")
        override = self.env["telecom.order.override"].sudo().search([], limit=1)
        self._reset_state(override)
        override.expires_on = "2099-12-31"
        override.with_user(self._create_user("other", "leader")).action_grant()
        self._flush_log()
        for record in (client, override.order_id):
            self.assertTrue(record._get_decision_times())
            log = record._message_log(body="Silver → Gold")
            for vals in ({"body": "-"}, {"create_date": "2025-01-01 08:00:00"}):
                with self._refused(AccessError, KEPT):
                    log.with_user(self.chief).write(vals)
            with self._refused(AccessError, KEPT):
                log.with_user(self.chief).unlink()
            self._set_created(log, "2025-01-01 08:00:00")
            self.assertFalse(log._is_log_of_decision())

    def _set_created(self, message, day):
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE mail_message SET create_date = %s WHERE id = %s", (day, message.id)
        )
        self.env.invalidate_all()

    def test_reason_of_a_tier_is_no_context(self):
        client = self.expense.partner_id.with_user(self.service)
        client.with_context(
            tier_reason="Forged", tier_revenue={client.id: 9_999_999}
        ).tier_id = False
        row = client.tier_history_ids.sorted("id")[-1]
        self.assertEqual(row.reason, "Entered by hand")
        self.assertEqual(row.revenue, 0)
