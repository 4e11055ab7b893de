from odoo import SUPERUSER_ID, api, models


class IrActionsReport(models.Model):
    """Papers, which carry the address of the client they are made out to."""

    _inherit = "ir.actions.report"

    @api.model
    def _render_qweb_html(self, report_ref, docids, data=None):
        reports = self._open_own_papers(report_ref, docids)
        if reports.env.uid != self.env.uid:
            data = None
        return super(IrActionsReport, reports)._render_qweb_html(
            report_ref, docids, data=data
        )

    @api.model
    def _render_qweb_text(self, report_ref, docids, data=None):
        reports = self._open_own_papers(report_ref, docids)
        if reports.env.uid != self.env.uid:
            data = None
        return super(IrActionsReport, reports)._render_qweb_text(
            report_ref, docids, data=data
        )

    def _render_qweb_pdf(self, report_ref, res_ids=None, data=None):
        reports = self._open_own_papers(report_ref, res_ids)
        if reports.env.uid != self.env.uid:
            data = None
        return super(IrActionsReport, reports)._render_qweb_pdf(
            report_ref, res_ids=res_ids, data=data
        )

    def _render_qweb_pdf_prepare_streams(self, report_ref, data, res_ids=None):
        # Here too: a kept PDF is returned without rendering it again.
        self._check_clients_of_papers(self._get_report(report_ref), res_ids)
        return super()._render_qweb_pdf_prepare_streams(report_ref, data, res_ids)

    def _get_rendering_context(self, report, docids, data):
        self._check_clients_of_papers(report, docids)
        return super()._get_rendering_context(report, docids, data)

    def _open_own_papers(self, report_ref, res_ids):
        """Return the reports as the user prints them; own documents as the superuser.

        The salesperson of a document prints it as the client sees it on the portal,
        even if the client is hidden by now. It takes no options of the call then.
        """
        if not res_ids or self._is_open_to_all_clients():
            return self
        documents = self._get_papers(self._get_report(report_ref), res_ids)
        if not isinstance(documents, self.env.registry["portal.mixin"]):
            return self
        own = documents._filter_own_documents()
        if not own._find_hidden_clients_of_records():
            return self
        documents.check_access("read")
        (documents - own)._check_clients_readable()
        # Not sudo(): a name with its address asks for the user even there.
        return self.with_user(SUPERUSER_ID).with_context(
            allowed_company_ids=self.env.companies.ids,
            lang=self.env.lang,
            tz=self.env.user.tz,
        )

    def _check_clients_of_papers(self, report, res_ids):
        """Check that the user may read the clients of the documents to be printed.

        :raises AccessError: one of the clients is hidden
        """
        if res_ids and not self.env.su and report.model in self.env:
            self._get_papers(report, res_ids)._check_clients_readable()

    def _get_papers(self, report, res_ids):
        """Return the documents to be printed."""
        ids = [res_ids] if isinstance(res_ids, int) else res_ids
        return self.env[report.model].browse(ids).exists()
