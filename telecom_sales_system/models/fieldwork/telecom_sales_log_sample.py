from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class TelecomSalesLog(models.Model):
    """Which logs a superior should inspect: a sample that cannot be chosen by anybody.

    Of each person's logs of a month, the share of the settings, rounded up. The order
    is drawn from the month, the person and the day, so that it comes out the same
    whenever it is asked for; an inspected log is not replaced by another.
    """

    _inherit = "telecom.sales.log"

    is_sampled = fields.Boolean(
        string="In the Sample",
        compute="_compute_is_sampled",
        search="_search_is_sampled",
        help="Drawn for inspection: the share of the settings of each person's logs of"
        " a month.",
    )

    def _compute_is_sampled(self):
        sampled = set()
        if self.ids:
            people = SQL("log.salesperson_id = ANY (%s)", self.salesperson_id.ids)
            rows = self.env.execute_query(self._sample(people))
            sampled = {log_id for [log_id] in rows}
        for log in self:
            log.is_sampled = log.id in sampled

    def _search_is_sampled(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("id", "in", self._sample(SQL("TRUE")))

    def _sample(self, condition):
        """Query of the ids of the logs in the sample, of those in the condition."""
        self.env["telecom.sales.log"].flush_model()
        return SQL(
            """
            SELECT drawn.id
              FROM (SELECT log.id, c.telecom_log_sample AS share,
                           ROW_NUMBER() OVER (month ORDER BY md5(
                               to_char(log.date_from, 'YYYY-MM')
                               || '/' || log.salesperson_id || '/' || log.date_from)
                           ) AS place,
                           COUNT(*) OVER month AS total
                      FROM telecom_sales_log log
                      JOIN res_company c ON c.id = log.company_id
                     WHERE log.state IN ('submitted', 'inspected') AND %s
                    WINDOW month AS (PARTITION BY log.salesperson_id,
                                     date_trunc('month', log.date_from))) drawn
             WHERE drawn.place <= CEIL(ROUND((drawn.total * drawn.share)::numeric, 6))
            """,
            condition,
        )
