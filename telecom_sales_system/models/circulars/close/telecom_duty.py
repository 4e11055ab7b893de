from odoo import api, models


class TelecomDuty(models.Model):
    """Duty to issue circulars, fulfilled by the circulars that the unit issued."""

    _inherit = "telecom.duty"

    @api.model
    def _get_proof_sources(self):
        return super()._get_proof_sources() | {
            "circular": ("telecom.circular", "issued_on")
        }

    def _find_proofs_circular(self):
        """Return the circulars that prove duties, by month or else by issue date."""
        kinds = self.env["telecom.circular.source"]._get_kinds("proves_duties")
        circulars = self.env["telecom.circular"].search(
            [
                ("unit_id", "in", self.unit_id.ids),
                ("kind", "in", kinds),
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
        """Fulfil the open duties that new circulars prove."""
        self.search(
            [
                ("unit_id", "in", circulars.unit_id.ids),
                ("fulfilled_on", "=", False),
                ("period_from", "!=", False),
                ("is_hand_only", "=", False),
                ("type_id.proof", "=", "circular"),
            ],
            order="due_on, id",
        )._prove_by("circular")
