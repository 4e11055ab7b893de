from odoo import http
from odoo.http import content_disposition, request

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class WorkbookController(http.Controller):
    """The download of a period's workbook."""

    @http.route(
        "/telecom/period/<model('telecom.period'):period>/workbook",
        auth="user",
        readonly=True,
    )
    def download_workbook(self, period):
        """Send the workbook of a period to those who may read its whole ledger."""
        period.check_access("read")
        content = request.env["telecom.performance.workbook"]._build(period)
        name = request.env._("Performance %s", period.name)
        return request.make_response(
            content,
            headers=[
                ("Content-Type", XLSX),
                ("Content-Disposition", content_disposition(f"{name}.xlsx")),
            ],
        )
