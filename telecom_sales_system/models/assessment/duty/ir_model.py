from odoo import models
from odoo.fields import Domain


class IrModel(models.Model):
    """Model whose records may prove duties."""

    _inherit = "ir.model"

    def unlink(self):
        """Clear the proofs by records of the models; the duties stay done."""
        names = self.mapped("model")
        duties = self.env["telecom.duty"]
        # The table of duties is dropped with its own model.
        if duties._name not in names:
            proved = Domain.OR(
                Domain("proof_ref", "=like", f"{name},%") for name in names
            )
            # sudo: a guarded field; without it nobody could open the duties
            duties.sudo().search(proved).write({"proof_ref": False})
        return super().unlink()
