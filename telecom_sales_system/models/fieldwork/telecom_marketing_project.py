from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ..unique_message import find_duplicate

UNIT_MANAGER = "telecom_sales_system.group_telecom_unit_manager"
CLOSING_FIELDS = frozenset(
    {"done_on", "closed_revenue", "counts_as_large", "closed_late"}
)
# The plan of the unit, which the owner of a project may not change.
PLAN_FIELDS = frozenset(
    {
        "name",
        "unit_id",
        "company_id",
        "year",
        "salesperson_id",
        "campaign_id",
        "planned_revenue",
        "deadline",
        "active",
    }
)
FROZEN_FIELDS = PLAN_FIELDS | {"team_id", "client_group_ids", "stage_id", "review"}


def _get_duplicate_campaign_message(env, diagnostics):
    return env._(
        "Marketing project %(holder)s, field Campaign: it uses this campaign already,"
        " and revenue counts once. Create one of its own with the button.",
        holder=find_duplicate(env, "telecom.marketing.project", diagnostics)["holder"],
    )


class TelecomMarketingProject(models.Model):
    """A project of a unit's yearly marketing plan (domain.md, Annex 1: 项目营销)."""

    _name = "telecom.marketing.project"
    _description = "Marketing Project"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "telecom.guarded.mixin",
        "telecom.marketing.project.figures",
        "telecom.marketing.project.closing",
    ]
    _order = "year desc, deadline, id"
    _check_company_auto = True
    _guarded_fields = CLOSING_FIELDS

    name = fields.Char(string="Project", required=True, tracking=True)
    active = fields.Boolean(default=True)
    unit_id = fields.Many2one(
        "telecom.sales.unit",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        tracking=True,
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    year = fields.Integer(
        required=True,
        index=True,
        aggregator=None,
        default=lambda self: fields.Date.context_today(self).year,
        help="The year whose plan the project belongs to.",
    )
    salesperson_id = fields.Many2one(
        "telecom.salesperson",
        string="Owner",
        index=True,
        ondelete="restrict",
        check_company=True,
        tracking=True,
        domain="[('state', 'in', ['registered', 'suspended'])]",
    )
    team_id = fields.Many2one(
        "crm.team", index="btree_not_null", ondelete="restrict", check_company=True
    )
    client_group_ids = fields.Many2many(
        "res.partner.category",
        help="Tags of the clients whom the project is for.",
    )
    campaign_id = fields.Many2one(
        "utm.campaign",
        copy=False,
        ondelete="restrict",
        tracking=True,
        help="Orders pass the campaign on to their invoices, which make up the revenue"
        " of the project.",
    )
    planned_revenue = fields.Monetary(tracking=True)
    achieved_revenue = fields.Monetary(
        compute="_compute_achieved",
        help="Posted customer invoices less credit notes of the campaign, tax"
        " excluded, in company currency. For a closed project, the amount at closing.",
    )
    closed_revenue = fields.Monetary(
        string="Achieved at Closing", readonly=True, copy=False, tracking=True
    )
    stage_id = fields.Many2one(
        "telecom.marketing.project.stage",
        required=True,
        index=True,
        ondelete="restrict",
        copy=False,
        tracking=True,
        default=lambda self: self._default_stage_id(),
        group_expand="_group_expand_stage_ids",
    )
    deadline = fields.Date(
        required=True,
        index=True,
        tracking=True,
        default=lambda self: fields.Date.end_of(
            fields.Date.context_today(self), "year"
        ),
    )
    is_late = fields.Boolean(
        string="Late",
        compute="_compute_is_late",
        search="_search_is_late",
        help="Not done by its deadline, or done only after it.",
    )

    _campaign_uniq = models.UniqueIndex(
        "(company_id, campaign_id)", _get_duplicate_campaign_message
    )
    _planned_positive = models.Constraint(
        "CHECK (planned_revenue >= 0)",
        "Marketing project, field Planned Revenue: it cannot be negative.",
    )
    _year_range = models.Constraint(
        "CHECK (year BETWEEN 2000 AND 2100)",
        "Marketing project, field Year: enter a year such as 2026.",
    )

    def _default_stage_id(self):
        return self.stage_id.search([("is_closing", "=", False)], limit=1)

    @api.model
    def _group_expand_stage_ids(self, stages, domain):
        # Every stage is a column of the board
        return stages.search([], limit=None)

    @api.depends("deadline", "done_on")
    def _compute_is_late(self):
        today = fields.Date.context_today(self)
        for project in self:
            deadline = project.deadline
            project.is_late = bool(deadline and (project.done_on or today) > deadline)

    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = fields.Date.context_today(self)
        late_open = Domain("done_on", "=", False) & Domain("deadline", "<", today)
        late_done = Domain("closed_late", "=", True)
        return late_open | late_done

    @api.depends("name", "year")
    def _compute_display_name(self):
        for project in self:
            project.display_name = f"{project.name} · {project.year}"

    @api.model_create_multi
    def create(self, vals_list):
        projects = super().create(vals_list)
        projects._check_stage()
        return projects

    def write(self, vals):
        if FROZEN_FIELDS & vals.keys():
            self._check_not_closed()
        if PLAN_FIELDS & vals.keys():
            self._check_planner()
        result = super().write(vals)
        if "stage_id" in vals:
            self._check_stage()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_only_open(self):
        self._check_not_closed()

    def _check_planner(self):
        """Refuse changes of the plan by users who manage no unit.

        :raises AccessError: the user manages no unit
        """
        if not (self.env.su or self.env.user.has_group(UNIT_MANAGER)):
            raise AccessError(
                self.env._(
                    "Marketing project %s: name, unit, owner, campaign, planned revenue"
                    " and deadline are the plan of the unit. Ask its manager to change"
                    " them.",
                    self[:1].display_name,
                )
            )

    def action_create_campaign(self):
        """Create a campaign for each project without one."""
        for project in self.filtered(lambda project: not project.campaign_id):
            project._check_not_closed()
            project.campaign_id = self.env["utm.campaign"].create(
                {"title": project.display_name}
            )

    def _check_stage(self):
        for project in self:
            if project.stage_id.is_closing and not project.done_on:
                raise UserError(
                    self.env._(
                        "Marketing project %(project)s, field Stage: “%(stage)s” is for"
                        " closed projects. Write the closing review and use the button"
                        " Close.",
                        project=project.display_name,
                        stage=project.stage_id.name,
                    )
                )
