from odoo import fields, models
from odoo.exceptions import UserError

FIRST_YEAR = 2000


class TelecomDutyList(models.TransientModel):
    """Dialog that asks for the year whose duties are listed."""

    _name = "telecom.duty.list"
    _description = "List the Duties of a Year"

    type_ids = fields.Many2many("telecom.duty.type", string="Duties")
    year = fields.Integer(
        required=True,
        default=lambda self: self.env.company._telecom_today().year,
        help="Duties that are due in this year are listed, also those that are overdue:"
        " they count as missing until they are done.",
    )

    def action_list(self):
        """List the duties of the year, then open them.

        :raises UserError: the year lies ahead, or is none
        """
        self.ensure_one()
        this_year = self.env.company._telecom_today().year
        if not FIRST_YEAR <= self.year <= this_year:
            raise UserError(
                self.env._(
                    "Field Year: enter one from %(first)s to %(last)s. The job lists"
                    " what lies ahead.",
                    first=FIRST_YEAR,
                    last=this_year,
                )
            )
        self.type_ids._list_year(self.year)
        return self.env["ir.actions.act_window"]._for_xml_id(
            "telecom_sales_system.telecom_duty_action"
        ) | {"domain": [("type_id", "in", self.type_ids.ids)], "context": {}}
