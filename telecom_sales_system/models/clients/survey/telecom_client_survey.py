from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_date


class TelecomClientSurvey(models.Model):
    """Survey of a client: its needs, its present operator, what it could buy from us.

    A client has one survey a day. A Python constraint checks this, since a unique index
    would make Odoo delete the surveys of one client when two are merged.
    """

    _name = "telecom.client.survey"
    _description = "Resource Survey"
    _inherit = ["telecom.guarded.mixin"]
    _order = "date desc, id desc"
    _rec_name = "partner_id"
    _check_company_auto = True

    partner_id = fields.Many2one(
        "res.partner",
        string="Client",
        required=True,
        index=True,
        ondelete="cascade",
        domain=[
            ("partner_share", "=", True),
            "|",
            ("is_company", "=", True),
            ("parent_id", "=", False),
        ],
    )
    sales_unit_id = fields.Many2one(related="partner_id.sales_unit_id", string="Unit")
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    date = fields.Date(
        required=True, default=lambda self: self.env.company._telecom_today()
    )
    surveyor_id = fields.Many2one(
        "res.users",
        string="Surveyed by",
        required=True,
        default=lambda self: self.env.user,
        domain=[("share", "=", False)],
    )
    current_operator = fields.Char(help="Who serves the client today.")
    contract_end = fields.Date(help="Last day of the contract with that operator.")
    is_contract_over = fields.Boolean(compute="_compute_is_contract_over")
    decision_maker_ids = fields.Many2many(
        "res.partner",
        "telecom_client_survey_decision_maker_rel",
        string="Decision Makers",
        domain="[('id', 'child_of', partner_id), ('is_company', '=', False)]",
    )
    needs = fields.Text(string="Customer's Needs")
    line_ids = fields.One2many(
        "telecom.client.survey.line", "survey_id", string="Lines", copy=True
    )
    potential = fields.Monetary(
        string="Potential per Year",
        compute="_compute_potential",
        store=True,
        help="Sum over the revenue lines.",
    )

    @api.depends("partner_id", "date")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for survey in self:
            day = format_date(self.env, survey.date)
            survey.display_name = f"{survey.partner_id.name or ''} · {day}"

    @api.depends("contract_end", "company_id")
    def _compute_is_contract_over(self):
        for survey in self:
            today = survey.company_id._telecom_today()
            survey.is_contract_over = (survey.contract_end or today) < today

    @api.depends("line_ids.potential")
    def _compute_potential(self):
        for survey in self:
            survey.potential = sum(survey.line_ids.mapped("potential"))

    @api.constrains("partner_id", "date")
    def _check_one_a_day(self):
        for survey in self:
            same = [("partner_id", "=", survey.partner_id.id)]
            same += [("date", "=", survey.date), ("id", "!=", survey.id)]
            if self.search_count(same, limit=1):
                raise ValidationError(
                    self.env._(
                        "Client %(client)s, field Date: there is a survey of %(day)s"
                        " already. Open that one.",
                        client=survey.partner_id.name,
                        day=format_date(self.env, survey.date),
                    )
                )

    @api.constrains("partner_id", "decision_maker_ids")
    def _check_decision_makers(self):
        for survey in self:
            strangers = survey.decision_maker_ids.filtered(
                lambda contact, client=survey.partner_id: (
                    contact.commercial_partner_id != client.commercial_partner_id
                )
            )
            if strangers:
                raise ValidationError(
                    self.env._(
                        "Client %(client)s, field Decision Makers: %(name)s is no"
                        " contact of the client.",
                        client=survey.partner_id.name,
                        name=strangers[0].display_name,
                    )
                )
