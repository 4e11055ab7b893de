from odoo import fields, models

from ..unique_message import duplicate


def _code_message(env, diagnostics):
    return env._(
        "Grade %(holder)s, field Code: “%(value)s” is its code already. Choose"
        " another.",
        **duplicate(env, "telecom.salesperson.grade", diagnostics),
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

    _code_uniq = models.UniqueIndex("(code)", _code_message)
    _points_positive = models.Constraint(
        "CHECK (half_year_points >= 0)",
        "Grade, field Half-Year Points: the threshold cannot be negative.",
    )
