from odoo import http
from odoo.http import content_disposition, request

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def send_workbook(content, name):
    """Return a response with a workbook, saved under ``name``."""
    return request.make_response(
        content,
        headers=[
            ("Content-Type", XLSX),
            ("Content-Disposition", content_disposition(f"{name}.xlsx")),
        ],
    )


class WorkbookController(http.Controller):
    """Downloads of workbooks."""

    @http.route(
        "/telecom/period/<model('telecom.period'):period>/workbook",
        auth="user",
        readonly=True,
    )
    def download_workbook(self, period):
        """Send the workbook of a period to those who may read its whole ledger.

        :raises UserError: the month is too large for that
        """
        period.check_access("read")
        request.env["telecom.period.workbook"]._check_not_large(period)
        content = request.env["telecom.performance.workbook"]._build_workbook(period)
        return send_workbook(content, request.env._("Performance %s", period.name))

    @http.route(
        "/telecom/period/<model('telecom.period'):period>/scorecards",
        auth="user",
        readonly=True,
    )
    def download_scorecards(self, period):
        """Send the scorecards of a period to those who may see all of them."""
        period.check_access("read")
        cards = request.env["telecom.assessment"].search(
            [("period_id", "=", period.id)]
        )
        content = request.env["telecom.assessment.workbook"]._build_workbook(cards)
        return send_workbook(content, request.env._("Scorecards %s", period.name))

    @http.route("/telecom/clients/workbook", auth="user", readonly=True)
    def download_client_workbook(self):
        """Send the workbook of the key clients that the user may read."""
        content = request.env["telecom.client.workbook"]._build_workbook()
        return send_workbook(content, request.env._("Key Clients"))

    @http.route("/telecom/clients/file", auth="user")
    def download_client_file(self):
        """Send today's clients to fill in and import, to the department."""
        content = request.env["telecom.client.file"]._build_workbook()
        return send_workbook(content, request.env._("Clients"))
