import ast

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL, format_amount


class TelecomPeriodProblem(models.Model):
    """A problem that a computation found and that somebody should check.

    ``_find_<code>(period)`` returns the problems of a step, as values of this model:
    message, blocking, record_count, amount, and the records it opens (res_model,
    res_domain, a domain without variables). The room of the step defines it; any room
    and any addon adds problems to any step by returning more than ``super()``.
    """

    _name = "telecom.period.problem"
    _description = "Period Problem"
    _order = "period_id desc, sequence, blocking desc, id"

    period_id = fields.Many2one(
        "telecom.period", required=True, index=True, ondelete="cascade", readonly=True
    )
    company_id = fields.Many2one(related="period_id.company_id", store=True)
    currency_id = fields.Many2one(related="period_id.currency_id")
    step = fields.Selection(
        "_get_step_selection", required=True, readonly=True, default="ledger"
    )
    sequence = fields.Integer(compute="_compute_sequence", store=True)
    blocking = fields.Boolean(
        readonly=True, help="The period cannot be closed while this problem exists."
    )
    message = fields.Char(required=True, readonly=True)
    record_count = fields.Integer(string="Records", readonly=True)
    amount = fields.Monetary(string="Amount Concerned", readonly=True)
    res_model = fields.Char(readonly=True)
    res_domain = fields.Char(readonly=True)

    @api.depends("step")
    def _compute_sequence(self):
        settings = self.env["telecom.close.step"]._get_step_settings()
        for problem in self:
            problem.sequence = settings[problem.step]["sequence"]

    @api.model
    def _get_step_selection(self):
        """Return the steps of the close; their labels are translated there."""
        steps = self.env["telecom.close.step"]
        return steps._fields["code"]._description_selection(self.env)

    def _detect_problems(self, period, codes):
        """Replace the problems of steps of a period by the present ones.

        :param codes: codes of ``telecom.close.step``
        """
        # sudo: problems are written by the computation only
        problems = self.sudo()
        problems.search([("period_id", "=", period.id), ("step", "in", codes)]).unlink()
        return problems.create(
            [
                {"period_id": period.id, "step": code, **problem}
                for code in codes
                for problem in getattr(self, f"_find_{code}")(period)
            ]
        )

    def _find_ledger(self, period):
        """Return the values of each problem: message, blocking, what it opens."""
        return [
            *self._find_without_revenue_line(period),
            *self._find_without_rate(period),
            *self._find_unassigned(period),
            *self._find_unapplied(period),
        ]

    def _prepare_entry_problem(self, period, domain, message, blocking):
        domain = Domain("period_id", "=", period.id) & domain
        [(count, cash)] = self.env["telecom.performance.entry"]._read_group(
            domain, [], ["__count", "cash:sum"]
        )
        return {
            "blocking": blocking,
            "message": message,
            "record_count": count,
            "amount": cash,
            "res_model": "telecom.performance.entry",
            "res_domain": str(list(domain)),
        }

    def _prepare_record_problems(self, period, model, domain, message):
        """Return values of the non-blocking problem about records, [] if none."""
        domain &= Domain("company_id", "in", [False, period.company_id.id])
        # sudo: a count, for whoever closes the month; who opens it needs the right
        count = self.env[model].sudo().search_count(domain)
        if not count:
            return []
        return [
            {
                "blocking": False,
                "message": message,
                "record_count": count,
                "res_model": model,
                "res_domain": str(list(domain)),
            }
        ]

    def _find_without_revenue_line(self, period):
        """Find cash on products without a revenue line; it opens the products."""
        missing = Domain("revenue_line_id", "=", False)
        problem = self._prepare_entry_problem(
            period, missing, self.env._("Cash on lines without a revenue line"), True
        )
        if not problem["record_count"]:
            return []
        entries = self.env["telecom.performance.entry"]._search(
            missing & Domain("period_id", "=", period.id)
        )
        # sudo: the names of products on invoices, for people without accounting rights
        lines = self.env["account.move.line"].sudo()
        products = lines._read_group(
            [
                ("move_id", "in", entries.subselect("move_id")),
                ("display_type", "=", "product"),
                ("product_id", "!=", False),
            ],
            [],
            ["product_id:recordset"],
        )[0][0]
        products = products.filtered(
            lambda product: not product.categ_id.revenue_line_id
        )
        if not products:
            return [problem]
        names = ", ".join(products[:5].mapped("display_name"))
        return [
            problem
            | {
                "message": self.env._(
                    "Products without a revenue line (set it on their product"
                    " category): %s",
                    names,
                ),
                "record_count": len(products),
                "res_model": "product.product",
                "res_domain": str([("id", "in", products.ids)]),
            }
        ]

    def _find_without_rate(self, period):
        """Find cash that cannot be converted; the problem opens the revenue line."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT revenue_line_id, MIN(invoice_date), COUNT(*), SUM(cash)
                  FROM telecom_performance_entry
                 WHERE period_id = %s AND revenue_line_id IS NOT NULL AND rate IS NULL
              GROUP BY revenue_line_id ORDER BY revenue_line_id
                """,
                period.id,
            )
        )
        return [
            {
                "blocking": True,
                "message": self.env._(
                    "Revenue line %(line)s has no conversion rate on %(date)s",
                    line=self.env["telecom.revenue.line"].browse(line_id).name,
                    date=fields.Date.to_string(first),
                ),
                "record_count": count,
                "amount": cash,
                "res_model": "telecom.revenue.line",
                "res_domain": str([("id", "=", line_id)]),
            }
            for line_id, first, count, cash in rows
        ]

    def _find_unassigned(self, period):
        found = [
            self._prepare_entry_problem(
                period,
                Domain("attribution", "=", "unassigned"),
                self.env._("Cash without salesperson and without unit"),
                False,
            ),
            self._prepare_entry_problem(
                period,
                Domain("attribution", "=", "client_unit"),
                self.env._(
                    "Cash without a registered salesperson, left to the client's unit"
                ),
                False,
            ),
        ]
        return [problem for problem in found if problem["record_count"]]

    def _find_unapplied(self, period):
        """Find payments that are matched to no invoice, so in no ledger yet."""
        domain = [
            ("company_id", "=", period.company_id.id),
            ("parent_state", "=", "posted"),
            ("account_type", "=", "asset_receivable"),
            ("date", "<=", fields.Date.to_string(period.date_to)),
            ("reconciled", "=", False),
            ("amount_residual", "<", 0),
            "|",
            ("payment_id", "!=", False),
            ("statement_line_id", "!=", False),
        ]
        # sudo: the sum of open payments, for people without accounting rights
        lines = self.env["account.move.line"].sudo()
        [(count, residual)] = lines._read_group(
            domain, [], ["__count", "amount_residual:sum"]
        )
        if not count:
            return []
        return [
            {
                "message": self.env._("Payments not yet matched to an invoice"),
                "record_count": count,
                "amount": -residual,
                "res_model": "account.move.line",
                "res_domain": str(domain),
            }
        ]

    @api.readonly
    def action_open_records(self):
        """Open the records that the problem is about.

        :raises UserError: the user may not see such records
        """
        self.ensure_one()
        if not self.env[self.res_model].has_access("read"):
            raise UserError(
                self.env._(
                    "%(problem)s: %(count)s records, %(amount)s in all. Your role"
                    " cannot open them; ask the accounting department to look at them.",
                    problem=self.message,
                    count=self.record_count,
                    amount=format_amount(self.env, self.amount, self.currency_id),
                )
            )
        return {
            "type": "ir.actions.act_window",
            "name": self.message,
            "res_model": self.res_model,
            "view_mode": "list,form",
            "domain": ast.literal_eval(self.res_domain),
        }
