from odoo import api, fields, models

FIELDS = {
    "telecom.training": "training_ids",
    "telecom.marketing.project": "project_ids",
    "telecom.visit": "visit_ids",
}


class TelecomFieldworkReopen(models.TransientModel):
    """Why a result list, a closed project or a visit is opened again."""

    _name = "telecom.fieldwork.reopen"
    _description = "Reopen for Correction"

    training_ids = fields.Many2many("telecom.training", string="Courses")
    project_ids = fields.Many2many("telecom.marketing.project", string="Projects")
    visit_ids = fields.Many2many("telecom.visit", string="Visits")
    reason = fields.Text(required=True, help="Is kept in the log of the record.")

    @api.model
    def _ask(self, records):
        """Return the dialog that asks why these records are to be reopened."""
        name = FIELDS[records._name]
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
            for name in FIELDS.values():
                if records := wizard[name]:
                    records._reopen(wizard.reason)
        return {"type": "ir.actions.act_window_close"}
