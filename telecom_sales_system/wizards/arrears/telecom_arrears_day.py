from odoo import fields, models
from odoo.tools import format_date


class TelecomArrearsDay(models.TransientModel):
    """A choice of the day for which to list the open items of clients."""

    _name = "telecom.arrears.day"
    _description = "Arrears at Another Day"

    day = fields.Date(
        required=True,
        default=lambda self: fields.Date.subtract(
            self.env.company._telecom_today().replace(day=1), days=1
        ),
    )

    def action_show(self):
        """List the items that were open at the end of the day, all or the user's."""
        self.ensure_one()
        mine = self.env.context.get("telecom_mine")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "telecom_sales_system.telecom_arrears_item_action"
            + ("_mine" if mine else "")
        )
        # The path belongs to the list of today.
        action.pop("path")
        day = format_date(self.env, self.day)
        title = (
            self.env._("My Arrears on %s", day)
            if mine
            else self.env._("Arrears on %s", day)
        )
        return action | {
            "name": title,
            "display_name": title,
            "context": {
                "search_default_overdue": 1,
                "search_default_set_aside": 1,
                "search_default_waiting": 1,
                "telecom_mine": mine,
                "telecom_as_of": fields.Date.to_string(self.day),
            },
        }
