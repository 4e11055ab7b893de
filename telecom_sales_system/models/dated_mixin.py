from odoo import api, fields, models


class TelecomDatedMixin(models.AbstractModel):
    """Rows of one owner, each valid from one day to another, without overlap."""

    _name = "telecom.dated.mixin"
    _description = "Dated Rows"

    date_from = fields.Date(string="From", required=True)
    date_to = fields.Date(string="To", help="Last day, counted in. Empty: still valid.")

    @api.model_create_multi
    def create(self, vals_list):
        # Rows are inserted at once and compared with those in the database, which must
        # know by then that an earlier one was ended in the same form.
        self.flush_model(["date_from", "date_to"])
        return super().create(vals_list)
