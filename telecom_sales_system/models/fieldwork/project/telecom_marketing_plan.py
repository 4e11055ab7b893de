from odoo import api, fields, models
from odoo.tools import SQL


class TelecomMarketingPlan(models.Model):
    """Project of the yearly plan, with its planned and its achieved revenue."""

    _name = "telecom.marketing.plan"
    _description = "Marketing Plan"
    _auto = False
    _order = "year desc, unit_id, deadline, id"
    _rec_name = "project_id"

    project_id = fields.Many2one("telecom.marketing.project", readonly=True)
    year = fields.Integer(readonly=True, aggregator=None)
    unit_id = fields.Many2one("telecom.sales.unit", readonly=True)
    salesperson_id = fields.Many2one(
        "telecom.salesperson", string="Owner", readonly=True
    )
    team_id = fields.Many2one("crm.team", readonly=True)
    stage_id = fields.Many2one("telecom.marketing.project.stage", readonly=True)
    deadline = fields.Date(readonly=True)
    done_on = fields.Date(readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    planned_count = fields.Integer(string="Project Count", readonly=True)
    done_count = fields.Integer(string="Done", readonly=True)
    large_count = fields.Integer(
        string="Large Projects", readonly=True, help="Large ones among those done."
    )
    planned_revenue = fields.Monetary(readonly=True)
    achieved_revenue = fields.Monetary(readonly=True)

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT p.id, p.id AS project_id, p.year, p.unit_id, p.salesperson_id,
                   p.team_id, p.stage_id, p.deadline, p.done_on, p.company_id,
                   c.currency_id, 1 AS planned_count,
                   (p.done_on IS NOT NULL)::int AS done_count,
                   (p.counts_as_large IS TRUE)::int AS large_count, p.planned_revenue,
                   CASE WHEN p.done_on IS NULL THEN COALESCE(r.amount, 0)
                        ELSE p.closed_revenue END AS achieved_revenue
              FROM telecom_marketing_project p
              JOIN res_company c ON c.id = p.company_id
         LEFT JOIN (SELECT project_id, SUM(amount) AS amount
                      FROM (%s) revenue GROUP BY project_id) r ON r.project_id = p.id
             WHERE p.active
            """,
            self.env["telecom.marketing.project.revenue"]._table_query,
        )

    @api.readonly
    def action_open_project(self):
        """Open the project of the row."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "telecom.marketing.project",
            "res_id": self.project_id.id,
            "view_mode": "form",
        }
