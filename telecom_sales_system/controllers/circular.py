from odoo import http
from odoo.http import content_disposition, request


class CircularController(http.Controller):
    """Downloads of issued circulars."""

    @http.route(
        "/telecom/circular/<model('telecom.circular'):circular>/export",
        auth="user",
        readonly=True,
    )
    def export_circular(self, circular):
        """Send PDF and sealed content in one file, for ``tools/seal.py`` to check."""
        circular.check_access("read")
        circular._check_state("issued", "superseded")
        name = content_disposition(f"{circular.name}.zip")
        return request.make_response(
            circular._export_zip(),
            headers=[
                ("Content-Type", "application/zip"),
                ("Content-Disposition", name),
            ],
        )

    @http.route(
        "/telecom/circular/<model('telecom.circular'):circular>/pdf",
        auth="user",
        readonly=True,
    )
    def show_circular_pdf(self, circular):
        """Show the PDF; only the page of the circular notes that it was read."""
        circular.check_access("read")
        circular._check_state("issued", "superseded")
        content = circular._get_pdf_content()
        # sudo: files are read with their circular
        file = circular.sudo().pdf_attachment_id
        name = content_disposition(file.name, "inline")
        return request.make_response(
            content,
            headers=[
                ("Content-Type", "application/pdf"),
                ("Content-Disposition", name),
            ],
        )
