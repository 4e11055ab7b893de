"""Salespeople of three grades and their half-year, for grade reviews."""

from odoo import fields
from odoo.fields import Command

from ...common import PerformanceCommon


class GradeReviewCommon(PerformanceCommon):
    """The first half of 2026, reviewed on 10 July; 0.35 points per yuan of letters.

    Grades: low 0, middle 30,000, high 60,000 points. All begin in the middle. Logs are
    not asked for.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.telecom_tz = "Asia/Shanghai"
        grades = cls.env["telecom.salesperson.grade"]
        grades.search([]).active = False
        cls.low, cls.middle, cls.high = grades.create(
            [
                {"name": name, "code": name, "sequence": place, "half_year_points": at}
                for place, (name, at) in enumerate(
                    (("low", 0), ("middle", 30_000), ("high", 60_000)), 1
                )
            ]
        )
        cls.people = cls.anna | cls.bert
        cls.people.assignment_ids.grade_id = cls.middle
        cls.other_leader = cls._create_user("leader2", "leader")

    @classmethod
    def _sell(cls, person, amount, day="2026-01-10"):
        """Bill and cash an amount: 100,000 are 35,000 points."""
        cls._pay(cls._create_customer_invoice(amount, day, person), day)

    def _review(self, compute=True, **vals):
        reviews = self.env["telecom.grade.review"].with_user(self.service)
        review = reviews.create({"year": 2026, "half": "first", "log_floor": 0} | vals)
        if compute:
            (self.january + self.february).action_compute()
            review.action_compute()
        return review

    def _line(self, review, person):
        return review.line_ids.filtered(lambda line: line.salesperson_id == person)

    def _proposed(self, review):
        return {
            line.salesperson_id: (line.proposed_outcome, line.proposed_grade_id)
            for line in review.line_ids
        }

    def _hold_conference(self, review):
        review.action_to_conference()
        action = review.action_plan_conference()
        event = (
            self.env["calendar.event"]
            .with_user(self.service)
            .with_context(**action["context"], mail_notify_force_send=False)
            .create({})
        )
        # sudo: the meeting is held by those who keep its minutes
        event.sudo().write(
            {
                "start": fields.Datetime.now(),
                "stop": fields.Datetime.now(),
                "telecom_is_held": True,
                "telecom_attended_ids": [Command.set(event.partner_ids.ids)],
            }
        )
        return event
