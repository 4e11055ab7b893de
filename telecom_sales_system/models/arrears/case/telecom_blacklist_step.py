from odoo import api, fields, models
from odoo.exceptions import AccessError

from ...common.kept_rows import check_ondelete


class TelecomBlacklistStep(models.Model):
    """Something that was done to recover the debts of a case."""

    _name = "telecom.blacklist.step"
    _description = "Recovery Step"
    _inherit = ["telecom.guarded.mixin"]
    _order = "date desc, id desc"
    _guarded_fields = frozenset({"user_id", "company_id"})

    case_id = fields.Many2one(
        "telecom.blacklist.case", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="case_id.company_id", store=True)
    date = fields.Date(
        required=True, default=lambda self: self.env.company._telecom_today()
    )
    user_id = fields.Many2one(
        "res.users",
        string="Taken by",
        required=True,
        readonly=True,
        default=lambda self: self.env.user,
    )
    name = fields.Char(string="What Was Done", required=True)
    result = fields.Char(help="What the client promised or refused.")

    @api.model_create_multi
    def create(self, vals_list):
        steps = super().create(vals_list)
        if not self.env.su:
            # The record rules of steps do not check write access to the case.
            steps.case_id.check_access("write")
            steps.case_id._check_not_over()
        return steps

    def write(self, vals):
        if not self.env.su:
            self._check_author()
            self.case_id._check_not_over()
        result = super().write(vals)
        if "case_id" in vals and not self.env.su:
            self.case_id.check_access("write")
            self.case_id._check_not_over()
        return result

    @check_ondelete
    def _unlink_only_while_open(self):
        if not self.env.su:
            self.case_id._check_not_over()

    def _check_author(self):
        """Refuse changes by users who did not take the step."""
        for step in self:
            if step.user_id != self.env.user:
                raise AccessError(
                    self.env._(
                        "Step “%(step)s” of case %(case)s was taken by %(user)s, who"
                        " alone can change it. Add a step of your own.",
                        step=step.name,
                        case=step.case_id.display_name,
                        user=step.user_id.name,
                    )
                )
