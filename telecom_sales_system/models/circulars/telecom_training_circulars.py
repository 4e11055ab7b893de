from odoo import models


class TelecomTraining(models.Model):
    """The results of a course as a circular to be numbered and signed."""

    _inherit = "telecom.training"

    def action_draft_circular(self):
        """Open the circular on the results; draft it if there is none."""
        self.ensure_one()
        return self.env["telecom.circular"]._open_draft_on(
            self, "training", "training_id", self.unit_id
        )
