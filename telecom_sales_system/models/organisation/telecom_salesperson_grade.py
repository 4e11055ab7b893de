from odoo import api, fields, models

from ..common.unique_message import find_duplicate


def _get_duplicate_code_message(env, diagnostics):
    return env._(
        "Grade %(holder)s, field Code: “%(value)s” is its code already. Choose"
        " another.",
        **find_duplicate(env, "telecom.salesperson.grade", diagnostics),
    )


class TelecomSalespersonGrade(models.Model):
    _name = "telecom.salesperson.grade"
    _description = "Salesperson Grade"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    sequence = fields.Integer(default=10, help="From the lowest grade to the highest.")
    active = fields.Boolean(default=True)
    half_year_points = fields.Float(
        string="Half-Year Points",
        digits=(16, 2),
        help="Performance points to be reached in half a year to keep the grade.",
    )
    description = fields.Text(translate=True)

    _code_uniq = models.UniqueIndex("(code)", _get_duplicate_code_message)
    _points_positive = models.Constraint(
        "CHECK (half_year_points >= 0)",
        "Grade, field Half-Year Points: the threshold cannot be negative.",
    )

    @api.model
    def _get_grade_ladder(self):
        """Return all grades from the lowest to the highest, archived ones too."""
        return self.with_context(active_test=False).search([], limit=None)

    def _get_neighbour_grades(self, ladder):
        """Return the active grades next below and next above, empty if none."""
        place = ladder.ids.index(self.id) if self in ladder else 0
        lower = ladder[:place].filtered("active")[-1:]
        higher = ladder[place + 1 :].filtered("active")[:1]
        return lower, higher
