from odoo import models

from .file_store import explain_store_errors


class IrActionsReport(models.Model):
    """Report action that tells the user if the disk has no space for its paper."""

    _inherit = "ir.actions.report"

    def _run_wkhtmltopdf(self, *args, **kwargs):
        with explain_store_errors(self.env):
            return super()._run_wkhtmltopdf(*args, **kwargs)
