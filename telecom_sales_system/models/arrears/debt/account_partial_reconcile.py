from odoo import models


class AccountPartialReconcile(models.Model):
    _inherit = "account.partial.reconcile"

    # Find what was matched since a day without reading the whole table.
    _telecom_max_date_idx = models.Index("(max_date)")
