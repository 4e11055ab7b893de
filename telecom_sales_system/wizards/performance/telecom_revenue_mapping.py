from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Command
from odoo.tools import SQL

from ...models.common.groups import check_service
from ...tools.pasted_table import match_name

MONTHS = 12


class TelecomRevenueMapping(models.TransientModel):
    """All product categories that brought money, with their revenue lines."""

    _name = "telecom.revenue.mapping"
    _description = "Map Product Categories"

    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        default=lambda self: self.env.company,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    line_ids = fields.One2many(
        "telecom.revenue.mapping.line",
        "mapping_id",
        string="Lines",
        compute="_compute_line_ids",
        store=True,
        readonly=False,
    )
    open_amount = fields.Monetary(
        string="Without a Revenue Line", compute="_compute_open_amount"
    )

    @api.depends("company_id")
    def _compute_line_ids(self):
        for mapping in self:
            rows = mapping._prepare_lines()
            mapping.line_ids = [Command.clear(), *map(Command.create, rows)]

    @api.depends("line_ids.line_id", "line_ids.amount")
    def _compute_open_amount(self):
        for mapping in self:
            mapping.open_amount = sum(
                line.amount
                for line in mapping.line_ids
                if not (line.line_id or line.inherited_line_id)
            )

    def action_save(self):
        """Give the categories their revenue lines."""
        self.ensure_one()
        check_service(
            self.env,
            self.env._("Only the customer service department maps categories."),
        )
        for line in self.line_ids:
            category = line.category_id
            if not category:
                # sudo: the department has no right to change its company
                self.env.company.sudo().telecom_default_revenue_line_id = line.line_id
            elif category.own_revenue_line_id != line.line_id:
                # A category leaves its line before it gets another.
                category.own_revenue_line_id = False
                category.own_revenue_line_id = line.line_id
        return {"type": "ir.actions.act_window_close"}

    @api.model
    def _get_paid_amounts(self, company):
        """Return what was paid of the last twelve months' invoices, by category.

        :return: ``{category: amount before tax in company currency}``, with an empty
            category for invoice lines without a product
        """
        since = company._telecom_today() - relativedelta(months=MONTHS)
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT t.categ_id, SUM(-l.balance * CASE m.amount_total_signed
                           WHEN 0 THEN 1
                           ELSE 1 - m.amount_residual_signed / m.amount_total_signed
                           END)
                  FROM account_move m
                  JOIN account_move_line l ON l.move_id = m.id
             LEFT JOIN product_product p ON p.id = l.product_id
             LEFT JOIN product_template t ON t.id = p.product_tmpl_id
                 WHERE m.company_id = %s AND m.state = 'posted'
                   AND m.move_type IN ('out_invoice', 'out_refund')
                   AND m.invoice_date >= %s AND l.display_type = 'product'
              GROUP BY t.categ_id
                """,
                company.id,
                since,
            )
        )
        return {
            self.env["product.category"].browse(category_id or ()): float(amount)
            for category_id, amount in rows
        }

    def _prepare_lines(self):
        """Return a line for each category that brought money or has a line."""
        # sudo: the sums of invoices, for people without accounting rights
        paid = self.sudo()._get_paid_amounts(self.company_id)
        mapped = self.env["product.category"].search(
            [("own_revenue_line_id", "!=", False)]
        )
        paid = {category.id: amount for category, amount in paid.items()}
        paid |= {category.id: paid.get(category.id, 0.0) for category in mapped}
        names = self._get_line_names()
        rows = []
        for category_id, amount in paid.items():
            category = self.env["product.category"].browse(category_id or ())
            line = category.own_revenue_line_id
            if not category:
                line = self.company_id.telecom_default_revenue_line_id
            proposed = line.browse()
            if category and not category.revenue_line_id:
                proposed = match_name(category.complete_name, names) or proposed
            rows.append(
                {
                    "category_id": category.id,
                    "amount": self.currency_id.round(amount),
                    "line_id": (line or proposed).id,
                    "is_proposed": bool(proposed),
                }
            )
        return sorted(rows, key=lambda row: -row["amount"])

    def _get_line_names(self):
        """Return ``{revenue line: its names}`` in all languages that are installed."""
        codes = [code for code, _name in self.env["res.lang"].get_installed()]
        lines = self.env["telecom.revenue.line"]
        lines = lines.search(lines._check_company_domain(self.company_id))
        return {
            line: {line.with_context(lang=code).name for code in codes}
            for line in lines
        }
