from odoo import api, fields, models
from odoo.fields import Domain


class TelecomAssessmentIndicator(models.Model):
    """Where an indicator comes from, so that what people entered follows it to a new
    version of its scheme."""

    _inherit = "telecom.assessment.indicator"

    origin_id = fields.Many2one(
        "telecom.assessment.indicator",
        string="Copied from",
        index="btree_not_null",
        ondelete="set null",
        readonly=True,
        copy=False,
        help="The indicator of the first version that this one goes back to.",
    )

    def _get_first_version(self):
        """Return the indicator that all versions of this one go back to."""
        return self.origin_id or self

    def _link_copies(self, copies):
        for indicator, copied in zip(self, copies, strict=True):
            copied.origin_id = indicator._get_first_version()

    @api.ondelete(at_uninstall=False)
    def _unlink_unless_entered(self):
        # sudo: no line of any card may be lost, whether or not one may see it
        lines = self.env["telecom.assessment.line"].sudo()
        lines._find_entered_lines(
            Domain("indicator_id", "in", self.ids)
        )._refuse_removal()
