from odoo import api, fields, models
from odoo.fields import Domain


class TelecomAssessmentIndicator(models.Model):
    """The first version of an indicator, by which scores by hand and objections move
    to a new version of the scheme."""

    _inherit = "telecom.assessment.indicator"

    origin_id = fields.Many2one(
        "telecom.assessment.indicator",
        string="Copied from",
        index="btree_not_null",
        ondelete="set null",
        readonly=True,
        copy=False,
        help="The same indicator in the first version of the scheme.",
    )

    def _get_first_version(self):
        """Return the first version of the indicator."""
        return self.origin_id or self

    def _link_copies(self, copies):
        for indicator, copied in zip(self, copies, strict=True):
            copied.origin_id = indicator._get_first_version()

    @api.ondelete(at_uninstall=False)
    def _unlink_unless_entered(self):
        # sudo: lines that the user cannot see must not be lost either
        lines = self.env["telecom.assessment.line"].sudo()
        lines._find_entered_lines(
            Domain("indicator_id", "in", self.ids)
        )._refuse_removal()
