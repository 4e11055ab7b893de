from odoo import api, models
from odoo.exceptions import AccessError, UserError

SERVICE = "telecom_sales_system.group_telecom_service"
# Only the customer service department changes these, not the unit.
SERVICE_FIELDS = frozenset(
    {"type_id", "unit_id", "period_from", "period_to", "due_on"}
    | {"subject", "request", "grave_errors", "grave_error_note"}
)
# These do not change once a duty is done, until it is reopened.
FROZEN_FIELDS = frozenset(
    {"type_id", "unit_id", "period_from", "period_to", "due_on"}
    | {"subject", "request", "answer", "evidence_ids"}
)


class TelecomDutyRights(models.AbstractModel):
    """Rights on duties: units prove them, the customer service department sets them."""

    _name = "telecom.duty.rights"
    _description = "Rights on Duties"
    _inherit = ["telecom.guarded.mixin"]
    _guarded_fields = frozenset(
        {"fulfilled_on", "fulfilled_by_id", "proof_ref", "is_hand_only", "reminded_on"}
    )

    def write(self, vals):
        if not self.env.su:
            self._check_writer(vals)
        return super().write(vals)

    def _check_writer(self, vals):
        foreign = sorted(SERVICE_FIELDS & vals.keys())
        if foreign and not self.env.user.has_group(SERVICE):
            raise AccessError(
                self.env._(
                    "%(duty)s, field %(field)s: only the customer service department"
                    " changes it.",
                    duty=self[:1].display_name,
                    field=self._fields[foreign[0]]._description_string(self.env),
                )
            )
        if FROZEN_FIELDS & vals.keys():
            for duty in self:
                duty._check_open()

    def _check_open(self):
        if self.fulfilled_on:
            raise UserError(
                self.env._(
                    "%s is done and cannot be changed. The customer service department"
                    " can reopen it.",
                    self.display_name,
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_only_ahead(self):
        """Refuse to delete duties that count: done, overdue or with grave errors."""
        for duty in self:
            if duty.state != "due" or duty.grave_errors:
                raise UserError(
                    self.env._(
                        "%s counts for the score of the unit: only duties that are not"
                        " due yet and not done can be deleted.",
                        duty.display_name,
                    )
                )
