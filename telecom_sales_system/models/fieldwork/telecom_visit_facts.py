from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

SERVICE = "telecom_sales_system.group_telecom_service"
FACTS = frozenset({"partner_id", "salesperson_id", "kind", "start", "stop"})


class TelecomVisitFacts(models.AbstractModel):
    """Facts of a visit that metrics count, unchangeable once the visit is done."""

    _name = "telecom.visit.facts"
    _description = "Visit: Facts"

    corrections = fields.Text(
        readonly=True,
        copy=False,
        help="Who reopened the visit for correction, when, and why.",
    )

    @api.constrains("done_at")
    def _check_done_at(self):
        now = fields.Datetime.now()
        for visit in self:
            if visit.done_at and visit.done_at > now:
                raise ValidationError(
                    self.env._(
                        "Visit %s, field Done On: it lies ahead. Enter the moment at"
                        " which the visit took place, or leave it empty.",
                        visit.display_name,
                    )
                )

    @api.constrains("kind", "partner_id")
    def _check_small_firm(self):
        for visit in self:
            # sudo: the user may not read the client, which has the tick of a small firm
            is_small = visit.sudo().client_id.is_small_firm
            if visit.kind == "small_firm" and not is_small:
                raise ValidationError(
                    self.env._(
                        "Visit %s, field Kind of Visit: the client is not on file as a"
                        " small firm. Choose another kind, or ask the customer service"
                        " department to tick Small Firm on the client.",
                        visit.display_name,
                    )
                )

    def write(self, vals):
        if FACTS & vals.keys():
            self._check_not_done()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_not_done(self):
        self._check_not_done()

    def _check_not_done(self):
        for visit in self:
            if visit.state == "done":
                raise UserError(
                    self.env._(
                        "Visit %s took place: its client, salesperson, kind and times"
                        " cannot be changed. The customer service department can"
                        " reopen it.",
                        visit.display_name,
                    )
                )

    def _check_month_open(self):
        """Refuse changes of visits whose month is closed. Later rooms extend it.

        :raises UserError: the month of a visit that took place is closed
        """

    @api.readonly
    def action_open_reopen(self):
        """Open the dialog that asks for the reason for correcting visits."""
        return self.env["telecom.fieldwork.reopen"]._open_reason_dialog(self)

    def _reopen_for_correction(self, reason):
        """Reopen visits for correction. Visits that are done again keep their moment.

        :raises AccessError: the user is not of the customer service department
        :raises UserError: one of them did not take place, or its month is closed
        """
        if not self.env.user.has_group(SERVICE):
            raise AccessError(
                self.env._(
                    "Visit %s: only the customer service department reopens a visit"
                    " that took place.",
                    self[:1].display_name,
                )
            )
        self._require_state("done")
        self._check_month_open()
        today = fields.Date.to_string(self.env.user._get_telecom_today())
        for visit in self:
            line = f"{today} {self.env.user.name}: {reason}"
            notes = "\n".join(filter(None, [visit.corrections, line]))
            visit._set_guarded({"state": "planned", "corrections": notes})
