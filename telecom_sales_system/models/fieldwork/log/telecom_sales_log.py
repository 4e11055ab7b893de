from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import SQL, format_date

from ...common.groups import SERVICE
from ...common.unique_message import find_duplicate

WRITER_FIELDS = frozenset(
    {"date", "salesperson_id", "meeting_note", "visit_note", "problems", "plan"}
)


REMINDER = "telecom_sales_system.mail_activity_type_sales_log"
REMIND_FOR = timedelta(days=31)


def _get_duplicate_log_message(env, diagnostics):
    return env._(
        "Sales log %(holder)s, field Day: there is a log of this person for it already."
        " Open that one.",
        holder=find_duplicate(env, "telecom.sales.log", diagnostics)["holder"],
    )


class TelecomSalesLog(models.Model):
    """Report of a person's day or week, with the plan for the next (营销日志).

    The sample for inspection is the share in the settings of each person's logs of a
    month, rounded up. Logs are drawn when they are submitted, in the order of a hash of
    month, person and day. A drawn log stays in the sample, whatever is submitted or
    returned later.
    """

    _name = "telecom.sales.log"
    _description = "Sales Log"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "telecom.state.mixin",
        "telecom.guarded.mixin",
    ]
    _order = "date_from desc, id desc"
    _check_company_auto = True
    _guarded_fields = frozenset(
        {
            "state",
            "submitted_at",
            "is_late",
            "is_sampled",
            "submitted_meetings",
            "submitted_visits",
            "score",
            "remark",
            "inspected_by_id",
            "inspected_at",
        }
    )
    _final_states = frozenset({"submitted", "inspected"})
    _kept_fields = WRITER_FIELDS

    salesperson_id = fields.Many2one(
        "telecom.salesperson",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env["telecom.salesperson"]._get_own_salesperson(),
    )
    user_id = fields.Many2one(
        related="salesperson_id.user_id", string="Writer", store=True, index=True
    )
    company_id = fields.Many2one(related="salesperson_id.company_id", store=True)
    unit_id = fields.Many2one(
        "telecom.sales.unit",
        compute="_compute_unit_id",
        store=True,
        precompute=True,
        index=True,
        ondelete="restrict",
        help="The person's unit at the end of the day or week.",
    )
    team_id = fields.Many2one(
        "crm.team",
        compute="_compute_unit_id",
        store=True,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    date = fields.Date(
        string="Day",
        required=True,
        default=lambda self: self.env.company._telecom_today(),
        help="The day; for a weekly log, any day of the week.",
    )
    frequency = fields.Selection(
        [("day", "Daily"), ("week", "Weekly")],
        string="Kind of Log",
        compute="_compute_period",
        store=True,
        precompute=True,
    )
    date_from = fields.Date(
        string="First Day",
        compute="_compute_period",
        store=True,
        precompute=True,
        index=True,
    )
    date_to = fields.Date(
        string="Last Day", compute="_compute_period", store=True, precompute=True
    )
    deadline = fields.Datetime(
        string="Submission Deadline",
        compute="_compute_deadline",
        help="The log is late from this moment on.",
    )
    meeting_note = fields.Text(string="Remarks on Meetings", copy=False)
    visit_note = fields.Text(string="Remarks on Visits", copy=False)
    problems = fields.Text(copy=False)
    plan = fields.Text(string="Plan for Next", copy=False)
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("submitted", "Submitted"),
            ("inspected", "Inspected"),
        ],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        index=True,
        tracking=True,
    )
    submitted_at = fields.Datetime(string="Submitted On", readonly=True, copy=False)
    is_late = fields.Boolean(string="Submitted Late", readonly=True, copy=False)
    score = fields.Float(
        string="Inspection Score",
        digits=(5, 1),
        readonly=True,
        copy=False,
        aggregator="avg",
        tracking=True,
    )
    remark = fields.Text(string="Manager's Remark", readonly=True, copy=False)
    inspected_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, ondelete="restrict"
    )
    inspected_at = fields.Datetime(string="Inspected On", readonly=True, copy=False)
    is_own = fields.Boolean(compute="_compute_is_own")
    can_inspect = fields.Boolean(compute="_compute_is_own")
    is_sampled = fields.Boolean(
        string="In the Sample",
        readonly=True,
        copy=False,
        help="The log was drawn for inspection. The share of each person's logs of a"
        " month is in the settings.",
    )

    _period_uniq = models.UniqueIndex(
        "(salesperson_id, frequency, date_from)", _get_duplicate_log_message
    )
    _unit_idx = models.Index("(unit_id, date_from)")
    _score_range = models.Constraint(
        "CHECK (score BETWEEN 0 AND 100)",
        "Sales log, field Inspection Score: it lies between 0 and 100.",
    )
    _sampled_idx = models.Index("(unit_id, date_from) WHERE is_sampled")

    # ------------------------------------------------------------
    # COMPUTE METHODS
    # ------------------------------------------------------------

    @api.depends("date", "salesperson_id")
    def _compute_period(self):
        for log in self:
            company = log.salesperson_id.sudo().company_id or self.env.company
            log.frequency = company._get_log_frequency(log.date)
            log.date_from = log.date_to = log.date
            if log.frequency == "week" and log.date:
                log.date_from = log.date - timedelta(days=log.date.weekday())
                log.date_to = log.date_from + timedelta(days=6)

    @api.depends("salesperson_id", "date")
    def _compute_unit_id(self):
        for log in self:
            # sudo: a superior may no longer be allowed to read the file of the person
            person = log.salesperson_id.sudo()
            row = person._get_assignment_on(
                log.date_to or person.company_id._telecom_today()
            )
            log.unit_id = row.unit_id.sudo(False)
            log.team_id = row.team_id.sudo(False)

    @api.depends("date_to", "salesperson_id")
    def _compute_deadline(self):
        deadlines = self._get_deadlines()
        for log in self:
            log.deadline = deadlines.get(log._origin.id, False)

    @api.depends("user_id", "unit_id")
    @api.depends_context("uid")
    def _compute_is_own(self):
        for log in self:
            log.is_own = log.user_id == self.env.user
            log.can_inspect = log._is_superior()

    @api.depends("salesperson_id", "date_from", "date_to")
    def _compute_display_name(self):
        for log in self:
            days = [format_date(self.env, log.date_from)]
            if log.date_to != log.date_from:
                days.append(format_date(self.env, log.date_to))
            name = log.user_id.sudo().name or ""
            log.display_name = f"{name} · {' – '.join(days)}"

    # ------------------------------------------------------------
    # CRUD METHODS
    # ------------------------------------------------------------

    def write(self, vals):
        if WRITER_FIELDS & vals.keys():
            self._check_is_writer()
        return super().write(vals)

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_submit(self):
        """Submit logs and keep the present text of their meetings and visits.

        A returned log keeps the time of its first submission. The sample for inspection
        is drawn again, since it is a share of the logs that were submitted.

        :raises AccessError: a log is somebody else's
        :raises UserError: a log is no draft, lies ahead, or has no plan
        """
        self._check_is_writer()
        self._check_state("draft")
        now = fields.Datetime.now()
        deadlines, last_days = self._get_deadlines(), self._get_last_workdays()
        for log in self:
            log._check_can_submit(now, last_days.get(log.id, log.date_to))
            local = log.with_context(lang=log.user_id.lang)
            vals = {
                "state": "submitted",
                "submitted_meetings": local.meetings,
                "submitted_visits": local.visits,
            }
            if not log.submitted_at:
                deadline = deadlines.get(log.id)
                is_late = bool(deadline and now >= deadline)
                vals |= {"submitted_at": now, "is_late": is_late}
            log._set_guarded_fields(vals)
        # sudo: the reminder was put there by the system
        self.sudo().activity_unlink([REMINDER])
        self._draw_sample(SQL("log.salesperson_id = ANY (%s)", self.salesperson_id.ids))

    @api.readonly
    def action_open_inspection(self):
        """Open the dialog for score and remark."""
        self.ensure_one()
        self._check_state("submitted")
        self._check_is_superior()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Inspect Sales Log"),
            "res_model": "telecom.sales.log.inspection",
            "view_mode": "form",
            "target": "new",
            "context": {"default_log_id": self.id},
        }

    # ------------------------------------------------------------
    # BUSINESS METHODS
    # ------------------------------------------------------------

    def _apply_inspection(self, score, remark):
        """Record the score and remark of a superior, and mark the logs as inspected.

        :param score: 0 to 100
        :raises AccessError: the user is no superior of the writer
        :raises UserError: the log is not submitted, or a score of 0 is not explained
        """
        self._check_state("submitted")
        self._check_is_superior()
        if not score and not (remark or "").strip():
            raise UserError(
                self.env._(
                    "Sales log %s, field Inspection Score: enter the score; one of 0"
                    " needs a remark that says why.",
                    self[:1].display_name,
                )
            )
        self._set_guarded_fields(
            {
                "state": "inspected",
                "score": score,
                "remark": remark,
                "inspected_by_id": self.env.uid,
                "inspected_at": fields.Datetime.now(),
            }
        )

    def _return_to_writer(self, remark):
        """Return logs to their writers for completion.

        :raises AccessError: the user is no superior of the writer
        :raises UserError: the log is not submitted, or there is no remark
        """
        self._check_state("submitted")
        self._check_is_superior()
        if not (remark or "").strip():
            raise UserError(
                self.env._(
                    "Sales log %s, field Remark: write what its writer is to complete.",
                    self[:1].display_name,
                )
            )
        self._set_guarded_fields({"state": "draft", "remark": remark})
        kind = self.env.ref(REMINDER)
        for log in self:
            # sudo: the writer's list of things to do
            log.sudo().with_context(mail_activity_quick_update=True).activity_schedule(
                activity_type_id=kind.id,
                summary=self.env._("Returned: %s", remark),
                user_id=log.user_id.id,
                date_deadline=log.company_id._telecom_today(),
            )

    def _get_deadlines(self):
        """Return ``{id: moment from which the log is late}``, of logs with a day."""
        logs = self.filtered(lambda log: log.ids and log.date_to)
        if not logs:
            return {}
        self.env.flush_all()
        due = self.env["telecom.sales.log.due"]
        days = logs.mapped("date_to")
        rows = self.env.execute_query(
            SQL(
                """
                WITH day AS (%(days)s)
                SELECT log.id, %(deadline)s
                  FROM telecom_sales_log log
                  JOIN day ON day.company_id = log.company_id
                       AND day.day = log.date_to
                 WHERE log.id = ANY (%(ids)s)
                """,
                days=due._get_days_query(min(days), max(days)),
                deadline=due._get_deadline_sql(SQL("day")),
                ids=logs.ids,
            )
        )
        return dict(rows)

    def _get_last_workdays(self):
        """Return ``{id: last working day of the log}``, of logs that have one."""
        if not self:
            return {}
        self.env.flush_all()
        days = self.env["telecom.sales.log.due"]._get_days_query
        rows = self.env.execute_query(
            SQL(
                """
                WITH day AS (%s)
                SELECT log.id, MAX(day.day)
                  FROM telecom_sales_log log
                  JOIN day ON day.company_id = log.company_id AND day.is_working
                       AND day.day BETWEEN log.date_from AND log.date_to
                 WHERE log.id = ANY (%s)
              GROUP BY log.id
                """,
                days(min(self.mapped("date_from")), max(self.mapped("date_to"))),
                self.ids,
            )
        )
        return dict(rows)

    def _check_can_submit(self, now, last_day):
        """Refuse a log that lies ahead or lacks a plan.

        A weekly log can be submitted from its last working day on.
        """
        self.ensure_one()
        if last_day > self.company_id._telecom_local(now).date():
            raise UserError(
                self.env._(
                    "Sales log %(log)s, field Day: it lies ahead. Submit the log on"
                    " %(day)s or later.",
                    log=self.display_name,
                    day=format_date(self.env, last_day),
                )
            )
        if not (self.plan or "").strip():
            raise UserError(
                self.env._(
                    "Sales log %s, field Plan for Next: write what you will do next,"
                    " then submit.",
                    self.display_name,
                )
            )

    def _check_deletable(self):
        self._check_is_writer()
        super()._check_deletable()

    def _check_is_writer(self):
        for log in self:
            if log.user_id != self.env.user and not self.env.su:
                raise AccessError(
                    self.env._(
                        "Sales log %s: only its writer changes and submits it.",
                        log.display_name,
                    )
                )

    def _is_superior(self):
        """Return whether the user may inspect this log. Nobody inspects an own log."""
        user = self.env.user
        # sudo: supervisors of any unit, whether the user sees it or not
        supervisors = self.sudo().unit_id.supervisor_ids
        return self.user_id != user and (user in supervisors or user.has_group(SERVICE))

    def _check_is_superior(self):
        for log in self:
            if not log._is_superior():
                raise AccessError(
                    self.env._(
                        "Sales log %s: it is inspected by a manager of its unit or of"
                        " one above it, and never by its writer.",
                        log.display_name,
                    )
                )

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

    @api.model
    def _cron_remind(self):
        """Create a draft and a reminder for each log that is due.

        A log is due once its day or week is over in the time zone of the bureau. Each
        log gets one reminder. Logs that are older than a month get none.
        """
        recent = self.env["res.company"]._telecom_day_domain(
            lambda company: Domain("date", ">=", company._telecom_today() - REMIND_FOR)
        )
        # sudo: the cron looks after all companies
        owed = self.env["telecom.sales.log.due"].sudo()
        owed = owed.search(
            [
                *recent,
                ("state", "in", ("open", "missing")),
                ("is_over", "=", True),
                ("salesperson_id.state", "=", "registered"),
                ("user_id.active", "=", True),
            ]
        )
        logs = owed.log_id
        unwritten = owed.filtered(lambda row: not row.log_id)
        for company, rows in unwritten.grouped("company_id").items():
            logs |= company._apply_telecom_lang(self.sudo()).create(
                [
                    {"salesperson_id": row.salesperson_id.id, "date": row.date}
                    for row in rows
                ]
            )
        deadlines = {(row.salesperson_id, row.date): row.deadline for row in owed}
        logs._create_reminders(deadlines)
        self.env["ir.cron"]._commit_progress(len(logs), remaining=0)

    def _create_reminders(self, deadlines):
        """Create the activities for logs that have no reminder yet."""
        kind = self.env.ref(REMINDER)
        reminded = self.env["mail.activity"].search(
            [
                ("res_model", "=", self._name),
                ("res_id", "in", self.ids),
                ("activity_type_id", "=", kind.id),
            ]
        )
        values = []
        for log in self.filtered(lambda log: log.id not in reminded.mapped("res_id")):
            deadline = deadlines[log.salesperson_id, log.date_from]
            values.append(
                {
                    "activity_type_id": kind.id,
                    "res_model_id": self.env["ir.model"]._get_id(self._name),
                    "res_id": log.id,
                    "user_id": log.user_id.id,
                    "automated": True,
                    "summary": log.with_context(lang=log.user_id.lang).display_name,
                    "date_deadline": log.company_id._telecom_local(deadline).date()
                    if deadline
                    else log.date_to,
                }
            )
        # No mails: the list of activities shows them.
        activities = self.env["mail.activity"]
        activities.with_context(mail_activity_quick_update=True).create(values)
