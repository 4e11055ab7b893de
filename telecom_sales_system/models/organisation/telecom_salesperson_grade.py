from odoo import api, fields, models

from ..common.unique_message import find_duplicate


def _get_duplicate_code_message(env, diagnostics):
    return env._(
        "Grade %(holder)s, field Code: “%(value)s” is its code already. Choose"
        " another.",
        **find_duplicate(env, "telecom.salesperson.grade", diagnostics),
    )


class TelecomSalespersonGrade(models.Model):
    """Step of the ladder of a company; its own grade before the shared of that code."""

    _name = "telecom.salesperson.grade"
    _description = "Salesperson Grade"
    _inherit = ["telecom.shared.mixin"]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    company_id = fields.Many2one(
        "res.company",
        index=True,
        default=lambda self: self._get_default_company(),
        help="Empty: for all companies without a grade of their own with this code.",
    )
    sequence = fields.Integer(default=10, help="From the lowest grade to the highest.")
    active = fields.Boolean(default=True)
    half_year_points = fields.Float(
        string="Half-Year Points",
        digits=(16, 2),
        help="Performance points to be reached in half a year to keep the grade.",
    )
    description = fields.Text(translate=True)

    _code_uniq = models.UniqueIndex(
        "(COALESCE(company_id, 0), code)", _get_duplicate_code_message
    )
    _points_positive = models.Constraint(
        "CHECK (half_year_points >= 0)",
        "Grade, field Half-Year Points: the threshold cannot be negative.",
    )

    @api.model
    def _get_grade_ladder(self, company):
        """Return the grades of a company from the lowest up, archived ones too."""
        grades = self.with_context(active_test=False).search(
            [("company_id", "in", [company.id, False])], limit=None
        )
        return grades._filter_own_or_shared("code", company)

    def _find_in_ladder(self, ladder):
        """Return the grade of a ladder that stands for this one."""
        return (
            self if self in ladder else ladder.filtered(lambda g: g.code == self.code)
        )

    def _get_neighbour_grades(self, ladder):
        """Return the active grades next below and next above, empty if none."""
        here = self._find_in_ladder(ladder)
        place = ladder.ids.index(here.id) if here else 0
        lower = ladder[:place].filtered("active")[-1:]
        higher = ladder[place + 1 :].filtered("active")[:1]
        return lower, higher
