from odoo import fields, models


class TelecomSalesLogInspection(models.TransientModel):
    """Dialog in which a superior reads a sales log and enters score and remark."""

    _name = "telecom.sales.log.inspection"
    _description = "Inspect Sales Log"

    log_id = fields.Many2one(
        "telecom.sales.log", string="Sales Log", required=True, readonly=True
    )
    meetings = fields.Text(related="log_id.meetings", related_sudo=False)
    visits = fields.Text(related="log_id.visits", related_sudo=False)
    problems = fields.Text(related="log_id.problems", related_sudo=False)
    plan = fields.Text(related="log_id.plan", related_sudo=False)
    score = fields.Float(string="Inspection Score", digits=(5, 1), help="0 to 100.")
    remark = fields.Text()

    def action_inspect(self):
        """Record score and remark."""
        for wizard in self:
            wizard.log_id._apply_inspection(wizard.score, wizard.remark)
        return {"type": "ir.actions.act_window_close"}

    def action_return(self):
        """Return the log to its writer, with the remark.

        :raises UserError: there is no remark that says what is to be completed
        """
        for wizard in self:
            wizard.log_id._return_to_writer(wizard.remark)
        return {"type": "ir.actions.act_window_close"}
