from odoo import api, fields, models


class TelecomDatedMixin(models.AbstractModel):
    """Rows of one owner, each valid from one day to another, without overlap."""

    _name = "telecom.dated.mixin"
    _description = "Dated Rows"

    date_from = fields.Date(string="First Day", required=True)
    date_to = fields.Date(
        string="Last Day", help="Last day, counted in. Empty: still valid."
    )

    @api.model_create_multi
    def create(self, vals_list):
        # New rows are compared with the database: write the changed end of earlier rows
        # of the same form first.
        self.flush_model(["date_from", "date_to"])
        return super().create(vals_list)
