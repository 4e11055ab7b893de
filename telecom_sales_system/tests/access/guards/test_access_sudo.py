"""What the program creates under sudo is not what a caller slips in."""

from odoo import Command
from odoo.exceptions import AccessError
from odoo.orm.models import MAGIC_COLUMNS
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...rpc import RpcCase
from ..common import AccessCommon
from ..matrix.hostile import FORGED


@tagged("post_install", "-at_install")
class TestAccessSudo(AccessCommon, RpcCase):
    """Defaults that a user stores, and commands for rows of other records."""

    def _forge_defaults(self, user, name, field_name, value):
        _result, error = self._call_kw(
            user, "ir.default", "set", name, field_name, value, True
        )
        self.assertIsNone(error)

    def test_stored_defaults_of_every_model(self):
        """Of each model of ours, a field of each kind: none counts under sudo."""
        tried = 0
        stored = self.env["ir.default"].with_user(self.service)
        for model in self._telecom_models():
            kinds = {
                field.type: field
                for field in model._fields.values()
                if field.store
                and field.type in FORGED
                and field.type not in ("json", "html")
                and field.name not in MAGIC_COLUMNS
            }
            for kind, field in kinds.items():
                stored.sudo().set(
                    model._name, field.name, FORGED[kind], user_id=self.service.id
                )
                mine = model.with_user(self.service).sudo()
                with self.subTest(field=str(field)):
                    found = mine.default_get([field.name]).get(field.name)
                    usual = model.with_user(self.leader).sudo()
                    usual = usual.default_get([field.name]).get(field.name)
                    if kind == "datetime":
                        self.assertNotEqual(str(found), FORGED[kind])
                    else:
                        self.assertEqual(found, usual)
                    tried += 1
        self.assertGreater(tried, 200)

    @mute_logger("odoo.http")
    def test_forged_acknowledgement(self):
        """The clerk who issues a circular stores defaults for receipts and files."""
        circular = self.circular_draft
        circular.with_user(self.service).action_review()
        circular.with_user(self.leader).action_sign()
        self.env.flush_all()
        moment = "2026-01-01 00:00:00"
        self._forge_defaults(
            self.service, "telecom.circular.receipt", "acknowledged_at", moment
        )
        self._forge_defaults(self.service, "ir.attachment", "public", True)
        _result, error = self._call_kw(
            self.service, "telecom.circular", "action_issue", circular.ids
        )
        self.assertIsNone(error)
        self.env.invalidate_all()
        circular = circular.sudo()
        self.assertEqual(circular.state, "issued")
        self.assertEqual(set(circular.receipt_ids.mapped("state")), {"unread"})
        self.assertFalse(circular.pdf_attachment_id.public)

    def test_own_defaults_still_count(self):
        """For what users create themselves, as Odoo has it."""
        defaults = self.env["ir.default"].with_user(self.service)
        defaults.set("telecom.duty.type", "name", "Mine", user_id=True)
        types = self.env["telecom.duty.type"].with_user(self.service)
        self.assertEqual(types.default_get(["name"])["name"], "Mine")

    def _get_vals(self, record):
        vals = record.copy_data()[0]
        for name, field in record._fields.items():
            if field.store and field.required and not field.compute:
                vals.setdefault(
                    name, record._convert_to_write({name: record[name]}).get(name)
                )
        model = record.browse()
        guarded = getattr(model, "_is_guarded_field", bool)
        return {name: vals[name] for name in vals if not (vals and guarded(name))}

    @mute_logger("odoo.sql_db")
    def test_commands_for_rows_of_others_in_every_model(self):
        """Each role creates each record with words of another record as its log."""
        for model in self._telecom_models():
            if "message_ids" not in model._fields:
                continue
            record = model.sudo().search([], limit=1)
            vals = {}
            try:
                vals = self._get_vals(record)
            except Exception as error:  # noqa: BLE001 - some are never copied
                self.assertTrue(error)
            for role, user in self.users.items():
                if not model.with_user(user).has_access("create"):
                    continue
                note = "Signed"
                word = self.circular_draft.message_post(body=note)
                for command in (
                    Command.update(word.id, {"body": "forged"}),
                    Command.delete(word.id),
                ):
                    try:
                        with self.env.cr.savepoint():
                            mine = model.with_user(user)
                            mine.create(vals | {"message_ids": [command]})
                    except Exception:  # noqa: BLE001 - refused, for any reason
                        self.env.invalidate_all()
                    with self.subTest(model=model._name, role=role, command=command):
                        self.assertTrue(word.exists())
                        self.assertNotIn("forged", word.body)

    @mute_logger("odoo.http")
    def test_request_of_a_salesperson(self):
        """A request to let an order through rewrites and deletes nothing else."""
        user = self.anna.user_id
        order = self.env["sale.order"].sudo().search([("user_id", "=", user.id)])[:1]
        user.sudo().group_ids += self.env.ref("sales_team.group_sale_salesman")
        note = "Approved"
        word = self.budget.sudo().message_post(body=note)
        todo = self.circular_draft.sudo().activity_schedule(
            "mail.mail_activity_data_todo", user_id=self.leader.id, summary="Sign"
        )
        self.env.flush_all()
        for rows in (
            {"message_ids": [Command.update(word.id, {"body": "-"})]},
            {"message_ids": [Command.delete(word.id)]},
            {"activity_ids": [Command.update(todo.id, {"summary": "-"})]},
            {"activity_ids": [Command.delete(todo.id)]},
        ):
            vals = {"order_id": order.id, "reason": "Mine", **rows}
            for door in (self._call_kw, self._execute_kw):
                _result, error = door(user, "telecom.order.override", "create", vals)
                self.assertIn("cannot be set by a request", error or "")
        self.assertIn("Approved", word.body)
        self.assertEqual(todo.summary, "Sign")
        with self._refused(AccessError, "cannot be set directly"):
            self.env["telecom.order.override"].with_user(user).create(
                {"order_id": order.id, "reason": "Mine", "amount": 1}
            )
