from odoo import fields, models


class TelecomGradeReviewLine(models.Model):
    """The change of assignments that an approved line makes."""

    _inherit = "telecom.grade.review.line"

    def _apply_new_grade(self, day):
        """Give the person the new grade in all assignments from a day on.

        Assignments that begin on the day or after it get the grade; one that began
        before it ends, and the next one goes on in the same unit and team.

        :return: the assignments that have it, the first one first
        """
        person = self.salesperson_id
        rows = person.assignment_ids.sorted("date_from")
        later = rows.filtered(lambda row: row.date_from >= day)
        later.grade_id = self.new_grade_id
        cut = (rows - later)[-1:]
        ended = cut.date_to and cut.date_to < day
        if not cut or ended or later[:1].date_from == day:
            return later
        until = cut.date_to
        cut.date_to = fields.Date.subtract(day, days=1)
        return (
            later.create(
                {
                    "salesperson_id": person.id,
                    "date_from": day,
                    "date_to": until,
                    "unit_id": cut.unit_id.id,
                    "team_id": cut.team_id.id,
                    "grade_id": self.new_grade_id.id,
                }
            )
            + later
        )
