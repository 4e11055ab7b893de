from odoo import api, fields, models


class TelecomStepMixin(models.AbstractModel):
    """A step of a page of steps, whose kinds other addons add.

    A step is a value of ``code``, a selection of the heir (``selection_add``,
    ``ondelete="cascade"``), with its place in ``_get_step_settings``.
    """

    _name = "telecom.step.mixin"
    _description = "Step of a Page"

    sequence = fields.Integer(compute="_compute_sequence", store=True)

    @api.depends("code")
    def _compute_sequence(self):
        settings = self._get_step_settings()
        for step in self:
            step.sequence = settings[step.code]["sequence"]

    @api.depends("code")
    @api.depends_context("lang")
    def _compute_display_name(self):
        labels = dict(self._fields["code"]._description_selection(self.env))
        for step in self:
            step.display_name = labels.get(step.code)

    @api.model
    def _get_step_settings(self):
        """Return ``{code: {"sequence": place on the page, ...}}`` of all steps."""
        raise NotImplementedError
