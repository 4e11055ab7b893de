"""Records in a final state stay, whatever the context of a call says."""

from odoo import Command
from odoo.exceptions import UserError
from odoo.orm.models import MAGIC_COLUMNS
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.base.models.ir_model import MODULE_UNINSTALL_FLAG

from ....models.common.kept_rows import UNINSTALLING, mark_uninstall
from ...rpc import RpcCase
from ..common import AccessCommon
from ..matrix.final import NEVER_FINAL, FinalStates
from ..matrix.hostile import HOSTILE

# The program may delete what people may not.
FINAL_FOR_PEOPLE = {
    "calendar.event",
    "mail.message",
    "telecom.blacklist.step",
    "telecom.client.service.history",
}
# Kept fields that a deletion of what they name empties, each with its reason.
EMPTIED = {
    "telecom.assessment.scheme.company_id": "months and units keep their company",
}


@tagged("post_install", "-at_install")
class TestAccessFinal(FinalStates, AccessCommon, RpcCase):
    """Every model with final states, the rows of such records, and all other guards.

    That no role deletes or changes them over HTTP is in the matrix.
    """

    def _get_heirs(self, mixin):
        names = self.env.registry.descendants([mixin], "_inherit") - {mixin}
        return [self.env[n] for n in sorted(names) if not self.env[n]._abstract]

    def _get_record(self, model):
        record = model.sudo().search([], limit=1)
        self.assertTrue(record)
        return record

    def _assert_kept(self, record):
        for context in ({}, {MODULE_UNINSTALL_FLAG: True}, HOSTILE):
            with self._refused(UserError, "."):
                record.with_context(**context).unlink()
            self.assertTrue(record.exists())

    def _assert_kept_by_http(self, record):
        """Nobody deletes the record, whatever the role and the context of the call."""
        self.env.flush_all()
        for role, user in self.users.items():
            self.authenticate(user.login, self._password(user))
            for context in ({MODULE_UNINSTALL_FLAG: True}, HOSTILE):
                path = f"/web/dataset/call_kw/{record._name}/unlink"
                call = {"model": record._name, "method": "unlink"}
                call |= {"args": [record.ids], "kwargs": {"context": context}}
                with self.subTest(role=role):
                    self.assertIsNone(self._post(path, call)[0])
        self.assertTrue(record.exists())

    def _get_other_kept(self):
        """Return ``{model: (record, message)}`` of the models with an own guard."""
        env = self.env(su=True)
        entry = env["telecom.performance.entry"].search([], limit=1)
        self._set_columns(self.january, {"state": "closed"})
        # Odoo itself keeps what is posted.
        entry.move_id.button_draft()
        step = env["telecom.blacklist.step"].search([], limit=1)
        step.case_id.state = "released"
        case = env["telecom.integrity.case"].search([], limit=1)
        case.evidence_ids = [Command.create({"name": "a.txt", "raw": b"a"})]
        self._set_columns(case, {"state": "approved"})
        override = env["telecom.order.override"].search([], limit=1)
        self._set_columns(override, {"state": "granted"})
        receipt = env["telecom.circular.receipt"].search([], limit=1)
        self._set_columns(receipt, {"read_at": "2026-03-01 08:00:00"})
        meeting = self.meeting.sudo()
        meeting.telecom_is_held = True
        history = env["telecom.client.tier.history"].search([], limit=1)
        handover = env["telecom.client.service.history"].create(
            {"partner_id": entry.partner_id.id, "date_to": self.january.date_to}
        )
        target = env["telecom.target"].search([], limit=1)
        return {
            "account.move": (entry.move_id, "counted in the closed period"),
            "calendar.event": (meeting, "was held"),
            "ir.attachment": (case.evidence_ids, "is evidence of"),
            "mail.message": (
                self.budget.sudo()._message_log(body="Approved"),
                "who decided what, and stays as it is",
            ),
            "res.users": (step.user_id, "Archive the user instead"),
            "sale.order": (override.order_id, "stays as it is"),
            "telecom.blacklist.step": (step, "is over"),
            "telecom.circular.receipt": (receipt, "was read and cannot be deleted"),
            "telecom.client.service.history": (handover, "is closed, and those who"),
            "telecom.client.tier.history": (history, "is never changed"),
            "telecom.metric": (
                env.ref("telecom_sales_system.metric_points"),
                "Archive it instead",
            ),
            "telecom.performance.entry": (entry, "written by the monthly close only"),
            "telecom.target": (target, "is closed, and its target stays"),
        }

    def _get_guarded_models(self):
        """Return the models in which a guard of our addons checks each deletion."""
        return {
            name
            for name, model in self.registry.items()
            if not model._abstract
            and any(
                ".telecom_sales_" in method.__module__
                for method in self.env[name]._ondelete_methods
            )
        }

    def _write_back(self, record, is_kept):
        """Write kept fields with the values that they have."""
        names = [
            name
            for name, field in record._fields.items()
            if field.store and name not in MAGIC_COLUMNS and is_kept(name)
        ]
        self.assertTrue(names)
        for name in names:
            with self.subTest(field=name), self._refused(UserError, "stays as it is"):
                record.write(record._convert_to_write({name: record[name]}))

    def test_every_model(self):
        models = self._get_heirs("telecom.state.mixin")
        self.assertGreater(len(models), 18)
        for model in models:
            if model._name in NEVER_FINAL:
                continue
            with self.subTest(model=model._name):
                record = self._get_record(model)
                self._make_final(record)
                self._assert_kept(record)
                if record._is_final():
                    self._write_back(record, record._is_kept_field)

    def test_every_row(self):
        models = self._get_heirs("telecom.state.part.mixin")
        self.assertGreater(len(models), 7)
        for model in models:
            with self.subTest(model=model._name):
                row = self._get_record(model)
                kept = model._kept_fields or set(model._fields)
                self._make_final(row._get_wholes())
                self._assert_kept(row)
                self._write_back(row, kept.__contains__)

    @mute_logger("odoo.http", "odoo.sql_db")
    def test_every_other_guard(self):
        """Guards of models that inherit neither mixin; a new one has to join here."""
        heirs = self._get_heirs("telecom.state.mixin")
        heirs += self._get_heirs("telecom.state.part.mixin")
        others = self._get_guarded_models() - {model._name for model in heirs}
        kept = self._get_other_kept()
        self.assertEqual(others, set(kept))
        self.users["service"].sudo().group_ids += self.env.ref("base.group_system")
        for name, (record, message) in kept.items():
            with self.subTest(model=name):
                self._assert_kept_by_http(record)
                su = name not in FINAL_FOR_PEOPLE
                for context in ({}, {MODULE_UNINSTALL_FLAG: True}, HOSTILE):
                    hostile = record.with_user(self.users["service"]).sudo(su)
                    with self._refused(UserError, message):
                        hostile.with_context(**context).unlink()
                self.assertTrue(record.exists())

    def test_no_other_way_of_guarding(self):
        """A guard that a caller's ``_force_unlink`` switches off is none."""
        self.assertEqual(
            {
                f"{name}.{method.__name__}"
                for name, model in self.registry.items()
                if not model._abstract
                for method in self.env[name]._ondelete_methods
                if ".telecom_sales_" in method.__module__ and not method._ondelete
            },
            set(),
        )

    def test_cascades(self):
        """No kept row goes with a record of another kind that people can delete.

        The database deletes it without its guard. Rows go with the record that they
        are a part of, which has a guard itself.
        """
        guarded = self._get_guarded_models()
        found = {
            str(field)
            for name in guarded
            for field in self.env[name]._fields.values()
            if field.type == "many2one"
            and field.store
            and any(module.startswith("telecom_sales_") for module in field._modules)
            and field.ondelete == "cascade"
            and field.comodel_name not in guarded
        }
        self.assertEqual(found, set())

    def test_what_final_records_name_stays(self):
        """No deletion of a client, file, unit or anything else empties a kept field.

        The database would do so past the guard of the record that is final.
        """
        guarded = self._get_guarded_models()
        found = set()
        for model in self._get_heirs("telecom.state.mixin"):
            if model._name not in NEVER_FINAL:
                found |= self._find_emptied(model, model._is_kept_field, guarded)
        for model in self._get_heirs("telecom.state.part.mixin"):
            kept = model._kept_fields or set(model._fields)
            found |= self._find_emptied(model, kept.__contains__, guarded)
        self.assertEqual(found, set(EMPTIED))

    @mute_logger("odoo.http", "odoo.sql_db")
    def test_deletion_of_what_they_name(self):
        """Over HTTP: who was present, the unit of a veto, addressees, tags."""
        env = self.env(su=True)
        guest = env["res.partner"].create({"name": "Guest"})
        self.activity.sudo().present_ids = guest
        self._make_final(self.activity)
        unit, told = (self._create_unit(n, n, "outlet", self.city) for n in "XY")
        case = env["telecom.integrity.case"].search([], limit=1)
        case.liable_unit_ids = unit
        self._make_final(case)
        self.circular_draft.audience_unit_ids = told
        self._make_final(self.circular_draft)
        tag = env["res.partner.category"].create({"name": "Tag"})
        project = env["telecom.marketing.project"].search([], limit=1)
        project.client_group_ids = tag
        self._make_final(project)
        self.service.group_ids += self.env.ref("base.group_partner_manager")
        self.env.flush_all()
        for record in (guest, unit, told, tag):
            for context in ({}, {MODULE_UNINSTALL_FLAG: True}):
                _result, error = self._call_kw(
                    self.service, record._name, "unlink", record.ids, context=context
                )
                with self.subTest(record=record):
                    self.assertTrue(error)
        for record in (guest, unit, told, tag):
            self.assertTrue(record.exists())

    def _find_emptied(self, model, is_kept, guarded):
        return {
            str(field)
            for field in model._fields.values()
            if field.type in ("many2one", "many2many")
            and field.store
            and is_kept(field.name)
            and field.name not in MAGIC_COLUMNS
            and field.comodel_name not in guarded
            and not self.env[field.comodel_name]._transient
            and field.ondelete in ("set null", "cascade")
            and any(module.startswith("telecom_sales_") for module in field._modules)
        }

    def test_real_uninstall(self):
        """Odoo deletes the addon's records, such as the scheme in force."""
        contest = self.env["telecom.contest"].create({"name": "Old"})
        self._make_final(contest)
        mark_uninstall(self.env)
        self.addCleanup(delattr, self.registry, UNINSTALLING)
        contest.unlink()
        self.assertFalse(contest.exists())
