from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import is_html_empty

from ..common.groups import ANY_ROLE, INTERNAL_USER, check_service


class CrmTeam(models.Model):
    _name = "crm.team"
    _inherit = ["crm.team", "telecom.guarded.mixin"]

    unit_id = fields.Many2one(
        "telecom.sales.unit",
        string="Sales Unit",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('company_id', '=?', company_id)]",
        groups=INTERNAL_USER,
    )
    team_kind = fields.Selection(
        [
            ("key_client", "Key Clients"),
            ("small_firm", "Small Firms"),
            ("product", "Product Line"),
            ("general", "General"),
        ],
        help="What the team was formed for.",
        groups=INTERNAL_USER,
    )
    subject = fields.Char(
        string="Sales Subject",
        help="What the team sells, in one line.",
        groups=INTERNAL_USER,
    )
    target_market = fields.Char(
        help="The market that the team sells to, in one line.", groups=INTERNAL_USER
    )
    rules = fields.Html(
        string="Written Rules",
        help="How the team works and shares its results.",
        groups=INTERNAL_USER,
    )
    is_complete = fields.Boolean(
        string="Team Complete",
        compute="_compute_is_complete",
        store=True,
        help="A team is complete with a subject, a target market and written rules.",
        groups=INTERNAL_USER,
    )
    complete_on = fields.Date(
        string="Complete Since",
        compute="_compute_complete_on",
        store=True,
        readonly=False,
        copy=False,
        help="Day on which the team got its subject, target market and written rules:"
        " assessments require them by a date."
        " The customer service department corrects it for teams older than this"
        " system.",
        groups=INTERNAL_USER,
    )
    salesperson_ids = fields.One2many(
        "telecom.salesperson",
        "team_id",
        string="Salespeople",
        # Other people read teams too, and have no access to salespeople.
        groups=ANY_ROLE,
    )

    @api.depends("subject", "target_market", "rules")
    def _compute_is_complete(self):
        for team in self:
            team.is_complete = bool(
                team.subject and team.target_market and not is_html_empty(team.rules)
            )

    @api.depends("is_complete")
    def _compute_complete_on(self):
        for team in self:
            team.complete_on = team.is_complete and (
                team.complete_on or team.company_id._telecom_today()
            )

    @api.constrains("unit_id", "company_id")
    def _check_unit_company(self):
        for team in self:
            company = team.unit_id.company_id
            if team.company_id and company and team.company_id != company:
                raise ValidationError(
                    self.env._(
                        "Team %(team)s, field Sales Unit: %(unit)s belongs to another"
                        " company, %(company)s.",
                        team=team.name,
                        unit=team.unit_id.name,
                        company=company.name,
                    )
                )

    @api.constrains("unit_id")
    def _check_unit_of_members(self):
        # sudo: a sales manager forms teams without access to assignments
        assignments = self.env["telecom.salesperson.assignment"].sudo()
        assignments.search(
            [("team_id", "in", self.ids), *assignments._get_unfinished_domain()]
        )._check_team_unit()

    @api.model_create_multi
    def create(self, vals_list):
        if any(vals.get("complete_on") for vals in vals_list):
            self._check_complete_on_rights()
        return super().create(vals_list)

    def write(self, vals):
        if "complete_on" in vals:
            self._check_complete_on_rights()
        return super().write(vals)

    def get_formview_id(self, access_uid=None):
        """Return the form without leads for users who have no access to leads."""
        user = self.env["res.users"].browse(access_uid) or self.env.user
        if not self.env["crm.lead"].with_user(user).has_access("read"):
            return self.env.ref("telecom_sales_system.crm_team_view_form_telecom").id
        return super().get_formview_id(access_uid)

    def _check_complete_on_rights(self):
        """Check that the user may set the day since when a team is complete.

        :raises AccessError: the user is not of the customer service department
        """
        check_service(
            self.env,
            self.env._(
                "Team, field Complete Since: only the customer service department"
                " corrects it."
            ),
        )
