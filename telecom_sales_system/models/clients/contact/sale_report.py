from odoo import models

from .closed_fields import ClosedChar


class SaleReport(models.Model):
    """Sales analysis, whose lines stay while their postal code is closed."""

    _inherit = "sale.report"

    partner_zip = ClosedChar(prefetch=False)
