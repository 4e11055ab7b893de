from odoo import models


class TelecomTraining(models.Model):
    """The results of a course as a circular to be numbered and signed."""

    _inherit = "telecom.training"

    def action_draft_circular(self):
        """Open the circular on the results; draft it if there is none."""
        self.ensure_one()
        circulars = self.env["telecom.circular"]
        circular = circulars.search(
            [("training_id", "=", self.id), ("superseded_by_ids", "=", False)], limit=1
        )
        circular = circular or circulars.create(
            {
                "kind": "training",
                "training_id": self.id,
                "unit_id": self.unit_id.id,
                "company_id": self.company_id.id,
            }
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": circulars._name,
            "res_id": circular.id,
            "views": [(False, "form")],
        }
