from odoo import api, fields, models


class TelecomSalesperson(models.Model):
    """Grade reviews of a salesperson."""

    _inherit = "telecom.salesperson"

    grade_review_count = fields.Integer(compute="_compute_grade_review_count")

    def _compute_grade_review_count(self):
        counts = dict(
            self.env["telecom.grade.review.line"]._read_group(
                [("salesperson_id", "in", self.ids)], ["salesperson_id"], ["__count"]
            )
        )
        for person in self:
            person.grade_review_count = counts.get(person, 0)

    @api.readonly
    def action_open_grade_reviews(self):
        """Open the grade reviews of the person, the last one first."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "telecom_sales_system.telecom_grade_review_line_action"
        )
        return action | {"domain": [("salesperson_id", "=", self.id)], "context": {}}
