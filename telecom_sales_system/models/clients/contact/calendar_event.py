from odoo import api, models


class CalendarEvent(models.Model):
    """Meetings, whose description everybody with access to the calendar reads."""

    _inherit = "calendar.event"

    @api.model
    def _prepare_partner_contact_details_html(self, section_title, partner):
        # sudo: whether the partner belongs to a key client is asked for everybody
        if partner.sudo().commercial_partner_id.is_key_client:
            partner = partner.new({"name": partner.sudo().name})
        return super()._prepare_partner_contact_details_html(section_title, partner)
