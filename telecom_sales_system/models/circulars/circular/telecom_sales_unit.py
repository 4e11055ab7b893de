from odoo import fields, models

from ...common.unique_message import find_duplicate

TOLD = "telecom_circular_told"


def _get_duplicate_prefix_message(env, diagnostics):
    return env._(
        "Sales unit %(holder)s, field Circular Prefix: “%(value)s” is its prefix"
        " already. Choose another, so that no two circulars have one number.",
        **find_duplicate(env, "telecom.sales.unit", diagnostics),
    )


class TelecomSalesUnit(models.Model):
    _inherit = "telecom.sales.unit"

    circular_prefix = fields.Char(
        tracking=True,
        copy=False,
        help="Printed before year and number of the unit's circulars, e.g. ZJJ Sales in"
        " ZJJ Sales 2026/11.",
    )

    _circular_prefix_uniq = models.UniqueIndex(
        "(company_id, circular_prefix)", _get_duplicate_prefix_message
    )

    def _notify_get_recipients(self, message, msg_vals=False, **kwargs):
        """Leave out partners who are already notified of the circular."""
        recipients = super()._notify_get_recipients(message, msg_vals, **kwargs)
        told = self.env.context.get(TOLD)
        if not isinstance(told, frozenset):
            # A call from outside, which can send no set, silences nobody.
            return recipients
        return [row for row in recipients if row["id"] not in told]
