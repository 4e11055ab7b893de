from odoo import models

from ..contact.closed_fields import ClosedChar, ClosedText


class MailMessage(models.Model):
    """Messages whose text is read on the document, and whose addresses are not."""

    _inherit = "mail.message"

    email_from = ClosedChar(prefetch=False)
    reply_to = ClosedChar(prefetch=False)
    incoming_email_to = ClosedText(prefetch=False)
    incoming_email_cc = ClosedChar(prefetch=False)
