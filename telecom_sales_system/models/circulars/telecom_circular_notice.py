from markupsafe import Markup

from odoo import models

from .telecom_sales_unit import TOLD

INBOX = "telecom_circular_inbox"


class TelecomCircular(models.Model):
    """Whom the issue of a circular is told: in Odoo, by e-mail, on the units' pages."""

    _inherit = "telecom.circular"

    def _send_to_recipients(self):
        """Give out the receipts and tell everybody."""
        for circular in self:
            circular._sync_receipts(
                self.env["telecom.sales.unit"], self.env["res.users"]
            )
            circular._post_to_units()

    def _notify_recipients(self, receipts):
        """Tell new recipients in Odoo and by e-mail, with the PDF."""
        partners = receipts.user_id.partner_id
        if not partners:
            return
        # sudo: the template is for all, and recipients' addresses are their own
        template = self.env.ref("telecom_sales_system.mail_template_circular").sudo()
        self.sudo().with_context(**{INBOX: True}).message_notify(
            partner_ids=partners.ids,
            subject=self.display_name,
            body=template._render_field("body_html", self.ids)[self.id],
            author_id=self.env.user.partner_id.id,
            attachment_ids=self.pdf_attachment_id.ids,
            notify_author=True,
        )
        template.send_mail(
            self.id,
            email_values={
                "recipient_ids": [(6, 0, partners.ids)],
                "attachment_ids": [(6, 0, self.pdf_attachment_id.ids)],
            },
        )

    def _notify_get_recipients(self, message, msg_vals=False, **kwargs):
        """Show the issue in Odoo to all; who prefers e-mail gets that besides."""
        recipients = super()._notify_get_recipients(message, msg_vals, **kwargs)
        if self.env.context.get(INBOX):
            recipients = [{**row, "notif": "inbox"} for row in recipients]
        return recipients

    def _post_to_units(self):
        """Post it on the pages of its units, and below wherever somebody follows.

        Who has received it, or follows several of the units, is told once.
        """
        # sudo: the issuer need not have the right to see or change the units
        own = self.sudo().audience_unit_ids | self.sudo().unit_id
        told = self.sudo().receipt_ids.user_id.partner_id
        for unit in own.search([("id", "child_of", own.ids)], order="parent_path"):
            if unit in own or unit.message_partner_ids - told:
                message = self._post_to_unit(unit, told)
                told |= message.notified_partner_ids

    def _post_to_unit(self, unit, told):
        """Post it, with a copy of the PDF, to the followers who were not told yet."""
        link = Markup("<a href='/odoo/telecom-circulars/%s'>%s</a>") % (
            self.id,
            self.display_name,
        )
        copy = self.sudo().pdf_attachment_id.copy(
            {"res_model": unit._name, "res_id": unit.id}
        )
        return unit.with_context(**{TOLD: told.ids}).message_post(
            body=self.env._("Circular issued: %s", link),
            subtype_xmlid="mail.mt_comment",
            author_id=self.env.user.partner_id.id,
            attachment_ids=copy.ids,
        )
