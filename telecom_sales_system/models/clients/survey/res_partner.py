from odoo import api, fields, models

from ...common.groups import ANY_ROLE


class ResPartner(models.Model):
    _inherit = "res.partner"

    client_survey_ids = fields.One2many(
        "telecom.client.survey",
        "partner_id",
        string="Resource Surveys",
        groups=ANY_ROLE,
    )

    @api.readonly
    def action_open_whitespace(self):
        """Open the revenue lines, those that the client buys and those it does not."""
        action = self._get_client_action("telecom_client_whitespace_action")
        return action | {"views": [(False, "list"), (False, "pivot")]}
