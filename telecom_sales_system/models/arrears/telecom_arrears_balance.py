from odoo import fields, models
from odoo.tools import SQL

AMOUNTS = ("residual", "outstanding", "overdue")


class TelecomArrearsBalance(models.Model):
    """What clients owed at the end of a month, by client, seller, unit and bucket.

    Rows are written by the computation of the period. As long as it is not closed they
    are rebuilt; after that they stand, with the unit that the client had then. Sums
    over several month ends would count the same debt again and again: groups that span
    them show the average of their month ends.
    """

    _name = "telecom.arrears.balance"
    _description = "Arrears at Month End"
    _inherit = ["telecom.arrears.figures"]
    _order = "date desc, overdue desc, outstanding desc, id"
    _rec_name = "partner_id"
    _log_access = False

    period_id = fields.Many2one(
        "telecom.period", required=True, index=True, ondelete="cascade", readonly=True
    )
    date = fields.Date(string="Month End", required=True, readonly=True)
    partner_id = fields.Many2one(index=True, ondelete="restrict")
    sales_unit_id = fields.Many2one(ondelete="restrict")
    user_id = fields.Many2one(ondelete="restrict")
    company_id = fields.Many2one(required=True)
    currency_id = fields.Many2one(required=True)

    def _read_group_select(self, aggregate_spec, query):
        if aggregate_spec not in [f"{amount}:sum" for amount in AMOUNTS]:
            return super()._read_group_select(aggregate_spec, query)
        return SQL(
            "%s / COUNT(DISTINCT %s)",
            super()._read_group_select(aggregate_spec, query),
            self._field_to_sql(self._table, "date", query),
        )

    def _rebuild(self, period):
        """Replace what is kept of a period by what was owed on its last day."""
        self.env.flush_all()
        self.env.cr.execute(
            SQL("DELETE FROM telecom_arrears_balance WHERE period_id = %s", period.id)
        )
        # Compiling the query takes more time than it saves.
        self.env.cr.execute(SQL("SET LOCAL jit = off"))
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO telecom_arrears_balance (
                    period_id, date, company_id, currency_id, partner_id, user_id,
                    sales_unit_id, bucket, residual, outstanding, overdue,
                    overdue_ratio)
                SELECT %(period)s, %(day)s, item.company_id, %(currency)s,
                       item.partner_id, item.user_id, unit.id, item.bucket::varchar,
                       SUM(item.residual), SUM(item.owed),
                       CASE WHEN item.bucket > 0 THEN SUM(item.owed) ELSE 0 END,
                       CASE WHEN item.bucket > 0 AND SUM(item.owed) > 0 THEN 1 ELSE 0
                       END
                  FROM %(items)s
              GROUP BY item.company_id, item.partner_id, item.user_id, unit.id,
                       item.bucket
                """,
                period=period.id,
                day=period.date_to,
                currency=period.currency_id.id,
                items=self.env["telecom.arrears"]._items_with_unit(
                    period.company_id, period.date_to
                ),
            )
        )
        self.invalidate_model(flush=False)
