"""What each role may do in room assessment: metrics, targets, duties and scores."""

from odoo import Command

from .rights import reach, screens

REACH = reach(
    own_and_unit=[
        "telecom.duty",
        "telecom.grade.review.line",
        "telecom.metric.value",
        "telecom.reading",
        "telecom.target",
    ],
    unit=[
        "telecom.assessment",
        "telecom.assessment.line",
        "telecom.assessment.objection",
        "telecom.unit.report",
        "telecom.unit.report.line",
        "telecom.unit.report.version",
    ],
    common=[
        "telecom.assessment.award",
        "telecom.assessment.condition",
        "telecom.assessment.indicator",
        "telecom.assessment.scheme",
        "telecom.assessment.section",
        "telecom.award.list",
        "telecom.award.list.line",
        "telecom.contest",
        "telecom.contest.band",
        "telecom.contest.category",
        "telecom.contest.standing",
        "telecom.duty.type",
        "telecom.grade.review",
        "telecom.metric",
    ],
    staff=[
        "telecom.integrity.case",  # until it is decided
        "telecom.assessment.kept.evidence",
    ],
)
SCREENS = screens(
    everybody=["telecom.assessment", "telecom.contest.standing"],
    managers=[
        "telecom.contest",
        "telecom.grade.review.line",
        "telecom.target",
        "telecom.reading",
        "telecom.metric.value",
        "telecom.assessment.line",
        "telecom.assessment.objection",
        "telecom.award.list",
        "telecom.grade.review",
        "telecom.integrity.case",
        "telecom.duty",
        "telecom.unit.report",
    ],
    # Duties are also behind the menu of information requests.
    service=["telecom.duty"],
    settings=[
        "telecom.assessment.scheme",
        "telecom.metric",
        "telecom.duty.type",
    ],
)
for seller in ("unit_manager", "service"):
    SCREENS[seller].append("telecom.duty")  # My Unit's Duties


class AssessmentRecords:
    """A target of Anna and one of Bert, a figure and a reading of each, a duty of each
    unit.

    Cards of both units, an objection of Cili to its own, and a case against it.
    """

    @classmethod
    def _create_assessment(cls):
        points = cls.env.ref("telecom_sales_system.metric_points")
        outside = cls.env["telecom.metric"].create(
            {
                "name": "Outside Score",
                "code": "outside_score",
                "source": "reading",
                "aggregation": "stock",
                "for_salesperson": True,
            }
        )
        for person in (cls.anna, cls.bert):
            cls.env["telecom.reading"].create(
                {
                    "metric_id": outside.id,
                    "salesperson_id": person.id,
                    "date": "2026-01-20",
                    "value": 4.5,
                    "origin": "Spring",
                }
            )
            scope = {"metric_id": points.id, "salesperson_id": person.id}
            cls.env["telecom.target"].create(scope | {"year": 2026, "amount": 1000})
            # sudo: figures are written by the computation of a period only
            cls.env["telecom.metric.value"].sudo().create(
                scope
                | {"period_id": cls.january.id, "company_id": cls.env.company.id}
                | {"date": "2026-01-01", "month": 350, "year_to_date": 350}
            )
        report = cls.env.ref("telecom_sales_system.duty_type_monthly_report")
        for unit in (cls.county, cls.branch):
            cls.env["telecom.duty"].create(
                {"type_id": report.id, "unit_id": unit.id, "due_on": "2026-02-05"}
            )
            # sudo: a report with a difference, as the program leaves it
            unit_report = cls.env["telecom.unit.report"].sudo()
            unit_report = unit_report.create(
                {"unit_id": unit.id, "date_from": "2026-01-01"}
            )
            version = unit_report.version_ids.create(
                {"report_id": unit_report.id, "number": 1, "file": "eA=="}
            )
            version.line_ids.create(
                {
                    "version_id": version.id,
                    "name": "Cash",
                    "kind": "differs",
                    "metric_id": points.id,
                }
            )
        # sudo: an approved review, as the leader's approval leaves it
        review = cls.env["telecom.grade.review"].sudo().create({})
        for person in (cls.anna, cls.bert):
            review.line_ids.create(
                {
                    "review_id": review.id,
                    "salesperson_id": person.id,
                    "unit_id": person.unit_id.id,
                    "proposed_outcome": "keep",
                    "outcome": "keep",
                }
            )
        review.state = "approved"
        cls.january._score_cards()
        cards = cls.env["telecom.assessment"].search([])
        line = cards.filtered(lambda card: card.unit_id == cls.county).line_ids[0]
        cls.env["telecom.assessment.objection"].create(
            {"line_id": line.id, "text": "A firm is missing."}
        )
        cls.env["telecom.assessment.kept.evidence"].sudo().create(
            {
                "line_id": line.id,
                "res_model": "telecom.duty",
                "record_ids": [],
            }
        )
        cls.env["telecom.integrity.case"].create(
            {
                "name": "Visits",
                "unit_id": cls.county.id,
                "description": "They never took place.",
            }
        )
        # sudo: an approved list, with the prize of Letters
        awards = cls.env["telecom.award.list"].sudo()
        awards = awards.create({"period_id": cls.january.id})
        card = cards.filtered(lambda card: card.unit_id == cls.branch)[0]
        awards.line_ids.create(
            {"list_id": awards.id, "assessment_id": card.id, "amount": 10_000}
        )
        awards.state = "approved"
        cls._create_contest(points)

    @classmethod
    def _create_contest(cls, points):
        """A running contest of all salespeople; one more is a draft."""
        band = {"name": "Silver", "threshold": 300}
        category = {
            "name": "Salespeople",
            "metric_id": points.id,
            "band_ids": [Command.create(band)],
        }
        contests = cls.env["telecom.contest"].create(
            [
                {
                    "name": name,
                    "date_from": "2026-01-01",
                    "date_to": "2026-12-31",
                    "category_ids": [Command.create(category)],
                }
                for name in ("Running", "Draft")
            ]
        )
        contests[0].action_start()
