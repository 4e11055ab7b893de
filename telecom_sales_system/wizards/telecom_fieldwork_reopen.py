from odoo import api, fields, models


class TelecomFieldworkReopen(models.TransientModel):
    """Why a published result list or a closed project is opened again."""

    _name = "telecom.fieldwork.reopen"
    _description = "Reopen for Correction"

    training_ids = fields.Many2many("telecom.training", string="Courses")
    project_ids = fields.Many2many("telecom.marketing.project", string="Projects")
    reason = fields.Text(required=True, help="Is kept in the log of the record.")

    @api.model
    def _ask(self, records):
        """Return the dialog that asks why these records are to be reopened."""
        name = "training_ids" if records._name == "telecom.training" else "project_ids"
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Reopen for Correction"),
            "res_model": self._name,
            "view_mode": "form",
            "target": "new",
            "context": {f"default_{name}": records.ids},
        }

    def action_reopen(self):
        """Reopen the records; each keeps the reason in its log."""
        for wizard in self:
            if wizard.training_ids:
                wizard.training_ids._reopen(wizard.reason)
            if wizard.project_ids:
                wizard.project_ids._reopen(wizard.reason)
        return {"type": "ir.actions.act_window_close"}
