from odoo import api, fields, models


class TelecomProbe(models.Model):
    """A probe that a unit took on a day."""

    _name = "telecom.probe"
    _description = "Probe"
    _rec_name = "date"
    _order = "date, id"

    unit_id = fields.Many2one("telecom.sales.unit", required=True, ondelete="cascade")
    date = fields.Date(required=True)
    noted_on = fields.Date(
        readonly=True, default=lambda self: self.env.company._telecom_today()
    )

    @api.model
    def _get_probes(self, period):
        """Return the probes of a month."""
        return self.search(
            [
                ("unit_id.company_id", "=", period.company_id.id),
                ("date", ">=", period.date_from),
                ("date", "<=", period.date_to),
            ]
        )
