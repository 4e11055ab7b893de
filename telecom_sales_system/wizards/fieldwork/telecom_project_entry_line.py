from odoo import fields, models


class TelecomProjectEntryLine(models.TransientModel):
    """A marketing project as it was pasted."""

    _name = "telecom.project.entry.line"
    _description = "Marketing Project to Enter"
    _order = "sequence, id"

    entry_id = fields.Many2one(
        "telecom.project.entry", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="entry_id.company_id")
    currency_id = fields.Many2one(related="company_id.currency_id")
    sequence = fields.Integer(default=1000)
    unit_id = fields.Many2one(
        "telecom.sales.unit",
        required=True,
        ondelete="cascade",
        domain="[('company_id', '=', company_id)]",
    )
    name = fields.Char(string="Project", required=True)
    deadline = fields.Date(
        required=True,
        default=lambda self: fields.Date.end_of(
            self.env.company._telecom_today(), "year"
        ),
    )
    planned_revenue = fields.Monetary()

    def _prepare_project_vals(self):
        """Return the values of the project, which belongs to its deadline's year."""
        return {
            "name": self.name.strip(),
            "unit_id": self.unit_id.id,
            "company_id": self.unit_id.company_id.id,
            "year": self.deadline.year,
            "deadline": self.deadline,
            "planned_revenue": self.planned_revenue,
        }
