from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

STATES_AT_WORK = ("registered", "suspended")


class TelecomSalespersonCareer(models.AbstractModel):
    """Career of a salesperson: steps that write state and assignments."""

    _name = "telecom.salesperson.career"
    _description = "Steps of a Salesperson"

    def action_register_assigned(self):
        """Register candidates whose certificate number and assignments were imported.

        They count as registered from the first day of their assignments on.

        :raises UserError: no candidate, or number or assignment is missing
        """
        self._check_state("candidate")
        for person in self:
            if not (person.certificate_no and person.assignment_ids):
                raise UserError(
                    self.env._(
                        "Salesperson %s, fields Certificate No. and Assignments: enter"
                        " both, or use the button Register.",
                        person.name,
                    )
                )
            first_day = min(person.assignment_ids.mapped("date_from"))
            person._set_guarded({"state": "registered", "registered_on": first_day})

    def _register_salesperson(self, vals):
        """Register a candidate, or somebody who left, and start an assignment.

        :param vals: date_from, unit_id, team_id, grade_id of the assignment
        :raises UserError: no certificate number, or at work already
        """
        self.ensure_one()
        if not self.certificate_no:
            raise UserError(
                self.env._(
                    "Salesperson %s, field Certificate No.: enter the number first.",
                    self.name,
                )
            )
        self._check_state("candidate", "left")
        self._set_guarded(
            {
                "state": "registered",
                "registered_on": vals["date_from"],
                "left_on": False,
            }
        )
        self._start_assignment(vals)

    def _start_assignment(self, vals):
        """End the current assignment the day before and create the next one."""
        self.ensure_one()
        self._end_assignment(fields.Date.subtract(vals["date_from"], days=1))
        return self.env["telecom.salesperson.assignment"].create(
            {"salesperson_id": self.id, **vals}
        )

    def _end_assignment(self, last_day):
        """End the assignments that are valid after ``last_day``.

        :raises UserError: an assignment starts only after that day
        """
        rows = self.assignment_ids.filtered(
            lambda row: not row.date_to or row.date_to > last_day
        )
        for row in rows:
            if row.date_from > last_day:
                raise UserError(
                    self.env._(
                        "Salesperson %(name)s, field Date: the assignment to %(unit)s"
                        " starts only on %(start)s. Choose a later day, or correct or"
                        " delete that assignment.",
                        name=self.name,
                        unit=row.unit_id.name,
                        start=format_date(self.env, row.date_from),
                    )
                )
        rows.date_to = last_day

    def _record_departure(self, last_day):
        """Record that a salesperson leaves after ``last_day``, the last day at work.

        :raises UserError: the day is in the future, or the person is not at work
        """
        self.ensure_one()
        self._check_state(*STATES_AT_WORK)
        if last_day > fields.Date.context_today(self):
            raise UserError(
                self.env._(
                    "Salesperson %s, field Date: the last day is in the future. Let"
                    " the person leave on that day or after it.",
                    self.name,
                )
            )
        self._end_assignment(last_day)
        self._set_guarded({"state": "left", "left_on": last_day})

    def _check_state(self, *allowed):
        states = dict(self._fields["state"]._description_selection(self.env))
        for person in self:
            if person.state not in allowed:
                raise UserError(
                    self.env._(
                        "Salesperson %(name)s is “%(state)s”; this step needs"
                        " “%(allowed)s”.",
                        name=person.name,
                        state=states[person.state],
                        allowed=" / ".join(states[state] for state in allowed),
                    )
                )
