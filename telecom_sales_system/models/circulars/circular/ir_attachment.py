from odoo import models
from odoo.exceptions import UserError

from ...common.ir_attachment import CONTENT, PLACE
from ...common.kept_rows import check_ondelete


class IrAttachment(models.Model):
    """Attachment, which nobody can change or delete in an issued circular."""

    _inherit = "ir.attachment"

    def write(self, vals):
        if (CONTENT | PLACE) & vals.keys():
            kept = self._get_files_of_issued_circulars()
            for file in kept:
                if file._is_changed_by(vals):
                    file._refuse_change()
        return super().write(vals)

    @check_ondelete
    def _unlink_except_of_circulars(self):
        for file in self._get_files_of_issued_circulars()[:1]:
            file._refuse_change()

    def _get_files_of_issued_circulars(self):
        """Return the files of issued circulars: PDF, annexes, files in the chatter."""
        # sudo: files are protected also from users who cannot see their circular
        files = self.sudo()
        circulars = self.env["telecom.circular"].sudo()
        attached = files.filtered(lambda file: file.res_model == circulars._name)
        issued = circulars.search(
            [
                ("state", "in", ("issued", "superseded")),
                "|",
                ("id", "in", attached.mapped("res_id")),
                ("evidence_ids", "in", files.ids),
            ]
        )
        return attached.filtered(lambda file: file.res_id in issued.ids) | (
            issued.evidence_ids & files
        )

    def _refuse_change(self):
        raise UserError(
            self.env._(
                "File %s belongs to an issued circular and stays as it is. Correct the"
                " circular by a new one that supersedes it.",
                self.name,
            )
        )
