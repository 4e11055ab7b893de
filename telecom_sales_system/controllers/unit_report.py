from odoo import http
from odoo.http import request

from .workbook import XLSX, send_workbook


class UnitReportController(http.Controller):
    """Workbooks of monthly reports: to fill in, as sent, and with marks."""

    @http.route(
        "/telecom/unit-report/<model('telecom.unit.report'):report>/template",
        auth="user",
        readonly=True,
    )
    def download_report_template(self, report):
        """Send the workbook to fill in to those who may send the report."""
        report.check_access("write")
        content = request.env["telecom.unit.report.workbook"]._build_workbook(report)
        name = request.env._("Monthly Report %s", report.display_name)
        return send_workbook(content, name)

    @http.route(
        "/telecom/unit-report/version/<model('telecom.unit.report.version'):version>"
        "/<any(sent, returned):which>",
        auth="user",
        readonly=True,
    )
    def download_report_version(self, version, which):
        """Send a version as it was sent, or with the differences marked."""
        version.check_access("read")
        if which == "sent":
            stream = request.env["ir.binary"]._get_stream_from(
                version, "file", filename=version.file_name, mimetype=XLSX
            )
            return stream.get_response(as_attachment=True)
        content = request.env["telecom.unit.report.workbook"]._build_returned_workbook(
            version
        )
        name = f"{version.report_id.display_name} · {version.display_name}"
        return send_workbook(content, request.env._("%s checked", name))
