from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import SQL, format_date, format_list, formatLang, is_html_empty

from ...common.decision.confirmation import ask_first
from ...common.groups import UNIT_MANAGER, check_service
from ...common.unique_message import find_duplicate

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
    """A project of a unit's yearly marketing plan (annex 1, 项目营销)."""

    _name = "telecom.marketing.project"
    _description = "Marketing Project"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "telecom.state.mixin",
        "telecom.guarded.mixin",
    ]
    _order = "year desc, deadline, id"
    _check_company_auto = True
    _guarded_fields = CLOSING_FIELDS
    _kept_fields = FROZEN_FIELDS

    def _default_stage_id(self):
        stages = self.stage_id._find_stages(self.company_id or self.env.company)
        return stages.filtered(lambda stage: not stage.is_closing)[:1]

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
        default=lambda self: self.env.company._telecom_today().year,
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
        ondelete="restrict",
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
        check_company=True,
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
            self.env.company._telecom_today(), "year"
        ),
    )
    is_late = fields.Boolean(
        string="Late",
        compute="_compute_is_late",
        search="_search_is_late",
        help="Not done by its deadline, or done only after it.",
    )
    achieved_rate = fields.Float(
        string="Of Plan",
        compute="_compute_achieved",
        help="Achieved revenue divided by planned revenue.",
    )
    is_large = fields.Boolean(
        string="Large",
        compute="_compute_achieved",
        help="The achieved revenue reaches the amount of a large project in the"
        " settings: 1,000,000 in the regulation.",
    )
    review = fields.Html(
        string="Closing Review",
        help="The results of the project, what went well and what did not. A project"
        " cannot be closed without it.",
    )
    done_on = fields.Date(readonly=True, copy=False, index=True, tracking=True)
    counts_as_large = fields.Boolean(
        string="Large at Closing", readonly=True, copy=False
    )
    closed_late = fields.Boolean(
        string="Done After the Deadline",
        compute="_compute_closed_late",
        store=True,
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

    # ------------------------------------------------------------
    # COMPUTE METHODS
    # ------------------------------------------------------------

    @api.depends("deadline", "done_on")
    def _compute_is_late(self):
        for project in self:
            done_on = project.done_on or project.company_id._telecom_today()
            project.is_late = bool(project.deadline and done_on > project.deadline)

    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        over = self.env["res.company"]._telecom_day_domain(
            lambda company: Domain("deadline", "<", company._telecom_today())
        )
        late_open = Domain("done_on", "=", False) & over
        late_done = Domain("closed_late", "=", True)
        return late_open | late_done

    @api.depends("name", "year")
    def _compute_display_name(self):
        for project in self:
            project.display_name = f"{project.name} · {project.year}"

    @api.depends("campaign_id", "planned_revenue", "done_on", "closed_revenue")
    def _compute_achieved(self):
        live = self._get_live_revenue()
        for project in self:
            done = project.done_on
            achieved = project.closed_revenue if done else live.get(project.id, 0.0)
            floor = project.company_id.telecom_large_project
            planned = project.planned_revenue
            project.achieved_revenue = achieved
            project.achieved_rate = achieved / planned if planned else False
            project.is_large = project.counts_as_large if done else achieved >= floor

    @api.depends("done_on")
    def _compute_closed_late(self):
        for project in self:
            done_on, deadline = project.done_on, project.deadline
            project.closed_late = bool(done_on and deadline and done_on > deadline)

    # ------------------------------------------------------------
    # CRUD METHODS
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        projects = super().create(vals_list)
        projects._check_stage()
        return projects

    def write(self, vals):
        if PLAN_FIELDS & vals.keys():
            self._check_planner()
        result = super().write(vals)
        if "stage_id" in vals:
            self._check_stage()
        return result

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_create_campaign(self):
        """Create a campaign for each project without one."""
        for project in self.filtered(lambda project: not project.campaign_id):
            project._check_not_final()
            project.campaign_id = self.env["utm.campaign"].create(
                {"title": project.display_name}
            )

    @api.readonly
    def action_open_invoices(self):
        """Open the invoices of the revenue: for accountants the invoices themselves,
        for others a list of them."""
        self.ensure_one()
        revenue = self.env["telecom.marketing.project.revenue"]
        if self.env["account.move"].has_access("read"):
            moves = revenue.search([("project_id", "=", self.id)])
            action = self.env["ir.actions.act_window"]._for_xml_id(
                "account.action_move_out_invoice_type"
            )
            return action | {"domain": [("id", "in", moves.ids)], "context": {}}
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "telecom_sales_system.telecom_marketing_project_revenue_action"
        )
        return action | {"domain": [("project_id", "=", self.id)]}

    @ask_first("_describe_finish")
    def action_close(self):
        """Close projects today, with the revenue achieved so far.

        :raises AccessError: the user manages no unit
        :raises UserError: a project is closed, or lacks its closing review or campaign
        """
        self._check_not_final()
        self._check_planner()
        for project in self:
            if is_html_empty(project.review):
                raise UserError(
                    self.env._(
                        "Marketing project %s, field Closing Review: write the results"
                        " of the project before you close it.",
                        project.display_name,
                    )
                )
            if not project.campaign_id:
                raise UserError(
                    self.env._(
                        "Marketing project %s, field Campaign: without one, the"
                        " revenue of the project is unknown. Choose or create its"
                        " campaign before you close it.",
                        project.display_name,
                    )
                )
        for project in self:
            stages = project.stage_id._find_stages(project.company_id)
            stage = stages.filtered("is_closing")
            achieved = project.achieved_revenue
            vals = {
                "done_on": project.company_id._telecom_today(),
                "closed_revenue": achieved,
                "counts_as_large": project.is_large,
            }
            if stage:
                vals["stage_id"] = stage[:1].id
            project._set_guarded_fields(vals)

    @api.readonly
    def action_open_reopen(self):
        """Open the dialog that asks for the reason for reopening closed projects."""
        return self.env["telecom.fieldwork.reopen"]._open_reason_dialog(self)

    # ------------------------------------------------------------
    # BUSINESS METHODS
    # ------------------------------------------------------------

    @api.model
    def _group_expand_stage_ids(self, stages, domain):
        # Every stage is a column of the board
        return stages | stages._find_stages(self.env.companies)

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

    def _get_live_revenue(self):
        """Return ``{project id: revenue}`` as of now, in one query."""
        self.env.flush_all()
        return {
            project.id: amount
            for project, amount in self.env["telecom.marketing.project.revenue"]
            # sudo: an amount read from accounting; the project's own rules hold
            .sudo()
            ._read_group(
                [("project_id", "in", self.ids)], ["project_id"], ["amount:sum"]
            )
        }

    @api.model
    def _count_plan_projects(self, units, date_from, date_to):
        """Count the projects of units in a range of days, in one query.

        A deadline after the year of the plan counts as the last day of that year.

        :param units: units; projects of the units below them are included
        :return: ``{unit_id: {due, done, large, missed}}`` (annex 1, 项目营销):
            due are those with a deadline in the range; done are those closed in the
            range, or closed before it and due in it; large are the large ones closed
            in the range; missed are those due and not closed by the last day
        """
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT above.id,
                       COUNT(p.id) FILTER (WHERE due.day BETWEEN %(start)s
                                                 AND %(stop)s),
                       COUNT(p.id) FILTER (WHERE p.done_on <= %(stop)s
                                                 AND (p.done_on >= %(start)s OR due.day
                                                      BETWEEN %(start)s AND %(stop)s)),
                       COUNT(p.id) FILTER (WHERE p.done_on BETWEEN %(start)s
                                                 AND %(stop)s AND p.counts_as_large),
                       COUNT(p.id) FILTER (
                           WHERE due.day BETWEEN %(start)s AND %(stop)s
                                 AND (p.done_on IS NULL OR p.done_on > %(stop)s))
                  FROM telecom_sales_unit above
                  JOIN telecom_sales_unit u
                       ON starts_with(u.parent_path, above.parent_path)
             LEFT JOIN telecom_marketing_project p ON p.unit_id = u.id AND p.active
     LEFT JOIN LATERAL (
                    SELECT LEAST(p.deadline, make_date(p.year, 12, 31)) AS day
                       ) due ON TRUE
                 WHERE above.id = ANY(%(units)s)
              GROUP BY above.id
                """,
                start=date_from,
                stop=date_to,
                units=units.ids,
            )
        )
        which = ("due", "done", "large", "missed")
        return {
            unit_id: dict(zip(which, counts, strict=True)) for unit_id, *counts in rows
        }

    @api.model
    def _get_done_projects_evidence(self, unit, date_from, date_to, large=False):
        """Return ``(model, domain)`` of projects counted by ``_count_plan_projects``.

        :param large: whether to return only the large ones of those done
        """
        here = Domain("unit_id", "child_of", unit.id)
        within = Domain("done_on", ">=", date_from)
        if large:
            here &= Domain("counts_as_large", "=", True)
        else:
            within |= self._get_due_projects_domain(date_from, date_to)
        domain = here & Domain("done_on", "<=", date_to) & within
        return "telecom.marketing.project", list(domain)

    @api.model
    def _get_due_projects_domain(self, date_from, date_to):
        """Return the domain of what ``_count_plan_projects`` counts as due."""
        ends_year = (date_to.month, date_to.day) == (12, 31)
        last_over = date_to.year if ends_year else date_to.year - 1
        return (
            Domain("deadline", ">=", date_from)
            & Domain("year", ">=", date_from.year)
            & (Domain("deadline", "<=", date_to) | Domain("year", "<=", last_over))
        )

    def _reopen_for_correction(self, reason):
        """Reopen closed projects and post the reason in their chatter.

        :raises AccessError: the user is not of the customer service department
        :raises UserError: one of them is not closed
        """
        check_service(
            self.env,
            self.env._(
                "Marketing project %s: only the customer service department reopens"
                " a closed project.",
                self[:1].display_name,
            ),
        )
        for project in self:
            if not project.done_on:
                raise UserError(
                    self.env._(
                        "Marketing project %s is not closed.", project.display_name
                    )
                )
        self._set_guarded_fields(
            {"done_on": False, "closed_revenue": 0, "counts_as_large": False}
        )
        for project in self:
            project.stage_id = project._default_stage_id()
            project.message_post(body=self.env._("Reopened for correction: %s", reason))

    def _is_final(self):
        return bool(self.done_on)

    def _get_state_label(self):
        return self.env._("closed on %s", format_date(self.env, self.done_on))

    @api.model
    def _get_way_out(self):
        return self.env._("The customer service department can reopen it.")

    def _describe_finish(self):
        """Return what finishing the projects does, in figures."""
        planned, achieved = (
            formatLang(
                self.env, sum(self.mapped(name)), currency_obj=self.currency_id[:1]
            )
            for name in ("planned_revenue", "achieved_revenue")
        )
        return self.env._(
            "%(names)s: %(achieved)s achieved of %(planned)s planned. Both can no"
            " longer change.",
            names=format_list(self.env, self.mapped("name")),
            achieved=achieved,
            planned=planned,
        )
