from odoo import models


class AccountPartialReconcile(models.Model):
    _inherit = "account.partial.reconcile"

    # What was matched since a day, without reading all that ever was.
    _telecom_max_date_idx = models.Index("(max_date)")
