from odoo import fields, models
from odoo.exceptions import UserError

from ...models.organisation.telecom_salesperson import STATES_AT_WORK


class TelecomSalespersonRegistrationLine(models.TransientModel):
    """User to be registered, or registered person whose day is corrected."""

    _name = "telecom.salesperson.registration.line"
    _description = "Person to Register"
    _check_company_auto = True

    registration_id = fields.Many2one(
        "telecom.salesperson.registration", required=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="registration_id.company_id")
    user_id = fields.Many2one(
        "res.users", required=True, domain=[("share", "=", False)]
    )
    salesperson_id = fields.Many2one("telecom.salesperson", readonly=True)
    state = fields.Selection(related="salesperson_id.state")
    registered_on = fields.Date(
        related="salesperson_id.registered_on", string="Registered until Now"
    )
    certificate_no = fields.Char(string="Certificate No.")
    unit_id = fields.Many2one("telecom.sales.unit", check_company=True)
    team_id = fields.Many2one(
        "crm.team",
        check_company=True,
        domain="['|', ('unit_id', '=', False), ('unit_id', 'parent_of', unit_id)]",
    )
    grade_id = fields.Many2one("telecom.salesperson.grade")
    date = fields.Date(
        string="Registered on",
        required=True,
        help="Proposed: the first day of the ledger, or of the first invoice of the"
        " person that it counts. Closed months stay as they are.",
    )

    def _is_at_work(self):
        return self.salesperson_id.state in STATES_AT_WORK

    def _is_correction(self):
        """Return whether the line changes the day of somebody who is registered."""
        return self._is_at_work() and self.date != self.registered_on

    def _apply_line(self):
        """Register the person, or correct the day; lines without a unit are skipped.

        :raises UserError: the reason for a correction is missing
        """
        if self._is_correction():
            self.salesperson_id._move_registration(
                self.date, self.registration_id.reason
            )
        elif not self._is_at_work() and self.unit_id:
            person = self.salesperson_id or self.salesperson_id.create(
                {"user_id": self.user_id.id, "company_id": self.company_id.id}
            )
            if not self.certificate_no:
                raise UserError(
                    self.env._(
                        "Salesperson %s, field Certificate No.: enter the number"
                        " first.",
                        self.user_id.name,
                    )
                )
            person.certificate_no = self.certificate_no
            person.assignment_ids.filtered(
                lambda row: person.state == "candidate"
            ).unlink()
            person._register_salesperson(
                {
                    "date_from": self.date,
                    "unit_id": self.unit_id.id,
                    "team_id": self.team_id.id,
                    "grade_id": self.grade_id.id,
                }
            )
