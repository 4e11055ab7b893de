from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools.date_utils import end_of

from ...common.files.bad_workbook import get_bad_workbook_text
from ...common.groups import SERVICE, check_service

SENT = ("submitted", "checked", "accepted")
SHOWN = 100


class TelecomUnitReport(models.Model):
    """Marketing report of a unit for a month (营销月报)."""

    _name = "telecom.unit.report"
    _description = "Monthly Report of a Unit"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "telecom.author.mixin",
    ]
    _order = "date_from desc, unit_id, id"
    _check_company_auto = True
    _guarded_fields = frozenset(
        {"state", "version_id", "first_sent_on", "checked_on", "difference_count"}
        | {"grave_errors", "counted_errors", "accepted_by_id", "duty_id", "author_ids"}
    )
    _counted_fields = frozenset({"explanation"})
    _final_states = frozenset({"accepted"})
    _kept_fields = frozenset({"explanation"})

    unit_id = fields.Many2one(
        "telecom.sales.unit",
        required=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        related="unit_id.company_id", store=True, index=True, precompute=True
    )
    date_from = fields.Date(string="Month", required=True)
    date_to = fields.Date(string="Last Day", compute="_compute_date_to")
    period_id = fields.Many2one("telecom.period", compute="_compute_period_id")
    duty_id = fields.Many2one(
        "telecom.duty",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
    due_on = fields.Date(related="duty_id.due_on")
    state = fields.Selection(
        [
            ("draft", "Not Sent"),
            ("returned", "Sent Back"),
            ("submitted", "Received"),
            ("checked", "Checked"),
            ("accepted", "Report Accepted"),
        ],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        tracking=True,
    )
    is_overdue = fields.Boolean(
        compute="_compute_is_overdue", search="_search_is_overdue"
    )
    version_ids = fields.One2many(
        "telecom.unit.report.version", "report_id", string="Versions"
    )
    version_id = fields.Many2one(
        "telecom.unit.report.version",
        string="Current Version",
        readonly=True,
        copy=False,
        tracking=True,
    )
    sent_on = fields.Datetime(string="Report Sent at", related="version_id.sent_on")
    sent_by_id = fields.Many2one(related="version_id.sent_by_id")
    prepared_by = fields.Char(related="version_id.prepared_by")
    problems = fields.Text(related="version_id.problems")
    plan = fields.Text(related="version_id.plan")
    line_ids = fields.One2many(related="version_id.line_ids", string="Differences")
    first_sent_on = fields.Date(
        string="Sent on",
        readonly=True,
        copy=False,
        help="Day on which it was first sent: a correction does not make it late.",
    )
    checked_on = fields.Datetime(
        readonly=True,
        copy=False,
        help="Time of the last comparison with the measured figures.",
    )
    difference_count = fields.Integer(
        string="Cells That Differ", readonly=True, copy=False, tracking=True
    )
    grave_errors = fields.Integer(
        readonly=True,
        copy=False,
        tracking=True,
        help="Number of figures that differ by more than is tolerated. A figure in"
        " several cells counts once.",
    )
    counted_errors = fields.Integer(readonly=True, copy=False)
    accepted_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, ondelete="restrict"
    )
    explanation = fields.Text(help="What the unit says about the differences.")

    _owed_once = models.UniqueIndex(
        "(unit_id, date_from)", "The unit has a report of this month already."
    )
    _month_idx = models.Index("(company_id, date_from)")
    _first_of_month = models.Constraint(
        "CHECK (EXTRACT(DAY FROM date_from) = 1)",
        "Monthly report, field Month: enter the first day of the month.",
    )

    # ------------------------------------------------------------
    # COMPUTE METHODS
    # ------------------------------------------------------------

    @api.depends("unit_id", "date_from")
    def _compute_display_name(self):
        for report in self:
            month = report.date_from and report.date_from.strftime("%Y-%m")
            report.display_name = f"{report.unit_id.name or ''} · {month or ''}"

    @api.depends("date_from")
    def _compute_date_to(self):
        for report in self:
            report.date_to = report.date_from and end_of(report.date_from, "month")

    @api.depends("date_from", "company_id")
    def _compute_period_id(self):
        # sudo: which months there are is no secret
        periods = self.env["telecom.period"].sudo()
        found = periods.search(
            [
                ("company_id", "in", self.company_id.ids),
                ("date_from", "in", self.mapped("date_from")),
            ]
        )
        months = {(period.company_id, period.date_from): period for period in found}
        for report in self:
            report.period_id = months.get((report.company_id, report.date_from))

    @api.depends("state", "due_on")
    def _compute_is_overdue(self):
        for report in self:
            today = report.company_id._telecom_today()
            open_ = report.state not in SENT
            report.is_overdue = bool(open_ and report.due_on and report.due_on < today)

    @api.model
    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        # sudo: the due date of a report one may read
        duties = self.env["telecom.duty"].sudo()
        late = duties._search(duties._get_overdue_domain())
        domain = Domain("state", "not in", SENT) & Domain("duty_id", "in", late)
        return domain if True in value else ~domain

    # ------------------------------------------------------------
    # CRUD METHODS
    # ------------------------------------------------------------

    def write(self, vals):
        if not self.env.su and {"unit_id", "date_from"} & vals.keys():
            for report in self:
                if report.version_ids:
                    raise UserError(
                        self.env._(
                            "%s was sent: unit and month stay as they are.",
                            report.display_name,
                        )
                    )
        return super().write(vals)

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_accept(self):
        """Accept checked reports, which stay as they are from then on.

        :raises AccessError: the user is not of the customer service department, or sent
            or explained one of them
        :raises UserError: one was not compared with the figures of its month yet
        """
        self._check_service()
        self._check_state("checked")
        self._check_own_entry_stands()
        self._set_guarded_fields({"state": "accepted", "accepted_by_id": self.env.uid})

    def action_take_back(self):
        """Take an acceptance back, while the month is open.

        :raises AccessError: the user is not of the customer service department
        :raises UserError: one is not accepted, or its month is closed
        """
        self._check_service()
        self._check_state("accepted")
        for report in self:
            if report.period_id.state == "closed":
                raise UserError(
                    self.env._(
                        "%s: its month is closed, so the acceptance cannot be taken"
                        " back.",
                        report.display_name,
                    )
                )
        self._set_guarded_fields({"state": "checked", "accepted_by_id": False})

    def action_send_back(self):
        """Open the dialog that asks why the unit has to send its report again."""
        self._check_service()
        duties = self.env["telecom.duty"].union(*self._get_duties().values())
        done = duties.filtered("fulfilled_on")
        if not done:
            raise UserError(
                self.env._(
                    "%s proves no duty, so there is nothing to send back.",
                    self[:1].display_name,
                )
            )
        return done.with_env(self.env).action_open_reopen()

    @api.readonly
    def action_open_duty(self):
        """Open the duty that the report fulfils."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "telecom.duty",
            "res_id": self.duty_id.id,
            "view_mode": "form",
        }

    # ------------------------------------------------------------
    # BUSINESS METHODS
    # ------------------------------------------------------------

    def _check_deletable(self):
        super()._check_deletable()
        for report in self:
            if report.version_ids:
                raise UserError(
                    self.env._(
                        "%s was sent and is kept: send it back instead.",
                        report.display_name,
                    )
                )

    @api.model
    def _create_owed_reports(self, duties):
        """Create the reports that units owe by monthly duties; existing ones stay."""
        owed = duties.filtered(
            lambda duty: (
                duty.type_id.proof == "unit_report"
                and duty.type_id.frequency == "month"
                and duty.period_from
                # A duty typed for other days is proved by hand.
                and duty.period_from.day == 1
            )
        )
        if not owed:
            return
        # The program lists reports, as it does duties: nobody is their author yet.
        reports = self.with_user(SUPERUSER_ID)
        listed = {
            (report.unit_id.id, report.date_from): report
            for report in reports.search(
                [
                    ("unit_id", "in", owed.unit_id.ids),
                    ("date_from", "in", owed.mapped("period_from")),
                ]
            )
        }
        vals_list = {}
        for duty in owed:
            key = (duty.unit_id.id, duty.period_from)
            if key not in listed:
                vals_list.setdefault(
                    key,
                    {
                        "unit_id": duty.unit_id.id,
                        "date_from": duty.period_from,
                        "duty_id": duty.id,
                    },
                )
            elif not listed[key].duty_id:
                listed[key].duty_id = duty
        reports.create(list(vals_list.values()))

    def _is_author(self):
        # sudo: who sent a version may be of another unit
        senders = self.sudo().version_ids.sent_by_id
        return super()._is_author() or self.env.user in senders

    def _get_duties(self):
        """Return ``{report: duties}`` that the reports prove."""
        # sudo: the duties of a report one may read
        found = self.env["telecom.duty"].sudo()
        found = found.search(
            [
                ("unit_id", "in", self.unit_id.ids),
                ("period_from", "in", self.mapped("date_from")),
                ("type_id.proof", "=", "unit_report"),
                ("type_id.frequency", "=", "month"),
            ]
        )
        by_month = found.grouped(lambda duty: (duty.unit_id, duty.period_from))
        return {
            report: by_month.get((report.unit_id, report.date_from), found.browse())
            for report in self
        }

    def _check_service(self):
        check_service(
            self.env,
            self.env._(
                "%s: only the customer service department decides on reports.",
                self[:1].display_name,
            ),
        )

    def _send_back_reports(self, reason):
        """Return reports to their units, and keep the reason in the logs."""
        self.write({"state": "returned", "first_sent_on": False})
        body = self.env._("Sent back: %s", reason)
        self._message_log_batch(bodies=dict.fromkeys(self.ids, body))

    def _get_bad_file_text(self, reason, name, place=""):
        """Return the reason why a file is not a template of the report.

        :param place: sheet and cell where it was found, if known
        """
        ask = self.env._("Download the template again, fill it in and send it.")
        why = {
            "foreign": self.env._("It is not the template of the monthly report."),
            "format": self.env._("It was made by another version of the system."),
            "forged": self.env._(
                "Its hidden sheet was changed, or another database made it."
            ),
        }
        why = why.get(reason) or get_bad_workbook_text(self.env, reason)
        where = place and self.env._("%(place)s: %(what)s", place=place, what=why)
        return f"{name}\n{where or why} {ask}"

    def _check_identity(self, identity, name):
        """Check that a template is for the unit and the month of the report.

        :raises UserError: it is for another unit or another month
        """
        month = self.date_from.isoformat()
        if (identity["unit"], identity["month"]) == (self.unit_id.id, month):
            return
        raise UserError(
            self.env._(
                "%(file)s\nIt is the report of %(unit)s for %(month)s, not %(wanted)s."
                " Send it there, or download the template here.",
                file=name,
                unit=identity["unit_name"],
                month=identity["month"][:7],
                wanted=self.display_name,
            )
        )

    def _get_problems_text(self, problems, name):
        """Return the list of all errors in the filled-in form, cell by cell."""
        texts = [f"- {self._get_problem_text(problem)}" for problem in problems[:SHOWN]]
        if len(problems) > SHOWN:
            texts.append(self.env._("... and %s more", len(problems) - SHOWN))
        head = self.env._(
            "%(file)s was not taken: %(count)s places to correct.",
            file=name,
            count=len(problems),
        )
        return "\n".join([head, *texts])

    def _get_problem_text(self, problem):
        found = problem.found[:40]
        words = {
            "missing_sheet": self.env._("the sheet is missing"),
            "foreign_sheet": self.env._(
                "the sheet does not belong to the template; delete it"
            ),
            "merged": self.env._("cells are merged; split them"),
            "formula": self.env._("is a formula; enter its result"),
            "changed": self.env._(
                "was changed to “%(found)s”; it says “%(expected)s”",
                found=found,
                expected=problem.expected[:40],
            ),
            "foreign_cell": self.env._(
                "“%s” is outside the form; clear the cell", found
            ),
            "empty": self.env._("is empty; enter 0 if there was nothing"),
            "no_number": self.env._(
                "“%s” is not a number; enter digits only, like 1200.50", found
            ),
            "unclear": self.env._(
                "“%(found)s” is unclear; enter it without commas, like %(meant)s",
                found=found,
                meant=problem.expected,
            ),
            "boolean": self.env._("is TRUE or FALSE; enter a number or a text"),
            "date": self.env._(
                "is formatted as a date; format the cell as a number or as text, and"
                " enter it again"
            ),
            "percent": self.env._(
                "is formatted as a percentage; format the cell as a number or as text,"
                " and enter it again"
            ),
            "not_whole": self.env._("%s is not a whole number", found),
            "negative": self.env._("%s is negative; enter 0 or more", found),
            "too_large": self.env._("%s is too large", found),
            "too_long": self.env._("the text “%s...” is too long", found),
        }
        place = f"{problem.sheet}!{problem.cell}" if problem.cell else problem.sheet
        return self.env._(
            "%(place)s: %(what)s", place=place, what=words[problem.reason]
        )

    @api.model
    def _get_decision_domain(self):
        """Return the domain of what waits for the user's decision; None: no right."""
        if not self.env.user.has_group(SERVICE):
            return None
        return Domain("state", "=", "checked") & self._get_decidable_domain()
