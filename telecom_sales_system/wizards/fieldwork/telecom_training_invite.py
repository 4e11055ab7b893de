from odoo import fields, models
from odoo.fields import Command


class TelecomTrainingInvite(models.TransientModel):
    """Dialog that invites the audience of a course in the chosen units."""

    _name = "telecom.training.invite"
    _description = "Invite to a Training Course"
    _check_company_auto = True

    def _default_unit_ids(self):
        training = self.env["telecom.training"].browse(
            self.env.context.get("default_training_id")
        )
        return [Command.set(training.unit_id.ids)]

    training_id = fields.Many2one("telecom.training", string="Course", required=True)
    company_id = fields.Many2one(related="training_id.company_id")
    audience = fields.Selection(related="training_id.audience")
    unit_ids = fields.Many2many(
        "telecom.sales.unit",
        string="Units",
        required=True,
        default=lambda self: self._default_unit_ids(),
        help="The units below them are invited too.",
    )

    def action_invite(self):
        """Invite all of the audience in the units who are not on the list yet."""
        self.ensure_one()
        training = self.training_id
        training._check_state("planned", "held")
        known = training.attendance_ids.user_id
        self.env["telecom.training.attendance"].create(
            [
                {"training_id": training.id, "user_id": user.id, "unit_id": unit.id}
                for user, unit in self._get_audience().items()
                if user not in known
            ]
        )
        return {"type": "ir.actions.act_window_close"}

    def _get_audience(self):
        """Return ``{user: unit}`` of the people whom the course is for."""
        if self.audience == "managers":
            units = self.env["telecom.sales.unit"].search(
                [("id", "child_of", self.unit_ids.ids), ("manager_id", "!=", False)],
                order="parent_path DESC",
            )
            # The highest unit comes last, so it is kept for a manager of several units.
            return {unit.manager_id: unit for unit in units}
        day = self.training_id.date or self.company_id._telecom_today()
        assignments = self.env["telecom.salesperson.assignment"].search(
            [
                ("unit_id", "child_of", self.unit_ids.ids),
                ("date_from", "<=", day),
                "|",
                ("date_to", "=", False),
                ("date_to", ">=", day),
                ("salesperson_id.state", "=", "registered"),
                *self._get_presenter_domain(),
            ]
        )
        return {row.salesperson_id.user_id: row.unit_id for row in assignments}

    def _get_presenter_domain(self):
        if self.audience != "presenters":
            return []
        return [("salesperson_id.is_presenter", "=", True)]
