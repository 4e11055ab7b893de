from odoo import api, models

from ..kept_rows import check_ondelete


class TelecomStatePartMixin(models.AbstractModel):
    """Rows of a record with states, which stay as they are once the record is final.

    ``_part_of`` is the path of fields to that record, whose model inherits
    ``telecom.state.mixin``. No row joins or leaves it then, or changes its
    ``_kept_fields`` (None: all).
    """

    _name = "telecom.state.part.mixin"
    _description = "Rows of Records with States"
    _inherit = ["telecom.guarded.mixin"]
    _part_of = None
    _kept_fields = None

    @api.model_create_multi
    def create(self, vals_list):
        parts = super().create(vals_list)
        parts._get_wholes()._check_not_final()
        return parts

    def write(self, vals):
        if self._kept_fields is not None and self._kept_fields.isdisjoint(vals):
            return super().write(vals)
        self._get_wholes()._check_not_final()
        result = super().write(vals)
        # A row cannot move to a final record either.
        self._get_wholes()._check_not_final()
        return result

    @check_ondelete
    def _unlink_except_final(self):
        self._check_deletable()

    def _check_deletable(self):
        """Check that rows may be deleted; models extend it.

        :raises UserError: the record of a row is final
        """
        self._get_wholes()._check_not_final()

    def _get_wholes(self):
        """Return the records that the rows belong to."""
        return self.mapped(self._part_of)
