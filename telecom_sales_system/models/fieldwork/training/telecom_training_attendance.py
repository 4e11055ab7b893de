from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ....tools.imported_rows import load_rows

RESULT_FIELDS = {"presence", "score", "is_scored"}
FROZEN_FIELDS = {"training_id", "user_id", "unit_id", *RESULT_FIELDS}


TEMPLATE = "/telecom_sales_system/static/xls/telecom_training_attendance%s.xlsx"


def _get_duplicate_person_message(env, _diagnostics):
    return env._(
        "Training attendance, field Person: this person is on the list of the course"
        " already. Enter the result in that row."
    )


class TelecomTrainingAttendance(models.Model):
    """Person invited to a training course, with presence and score."""

    _name = "telecom.training.attendance"
    _description = "Training Attendance"
    _inherit = ["telecom.guarded.mixin"]
    _order = "date desc, training_id desc, score desc, id"
    _rec_name = "user_id"
    _check_company_auto = True

    training_id = fields.Many2one(
        "telecom.training",
        string="Course",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="training_id.company_id", store=True)
    date = fields.Date(related="training_id.date", store=True, index=True)
    level = fields.Selection(related="training_id.level", store=True)
    training_state = fields.Selection(
        related="training_id.state", string="State of Course", store=True
    )
    user_id = fields.Many2one(
        "res.users",
        string="Person",
        required=True,
        index=True,
        ondelete="restrict",
        domain=[("share", "=", False)],
    )
    salesperson_id = fields.Many2one(
        "telecom.salesperson",
        compute="_compute_salesperson_id",
        store=True,
        index="btree_not_null",
        precompute=True,
        help="Empty for people who are no salespeople, such as managers.",
    )
    unit_id = fields.Many2one(
        "telecom.sales.unit",
        required=True,
        compute="_compute_unit_id",
        store=True,
        readonly=False,
        precompute=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        help="The person's unit on the day of the course.",
    )
    presence = fields.Selection(
        [("invited", "Invited"), ("attended", "Attended"), ("absent", "Absent")],
        required=True,
        default="invited",
    )
    score = fields.Float(
        string="Course Score", digits=(5, 1), aggregator="avg", help="From 0 to 100."
    )
    is_scored = fields.Boolean(
        string="Scored",
        help="A score was entered. Tick this for a test with a score of 0.",
    )
    result = fields.Selection(
        [
            ("pending", "Pending"),
            ("passed", "Passed"),
            ("failed", "Failed"),
            ("absent", "Absent"),
        ],
        compute="_compute_result",
        store=True,
        index=True,
    )
    passed = fields.Boolean(compute="_compute_result", store=True)

    _person_uniq = models.UniqueIndex(
        "(training_id, user_id)", _get_duplicate_person_message
    )
    _score_range = models.Constraint(
        "CHECK (score BETWEEN 0 AND 100)",
        "Training attendance, field Course Score: it lies between 0 and 100.",
    )
    _unit_idx = models.Index("(unit_id, level, date)")

    # ------------------------------------------------------------
    # COMPUTE METHODS
    # ------------------------------------------------------------

    @api.depends("user_id", "training_id")
    def _compute_salesperson_id(self):
        people = (
            self.env["telecom.salesperson"]
            # sudo: keepers of the list may know who is a salesperson
            .sudo()
            .search([("user_id", "in", self.user_id.ids)])
            .grouped(lambda person: (person.user_id, person.company_id))
        )
        for row in self:
            row.salesperson_id = people.get((row.user_id, row.training_id.company_id))

    @api.depends("user_id", "training_id")
    def _compute_unit_id(self):
        managed = self.env["telecom.sales.unit"].sudo()
        managed = managed.search([("manager_id", "in", self.user_id.ids)])
        for row in self:
            row.unit_id = row._get_unit_of_course_day() or managed.filtered(
                lambda unit, row=row: (
                    unit.manager_id == row.user_id
                    and unit.company_id == row.training_id.company_id
                )
            )[:1].sudo(False)

    @api.depends("presence", "score", "is_scored", "training_id.pass_mark")
    def _compute_result(self):
        for row in self:
            row.result = row._get_result()
            row.passed = row.result == "passed"

    # ------------------------------------------------------------
    # CONSTRAINTS AND ONCHANGES
    # ------------------------------------------------------------

    @api.constrains("presence", "score", "is_scored")
    def _check_score(self):
        for row in self:
            if row.presence != "attended" and (row.is_scored or row.score):
                raise ValidationError(
                    self.env._(
                        "%(person)s, field Course Score: only people who attended have"
                        " a score. Enter Attended in the field Presence, or no score.",
                        person=row.user_id.sudo().name,
                    )
                )

    # ------------------------------------------------------------
    # CRUD METHODS
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._fill_implied_values(vals)
        rows = super().create(vals_list)
        rows._check_course_open(any(RESULT_FIELDS & vals.keys() for vals in vals_list))
        rows.training_id.session_ids._sync_event()
        return rows

    def write(self, vals):
        changed = FROZEN_FIELDS & vals.keys()
        if changed:
            self._check_course_open(RESULT_FIELDS & changed)
            vals = dict(vals)
            self._fill_implied_values(vals)
        result = super().write(vals)
        if changed:
            self._check_course_open(RESULT_FIELDS & changed)
        if "user_id" in changed:
            self.training_id.session_ids._sync_event()
        return result

    def unlink(self):
        self._check_course_open()
        sessions = self.training_id.session_ids
        result = super().unlink()
        sessions.exists()._sync_event()
        return result

    def _load_records_create(self, vals_list):
        """Update the rows of people who are on the list, and create the others."""
        for vals in vals_list:
            self._fill_implied_values(vals)
            vals.setdefault("training_id", self.env.context.get("default_training_id"))
        known = {
            (row.training_id.id, row.user_id.id): row
            for row in self.search(
                [
                    ("training_id", "in", [v["training_id"] for v in vals_list]),
                    ("user_id", "in", [vals.get("user_id") for vals in vals_list]),
                ]
            )
        }
        keys = [(vals["training_id"], vals.get("user_id")) for vals in vals_list]
        create = super()._load_records_create
        return self.browse().concat(*load_rows(keys, vals_list, known, create))

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    @api.model
    def get_import_templates(self):
        """Offer a result list to fill in, in the user's language."""
        language = "_zh_CN" if self.env.lang == "zh_CN" else ""
        return [
            {
                "label": self.env._("Import Template for Attendance"),
                "template": TEMPLATE % language,
            }
        ]

    # ------------------------------------------------------------
    # BUSINESS METHODS
    # ------------------------------------------------------------

    def _get_unit_of_course_day(self):
        """Return the unit that a salesperson was assigned to on the day, or none."""
        day = self.training_id.date or self.training_id.company_id._telecom_today()
        # sudo: keepers of the list may not see the file of everybody on it
        return self.salesperson_id.sudo()._get_assignment_on(day).unit_id.sudo(False)

    def _set_units_of_course_day(self):
        """Set the unit of salespeople to their unit on the day of the course."""
        for row in self:
            if unit := row._get_unit_of_course_day():
                row.unit_id = unit

    def _get_result(self):
        mark = self.training_id.pass_mark
        if self.presence != "attended":
            return "absent" if self.presence == "absent" else "pending"
        if mark and not self.is_scored:
            return "pending"
        return "passed" if self.score >= mark else "failed"

    def _fill_implied_values(self, vals):
        """Fill in the values that an entry implies: a score implies presence."""
        # The person decides which salesperson it is, so the value itself is not kept.
        salesperson_id = vals.pop("salesperson_id", None)
        if salesperson_id and not vals.get("user_id"):
            # sudo: keepers of the list may not see the file of everybody on it
            person = self.env["telecom.salesperson"].sudo().browse(salesperson_id)
            vals["user_id"] = person.user_id.id
        if not vals.get("presence", True):
            # An empty cell of a result list.
            del vals["presence"]
        if vals.get("score") is False:
            vals.setdefault("is_scored", False)
        elif "score" in vals and vals.get("presence", "attended") == "attended":
            vals["presence"] = "attended"
            vals.setdefault("is_scored", True)
        if vals.get("presence", "attended") != "attended" and not vals.get("score"):
            vals |= {"score": 0, "is_scored": False}

    def _check_course_open(self, with_results=False):
        """Refuse changes of published courses, and results of planned ones."""
        self.training_id._check_not_final()
        for row in self if with_results else ():
            if row.training_id.state == "planned" and row.presence != "invited":
                raise UserError(
                    self.env._(
                        "%(person)s, field Presence: training course %(course)s is"
                        " still planned. Use its button Held before you enter who"
                        " came.",
                        person=row.user_id.sudo().name,
                        course=row.training_id.display_name,
                    )
                )
