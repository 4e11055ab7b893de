from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class TelecomMarketingProjectFigures(models.AbstractModel):
    """Revenue of a marketing project, and counts of the projects of units."""

    _name = "telecom.marketing.project.figures"
    _description = "Figures of Marketing Projects"

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

    @api.model
    def _count_plan_projects(self, units, date_from, date_to):
        """Count the projects of units in a range of days, in one query.

        A deadline after the year of the plan counts as the last day of that year.

        :param units: units; projects of the units below them are included
        :return: ``{unit_id: {due, done, large, missed}}`` (domain.md, 项目营销):
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
        """Return the domain of projects due by ``_count_plan_projects``."""
        ends_year = (date_to.month, date_to.day) == (12, 31)
        last_over = date_to.year if ends_year else date_to.year - 1
        return (
            Domain("deadline", ">=", date_from)
            & Domain("year", ">=", date_from.year)
            & (Domain("deadline", "<=", date_to) | Domain("year", "<=", last_over))
        )
