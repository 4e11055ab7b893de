from odoo import models


class IrActionsReport(models.Model):
    """Papers, which carry the address of the client they are made out to."""

    _inherit = "ir.actions.report"

    def _render_qweb_pdf_prepare_streams(self, report_ref, data, res_ids=None):
        # Here too: a kept PDF is returned without rendering it again.
        self._check_clients_of_papers(self._get_report(report_ref), res_ids)
        return super()._render_qweb_pdf_prepare_streams(report_ref, data, res_ids)

    def _get_rendering_context(self, report, docids, data):
        self._check_clients_of_papers(report, docids)
        return super()._get_rendering_context(report, docids, data)

    def _check_clients_of_papers(self, report, res_ids):
        """Check that the user may read the clients of the documents to be printed.

        :raises AccessError: one of the clients is hidden
        """
        if res_ids and not self.env.su and report.model in self.env:
            ids = [res_ids] if isinstance(res_ids, int) else res_ids
            self.env[report.model].browse(ids).exists()._check_clients_readable()
