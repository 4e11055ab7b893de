from decimal import Decimal

from odoo.tests import tagged

from ....tools.assessment.targets import planned_total
from ..common import FigureCase


@tagged("post_install", "-at_install")
class TestPlannedTotal(FigureCase):
    def test_the_larger_of_plan_and_growth(self):
        """267 clients with 15 % more are 307.05; 11.39 M of revenue 13,098,500."""
        growth = Decimal("0.15")
        for plan, base, expected in (
            ("300", "267", "307.05"),
            ("308", "267", "308"),
            ("13100000", "11390000", "13100000"),
            ("13000000", "11390000", "13098500"),
            ("12", "0", "12"),  # a new unit
            ("115", "100", "115"),
            ("0", "0", "0"),  # which ratio then refuses
        ):
            with self.subTest(plan=plan, base=base):
                self.assertEqual(
                    planned_total(Decimal(plan), Decimal(base), growth),
                    Decimal(expected),
                )

    def test_no_figure(self):
        for reason, plan, base in (
            ("no_target", None, 267),
            ("no_base", 307, None),
            ("negative_base", 307, -1),
        ):
            with self.assertNoFigure(reason):
                planned_total(plan, base, Decimal("0.15"))
