from odoo import api, fields, models
from odoo.tools import SQL

COUNTED_STATES = ("held", "published")


class TelecomTrainingFigures(models.AbstractModel):
    """Participation and results of a course, and of units over a range of days."""

    _name = "telecom.training.figures"
    _description = "Figures of Training Courses"

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
        today = fields.Date.context_today(self)
        for training in self:
            training.large_on = training.is_large and (training.large_on or today)

    @api.model
    def _count_participation(self, units, date_from, date_to):
        """Count participation in the province's courses that were held, in one query.

        :param units: units; people of the units below them are included
        :param date_from: first day of the courses
        :param date_to: last day, included
        :return: ``{unit_id: (invited, attended, passed)}``, zeros for none invited
        """
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT above.id, COUNT(a.id),
                       COUNT(a.id) FILTER (WHERE a.presence = 'attended'),
                       COUNT(a.id) FILTER (WHERE a.passed)
                  FROM telecom_sales_unit above
                  JOIN telecom_sales_unit u
                       ON starts_with(u.parent_path, above.parent_path)
             LEFT JOIN telecom_training_attendance a
                       ON a.unit_id = u.id AND a.level = 'province'
                       AND a.date BETWEEN %(date_from)s AND %(date_to)s
                       AND a.training_state IN %(states)s
                 WHERE above.id = ANY(%(units)s)
              GROUP BY above.id
                """,
                date_from=date_from,
                date_to=date_to,
                states=COUNTED_STATES,
                units=units.ids,
            )
        )
        return {unit_id: tuple(counts) for unit_id, *counts in rows}

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
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT above.id, COUNT(t.id)
                  FROM telecom_sales_unit above
                  JOIN telecom_sales_unit u
                       ON starts_with(u.parent_path, above.parent_path)
             LEFT JOIN telecom_training t
                       ON t.unit_id = u.id AND t.level = 'unit' AND t.is_large
                       AND t.date BETWEEN %(date_from)s AND %(date_to)s
                       AND t.state IN %(states)s
                 WHERE above.id = ANY(%(units)s)
              GROUP BY above.id
                """,
                date_from=date_from,
                date_to=date_to,
                states=COUNTED_STATES,
                units=units.ids,
            )
        )
        return dict(rows)

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
