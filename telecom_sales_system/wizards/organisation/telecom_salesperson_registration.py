from odoo import api, fields, models
from odoo.fields import Command, Domain


class TelecomSalespersonRegistration(models.TransientModel):
    """Registration of many people at once, and correction of their days.

    The days are proposed so that the people have the cash of their own invoices.
    """

    _name = "telecom.salesperson.registration"
    _description = "Registration of Salespeople"

    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        default=lambda self: self.env.company,
    )
    line_ids = fields.One2many(
        "telecom.salesperson.registration.line", "registration_id", string="People"
    )
    has_corrections = fields.Boolean(compute="_compute_has_corrections")
    reason = fields.Char(
        string="Reason for Corrections",
        help="Why the days of registered people are corrected; kept in their history.",
    )

    @api.depends("line_ids.date")
    def _compute_has_corrections(self):
        for registration in self:
            registration.has_corrections = any(
                line._is_correction() for line in registration.line_ids
            )

    @api.model
    def action_open_registration(self):
        """Open the registration of all who are not registered yet."""
        people = self.env["telecom.salesperson"]
        users = people._find_users_to_register(self.env.company)
        return self._open_for_users(users)

    def action_apply(self):
        """Register the people, and correct the days of those who are registered.

        :raises UserError: a number, a unit or the reason is missing
        """
        for line in self.line_ids:
            line._apply_line()

    @api.model
    def _open_for_users(self, users):
        """Return the action of the dialog, with a line for each user."""
        registration = self.create({"line_ids": self._prepare_lines(users)})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Registration"),
            "res_model": self._name,
            "res_id": registration.id,
            "view_mode": "form",
            "target": "new",
        }

    @api.model
    def _prepare_lines(self, users):
        company = self.env.company
        people = self.env["telecom.salesperson"]
        found = people.with_context(active_test=False).search(
            Domain("user_id", "in", users.ids) & Domain("company_id", "=", company.id)
        )
        known = found.grouped("user_id")
        days = people._propose_first_days(users, company)
        lines = []
        for user in users.sorted("name"):
            person = known.get(user, people)
            # A day before the proposed one has its reasons.
            day = min(filter(None, (days[user], person.registered_on)))
            team = person.team_id or people._propose_team(user, company)
            lines.append(
                Command.create(
                    {
                        "user_id": user.id,
                        "salesperson_id": person.id,
                        "certificate_no": person.certificate_no,
                        "unit_id": (person.unit_id or team.unit_id).id,
                        "team_id": team.id,
                        "grade_id": person.grade_id.id,
                        "date": day,
                    }
                )
            )
        return lines
