"""A scheme of four lines for counties and for branches, and units with figures."""

from freezegun import freeze_time

from odoo import Command

from ...common import PerformanceCommon

MODULE = "telecom_sales_system."


class CardCommon(PerformanceCommon):
    """Cili collects 1,140 of letters in January, 399 points; Letters 1,212, 424.2.

    The target of both is 5,040 a year, so 420 a month. Cili has no staff yet. It is
    2 March, January is closed, February computed.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time("2026-03-02 02:00:00"))
        cls.points = cls.env.ref(MODULE + "metric_points")
        cls.maintenance = cls.env.ref(MODULE + "metric_maintenance")
        cls.share = cls.env.ref(MODULE + "metric_full_time_share")
        # The schemes of 2008 are for the tests of their own.
        cls.env["telecom.assessment.scheme"].search([]).active = False
        cls.scheme = cls._create_scheme("county")
        cls.branch_scheme = cls._create_scheme("branch")
        for unit in (cls.county, cls.branch):
            cls._set_target(unit, 5040)
        for person, amount in ((cls.anna, 1140), (cls.bert, 1212)):
            invoice = cls._create_customer_invoice(amount, "2026-01-10", person)
            cls._pay(invoice, "2026-01-20")
        cls.january.action_compute()
        cls.january.action_close()
        cls.february.action_compute()

    @classmethod
    def _set_target(cls, unit, amount, metric=None):
        return cls.env["telecom.target"].create(
            {
                "metric_id": (metric or cls.points).id,
                "unit_id": unit.id,
                "year": 2026,
                "amount": amount,
            }
        )

    @classmethod
    def _create_scheme(cls, kind, **vals):
        """10 points for performance, 10 for maintenance, 5 for staff, 5 by hand."""
        ratio = {
            "name": "Performance",
            "rule": "ratio",
            "metric_id": cls.points.id,
            **{"points": 10, "deduction": 1.5, "bonus": 1, "cap": 3},
        }
        activities = {
            "name": "Maintenance",
            "rule": "missing",
            "metric_id": cls.maintenance.id,
            **{"target_kind": "required", "required": 4, "points": 10},
            "deduction": 2.5,
        }
        staff = {
            "name": "Staff",
            "rule": "conditions",
            **{"points": 5, "deduction": 5},
            "condition_ids": [Command.create({"metric_id": cls.share.id, "value": 11})],
        }
        manual = {"name": "Impression", "rule": "manual", "points": 5}
        veto = {"name": "Truth", "rule": "veto", "veto_on": "integrity"}
        sections = [
            {
                "name": "Benefit",
                "points": 20,
                "indicator_ids": [*map(Command.create, (ratio, activities))],
            },
            {
                "name": "Rest",
                "points": 10,
                "indicator_ids": [*map(Command.create, (staff, manual, veto))],
            },
        ]
        scheme = cls.env["telecom.assessment.scheme"].create(
            {
                "name": f"Test {kind}",
                "unit_kind": kind,
                "year": 2026,
                "total": 30,
                "note": "Whole percents count. " * 10,
                "section_ids": [*map(Command.create, sections)],
                **vals,
            }
        )
        scheme.tie_section_id = scheme.section_ids[0]
        scheme.action_put_in_force()
        return scheme

    @classmethod
    def _score(cls, period):
        """Score a period; return its cards as ``{(unit, span): card}``."""
        period._score_cards()
        cards = cls.env["telecom.assessment"].search([("period_id", "=", period.id)])
        return {(card.unit_id, card.span): card for card in cards}

    @classmethod
    def _award(cls, scheme, kind, *awards, **vals):
        cls.env.flush_all()
        cls.env.cr.execute(
            "UPDATE telecom_assessment_scheme SET state = 'draft' WHERE id = %s",
            [scheme.id],
        )
        scheme.invalidate_recordset()
        scheme.write({"award_kind": kind, **vals})
        scheme.award_ids.unlink()
        scheme.award_ids.create([{"scheme_id": scheme.id, **award} for award in awards])
        scheme.action_put_in_force()

    @classmethod
    def _add_duty(cls, **vals):
        """Add a line on a duty of counties, without points, to the scheme of counties.

        :return: what Cili owes by 31 January
        """
        kind = cls.env["telecom.duty.type"].create(
            {"name": "Answers", "code": "answers", "for_county": True}
        )
        cls.scheme.action_revise()
        cls.scheme.indicator_ids.create(
            {
                "name": "Answers",
                "section_id": cls.scheme.section_ids[1].id,
                "duty_type_ids": kind.ids,
                **vals,
            }
        )
        cls.scheme.action_put_in_force()
        return cls.env["telecom.duty"].create(
            {"type_id": kind.id, "unit_id": cls.county.id, "due_on": "2026-01-31"}
        )

    @classmethod
    def _close_the_year(cls):
        """Close February and December; it is 5 January 2027.

        Cili collects 12,540 in December, 13,680 in the year: 4,788 points of 5,040, 5 %
        short: 2.5. Letters 13,332, so 14,544: 5,090.4 points, 1 % above: 11. None of 4
        maintenance activities: 0. With 5 for staff and 4 by hand Cili's card of the
        year has 11.5 points, that of Letters 20.
        """
        cls.february.action_close()
        cls.startClassPatcher(freeze_time("2027-01-05 02:00:00"))
        for person, amount in ((cls.anna, 12_540), (cls.bert, 13_332)):
            invoice = cls._create_customer_invoice(amount, "2026-12-10", person)
            cls._pay(invoice, "2026-12-20")
        between = [cls._create_period(f"2026-{month:02}-01") for month in range(3, 12)]
        cls.december = cls._create_period("2026-12-01")
        # Nothing happened in the months between, so their close need not compute.
        cls.env.flush_all()
        cls.env.cr.execute(
            "UPDATE telecom_period SET state = 'closed' WHERE id = ANY(%s)",
            [[period.id for period in between]],
        )
        cls.env.invalidate_all()
        cls.december.action_compute()
        cls.december.action_close()

    @classmethod
    def _prove_case(cls, unit, day="2026-01-20", **vals):
        # sudo: a proved case, as the leader's decision leaves it
        cls.env["telecom.integrity.case"].sudo().create(
            {
                "name": "Visits",
                "unit_id": unit.id,
                "date": day,
                "description": "Invented.",
                "state": "approved",
                "decided_on": "2026-03-02",
                **vals,
            }
        )

    def _line(self, card, name):
        return card.line_ids.filtered(lambda line: line.indicator_id.name == name)

    @classmethod
    def _complete(cls, cards):
        """Enter staff and manual scores, so that no line is without a score."""
        cls.county.headcount = cls.branch.headcount = 1
        for card in cards:
            line = card.line_ids.filtered(lambda line: line.rule == "manual")
            line.write({"is_manual": True, "manual_score": 4, "manual_reason": "Good"})

    @classmethod
    def _publish(cls, period):
        """Publish all cards of a period whose lines have a score."""
        cards = cls.env["telecom.assessment"].concat(*cls._score(period).values())
        cls._complete(cards)
        cards.action_compute()
        cards.action_review()
        cards.action_publish()
        return cards
