from werkzeug.exceptions import NotFound

from odoo import http

from odoo.addons.web.controllers.binary import Binary

from ..models.common.files.file_store import MissingFile


class BinaryController(Binary):
    """Downloads of files."""

    @http.route()
    def content_common(self, **params):
        """Say which file is missing in the file store, where Odoo says only "404"."""
        try:
            return super().content_common(**params)
        except NotFound as error:
            if isinstance(error.__cause__, MissingFile):
                raise NotFound(str(error.__cause__)) from error
            raise
