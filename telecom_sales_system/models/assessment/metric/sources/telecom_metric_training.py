from decimal import Decimal

from odoo import fields, models

SOURCES = {
    "training_invited": "People Invited to Courses of the Province",
    "training_attended": "People Who Attended Them",
    "training_passed": "People Who Passed Them",
    "training_missed": "People Who Missed or Failed Them",
    "training_courses": "Courses of the Province with People of the Unit",
    "training_courses_missed": "Courses of the Province Missed or Failed",
    "large_courses": "Large Courses of Its Own",
}


class TelecomMetric(models.Model):
    """Metrics of participation in courses of the province, and of own courses."""

    _inherit = "telecom.metric"

    source = fields.Selection(
        selection_add=list(SOURCES.items()),
        ondelete=dict.fromkeys(SOURCES, "cascade"),
    )

    def _measure_training_invited(self, units, date_from, date_to):
        return self._get_training_figures(units, date_from, date_to, 0)

    def _measure_training_attended(self, units, date_from, date_to):
        return self._get_training_figures(units, date_from, date_to, 1)

    def _measure_training_passed(self, units, date_from, date_to):
        return self._get_training_figures(units, date_from, date_to, 2)

    def _measure_training_missed(self, units, date_from, date_to):
        """Count the invitations without a pass, absences included."""
        trainings = self.env["telecom.training"]
        figures = trainings._count_participation(units, date_from, date_to)
        return {
            unit_id: Decimal(invited - passed)
            for unit_id, (invited, _attended, passed) in figures.items()
        }

    def _measure_training_courses(self, units, date_from, date_to):
        trainings = self.env["telecom.training"]
        courses = trainings._count_attended_courses(units, date_from, date_to)
        return {unit_id: Decimal(number) for unit_id, (number, _) in courses.items()}

    def _measure_training_courses_missed(self, units, date_from, date_to):
        """Count courses once, however many people of the unit did not pass."""
        trainings = self.env["telecom.training"]
        courses = trainings._count_attended_courses(units, date_from, date_to)
        return {unit_id: Decimal(number) for unit_id, (_, number) in courses.items()}

    def _evidence_training_courses(self, unit, date_from, date_to):
        return self._get_courses_evidence(unit, date_from, date_to, [])

    def _evidence_training_courses_missed(self, unit, date_from, date_to):
        missed = [("passed", "=", False)]
        return self._get_courses_evidence(unit, date_from, date_to, missed)

    def _get_courses_evidence(self, unit, date_from, date_to, condition):
        _model, rows = self._evidence_training_invited(unit, date_from, date_to)
        return "telecom.training", [("attendance_ids", "any", [*rows, *condition])]

    def _get_training_figures(self, units, date_from, date_to, place):
        trainings = self.env["telecom.training"]
        figures = trainings._count_participation(units, date_from, date_to)
        return {unit_id: Decimal(counts[place]) for unit_id, counts in figures.items()}

    def _evidence_training_invited(self, unit, date_from, date_to):
        trainings = self.env["telecom.training"]
        return trainings._get_participation_evidence(unit, date_from, date_to)

    def _evidence_training_attended(self, unit, date_from, date_to):
        model, domain = self._evidence_training_invited(unit, date_from, date_to)
        return model, [*domain, ("presence", "=", "attended")]

    def _evidence_training_passed(self, unit, date_from, date_to):
        model, domain = self._evidence_training_invited(unit, date_from, date_to)
        return model, [*domain, ("passed", "=", True)]

    def _evidence_training_missed(self, unit, date_from, date_to):
        model, domain = self._evidence_training_invited(unit, date_from, date_to)
        return model, [*domain, ("passed", "=", False)]

    def _measure_large_courses(self, units, date_from, date_to):
        courses = self.env["telecom.training"]._count_large_courses(
            units, date_from, date_to
        )
        return {unit_id: Decimal(count) for unit_id, count in courses.items()}

    def _evidence_large_courses(self, unit, date_from, date_to):
        trainings = self.env["telecom.training"]
        return trainings._get_large_courses_evidence(unit, date_from, date_to)
