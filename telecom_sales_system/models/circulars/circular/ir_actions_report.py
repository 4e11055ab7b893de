from io import BytesIO

from odoo import models

from .telecom_circular import ISSUED

CIRCULAR = "telecom_sales_system.report_circular"


class IrActionsReport(models.Model):
    """Report action that prints an issued circular from its stored PDF."""

    _inherit = "ir.actions.report"

    def _render_qweb_pdf_prepare_streams(self, report_ref, data, res_ids=None):
        render = super()._render_qweb_pdf_prepare_streams
        if not res_ids or self._get_report(report_ref).report_name != CIRCULAR:
            return render(report_ref, data, res_ids=res_ids)
        circulars = self.env["telecom.circular"].browse(res_ids)
        circulars.check_access("read")
        issued = circulars.filtered(lambda circular: circular.state in ISSUED)
        streams = {}
        for circular in issued:
            streams[circular.id] = {
                "stream": BytesIO(circular._get_pdf_content()),
                # sudo: files are read with their circular
                "attachment": circular.sudo().pdf_attachment_id,
            }
        drafts = circulars - issued
        return streams | (render(report_ref, data, drafts.ids) if drafts else {})
