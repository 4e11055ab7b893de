from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..unique_message import find_duplicate

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


def _get_duplicate_name_message(env, diagnostics):
    return env._(
        "Training course %(holder)s, field Course: “%(value)s” is its name already. Add"
        " the year or the place, so that result lists find the right course.",
        **find_duplicate(env, "telecom.training", diagnostics),
    )


class TelecomTraining(models.Model):
    """A course of the province or of a unit (domain.md, Annex 1: 组织培训)."""

    _name = "telecom.training"
    _description = "Training Course"
    _inherit = [
        "mail.thread",
        "telecom.guarded.mixin",
        "telecom.training.flow",
        "telecom.training.figures",
    ]
    _order = "date desc, id desc"
    _check_company_auto = True
    _guarded_fields = STATE_FIELDS

    name = fields.Char(string="Course", required=True, tracking=True)
    level = fields.Selection(
        [("province", "Province"), ("unit", "Unit")],
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
    published_by_id = fields.Many2one("res.users", readonly=True, copy=False)

    _name_uniq = models.UniqueIndex("(company_id, name)", _get_duplicate_name_message)
    _pass_mark_range = models.Constraint(
        "CHECK (pass_mark BETWEEN 0 AND 100)",
        "Training course, field Pass Mark: it lies between 0 and 100.",
    )

    @api.depends("session_ids.start", "company_id")
    def _compute_date(self):
        for training in self:
            last = max(filter(None, training.session_ids.mapped("start")), default=None)
            training.date = last and training._convert_to_local_time(last).date()

    def _convert_to_local_time(self, moment):
        """Return a moment of the database (UTC) in the time zone of the company."""
        zone = self.company_id._get_telecom_zone().key
        return fields.Datetime.context_timestamp(self.with_context(tz=zone), moment)

    @api.depends("name", "date")
    def _compute_display_name(self):
        for training in self:
            day = format_date(self.env, training.date)
            training.display_name = f"{training.name} · {day}" if day else training.name

    def copy_data(self, default=None):
        """Change the name of copies, because names of courses are unique."""
        return [
            {**vals, "name": self.env._("%s (copy)", training.name), **(default or {})}
            for training, vals in zip(self, super().copy_data(default), strict=True)
        ]

    def write(self, vals):
        if FROZEN_FIELDS & vals.keys():
            self._check_not_published()
        result = super().write(vals)
        if {"name", "user_id"} & vals.keys():
            self.session_ids._sync_event()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_only_planned(self):
        self._check_state("planned")

    def unlink(self):
        # Unlinking the sessions also deletes their meetings in the calendar.
        self._check_state("planned")
        self.session_ids.unlink()
        return super().unlink()

    def _check_not_published(self):
        for training in self:
            if training.state == "published":
                raise UserError(
                    self.env._(
                        "Training course %s: its results are published and cannot be"
                        " changed. The customer service department can reopen it.",
                        training.display_name,
                    )
                )
