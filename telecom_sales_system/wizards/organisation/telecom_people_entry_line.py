from odoo import fields, models


class TelecomPeopleEntryLine(models.TransientModel):
    """A user with what the bureau needs to know of the person."""

    _name = "telecom.people.entry.line"
    _description = "Person to Enter"
    _order = "sequence, id"

    entry_id = fields.Many2one(
        "telecom.people.entry", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="entry_id.company_id")
    sequence = fields.Integer(default=1000)
    user_id = fields.Many2one("res.users", required=True)
    login = fields.Char(related="user_id.login")
    role = fields.Selection(
        [
            ("salesperson", "Salesperson"),
            ("unit_manager", "Unit Manager"),
            ("service", "Customer Service Department"),
            ("leader", "Leader"),
            ("auditor", "Auditor"),
        ],
        help="Empty: the user does not use this app.",
    )
    unit_id = fields.Many2one(
        "telecom.sales.unit",
        domain="[('company_id', '=', company_id)]",
        help="The unit that a manager manages, or where a salesperson works.",
    )
    certificate_no = fields.Char(
        string="Certificate No.", help="Only people with a number earn points."
    )
    date_from = fields.Date(
        string="Registered On",
        help="Cash of invoices from this day on counts for the person.",
    )
    grade_id = fields.Many2one("telecom.salesperson.grade")
    employment = fields.Selection(
        [("full_time", "Full Time"), ("part_time", "Part Time")], default="full_time"
    )
    is_registered = fields.Boolean(
        help="A registered person moves by the buttons of the own file."
    )
