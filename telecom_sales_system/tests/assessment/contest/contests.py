"""A contest of 2026 after the sample of 2008, and sales for it."""

from ...common import PerformanceCommon


class ContestCommon(PerformanceCommon):
    """July 2026. A yuan of letters is 0.35 points: 3,000,000 are 1,050,000 points.

    Anna and Carla are of Team Cili, Bert is of Letters and of no team; all full-time.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.telecom_tz = "Asia/Shanghai"
        cls.carla = cls._create_salesperson("carla", "C-003", cls.county, cls.team)
        # sudo: the sample is of the main company
        sample = cls.env.ref("telecom_sales_system.contest_2008").sudo()
        cls.contest = sample.copy(
            {
                "name": "Contest 2026",
                "date_from": "2026-01-01",
                "date_to": "2026-12-31",
                "company_id": cls.env.company.id,
            }
        ).with_user(cls.service)
        cls.people, cls.teams = cls.contest.category_ids

    @classmethod
    def _sell(cls, person, amount, day="2026-01-10"):
        """Bill and cash an amount, and compute its month."""
        cls._pay(cls._create_customer_invoice(amount, day, person), day)
        (cls.january + cls.february).filtered(
            lambda period: period.state != "closed"
        ).action_compute()

    def _standing(self, scope, category=None):
        field = self.env["telecom.scope.mixin"]._get_scope_field(scope)
        return self.contest.standing_ids.filtered(
            lambda standing: (
                standing[field] == scope
                and standing.category_id == (category or standing.category_id)
            )
        )
