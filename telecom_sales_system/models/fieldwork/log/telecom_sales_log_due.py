from odoo import api, fields, models
from odoo.tools import SQL, format_date

# Longest holiday, in days, after which a deadline is still found.
LONGEST_HOLIDAY = 60


class TelecomSalesLogDue(models.Model):
    """Sales log that is or was due, with its state.

    A log is due for each working day, or each week with one, on which the person was
    registered and assigned to a unit. Working days are those of the company's calendar
    (Monday to Friday without one), except its holidays.
    """

    _name = "telecom.sales.log.due"
    _description = "Sales Log Due"
    _auto = False
    _order = "date desc, salesperson_id"

    salesperson_id = fields.Many2one("telecom.salesperson", readonly=True)
    user_id = fields.Many2one("res.users", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    unit_id = fields.Many2one("telecom.sales.unit", readonly=True)
    team_id = fields.Many2one("crm.team", readonly=True)
    frequency = fields.Selection(
        [("day", "Daily"), ("week", "Weekly")], string="Kind of Log", readonly=True
    )
    date = fields.Date(string="First Day", readonly=True)
    date_to = fields.Date(string="Last Day", readonly=True)
    deadline = fields.Datetime(string="Submission Deadline", readonly=True)
    is_over = fields.Boolean(
        readonly=True, help="The day or week is over in the time zone of the bureau."
    )
    log_id = fields.Many2one("telecom.sales.log", string="Sales Log", readonly=True)
    state = fields.Selection(
        [
            ("open", "Not Due Yet"),
            ("missing", "Missing"),
            ("late", "Submitted Late"),
            ("in_time", "In Time"),
        ],
        readonly=True,
    )
    is_own = fields.Boolean(compute="_compute_is_own")
    due_count = fields.Integer(string="Due", readonly=True)
    in_time_count = fields.Integer(string="In Time", readonly=True)

    @api.depends("salesperson_id", "date")
    def _compute_display_name(self):
        for row in self:
            day = format_date(self.env, row.date)
            row.display_name = f"{row.salesperson_id.sudo().name} · {day}"

    @api.depends("user_id")
    @api.depends_context("uid")
    def _compute_is_own(self):
        for row in self:
            row.is_own = row.user_id == self.env.user

    @property
    def _table_query(self):
        return self._get_due_query()

    @api.readonly
    def action_open_log(self):
        """Open the log of the row; a new one if the user has to write it.

        Others read who has to write it.
        """
        self.ensure_one()
        if not self.log_id and not self.is_own:
            return self.get_formview_action() | {"target": "new"}
        return {
            "type": "ir.actions.act_window",
            "res_model": "telecom.sales.log",
            "res_id": self.log_id.id,
            "view_mode": "form",
            "context": {} if self.log_id else {"default_date": self.date},
        }

    @api.model
    def _get_due_query(self, date_from=None, date_to=None):
        """Return the query of due logs whose first day lies in a range of days."""
        self.env.flush_all()
        now = fields.Datetime.now()
        return SQL(
            """
            WITH day AS (%(days)s),
            owed AS (
                SELECT DISTINCT ON (p.id, period.date)
                       p.id AS salesperson_id, p.user_id, p.company_id, p.state,
                       a.unit_id, a.team_id, day.frequency, period.date,
                       period.date_to, day.telecom_tz, day.hour,
                       CASE day.frequency WHEN 'day' THEN day.next_working
                                 ELSE day.next_week_working END AS next_working
                  FROM telecom_salesperson p
                  JOIN telecom_salesperson_assignment a ON a.salesperson_id = p.id
                  JOIN day ON day.company_id = p.company_id AND day.is_working
                       AND day.day >= GREATEST(a.date_from, p.registered_on)
                       AND day.day <= LEAST(a.date_to, p.left_on, 'infinity')
                       AND (day.since IS NULL OR day.day >= day.since),
               LATERAL (SELECT CASE day.frequency WHEN 'day' THEN day.day
                               ELSE date_trunc('week', day.day)::date END AS date,
                               CASE day.frequency WHEN 'day' THEN day.day
                               ELSE date_trunc('week', day.day)::date + 6 END
                               AS date_to) period
                 WHERE p.state <> 'candidate'
                       AND period.date >= COALESCE(%(date_from)s, '-infinity'::date)
                       AND period.date <= COALESCE(%(date_to)s, 'infinity'::date)
              ORDER BY p.id, period.date, day.day DESC
            ),
            dated AS (
                SELECT owed.*, log.id AS log_id, log.is_late,
                       COALESCE(log.state IN ('submitted', 'inspected'), FALSE)
                       AS is_submitted,
                       %(today)s AS today,
                       %(deadline)s AS deadline
                  FROM owed
             LEFT JOIN telecom_sales_log log
                       ON log.salesperson_id = owed.salesperson_id
                       AND log.frequency = owed.frequency
                       AND log.date_from = owed.date
            )
            SELECT row.*, (row.state <> 'open')::int AS due_count,
                   (row.state = 'in_time')::int AS in_time_count
              FROM (SELECT salesperson_id * 100000::bigint
                           + (date - DATE '2000-01-01') AS id,
                           salesperson_id, user_id, company_id, unit_id, team_id,
                           frequency, date, date_to, deadline, log_id,
                           date_to < today AS is_over,
                           CASE WHEN is_submitted AND is_late THEN 'late'
                                WHEN is_submitted THEN 'in_time'
                                WHEN deadline <= %(now)s THEN 'missing'
                                ELSE 'open' END AS state
                      FROM dated
                           -- A suspension has no days: of suspended people,
                           -- only submitted logs count.
                     WHERE date <= today AND (dated.state <> 'suspended'
                           OR is_submitted)) row
            """,
            days=self._get_days_query(date_from, date_to),
            deadline=self._get_deadline_sql(SQL("owed")),
            today=self.env["res.company"]._telecom_today_sql(SQL("owed")),
            date_from=date_from,
            date_to=date_to,
            now=SQL("%s::timestamp", now),
        )

    @api.model
    def _get_deadline_sql(self, table):
        """Return the SQL of the deadline of a log, in UTC.

        :param table: SQL of a table with the columns next_working (a day), hour and
            telecom_tz
        """
        local = SQL(
            "%(table)s.next_working + make_interval(hours => %(table)s.hour)",
            table=table,
        )
        return self.env["res.company"]._telecom_moment_sql(table, local)

    @api.model
    def _get_days_query(self, date_from=None, date_to=None):
        """Return the query of the days of each company.

        A row tells whether the day is a working day, and the next working day after the
        day and after its week. Without ``date_from``, the days begin with the first day
        for which a log is due.
        """
        companies = self.env["res.company"]
        return SQL(
            """
            SELECT c.id AS company_id, c.telecom_log_since AS since,
                   c.telecom_log_hour AS hour, c.telecom_tz, d.day, work.is_working,
                   CASE WHEN d.day >= COALESCE(
                                  c.telecom_log_frequency_from, '-infinity'::date)
                        THEN COALESCE(c.telecom_log_frequency, 'day')
                        WHEN c.telecom_log_frequency = 'week' THEN 'day'
                        ELSE 'week' END AS frequency,
                   MIN(d.day) FILTER (WHERE work.is_working) OVER (
                       PARTITION BY c.id ORDER BY d.day DESC
                       ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
                   ) AS next_working,
                   MIN(d.day) FILTER (WHERE work.is_working) OVER (
                       PARTITION BY c.id ORDER BY date_trunc('week', d.day) DESC
                       GROUPS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
                   ) AS next_week_working
              FROM res_company c
        CROSS JOIN LATERAL (SELECT series::date AS day FROM generate_series(
                        COALESCE(%(date_from)s, c.telecom_log_since, (
                            SELECT MIN(a.date_from)
                              FROM telecom_salesperson_assignment a
                             WHERE a.company_id = c.id)),
                        LEAST(%(date_to)s, %(today)s)
                            + 6 + %(longest_holiday)s,
                        INTERVAL '1 day') series) d,
           LATERAL (SELECT (
                        EXTRACT(isodow FROM d.day)::int - 1 = ANY (COALESCE((
                            SELECT array_agg(t.dayofweek::int)
                              FROM resource_calendar_attendance t
                             WHERE t.calendar_id = c.resource_calendar_id
                                   AND t.display_type IS NULL
                                   AND t.day_period IS DISTINCT FROM 'lunch'),
                            '{0,1,2,3,4}'))
                        AND NOT EXISTS (
                            SELECT FROM resource_calendar_leaves l
                             WHERE l.resource_id IS NULL AND l.time_type = 'leave'
                                   AND COALESCE(l.company_id, c.id) = c.id
                                   AND COALESCE(l.calendar_id, c.resource_calendar_id)
                                       IS NOT DISTINCT FROM c.resource_calendar_id
                                   AND %(noon)s BETWEEN l.date_from AND l.date_to)
                    ) AS is_working) work
            """,
            date_from=SQL("%s::date", date_from),
            date_to=SQL("%s::date", date_to),
            today=companies._telecom_today_sql(SQL("c")),
            noon=companies._telecom_moment_sql(SQL("c"), SQL("d.day + TIME '12:00'")),
            longest_holiday=LONGEST_HOLIDAY,
        )
