from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ...common.screens.list_action import prepare_list_action
from ...common.unique_message import find_duplicate


def _get_duplicate_code_message(env, diagnostics):
    return env._(
        "Revenue line, field Code: “%(value)s” belongs to “%(holder)s” already.",
        **find_duplicate(env, "telecom.revenue.line", diagnostics),
    )


class TelecomRevenueLine(models.Model):
    """A kind of business (业务种类) with its own conversion rate.

    Of one company or of all; each company maps its product categories itself.
    """

    _name = "telecom.revenue.line"
    _description = "Revenue Line"
    _inherit = ["telecom.shared.mixin"]
    _order = "sequence, id"
    _rec_names_search = ["name", "code"]

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    company_id = fields.Many2one(
        "res.company",
        index=True,
        default=lambda self: self._get_default_company(),
        help="Empty: for all companies.",
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    exclude_from_client_revenue = fields.Boolean(
        string="Not Client Revenue",
        help="Leave this line out of key-client revenue, as savings are.",
    )
    category_ids = fields.Many2many(
        "product.category",
        compute="_compute_category_ids",
        inverse="_inverse_category_ids",
        string="Product Categories",
        help="These categories and those below them, as far as they have no own line.",
    )
    rate_ids = fields.One2many(
        "telecom.revenue.line.rate", "line_id", string="Conversion Rates"
    )
    current_rate_id = fields.Many2one(
        "telecom.revenue.line.rate",
        compute="_compute_current_rate_id",
        help="The rate that is valid today.",
    )

    _code_uniq = models.UniqueIndex(
        "(COALESCE(company_id, 0), code)", _get_duplicate_code_message
    )

    @api.depends_context("company")
    def _compute_category_ids(self):
        categories = self.env["product.category"]
        found = categories.search([("own_revenue_line_id", "in", self.ids)])
        by_line = found.grouped("own_revenue_line_id")
        for line in self:
            line.category_ids = by_line.get(line._origin, categories)

    def _inverse_category_ids(self):
        categories = self.env["product.category"]
        for line in self:
            present = categories.search([("own_revenue_line_id", "=", line.id)])
            (present - line.category_ids).own_revenue_line_id = False
            (line.category_ids - present).own_revenue_line_id = line

    @api.depends("rate_ids.date_from", "rate_ids.date_to", "rate_ids.company_id")
    @api.depends_context("company")
    def _compute_current_rate_id(self):
        today, company = self.env.company._telecom_today(), self.env.company
        for line in self:
            valid = line.rate_ids.filtered(
                lambda row: row.date_from <= today <= (row.date_to or today)
            )
            own = valid.filtered(lambda row: row.company_id == company)
            shared = valid.filtered(lambda row: not row.company_id)
            line.current_rate_id = (own or shared)[:1]

    @api.readonly
    def action_open_own_rates(self):
        """Open the rates of the current company, which come before the shared ones."""
        self.ensure_one()
        company = self.env.company
        return prepare_list_action(
            self.env,
            f"{self.name} · {company.name}",
            "telecom.revenue.line.rate",
            [("line_id", "=", self.id), ("company_id", "=", company.id)],
            view_mode="list",
            text=self.env._(
                "The shared rates apply. Add a rate that comes before them in this"
                " company."
            ),
        ) | {
            "context": {
                "default_line_id": self.id,
                "default_company_id": company.id,
            },
        }

    def action_make_own_copy(self):
        """Copy a shared line for the current company, unless it has rates for it.

        :raises UserError: the company has rates of its own for the shared line
        """
        company = self.env.company
        if self.rate_ids.filtered(lambda row: row.company_id == company):
            raise UserError(
                self.env._(
                    "Revenue line %(line)s: %(company)s has conversion rates of its own"
                    " for it. Delete them first, then change those of the copy.",
                    line=self.name,
                    company=company.name,
                )
            )
        return super().action_make_own_copy()

    def _take_over_from(self, shared):
        """Give the copy the shared rates, and the categories of the company."""
        self.rate_ids = [
            Command.create(
                {"date_from": row.date_from, "date_to": row.date_to, "rate": row.rate}
            )
            for row in shared.rate_ids
            if not row.company_id
        ]
        categories = shared.category_ids
        categories.own_revenue_line_id = False
        categories.own_revenue_line_id = self
