from odoo import api, fields, models

from ...common.unique_message import find_duplicate


def _get_duplicate_code_message(env, diagnostics):
    return env._(
        "Revenue line, field Code: “%(value)s” belongs to “%(holder)s” already.",
        **find_duplicate(env, "telecom.revenue.line", diagnostics),
    )


class TelecomRevenueLine(models.Model):
    """A kind of business (业务种类) with its own conversion rate.

    Shared by all companies, like the product categories that it is mapped to.
    """

    _name = "telecom.revenue.line"
    _description = "Revenue Line"
    _order = "sequence, id"
    _rec_names_search = ["name", "code"]

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    exclude_from_client_revenue = fields.Boolean(
        string="Not Client Revenue",
        help="Leave this line out of key-client revenue, as savings are.",
    )
    category_ids = fields.One2many(
        "product.category",
        "own_revenue_line_id",
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

    _code_uniq = models.UniqueIndex("(code)", _get_duplicate_code_message)

    @api.depends("rate_ids.date_from", "rate_ids.date_to")
    @api.depends_context("company")
    def _compute_current_rate_id(self):
        today = self.env.company._telecom_today()
        for line in self:
            line.current_rate_id = line.rate_ids.filtered(
                lambda row: row.date_from <= today <= (row.date_to or today)
            )[:1]
