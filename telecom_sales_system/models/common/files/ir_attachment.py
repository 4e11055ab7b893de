import os
from contextlib import suppress

from odoo import api, models

from .file_store import MissingFile, explain_store_errors


class IrAttachment(models.Model):
    """Attachment that tells the user of a full disk, and of a file that is gone."""

    _inherit = "ir.attachment"

    def _get_content(self):
        """Return the bytes of a file.

        :raises MissingFile: the file store has lost it, or a part of it
        """
        self.ensure_one()
        content = self.raw or b""
        if len(content) != (self.file_size or 0):
            self._refuse_missing_file()
        return content

    def _to_http_stream(self):
        try:
            stream = super()._to_http_stream()
        except OSError:
            self._refuse_missing_file()
        if stream.type == "path" and stream.size < (self.file_size or 0):
            self._refuse_missing_file()
        return stream

    def _refuse_missing_file(self):
        name = self.name
        if self.res_field:
            # sudo: the name of a record whose file is read
            name = self.sudo().res_name
        raise MissingFile(
            self.env._(
                "File %s is missing in the file store of the server, or damaged. Ask"
                " the administrator to restore it from a backup.",
                name,
            )
        )

    @api.model
    def _get_path(self, bin_data, sha):
        with explain_store_errors(self.env):
            return super()._get_path(bin_data, sha)

    def _mark_for_gc(self, fname):
        with explain_store_errors(self.env):
            return super()._mark_for_gc(fname)

    @api.model
    def _file_write(self, bin_value, checksum):
        with explain_store_errors(self.env):
            try:
                return super()._file_write(bin_value, checksum)
            except OSError:
                self._remove_partial_file(bin_value, checksum)
                raise

    @api.model
    def _remove_partial_file(self, content, checksum):
        """Remove what was written of a file: Odoo would refuse the whole one later."""
        path = self._full_path(f"{checksum[:2]}/{checksum}")
        with suppress(OSError):
            if not self._same_content(content, path):
                os.unlink(path)
