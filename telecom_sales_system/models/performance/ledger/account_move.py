from odoo import models
from odoo.exceptions import UserError

from ...common.kept_rows import check_ondelete


class AccountMove(models.Model):
    _inherit = "account.move"

    @check_ondelete
    def _unlink_except_counted(self):
        """Refuse to delete documents that a closed period counts.

        :raises UserError: a closed period counted the invoice or payment
        """
        entry = self._find_closed_entries()[:1]
        if entry:
            raise UserError(
                self.env._(
                    "%(move)s is counted in the closed period %(period)s and cannot be"
                    " deleted. Cancel it instead: the next open period takes it back.",
                    move=entry.payment_name
                    if entry.payment_move_id in self
                    else (entry.sale_id & self or entry.move_id).name,
                    period=entry.period_id.name,
                )
            )

    def _find_closed_entries(self):
        """Return the entries of closed periods that count these documents."""
        # sudo: whoever deletes or cancels a document need not see the ledger
        return (
            self.env["telecom.performance.entry"]
            .sudo()
            .search(
                [
                    ("period_id.state", "=", "closed"),
                    "|",
                    "|",
                    ("move_id", "in", self.ids),
                    # The invoice whose credit note was counted
                    ("sale_id", "in", self.ids),
                    ("payment_move_id", "in", self.ids),
                ]
            )
        )
