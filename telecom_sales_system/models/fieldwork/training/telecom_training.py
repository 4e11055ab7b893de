from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, format_date, format_list

from ...common.decision.confirmation import ask_first
from ...common.groups import check_service
from ...common.unique_message import find_duplicate

STATE_FIELDS = frozenset({"state", "published_on", "published_by_id"})
# Fields on which a published result list depends.
FROZEN_FIELDS = frozenset(
    {
        "name",
        "level",
        "unit_id",
        "company_id",
        "audience",
        "format",
        "pass_mark",
        "session_ids",
        "attendance_ids",
    }
)


COUNTED_STATES = ("held", "published")


def _get_duplicate_name_message(env, diagnostics):
    return env._(
        "Training course %(holder)s, field Course: “%(value)s” is its name already. Add"
        " the year or the place, so that result lists find the right course.",
        **find_duplicate(env, "telecom.training", diagnostics),
    )


class TelecomTraining(models.Model):
    """A course of the province or of a unit (annex 1, 组织培训)."""

    _name = "telecom.training"
    _description = "Training Course"
    _inherit = ["mail.thread", "telecom.state.mixin", "telecom.guarded.mixin"]
    _order = "date desc, id desc"
    _check_company_auto = True
    _guarded_fields = STATE_FIELDS
    _final_states = frozenset({"published"})
    _kept_fields = FROZEN_FIELDS
    _deletable_states = frozenset({"planned"})

    name = fields.Char(string="Course", required=True, tracking=True)
    level = fields.Selection(
        [("province", "Province"), ("unit", "Unit")],
        string="Level of the Course",
        required=True,
        default="unit",
        index=True,
        tracking=True,
        help="A course of the province, or one that a unit holds for its own people.",
    )
    unit_id = fields.Many2one(
        "telecom.sales.unit",
        string="Held by",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        tracking=True,
        help="The unit that holds the course; for a course of the province, the one"
        " that organises the participation.",
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    audience = fields.Selection(
        [
            ("managers", "Managers"),
            ("presenters", "Presenters"),
            ("front_line", "Front Line"),
        ],
        required=True,
        default="front_line",
        tracking=True,
        help="Managers: the managers of units. Front line: all registered salespeople."
        " Presenters: salespeople who are marked as presenters.",
    )
    format = fields.Selection(
        [
            ("classroom", "Classroom"),
            ("remote", "Remote"),
            ("meeting", "Meeting"),
            ("simulation", "Simulated Selling"),
        ],
        required=True,
        default="classroom",
    )
    pass_mark = fields.Float(
        default=60,
        digits=(5, 1),
        tracking=True,
        help="The lowest score to pass, out of 100. Zero: there is no test, and"
        " everybody who attends passes.",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Responsible",
        default=lambda self: self.env.user,
        domain=[("share", "=", False)],
        ondelete="restrict",
    )
    note = fields.Html(string="Contents")
    session_ids = fields.One2many(
        "telecom.training.session", "training_id", string="Sessions"
    )
    attendance_ids = fields.One2many("telecom.training.attendance", "training_id")
    # Record rules and sums read this field as superuser, which caches all rows, so
    # views show attendance_ids instead.
    invitation_ids = fields.One2many("telecom.training.attendance", "training_id")
    date = fields.Date(
        string="Course Day",
        compute="_compute_date",
        store=True,
        index=True,
        help="The day of the last session, in the time zone of the company. The course"
        " counts for this day.",
    )
    state = fields.Selection(
        [("planned", "Planned"), ("held", "Held"), ("published", "Published")],
        required=True,
        readonly=True,
        default="planned",
        copy=False,
        index=True,
        tracking=True,
    )
    published_on = fields.Date(readonly=True, copy=False)
    published_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, ondelete="restrict"
    )
    invited_count = fields.Integer(
        string="Invited", compute="_compute_counts", store=True
    )
    attended_count = fields.Integer(
        string="Attended", compute="_compute_counts", store=True
    )
    passed_count = fields.Integer(
        string="Passed", compute="_compute_counts", store=True
    )
    participation_rate = fields.Float(
        string="Participation",
        compute="_compute_rates",
        help="The share of invited people who attended.",
    )
    pass_rate = fields.Float(
        compute="_compute_rates",
        help="The share of invited people who passed. Absent people did not pass.",
    )
    is_large = fields.Boolean(
        string="Large Course",
        compute="_compute_is_large",
        store=True,
        help="The number of attendees reaches that of a large course in the settings.",
    )
    large_on = fields.Date(
        string="Large Since",
        compute="_compute_large_on",
        store=True,
        help="The day on which enough attendees were entered. Duties do not count the"
        " course before it.",
    )

    _name_uniq = models.UniqueIndex("(company_id, name)", _get_duplicate_name_message)
    _pass_mark_range = models.Constraint(
        "CHECK (pass_mark BETWEEN 0 AND 100)",
        "Training course, field Pass Mark: it lies between 0 and 100.",
    )

    # ------------------------------------------------------------
    # COMPUTE METHODS
    # ------------------------------------------------------------

    @api.depends("session_ids.start", "company_id")
    def _compute_date(self):
        for training in self:
            last = max(filter(None, training.session_ids.mapped("start")), default=None)
            training.date = last and training.company_id._telecom_local(last).date()

    @api.depends("name", "date")
    def _compute_display_name(self):
        for training in self:
            day = format_date(self.env, training.date)
            training.display_name = f"{training.name} · {day}" if day else training.name

    @api.depends("invitation_ids.presence", "invitation_ids.passed")
    def _compute_counts(self):
        for training in self:
            rows = training.invitation_ids
            training.invited_count = len(rows)
            training.attended_count = sum(row.presence == "attended" for row in rows)
            training.passed_count = sum(rows.mapped("passed"))

    @api.depends("invited_count", "attended_count", "passed_count")
    def _compute_rates(self):
        for training in self:
            invited = training.invited_count or 1
            training.participation_rate = training.attended_count / invited
            training.pass_rate = training.passed_count / invited

    @api.depends("attended_count", "state", "company_id.telecom_large_training")
    def _compute_is_large(self):
        for training in self:
            if training.state == "published" and training.id:
                # A later change of the setting leaves published courses alone.
                training.is_large = training.is_large
            else:
                floor = training.company_id.telecom_large_training
                training.is_large = 0 < floor <= training.attended_count

    @api.depends("is_large")
    def _compute_large_on(self):
        for training in self:
            training.large_on = training.is_large and (
                training.large_on or training.company_id._telecom_today()
            )

    # ------------------------------------------------------------
    # CRUD METHODS
    # ------------------------------------------------------------

    def copy_data(self, default=None):
        """Change the name of copies, because names of courses are unique."""
        return [
            {**vals, "name": self.env._("%s (copy)", training.name), **(default or {})}
            for training, vals in zip(self, super().copy_data(default), strict=True)
        ]

    def write(self, vals):
        result = super().write(vals)
        if {"name", "user_id"} & vals.keys():
            self.session_ids._sync_event()
        return result

    def unlink(self):
        # Unlinking the sessions also deletes their meetings in the calendar.
        self._check_deletable()
        self.session_ids.unlink()
        return super().unlink()

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    @api.readonly
    def action_open_invite(self):
        """Open the dialog that asks for the units whose people are invited."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "telecom_sales_system.telecom_training_invite_action"
        )
        return action | {"context": {"default_training_id": self.id}}

    def action_hold(self):
        """Note courses as held, so that attendance and scores can be entered.

        :raises UserError: it is not planned, or its sessions lie ahead
        """
        self._check_state("planned")
        now = fields.Datetime.now()
        for training in self:
            sessions = training.session_ids
            if not sessions or max(sessions.mapped("start")) > now:
                raise UserError(
                    self.env._(
                        "Training course %s, field Sessions: it is held once its last"
                        " session has begun. Enter the sessions or correct their time.",
                        training.display_name,
                    )
                )
        self._set_guarded_fields({"state": "held"})
        self.attendance_ids._set_units_of_course_day()

    @api.readonly
    def action_open_import(self):
        """Open the import of a result list of this course."""
        self.ensure_one()
        self._check_state("held")
        return {
            "type": "ir.actions.client",
            "tag": "import",
            "name": self.env._("Import Results"),
            "params": {
                "active_model": "telecom.training.attendance",
                "context": {"default_training_id": self.id},
            },
        }

    def action_mark_attended(self):
        """Mark everybody without an entered presence as attended."""
        self._check_state("held")
        self.attendance_ids.filtered(lambda row: row.presence == "invited").write(
            {"presence": "attended"}
        )

    @ask_first("_describe_publication")
    def action_publish(self):
        """Publish result lists, so that nobody can change them.

        :raises UserError: a course is not held, or a presence or score is missing
        """
        self._check_state("held")
        for training in self:
            rows = training.attendance_ids
            if not rows:
                raise UserError(
                    self.env._(
                        "Training course %s, field Attendance: nobody was invited, so"
                        " there is no result list. Use the button Invite to the"
                        " Course.",
                        training.display_name,
                    )
                )
            if pending := rows.filtered(lambda row: row.result == "pending"):
                raise UserError(
                    self.env._(
                        "Training course %(course)s: enter attendance or score of"
                        " %(names)s before you publish the results.",
                        course=training.display_name,
                        names=format_list(
                            self.env, pending.user_id.sudo().mapped("name")[:5]
                        ),
                    )
                )
            day = training.company_id._telecom_today()
            training._set_guarded_fields(
                {
                    "state": "published",
                    "published_on": day,
                    "published_by_id": self.env.uid,
                }
            )

    @api.readonly
    def action_open_reopen(self):
        """Open the dialog that asks for the reason for a correction."""
        return self.env["telecom.fieldwork.reopen"]._open_reason_dialog(self)

    # ------------------------------------------------------------
    # BUSINESS METHODS
    # ------------------------------------------------------------

    @api.model
    def _get_way_out(self):
        return self.env._("The customer service department can reopen it.")

    def _reopen_for_correction(self, reason):
        """Reopen published result lists and post the reason in their chatter.

        :raises AccessError: the user is not of the customer service department
        :raises UserError: it is not published
        """
        check_service(
            self.env,
            self.env._(
                "Training course %s: only the customer service department reopens a"
                " published result list.",
                self[:1].display_name,
            ),
        )
        self._check_state("published")
        self._set_guarded_fields(
            {"state": "held", "published_on": False, "published_by_id": False}
        )
        for training in self:
            training.message_post(
                body=self.env._("Reopened for correction: %s", reason)
            )

    @api.model
    def _count_participation(self, units, date_from, date_to):
        """Count participation in the province's courses that were held, in one query.

        :param units: units; people of the units below them are included
        :param date_from: first day of the courses
        :param date_to: last day, included
        :return: ``{unit_id: (invited, attended, passed)}``, zeros for none invited
        """
        counts = SQL(
            "COUNT(r.id), COUNT(r.id) FILTER (WHERE r.presence = 'attended'),"
            " COUNT(r.id) FILTER (WHERE r.passed)"
        )
        rows = self._count_province_rows(units, date_from, date_to, counts)
        return {unit_id: tuple(figures) for unit_id, *figures in rows}

    @api.model
    def _count_attended_courses(self, units, date_from, date_to):
        """Count the province's courses that people of units were invited to.

        :return: ``{unit_id: (courses, courses that one of its people did not pass)}``
        """
        counts = SQL(
            "COUNT(DISTINCT r.training_id),"
            " COUNT(DISTINCT r.training_id) FILTER (WHERE r.passed IS NOT TRUE)"
        )
        rows = self._count_province_rows(units, date_from, date_to, counts)
        return {unit_id: tuple(figures) for unit_id, *figures in rows}

    def _count_province_rows(self, units, date_from, date_to, counts):
        """Count the rows of people in the province's courses that were held."""
        return self._count_rows_of_units(
            units,
            counts,
            SQL("telecom_training_attendance"),
            SQL(
                "r.level = 'province' AND r.date BETWEEN %s AND %s"
                " AND r.training_state IN %s",
                date_from,
                date_to,
                COUNTED_STATES,
            ),
        )

    def _count_rows_of_units(self, units, counts, table, condition):
        """Count rows of a table by unit, those of the units below included.

        :param counts: SQL of the counts of the rows ``r``
        :param table: SQL of a table with the column unit_id
        :param condition: SQL of what the rows ``r`` meet
        :return: a row ``(unit_id, *counts)`` for each unit
        """
        self.env.flush_all()
        return self.env.execute_query(
            SQL(
                """
                SELECT above.id, %(counts)s
                  FROM telecom_sales_unit above
                  JOIN telecom_sales_unit u
                       ON starts_with(u.parent_path, above.parent_path)
             LEFT JOIN %(table)s r ON r.unit_id = u.id AND %(condition)s
                 WHERE above.id = ANY(%(units)s)
              GROUP BY above.id
                """,
                counts=counts,
                table=table,
                condition=condition,
                units=units.ids,
            )
        )

    @api.model
    def _get_participation_evidence(self, unit, date_from, date_to):
        """Return ``(model, domain)`` of rows counted by ``_count_participation``."""
        return "telecom.training.attendance", [
            ("unit_id", "child_of", unit.id),
            ("level", "=", "province"),
            ("date", ">=", date_from),
            ("date", "<=", date_to),
            ("training_state", "in", COUNTED_STATES),
        ]

    @api.model
    def _count_large_courses(self, units, date_from, date_to):
        """Count the large courses that units, or units below them, held themselves.

        :return: ``{unit_id: count}``, 0 for none
        """
        return dict(
            self._count_rows_of_units(
                units,
                SQL("COUNT(r.id)"),
                SQL("telecom_training"),
                SQL(
                    "r.level = 'unit' AND r.is_large AND r.date BETWEEN %s AND %s"
                    " AND r.state IN %s",
                    date_from,
                    date_to,
                    COUNTED_STATES,
                ),
            )
        )

    @api.model
    def _get_large_courses_evidence(self, unit, date_from, date_to):
        """Return ``(model, domain)`` of courses counted by ``_count_large_courses``."""
        return "telecom.training", [
            ("unit_id", "child_of", unit.id),
            ("level", "=", "unit"),
            ("is_large", "=", True),
            ("date", ">=", date_from),
            ("date", "<=", date_to),
            ("state", "in", COUNTED_STATES),
        ]

    def _describe_publication(self):
        """Return what publishing the results does, in figures."""
        return self.env._(
            "The results of %(invited)s people are published: %(attended)s attended,"
            " %(passed)s passed. They can no longer change.",
            invited=sum(self.mapped("invited_count")),
            attended=sum(self.mapped("attended_count")),
            passed=sum(self.mapped("passed_count")),
        )
