from odoo import api, models

KINDS = ("performance", "other")


class TelecomDuty(models.Model):
    """Circulars that a unit issued fulfil its duty to issue one."""

    _inherit = "telecom.duty"

    @api.model
    def _get_proof_models(self):
        return [*super()._get_proof_models(), "telecom.circular"]

    def _find_proofs_circular(self):
        """A circular on a month proves that month; one without, by its date."""
        circulars = self.env["telecom.circular"].search(
            [
                ("unit_id", "in", self.unit_id.ids),
                ("kind", "in", KINDS),
                ("state", "in", ("issued", "superseded")),
                ("issued_on", ">=", self._get_first_proof_day()),
            ],
            order="issued_on, id",
        )
        monthly = self.filtered(lambda duty: duty.type_id.frequency == "month")
        of_month = {}
        for circular in circulars:
            month = (circular.unit_id, circular.period_id.date_from)
            of_month.setdefault(month, circular)
        found = {
            duty: (circular, circular.issued_on)
            for duty in monthly
            if (circular := of_month.get((duty.unit_id, duty.period_from)))
        }
        open_months = monthly.filtered(lambda duty: duty not in found)
        undated = circulars.filtered(lambda circular: not circular.period_id)
        for duties, matching in ((open_months, undated), (self - monthly, circulars)):
            found |= duties._match_proofs(
                [(c.issued_on, c.unit_id, c) for c in matching]
            )
        return found

    @api.model
    def _prove_by_circulars(self, circulars):
        """Fulfil what the units of new circulars owe, at once."""
        duties = self.search(
            [
                ("unit_id", "in", circulars.unit_id.ids),
                ("fulfilled_on", "=", False),
                ("period_from", "!=", False),
                ("is_hand_only", "=", False),
                ("type_id.proof", "=", "circular"),
            ],
            order="due_on, id",
        )
        if duties:
            self._apply_proofs(duties._find_proofs_circular())
