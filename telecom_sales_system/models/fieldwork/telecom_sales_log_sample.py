from odoo import fields, models
from odoo.tools import SQL


class TelecomSalesLog(models.Model):
    """Which logs a superior should inspect: a sample that cannot be chosen by anybody.

    Of each person's logs of a month, the share of the settings, rounded up. Logs are
    drawn as they are handed in, in an order made of the month, the person and the day;
    one that was drawn stays drawn, whatever is handed in, inspected or returned later.
    """

    _inherit = "telecom.sales.log"

    is_sampled = fields.Boolean(
        string="In the Sample",
        readonly=True,
        copy=False,
        help="Drawn for inspection: the share of the settings of each person's logs of"
        " a month.",
    )

    _sampled_idx = models.Index("(unit_id, date_from) WHERE is_sampled")

    def action_submit(self):
        """Draw the sample anew when logs come in, some of them perhaps into it."""
        result = super().action_submit()
        self._draw(SQL("log.salesperson_id = ANY (%s)", self.salesperson_id.ids))
        return result

    def _draw(self, condition):
        """Draw as many logs as the sample lacks, among the logs in the condition.

        :param condition: SQL about the logs (log) or their company (c) that takes in
            all logs of a person's month or none
        """
        self.env["telecom.sales.log"].flush_model()
        self.env["res.company"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT drawn.id
                  FROM (SELECT log.id, log.is_sampled, c.telecom_log_sample AS share,
                               ROW_NUMBER() OVER (month ORDER BY
                                   log.is_sampled IS NOT TRUE, md5(
                                       to_char(log.date_from, 'YYYY-MM') || '/'
                                       || log.salesperson_id || '/' || log.date_from)
                               ) AS place,
                               COUNT(*) OVER month AS total
                          FROM telecom_sales_log log
                          JOIN res_company c ON c.id = log.company_id
                         WHERE (log.state IN ('submitted', 'inspected')
                                OR log.is_sampled) AND %s
                        WINDOW month AS (PARTITION BY log.salesperson_id,
                                         date_trunc('month', log.date_from))) drawn
                 WHERE drawn.place
                       <= CEIL(ROUND((drawn.total * drawn.share)::numeric, 6))
                       AND drawn.is_sampled IS NOT TRUE
                """,
                condition,
            )
        )
        # sudo: a guarded field, set by the lot
        self.sudo().browse([log_id for [log_id] in rows]).is_sampled = True
