"""Files that people upload are read and changed by nobody else on the way."""

from odoo import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from ..common import GROUPS
from ..rpc import RpcCase
from .common import AccessCommon

FILE = b"name,phone\nBrewery,13800000000\n"
REFUSED = "access|allowed|top-secret"


@tagged("post_install", "-at_install")
class TestAccessUploads(AccessCommon, RpcCase):
    """Imports and other dialogs with a file; unit reports; files of records."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sister = cls.env["res.company"].sudo().create({"name": "Sister"})
        every = ("salesperson", "unit_manager", "service", "leader", "auditor")
        cls.stranger = new_test_user(
            cls.env,
            "stranger",
            ",".join(GROUPS + role for role in every),
            company_id=cls.sister.id,
            company_ids=[Command.set(cls.sister.ids)],
        )
        cls.portal = new_test_user(cls.env, "portal_client", "base.group_portal")

    def _get_others(self, user):
        others = {*self.users.values(), self.stranger, self.portal}
        return sorted(others - {user}, key=lambda other: other.login)

    def test_every_dialog_with_a_file(self):
        """Whatever it is for: everybody has a right to Odoo's dialogs."""
        tried = set()
        for name, model in self.env.items():
            files = [f for f in model._fields.values() if f.type == "binary"]
            if not (model._transient and any(field.store for field in files)):
                continue
            for user in self._get_others(self.service):
                rules = self.env["ir.rule"].with_user(user)
                with self.subTest(model=name, user=user.login):
                    domain = rules._compute_domain(name, "read")
                    self.assertIn("create_uid", str(domain))
            tried.add(name)
        self.assertIn("base_import.import", tried)

    @mute_logger("odoo.http")
    def test_import_of_clients(self):
        """The clerk's list with telephone numbers is nobody else's to read."""
        wizard = self.env["base_import.import"].with_user(self.service)
        wizard = wizard.create(
            {"res_model": "res.partner", "file": FILE, "file_name": "clients.csv"}
        )
        self.env.flush_all()
        options = {"quoting": '"', "separator": ",", "has_headers": True}
        for user in self._get_others(self.service):
            for call in (
                ("read", wizard.ids, ["file"]),
                ("write", wizard.ids, {"file": "eA=="}),
                ("parse_preview", wizard.ids, options),
                ("unlink", wizard.ids),
            ):
                with self.subTest(user=user.login, call=call[0]):
                    result, error = self._call_kw(user, wizard._name, *call)
                    self.assertTrue(error or "preview" not in (result or {}))
                    self.assertTrue(error or not result or "error" in result)
            with self.subTest(user=user.login):
                found, _error = self._call_kw(user, wizard._name, "search", [])
                self.assertNotIn(wizard.id, found or [])
        self.env.invalidate_all()
        self.assertEqual(wizard.sudo().file, FILE)
        rows, error = self._call_kw(
            self.service, wizard._name, "read", wizard.ids, ["file_name"]
        )
        self.assertIsNone(error)
        self.assertEqual(rows[0]["file_name"], "clients.csv")

    @mute_logger("odoo.http", "odoo.sql_db")
    def test_report_of_another_unit(self):
        """Nobody but its unit and the department sends a report of a unit."""
        report = self.env["telecom.unit.report"].sudo().search([], limit=1)
        manager = self._create_user("other_manager", "unit_manager")
        other = self.branch if report.unit_id != self.branch else self.outlet
        other.manager_id = manager
        self.env.flush_all()
        before = report.version_id
        for user in (
            manager,
            self.anna.user_id,
            self.leader,
            self.auditor,
            self.stranger,
            self.portal,
        ):
            _result, error = self._call_kw(
                user, report._name, "submit_file", report.ids, "eA==", "x.xlsx"
            )
            with self.subTest(user=user.login):
                self.assertRegex(error or "", REFUSED)
        self.assertEqual(report.version_id, before)

    @mute_logger("odoo.http", "odoo.sql_db")
    def test_files_behind_the_fields_of_every_model(self):
        """Only the program puts a file behind a field of a record."""
        tried = 0
        for model in self._telecom_models():
            for field in model._fields.values():
                if field.type != "binary" or not field.store:
                    continue
                record = model.sudo().search([], limit=1)
                for user in (*self.users.values(), self.stranger, self.portal):
                    vals = {"name": "x", "raw": "x", "res_model": model._name}
                    vals |= {"res_id": record.id, "res_field": field.name}
                    made, error = self._call_kw(user, "ir.attachment", "create", vals)
                    with self.subTest(field=str(field), user=user.login):
                        self.assertIsNone(made)
                        self.assertTrue(error)
                    tried += 1
        self.assertGreater(tried, 8)

    @mute_logger("odoo.http", "odoo.sql_db")
    def test_files_on_records_of_every_model(self):
        """Whoever may not write a record puts no file on it, nor moves one there."""
        tried = 0
        for model in self._telecom_models():
            record = model.sudo().search([], limit=1)
            for user in (self.anna.user_id, self.auditor, self.stranger, self.portal):
                if record.with_user(user).has_access("write"):
                    continue
                place = {"res_model": model._name, "res_id": record.id}
                files = self.env["ir.attachment"].with_user(user)
                with self.subTest(model=model._name, user=user.login):
                    with self._refused(Exception, REFUSED):
                        files.create({"name": "x", "raw": b"x", **place})
                    if not user.share:
                        own = files.create({"name": "x", "raw": b"x"})
                        with self._refused(Exception, REFUSED):
                            own.write(place)
                tried += 1
        self.assertGreater(tried, 150)
