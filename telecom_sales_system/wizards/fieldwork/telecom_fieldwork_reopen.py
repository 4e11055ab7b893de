from odoo import api, fields, models

FIELDS = {
    "telecom.training": "training_ids",
    "telecom.marketing.project": "project_ids",
    "telecom.visit": "visit_ids",
}


class TelecomFieldworkReopen(models.TransientModel):
    """Dialog that asks why a result list, a project or a visit is reopened."""

    _name = "telecom.fieldwork.reopen"
    _description = "Reopen for Correction"

    training_ids = fields.Many2many("telecom.training", string="Courses")
    project_ids = fields.Many2many("telecom.marketing.project", string="Projects")
    visit_ids = fields.Many2many("telecom.visit", string="Visits")
    reason = fields.Text(required=True, help="Kept in the log of the record.")

    def action_reopen(self):
        """Reopen the records; each keeps the reason in its log."""
        for wizard in self:
            for name in FIELDS.values():
                if records := wizard[name]:
                    records._reopen_for_correction(wizard.reason)
        return {"type": "ir.actions.act_window_close"}

    @api.model
    def _open_reason_dialog(self, records):
        """Return the action of the dialog that asks why records are reopened."""
        name = FIELDS[records._name]
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Reopen for Correction"),
            "res_model": self._name,
            "view_mode": "form",
            "target": "new",
            "context": {f"default_{name}": records.ids},
        }
