"""Who approved, proposed, inspected or sent something stays named by the record."""

from odoo.exceptions import UserError
from odoo.orm.models import MAGIC_COLUMNS
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from ...rpc import RpcCase
from ..common import AccessCommon

ADDONS = "telecom_sales_"
UNDONE = "undone"
# Fields that follow others, and lists of whom a file is sent to.
LEFT = {
    "telecom.sales.unit.supervisor_ids": "computed from the managers",
    "telecom.period.workbook.asker_ids": "who waits for a file",
}


@tagged("post_install", "-at_install")
class TestAccessPeople(AccessCommon, RpcCase):
    """All fields of our addons that name a user; a new one joins by itself."""

    def _get_fields(self):
        return [
            field
            for model in self.env.values()
            if model._auto and not model._abstract and not model._transient
            for field in model._fields.values()
            if field.comodel_name == "res.users"
            and field.store
            and field.column_type
            and field.name not in MAGIC_COLUMNS
            and not field.related
            and any(module.startswith(ADDONS) for module in field._modules)
        ]

    def test_every_field_keeps_its_user(self):
        fields = self._get_fields()
        self.assertGreater(len(fields), 35)
        self.assertEqual([str(f) for f in fields if f.ondelete != "restrict"], [])

    def test_every_list_keeps_its_users(self):
        emptied = {
            str(field)
            for model in self.env.values()
            if model._auto and not model._abstract and not model._transient
            for field in model._fields.values()
            if field.type == "many2many"
            and field.store
            and field.comodel_name == "res.users"
            and field.ondelete != "restrict"
            and any(module.startswith(ADDONS) for module in field._modules)
        }
        self.assertEqual(emptied, set(LEFT))

    def test_every_field_says_what_to_do(self):
        """A user did what each field says, in turn, and is to be deleted."""
        tried = 0
        user = self._create_user("gone", "auditor")
        for field in self._get_fields():
            record = self.env[field.model_name].sudo()
            record = record.with_context(active_test=False).search([], limit=1)
            if not record:
                continue
            try:
                with self.env.cr.savepoint():
                    self.env.flush_all()
                    self._set_user(record, field, user)
                    with self.subTest(field=str(field)):
                        with self.assertRaisesRegex(UserError, "Archive the user inst"):
                            user.with_context(_force_unlink=True).unlink()
                        tried += 1
                    raise UserError(UNDONE)
            except UserError:
                self.env.invalidate_all()
        self.assertGreater(tried, 25)

    def _set_user(self, record, field, user):
        """Set a field of a record past all its guards."""
        self.env.cr.execute("SET LOCAL session_replication_role = replica")
        self.env.cr.execute(
            SQL(
                "UPDATE %s SET %s = %s WHERE id = %s",
                SQL.identifier(record._table),
                SQL.identifier(field.name),
                user.id,
                record.id,
            )
        )
        self.env.cr.execute("SET LOCAL session_replication_role = DEFAULT")
        self.env.invalidate_all()

    @mute_logger("odoo.http")
    def test_administrator_over_http(self):
        """A budget approved, a duty done, a month closed by somebody who has left."""
        admin = self._create_user("admin_of_users", "auditor")
        admin.group_ids += self.env.ref("base.group_erp_manager")
        budget = self.env["telecom.maintenance.budget"].search([], limit=1)
        duty = self.env["telecom.duty"].search([], limit=1)
        for record, name in (
            (budget, "approved_by_id"),
            (duty, "fulfilled_by_id"),
            (self.february, "closed_by_id"),
        ):
            user = self._create_user(f"left-{name}", "leader")
            self.env.flush_all()
            self._set_user(record, record._fields[name], user)
            for door in (self._call_kw, self._execute_kw):
                _result, error = door(
                    admin,
                    "res.users",
                    "unlink",
                    user.ids,
                    context={"_force_unlink": True},
                )
                self.assertRegex(error or "", "Archive the user instead")
            self.assertEqual(record[name], user)
            _result, error = self._call_kw(
                admin, "res.users", "write", user.ids, {"active": False}
            )
            self.assertIsNone(error)

    def test_who_did_nothing_is_deleted(self):
        user = self._create_user("typo", "auditor")
        user.unlink()
        self.assertFalse(user.exists())
