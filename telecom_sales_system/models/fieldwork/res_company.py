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

    telecom_visit_revenue_days = fields.Integer(
        string="New Revenue after a Visit (Days)",
        default=90,
        help="A firm's first invoice within so many days of a visit is new revenue from"
        " visited firms.",
    )

    _telecom_visit_revenue_days_positive = models.Constraint(
        "CHECK (telecom_visit_revenue_days > 0)",
        "Company, field New Revenue after a Visit (Days): it must be above zero.",
    )
    _telecom_large_training_positive = models.Constraint(
        "CHECK (telecom_large_training > 0)",
        "Company, field Large Course From (People): it must be above zero.",
    )
    _telecom_large_project_positive = models.Constraint(
        "CHECK (telecom_large_project > 0)",
        "Company, field Large Project From: it must be above zero.",
    )
