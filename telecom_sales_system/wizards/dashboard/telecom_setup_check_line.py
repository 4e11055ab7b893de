from odoo import api, fields, models


class TelecomSetupCheckLine(models.TransientModel):
    """Something to look at, with the step of the setup that mends it."""

    _name = "telecom.setup.check.line"
    _description = "Point to Check"
    _order = "sequence, id"

    check_id = fields.Many2one(
        "telecom.setup.check", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer()
    name = fields.Char(string="Point", readonly=True)
    message = fields.Char(string="Present State", readonly=True)
    is_ready = fields.Boolean(string="Ready", readonly=True)
    action_xmlid = fields.Char(readonly=True)

    @api.readonly
    def action_open(self):
        """Open the records that the point is about."""
        self.ensure_one()
        known = self.check_id._get_action_xmlids()
        if self.action_xmlid not in known:
            return None
        return self.env["ir.actions.act_window"]._for_xml_id(
            f"telecom_sales_system.{self.action_xmlid}"
        )
