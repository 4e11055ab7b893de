from odoo import fields, models


class TelecomPerformanceStatementPrint(models.TransientModel):
    """The salespeople and the month of performance statements to print."""

    _name = "telecom.performance.statement.print"
    _description = "Print Performance Statements"

    period_id = fields.Many2one(
        "telecom.period",
        required=True,
        domain=[("ledger_built_on", "!=", False)],
        default=lambda self: self.env["telecom.period"].search(
            [
                ("ledger_built_on", "!=", False),
                ("company_id", "=", self.env.company.id),
            ],
            limit=1,
        ),
    )
    salesperson_ids = fields.Many2many(
        "telecom.salesperson",
        string="Salespeople",
        required=True,
        default=lambda self: self.env["telecom.salesperson"]._get_own_salesperson(),
    )

    def action_print(self):
        """Print one statement per salesperson."""
        self.ensure_one()
        return self.env.ref(
            "telecom_sales_system.action_report_performance_statement"
        ).report_action(
            self.salesperson_ids,
            data={
                "period_id": self.period_id.id,
                "salesperson_ids": self.salesperson_ids.ids,
            },
            config=False,
        )
