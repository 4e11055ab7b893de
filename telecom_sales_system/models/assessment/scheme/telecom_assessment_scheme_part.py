from odoo import api, models


class TelecomAssessmentSchemePart(models.AbstractModel):
    """A section, indicator, condition or award, which only a draft can change."""

    _name = "telecom.assessment.scheme.part"
    _description = "Part of an Assessment Scheme"

    def _get_schemes(self):
        """Return the schemes that these parts belong to."""
        return self.mapped("scheme_id")

    @api.model_create_multi
    def create(self, vals_list):
        parts = super().create(vals_list)
        parts._get_schemes()._check_editable()
        return parts

    def write(self, vals):
        self._get_schemes()._check_editable()
        result = super().write(vals)
        self._get_schemes()._check_editable()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_only_of_drafts(self):
        self._get_schemes()._check_editable()
