from markupsafe import Markup

from odoo import models

from .telecom_sales_unit import TOLD

INBOX = "telecom_circular_inbox"


class TelecomCircular(models.Model):
    """Circular with notices of its issue: in Odoo, by e-mail, on the units' pages."""

    _inherit = "telecom.circular"

    def _send_to_recipients(self):
        """Create the receipts, notify the recipients and post to the units."""
        for circular in self:
            circular._sync_receipts(
                self.env["telecom.sales.unit"], self.env["res.users"]
            )
            circular._post_to_units()

    def _notify_recipients(self, receipts):
        """Notify new recipients in Odoo and by e-mail, with the PDF."""
        partners = receipts.user_id.partner_id
        if not partners:
            return
        # sudo: the issuer need not have access to the template and the recipients
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
        """Deliver notices of an issue in Odoo, also to users who prefer e-mail."""
        recipients = super()._notify_get_recipients(message, msg_vals, **kwargs)
        if self.env.context.get(INBOX):
            recipients = [{**row, "notif": "inbox"} for row in recipients]
        return recipients

    def _post_to_units(self):
        """Post the circular to its units, and to units below that have followers.

        Each person is notified once, as a recipient or as a follower of some units.
        """
        # sudo: the issuer need not have the right to see or change the units
        own = self.sudo().audience_unit_ids | self.sudo().unit_id
        told = self.sudo().receipt_ids.user_id.partner_id
        for unit in own.search([("id", "child_of", own.ids)], order="parent_path"):
            if unit in own or unit.message_partner_ids - told:
                message = self._post_to_unit(unit, told)
                told |= message.notified_partner_ids

    def _post_to_unit(self, unit, told):
        """Post the circular with a copy of its PDF to a unit.

        :param told: partners who are notified already
        :return: the message
        """
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
