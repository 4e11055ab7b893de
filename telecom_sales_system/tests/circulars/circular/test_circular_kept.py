import psycopg2
from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from odoo.addons.base.models.ir_model import MODULE_UNINSTALL_FLAG

from ....models.common.kept_rows import drop_kept_row_triggers
from ...rpc import RpcCase
from .circulars import CircularsCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-15 04:00:00")
class TestCircularKept(CircularsCommon, RpcCase):
    """Nothing issued is edited or deleted, by anyone, through any door."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        annex = cls.env["ir.attachment"].with_user(cls.service)
        cls.annex = annex.create({"name": "list.txt", "raw": b"Anna"})
        cls.circular = cls._issued(evidence_ids=[Command.set(cls.annex.ids)])
        cls.circular = cls.circular.sudo(False).with_user(cls.service)
        cls.pdf = cls.circular.sudo().pdf_attachment_id

    def _everybody(self):
        """The record as a user, as a leader, as superuser and with a forged flag."""
        users = (self.service, self.leader, self.env.ref("base.user_admin"))
        yield from (self.circular.with_user(user) for user in users)
        yield self.circular.sudo()
        yield self.circular.sudo().with_context(**{MODULE_UNINSTALL_FLAG: True})

    def test_write(self):
        for circular in self._everybody():
            for vals in (
                {"title": "Other"},
                {"body": "Other"},
                {"company_id": False},
                {"evidence_ids": [Command.clear()]},
            ):
                with self._refused(UserError, "is issued and stays as it is"):
                    circular.write(vals)

    def test_superuser_sets_no_guarded_field(self):
        for vals in (
            {"name": "9"},
            {"snapshot": "{}"},
            {"seal": "0"},
            {"figures": {}},
            {"state": "draft"},
            {"state": "superseded"},
            {"pdf_attachment_id": False},
        ):
            with self._refused(UserError, "is issued and stays as it is"):
                self.circular.sudo().write(vals)

    def test_unlink(self):
        for circular in self._everybody():
            # An AccessError is a UserError too.
            with self._refused(UserError, ""):
                circular.unlink()
        self.assertTrue(self.circular.exists())

    @mute_logger("odoo.sql_db")
    def test_sql(self):
        """Nor by a server action's SQL: the database refuses it itself."""
        self.env.flush_all()
        for query in (
            "UPDATE telecom_circular SET body = 'Other' WHERE id = %s",
            "UPDATE telecom_circular SET snapshot = '{}' WHERE id = %s",
            "UPDATE telecom_circular SET name = NULL WHERE id = %s",
            "UPDATE telecom_circular SET state = 'draft' WHERE id = %s",
            "UPDATE telecom_circular SET state = 'superseded' WHERE id = %s",
            "DELETE FROM telecom_circular WHERE id = %s",
        ):
            # Its receipts keep a circular, too.
            kept = "cannot be (changed|deleted)|still referenced"
            with self.assertRaisesRegex(psycopg2.Error, kept):
                with self.env.cr.savepoint():
                    self.env.cr.execute(SQL(query, self.circular.id))

    def test_files(self):
        for file in (self.pdf, self.annex.sudo()):
            for user in (self.service, self.env.ref("base.user_admin"), None):
                own = file.with_user(user) if user else file.sudo()
                for vals in (
                    {"raw": b"forged"},
                    {"datas": b"Zm9yZ2Vk"},
                    {"name": "other.pdf"},
                    {"res_id": 0},
                    {"public": True},
                ):
                    with self._refused(UserError, "belongs to an issued circular"):
                        own.write(vals)
                with self._refused(UserError, "belongs to an issued circular"):
                    own.unlink()
                with self._refused(UserError, "belongs to an issued circular"):
                    own.with_context(**{MODULE_UNINSTALL_FLAG: True}).unlink()

    def _mistake(self, user=None, circular=None):
        """Put a file on the issued circular by mistake, as the chatter does."""
        circular = circular or self.circular
        files = self.env["ir.attachment"].with_user(user or self.service)
        vals = {"res_model": circular._name, "res_id": circular.id}
        return files.create({"name": "salaries.txt", "raw": b"Anna 9,000", **vals})

    def _logged(self):
        return self.circular.sudo().message_ids.filtered(
            lambda message: "was taken off" in (message.body or "")
        )

    def test_a_file_put_on_by_mistake(self):
        """It is taken off, which is logged; until then it cannot be exchanged."""
        file = self._mistake()
        with self._refused(UserError, "belongs to an issued circular"):
            file.write({"raw": b"other"})
        with self._refused(UserError, "belongs to an issued circular"):
            file.write({"res_id": 0})
        file.unlink()
        [message] = self._logged()
        self.assertIn("salaries.txt", message.body)
        self.assertEqual(message.author_id, self.service.partner_id)
        self.assertFalse(self.circular._get_faults())

    def test_several_at_once(self):
        """None of them goes if one was sealed."""
        files = self._mistake() | self._mistake()
        with self._refused(UserError, "list.txt belongs to an issued circular"):
            (files | self.annex).unlink()
        with self._refused(UserError, "belongs to an issued circular"):
            (files.sudo() | self.pdf).unlink()
        self.assertFalse(self._logged())
        files.unlink()
        self.assertEqual(len(self._logged()), 2)

    def test_who_takes_a_file_off(self):
        """Who may write the circular, also if Odoo deletes as superuser."""
        file = self._mistake()
        for user in (self.anna.user_id, self.auditor):
            for own in (file.with_user(user), file.with_user(user).sudo()):
                with self.assertRaises(AccessError), self.env.cr.savepoint():
                    own.unlink()
        self.assertTrue(file.exists())
        self.assertFalse(self._logged())
        file.with_user(self.leader).unlink()
        self.assertEqual(self._logged().author_id, self.leader.partner_id)

    def test_the_chatter_takes_a_file_off(self):
        """As its cross does; the file of a superseded circular, too."""
        file = self._mistake()
        self.authenticate(self.service.login, self._password(self.service))
        params = {"attachment_id": file.id}
        self._post("/mail/attachment/delete", params)
        self.assertFalse(file.exists())
        self.assertEqual(self._logged().author_id, self.service.partner_id)
        draft = self.env["telecom.circular"].browse(
            self.circular.action_correct()["res_id"]
        )
        self._issue(draft)
        self.assertEqual(self.circular.state, "superseded")
        self._mistake().unlink()
        self.assertEqual(len(self._logged()), 2)

    def test_storage_may_move(self):
        """The same bytes may go elsewhere, as ``force_storage`` does."""
        self.pdf.write({"raw": self.pdf.raw, "mimetype": self.pdf.mimetype})
        self.assertFalse(self.circular._get_faults())

    def test_files_of_drafts_are_free(self):
        draft = self._draft()
        file = self.env["ir.attachment"].with_user(self.service)
        file = file.create(
            {"name": "a", "raw": b"a", "res_model": draft._name, "res_id": draft.id}
        )
        file.write({"raw": b"b"})
        file.unlink()

    @mute_logger("odoo.http")
    def test_rpc(self):
        """At the doors from outside, and with the flag of an uninstall forged."""
        forged = {"context": {MODULE_UNINSTALL_FLAG: True}}
        name = "telecom.circular"
        for user in (self.service, self.leader):
            for answer in (
                self._call_kw(user, name, "write", self.circular.ids, {"body": "x"}),
                self._execute_kw(user, name, "write", self.circular.ids, {"body": "x"}),
                self._json2(
                    user, name, "write", ids=self.circular.ids, vals={"body": "x"}
                ),
                self._call_kw(user, name, "unlink", self.circular.ids, **forged),
                self._call_kw(user, "ir.attachment", "unlink", self.pdf.ids, **forged),
                self._call_kw(
                    user, "ir.attachment", "write", self.pdf.ids, {"datas": "eA=="}
                ),
            ):
                self.assertIsNone(answer[0])
                self.assertTrue(answer[1])
        self.assertFalse(self.circular._get_faults())

    def test_acknowledged_receipt(self):
        self.circular.with_user(self.anna.user_id).action_acknowledge()
        receipt = self._receipts(self.circular)["anna"].sudo()
        with self._refused(UserError, "was read and cannot be deleted"):
            receipt.unlink()
        self.env.flush_all()
        with mute_logger("odoo.sql_db"):
            with self.assertRaisesRegex(psycopg2.Error, "cannot be (changed|deleted)"):
                with self.env.cr.savepoint():
                    receipt.acknowledged_at = False
                    self.env.flush_all()

    def test_uninstall_lets_go(self):
        """The hook of the uninstall takes the triggers away; Odoo drops the rest."""
        self.env.flush_all()
        drop_kept_row_triggers(self.env)
        self.env.cr.execute(
            "DELETE FROM telecom_circular_receipt WHERE circular_id = %s",
            self.circular.ids,
        )
        self.env.cr.execute(
            "DELETE FROM telecom_circular WHERE id = %s", self.circular.ids
        )
        self.assertEqual(self.env.cr.rowcount, 1)
