from odoo import models


class TelecomTraining(models.Model):
    """Course whose results are announced by a circular."""

    _inherit = "telecom.training"

    def action_draft_circular(self):
        """Open the circular on the results; draft it if there is none."""
        self.ensure_one()
        return self.env["telecom.circular"]._open_draft_on(
            self, "training", "training_id", self.unit_id
        )
