from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import format_date

from ..unique_message import find_duplicate

WRITER_FIELDS = frozenset(
    {"date", "salesperson_id", "meeting_note", "visit_note", "problems", "plan"}
)


def _get_duplicate_log_message(env, diagnostics):
    return env._(
        "Sales log %(holder)s, field Day: there is a log of this person for it already."
        " Open that one.",
        holder=find_duplicate(env, "telecom.sales.log", diagnostics)["holder"],
    )


class TelecomSalesLog(models.Model):
    """Report of a person's day or week, with the plan for the next (营销日志)."""

    _name = "telecom.sales.log"
    _description = "Sales Log"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "telecom.guarded.mixin",
        "telecom.sales.log.records",
        "telecom.sales.log.flow",
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

    salesperson_id = fields.Many2one(
        "telecom.salesperson",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self._get_own_salesperson(),
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
        help="The person's unit at the end of the day or week.",
    )
    team_id = fields.Many2one(
        "crm.team",
        compute="_compute_unit_id",
        store=True,
        precompute=True,
        index="btree_not_null",
    )
    date = fields.Date(
        string="Day",
        required=True,
        default=lambda self: fields.Date.context_today(self),
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
        compute="_compute_deadline", help="The log is late from this moment on."
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
        digits=(5, 1), readonly=True, copy=False, aggregator="avg", tracking=True
    )
    remark = fields.Text(string="Manager's Remark", readonly=True, copy=False)
    inspected_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    inspected_at = fields.Datetime(string="Inspected On", readonly=True, copy=False)
    is_own = fields.Boolean(compute="_compute_is_own")
    can_inspect = fields.Boolean(compute="_compute_is_own")

    _period_uniq = models.UniqueIndex(
        "(salesperson_id, frequency, date_from)", _get_duplicate_log_message
    )
    _unit_idx = models.Index("(unit_id, date_from)")
    _score_range = models.Constraint(
        "CHECK (score BETWEEN 0 AND 100)",
        "Sales log, field Score: it lies between 0 and 100.",
    )

    @api.model
    def _get_own_salesperson(self):
        return self.env["telecom.salesperson"].search(
            [
                ("user_id", "=", self.env.uid),
                ("company_id", "=", self.env.company.id),
            ],
            limit=1,
        )

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
                log.date_to or fields.Date.context_today(log)
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

    def write(self, vals):
        if WRITER_FIELDS & vals.keys() and not self.env.su:
            self._check_is_writer()
            self._check_state("draft")
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_own_drafts(self):
        self._check_is_writer()
        self._check_state("draft")
