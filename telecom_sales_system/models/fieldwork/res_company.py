from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    telecom_large_training = fields.Integer(
        string="Large Course From (People)",
        default=30,
        help="A course that so many people attended counts as a large one.",
    )
    telecom_large_project = fields.Monetary(
        string="Large Project From",
        default=1_000_000,
        help="A marketing project that achieved so much is flagged as large.",
    )

    _telecom_large_training_positive = models.Constraint(
        "CHECK (telecom_large_training > 0)",
        "Company, field Large Course From (People): it must be above zero.",
    )
    _telecom_large_project_positive = models.Constraint(
        "CHECK (telecom_large_project > 0)",
        "Company, field Large Project From: it must be above zero.",
    )
