from odoo import models
from odoo.exceptions import UserError

from ...common.evidence.ir_attachment import CONTENT, PLACE
from ...common.kept_rows import check_ondelete
from .telecom_circular import ISSUED


class IrAttachment(models.Model):
    """Attachment, which nobody can change in an issued circular.

    Its PDF and its annexes cannot be deleted either: they were sealed with it.
    """

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
        # Also at uninstall: Odoo deletes the files of a dropped model in another way.
        kept = self._get_files_of_issued_circulars()
        for file in kept & kept._get_sealed_files():
            file._refuse_change()
        for file in kept:
            file._log_removal_from_circular()

    def _get_files_of_issued_circulars(self):
        """Return the files of issued circulars: PDF, annexes, files in the chatter."""
        # sudo: files are protected also from users who cannot see their circular
        files = self.sudo()
        attached = files.filtered(lambda file: file.res_model == "telecom.circular")
        issued = files._find_issued_circulars(attached.mapped("res_id"))
        return attached.filtered(lambda file: file.res_id in issued.ids) | (
            issued.evidence_ids & files
        )

    def _get_sealed_files(self):
        """Return the files that were sealed with a circular: its PDF and annexes."""
        # sudo: as above
        issued = self.sudo()._find_issued_circulars([])
        return issued.pdf_attachment_id | issued.evidence_ids

    def _find_issued_circulars(self, ids):
        """Return the issued circulars with these ids, and those with these files."""
        return self.env["telecom.circular"].search(
            [
                ("state", "in", ISSUED),
                "|",
                "|",
                ("id", "in", ids),
                ("pdf_attachment_id", "in", self.ids),
                ("evidence_ids", "in", self.ids),
            ]
        )

    def _log_removal_from_circular(self):
        """Log on an issued circular that a file put there by mistake is taken off.

        :raises AccessError: the user may not write the circular
        """
        circular = self.env["telecom.circular"].browse(self.res_id)
        # Odoo deletes the files of messages as superuser.
        circular.sudo(False).check_access("write")
        circular._message_log(
            body=self.env._(
                "File %s, which is not sealed with the circular, was taken off.",
                self.name,
            )
        )

    def _refuse_change(self):
        raise UserError(
            self.env._(
                "File %s belongs to an issued circular and stays as it is. Correct the"
                " circular by a new one that supersedes it. A file that was not issued"
                " with it can be taken off.",
                self.name,
            )
        )
