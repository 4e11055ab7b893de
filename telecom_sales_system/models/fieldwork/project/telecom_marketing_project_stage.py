from odoo import api, fields, models


class TelecomMarketingProjectStage(models.Model):
    """Column of the board of projects; a company's own replace all shared ones."""

    _name = "telecom.marketing.project.stage"
    _description = "Stage of Marketing Projects"
    _inherit = ["telecom.shared.mixin"]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    company_id = fields.Many2one(
        "res.company",
        index=True,
        default=lambda self: self._get_default_company(),
        help="Empty: for all companies without stages of their own.",
    )
    sequence = fields.Integer(default=10)
    fold = fields.Boolean(
        string="Folded", help="Its column is folded on the board of projects."
    )
    is_closing = fields.Boolean(
        string="Closed Projects",
        help="Closed projects are moved to this stage; a project cannot be moved here"
        " by hand.",
    )

    _one_closing = models.UniqueIndex(
        "(COALESCE(company_id, 0)) WHERE is_closing",
        "Stage of marketing projects, field Closed Projects: another stage is for"
        " closed projects already.",
    )

    @api.model
    def _find_stages(self, companies):
        """Return the stages of companies; those without their own use the shared."""
        stages = self.search(
            [("company_id", "in", [False, *companies.ids])], limit=None
        )
        if companies <= stages.company_id:
            return stages.filtered("company_id")
        return stages

    def _take_over_from(self, shared):
        """Copy the other shared stages, too, and move the open projects to the copies.

        Closed projects keep the stage that they were closed with.
        """
        company = self.company_id
        own = {shared: self}
        for stage in self.search([("company_id", "=", False)]) - shared:
            own[stage] = stage.copy({"company_id": company.id})
        projects = self.env["telecom.marketing.project"].search(
            [("company_id", "=", company.id), ("done_on", "=", False)], limit=None
        )
        for stage, moved in projects.grouped("stage_id").items():
            if stage in own:
                moved.stage_id = own[stage]
