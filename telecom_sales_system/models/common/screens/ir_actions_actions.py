from odoo import api, models

BY_CODE = "telecom_opened_by_code"


class IrActionsActions(models.Model):
    _inherit = "ir.actions.actions"

    @api.model
    def _for_xml_id(self, full_xml_id):
        """Return an action that a button opens on records of its own choice.

        Its filters are not those of the user's role.
        """
        by_code = self.with_context(**{BY_CODE: True})
        return super(IrActionsActions, by_code)._for_xml_id(full_xml_id)
