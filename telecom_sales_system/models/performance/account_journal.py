from odoo import fields, models

from ..common.groups import INTERNAL_USER


class AccountJournal(models.Model):
    _inherit = "account.journal"

    telecom_receipts_count = fields.Selection(
        [
            ("registered", "When registered"),
            ("cleared", "When the bank line clears them"),
        ],
        string="When Receipts Count",
        default="registered",
        help="When payments of this journal count as cash in the performance ledger: on"
        " the payment date, or, as for cheques and acceptance bills, on the day when a"
        " bank line clears their outstanding account.",
        groups=INTERNAL_USER,
    )
