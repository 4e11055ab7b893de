from odoo import fields, models


class TelecomMarketingProjectStage(models.Model):
    _name = "telecom.marketing.project.stage"
    _description = "Stage of Marketing Projects"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
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
        "(is_closing) WHERE is_closing",
        "Stage of marketing projects, field Closed Projects: another stage is for"
        " closed projects already.",
    )
