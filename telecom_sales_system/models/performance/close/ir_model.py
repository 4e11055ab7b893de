from odoo import models


class IrModel(models.Model):
    """Model whose records may be what a problem of a month is about."""

    _inherit = "ir.model"

    def unlink(self):
        """Delete the problems about records of the models, too."""
        names = self.mapped("model")
        problems = self.env["telecom.period.problem"]
        # The table of problems is dropped with its own model.
        if problems._name not in names:
            # sudo: problems are written by the computation only
            problems.sudo().search([("res_model", "in", names)]).unlink()
        return super().unlink()
