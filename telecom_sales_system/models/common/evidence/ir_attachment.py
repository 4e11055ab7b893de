from odoo import models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..kept_rows import check_ondelete

CONTENT = frozenset({"raw", "datas", "db_datas", "store_fname", "checksum", "url"})
PLACE = frozenset(
    {"name", "type", "mimetype", "public", "res_model", "res_id", "res_field"}
)


class IrAttachment(models.Model):
    """Attachments; evidence of a decision cannot be changed or deleted."""

    _inherit = "ir.attachment"

    def write(self, vals):
        if (CONTENT | PLACE) & vals.keys():
            for file, record in self._find_kept_evidence().items():
                if file._is_changed_by(vals):
                    file._refuse_change_of_evidence(record)
            self.filtered(lambda file: file._is_changed_by(vals))._add_author()
        return super().write(vals)

    def unlink(self):
        authored = self._find_authored_records()
        result = super().unlink()
        for records in authored:
            records._add_author()
        return result

    @check_ondelete
    def _unlink_except_evidence(self):
        for file, record in self._find_kept_evidence().items():
            file._refuse_change_of_evidence(record)

    def _is_changed_by(self, vals):
        """Return whether values change the file; another store is no change."""
        for name in PLACE & vals.keys():
            if (self[name] or False) != (vals[name] or False):
                return True
        if "raw" in vals:
            content, kept = vals["raw"] or b"", self.raw or b""
            if self.store_fname and not kept:
                # The same bytes bring back a file that the file store has lost.
                return self._compute_checksum(content) != self.checksum
            return content != kept
        return bool(CONTENT & vals.keys())

    def _add_author(self):
        """Make the user an author of the records that the files are evidence of."""
        for records in self._find_authored_records():
            records._add_author()

    def _find_authored_records(self):
        """Return the records with authors that the files are evidence of, by model."""
        authored = self.env.registry.descendants(["telecom.author.mixin"], "_inherit")
        # sudo: files may be evidence of records that the user cannot see
        return [
            self.env[name].sudo().search([("evidence_ids", "in", files.ids)])
            for name, files in self._find_evidence_by_model().items()
            if name in authored
        ]

    def _find_kept_evidence(self):
        """Return ``{file: record}`` of files that prove a closed or decided record."""
        kept = {}
        for name, files in self._find_evidence_by_model().items():
            # sudo: evidence is kept even if the user cannot see its record, or if the
            # record is archived
            records = self.env[name].sudo().with_context(active_test=False)
            for record in records.search(
                [
                    ("evidence_ids", "in", files.ids),
                    *records._get_kept_evidence_domain(),
                ]
            ):
                kept |= dict.fromkeys(record.evidence_ids.with_env(self.env), record)
        return {file: kept[file] for file in self if file in kept}

    def _find_evidence_by_model(self):
        """Return ``{model name: files}`` that are evidence, in one query."""
        mixin = "telecom.evidence.mixin"
        names = self.env.registry.descendants([mixin], "_inherit")
        fields = [
            (name, self.env[name]._fields["evidence_ids"])
            for name in sorted(names)
            if not self.env[name]._abstract
        ]
        if not (self.ids and fields):
            return {}
        # Rows of many2many fields are written at once: nothing has to be flushed.
        rows = self.env.execute_query(
            SQL(" UNION ALL ").join(
                SQL(
                    "SELECT %s, %s FROM %s WHERE %s = ANY(%s)",
                    name,
                    SQL.identifier(field.column2),
                    SQL.identifier(field.relation),
                    SQL.identifier(field.column2),
                    self.ids,
                )
                for name, field in fields
            )
        )
        found = {}
        for name, file_id in rows:
            found[name] = found.get(name, self.browse()) | self.browse(file_id)
        return found

    def _refuse_change_of_evidence(self, record):
        raise UserError(
            self.env._(
                "File %(file)s is evidence of %(record)s, which is done or decided, and"
                " stays as it is.",
                file=self.name,
                record=record.display_name,
            )
        )
