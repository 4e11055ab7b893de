"""Records in a final state stay, whatever the context of a call says."""

from odoo.exceptions import UserError
from odoo.orm.models import MAGIC_COLUMNS
from odoo.tests import tagged
from odoo.tools import SQL

from odoo.addons.base.models.ir_model import MODULE_UNINSTALL_FLAG

from ...models.common.kept_rows import UNINSTALLING, mark_uninstall
from .common import AccessCommon

# What makes records of these final; of the others it is their state.
MADE_FINAL = {
    "telecom.duty": {"fulfilled_on": "2026-01-31"},
    "telecom.marketing.project": {"done_on": "2026-01-31"},
    "telecom.tier.review.line": {"applied_on": "2026-01-31 08:00:00"},
}
# Their states allow or forbid steps, but none is final.
NEVER_FINAL = {"telecom.blacklist.case", "telecom.salesperson"}


@tagged("post_install", "-at_install")
class TestAccessFinal(AccessCommon):
    """Every model with final states, and the rows of such records."""

    def _get_heirs(self, mixin):
        names = self.env.registry.descendants([mixin], "_inherit") - {mixin}
        return [self.env[n] for n in sorted(names) if not self.env[n]._abstract]

    def _make_final(self, record):
        """Put a record into a final state, past the steps that lead there."""
        vals = MADE_FINAL.get(record._name)
        if not vals:
            states = record._fields["state"].get_values(self.env)
            final = [s for s in states if record.new({"state": s})._is_final()]
            kept = set(states) - (record._deletable_states or set(states))
            vals = {"state": [*final, *sorted(kept)][0]}
        self.env.flush_all()
        for column, value in vals.items():
            self.env.cr.execute(
                SQL(
                    "UPDATE %s SET %s = %s WHERE id = %s",
                    SQL.identifier(record._table),
                    SQL.identifier(column),
                    value,
                    record.id,
                )
            )
        self.env.invalidate_all()

    def _get_record(self, model):
        record = model.sudo().search([], limit=1)
        self.assertTrue(record)
        return record

    def _assert_kept(self, record):
        for context in ({}, {MODULE_UNINSTALL_FLAG: True}):
            with self._refused(UserError, "."):
                record.with_context(**context).unlink()
            self.assertTrue(record.exists())

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

    def test_real_uninstall(self):
        """Odoo deletes the addon's records, such as the scheme in force."""
        contest = self.env["telecom.contest"].create({"name": "Old"})
        self._make_final(contest)
        mark_uninstall(self.env)
        self.addCleanup(delattr, self.registry, UNINSTALLING)
        contest.unlink()
        self.assertFalse(contest.exists())
