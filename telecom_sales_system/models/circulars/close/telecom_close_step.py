from odoo import api, fields, models


class TelecomCloseStep(models.Model):
    """Close step that drafts the circulars of the month."""

    _inherit = "telecom.close.step"

    code = fields.Selection(
        selection_add=[("circulars", "Circular Drafts")],
        ondelete={"circulars": "cascade"},
    )

    @api.model
    def _get_step_settings(self):
        return super()._get_step_settings() | {
            "circulars": {"sequence": 70, "after_close": True},
        }

    def _get_figure_labels(self):
        return super()._get_figure_labels() | {
            "drafts": (self.env._("Drafts"), "count"),
            "issued": (self.env._("Issued"), "count"),
        }

    def _run_circulars(self):
        drafts = self.period_id._draft_circulars()
        circulars = self.period_id.circular_ids
        issued = circulars.filtered(lambda circular: circular.state == "issued")
        return {
            "drafts": len(drafts.filtered(lambda circular: circular.state == "draft")),
            "issued": len(issued),
        }

    def _open_circulars(self):
        return self.period_id.action_open_circulars()
