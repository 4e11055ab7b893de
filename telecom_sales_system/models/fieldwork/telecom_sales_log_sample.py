from odoo import fields, models
from odoo.tools import SQL


class TelecomSalesLog(models.Model):
    """Sample of the sales logs that superiors inspect, which nobody can choose.

    The sample is the share in the settings of each person's logs of a month, rounded
    up. Logs are drawn when they are submitted, in the order of a hash of month, person
    and day. A drawn log stays in the sample, whatever is submitted or returned later.
    """

    _inherit = "telecom.sales.log"

    is_sampled = fields.Boolean(
        string="In the Sample",
        readonly=True,
        copy=False,
        help="The log was drawn for inspection. The share of each person's logs of a"
        " month is in the settings.",
    )

    _sampled_idx = models.Index("(unit_id, date_from) WHERE is_sampled")

    def action_submit(self):
        """Submit logs, and draw the logs that the sample needs then."""
        result = super().action_submit()
        self._draw_sample(SQL("log.salesperson_id = ANY (%s)", self.salesperson_id.ids))
        return result

    def _draw_sample(self, condition):
        """Draw as many logs as the sample lacks, among the logs that meet a condition.

        :param condition: SQL on the logs (log) or their company (c), met by all logs of
            a person's month or by none
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
        # sudo: a guarded field, set only by the draw
        self.sudo().browse([log_id for [log_id] in rows]).is_sampled = True
