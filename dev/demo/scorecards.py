"""Create targets, scorecards of the last two months, awards and grade reviews."""

from datetime import date
from itertools import pairwise
from random import Random

from freezegun import freeze_time

from odoo.addons.telecom_sales_system.tools.assessment.targets import MONTHS

from dev.demo.timeline import LAST_DAY, LAST_MONTH, last_day, months
from dev.setup.steps import StepFailed

SEED = 20080095
YEAR = (LAST_DAY.replace(month=1, day=1), LAST_DAY)
METRICS = ("full_time_points", "small_firms", "key_clients", "key_revenue")
METRICS += ("contest_reached",)
GROWING = ("key_clients", "key_revenue")
FLOWS = ("full_time_points", "small_firms", "key_revenue")
# Of what a unit does: what most are asked for, some, and what the year before had.
ASKED, TOO_MUCH, BEFORE = (0.98, 1.03), (1.04, 1.07), (0.78, 0.86)
EVEN = 0.1
# The plan "241": the city's goals of the year.
GOALS = {"new_business": 2_000_000, "key_clients_new": 40, "key_revenue": 13_100_000}
LAST_CLOSED = date(2026, 9, 1)
PUBLISHED = "2026-10-15 02:00:00"
SCORED = "2026-11-02 01:00:00"
OBJECTION = "10月走访中有两户首次走访的中小企业未计入，请核对走访记录。"
# The sample thresholds are for a bureau ten times as large.
THRESHOLDS = {"junior": 3_000, "intermediate": 9_000, "senior": 25_000}
THRESHOLDS |= {"principal": 60_000}
CONFERENCE = "2026-01-15 01:00:00"


def score(env, users):
    """Set targets near the results, score and publish the last closed month."""
    _set_targets(env, users["service"])
    periods = env["telecom.period"].with_user(users["service"])
    closed = periods.search([("date_from", "=", LAST_CLOSED)])
    with freeze_time(PUBLISHED):
        cards = _score_units(env, closed)
        _check_scores(cards)
        cards.action_review()
        cards.action_publish()
        awards = env["telecom.award.list"].with_user(users["service"])
        awards.create({"period_id": closed.id}).action_compute()
        env.cr.flush()


def _check_scores(cards):
    """Stop at lines without a score, whose cards cannot be published."""
    missing = cards.filtered("error_count").line_ids.filtered("error")
    if missing:
        raise StepFailed(
            "scoring the last closed month",
            "\n".join(map(_describe_error, missing)),
            "set what is missing in dev/demo",
        )


def _describe_error(line):
    return f"{line.assessment_id.display_name}: {line.indicator_id.name}, {line.error}"


def score_last(env, users):
    """Complete the cards of the last month after its close."""
    periods = env["telecom.period"].with_user(users["service"])
    with freeze_time(SCORED):
        cards = _score_units(env, periods.search([("date_from", "=", LAST_MONTH)]))
        _create_objection(env, users, cards)
        env.cr.flush()


def _set_targets(env, clerk):
    """Set targets of branches and counties near their results, and the city's goals.

    Some targets of branches are beyond reach.
    """
    rng, past = Random(SEED), Random(SEED + 1)
    units = env["telecom.sales.unit"].search([("kind", "in", ("branch", "county"))])
    values = []
    for name in METRICS:
        metric = env.ref(f"telecom_sales_system.metric_{name}")
        reached = [
            metric._measure_scopes(units, YEAR[0], last_day(month))
            for month in months(YEAR[0])
        ]
        for unit in units:
            done = [float(figures.get(unit.id) or 0) for figures in reached]
            odds = (1, 0) if unit.kind == "county" else (4, 1)
            [wanted] = rng.choices((ASKED, TOO_MUCH), odds)
            vals = _spread_target(done, rng.uniform(*wanted))
            if name not in FLOWS:
                vals = {"amount": max(1, int(done[-1] * rng.uniform(*wanted)))}
            values.append(
                {
                    "metric_id": metric.id,
                    "unit_id": unit.id,
                    "year": LAST_DAY.year,
                    # The tiers began in 2026: of the year before it was written down.
                    "has_base": name in GROWING,
                    "base": round(vals["amount"] * past.uniform(*BEFORE))
                    if name in GROWING
                    else 0,
                }
                | vals
            )
    city = env["telecom.sales.unit"]._get_city_unit(env.company)
    values += [
        {
            "metric_id": env.ref(f"telecom_sales_system.metric_{name}").id,
            "unit_id": city.id,
            "year": LAST_DAY.year,
            "amount": amount,
        }
        for name, amount in GOALS.items()
    ]
    env["telecom.target"].with_user(clerk).create(values)


def _spread_target(done, wanted):
    """Return a target by month: a tenth of it even, the rest in the shape of results.

    Months before the first result have no target: visits are entered since August.
    """
    gained = [max(0, now - before) for before, now in pairwise([0, *done])]
    begun = next((place for place, gain in enumerate(gained) if gain), 0)
    pace = max(done[-1], 1) / (len(done) - begun)
    shape = [pace * EVEN + gain * (1 - EVEN) for gain in gained[begun:]]
    shape += [pace] * (len(MONTHS) - len(done))
    plan = [0] * begun + [max(1, int(month * wanted)) for month in shape]
    return {"phasing": "typed", "amount": sum(plan)} | dict(
        zip(MONTHS, plan, strict=True)
    )


def _score_units(env, period):
    """Score the units of a month; return their cards."""
    period._score_cards()
    cards = env["telecom.assessment"].with_env(period.env)
    return cards.search([("period_id", "=", period.id)])


def _create_objection(env, users, cards):
    """Create an objection of the county bureau of Cili, without an answer yet."""
    card = cards.filtered(lambda c: c.unit_id.code == "CL" and c.span == "year")
    line = card.line_ids.filtered(
        lambda line: line.indicator_id.metric_id.code == "small_firms"
    )
    objections = env["telecom.assessment.objection"].with_user(users["cl"])
    objections.create({"line_id": line.id, "text": OBJECTION})


def review_grades(env, users):
    """Approve the review of the second half of 2025, and propose the next one."""
    for code, points in THRESHOLDS.items():
        grade = env["telecom.salesperson.grade"].search([("code", "=", code)])
        grade.half_year_points = points
    reviews = env["telecom.grade.review"].with_user(users["service"])
    with freeze_time(CONFERENCE):
        # Logs are a duty since the summer only.
        first = reviews.create({"year": 2025, "half": "second", "log_floor": 0})
        _hold_conference(env, users, first)
        first.with_user(users["leader"]).action_approve()
        env.cr.flush()
    with freeze_time("2026-07-20 01:00:00"):
        second = reviews.create({"year": 2026, "half": "first", "log_floor": 0})
        second.action_compute()
        env.cr.flush()


def _hold_conference(env, users, review):
    review.action_compute()
    review.action_to_conference()
    action = review.action_plan_conference()
    conference = (
        env["calendar.event"]
        .with_user(users["service"])
        .with_context(no_mail_to_attendees=True, **action["context"])
        .create({"start": "2026-01-15 01:00:00", "stop": "2026-01-15 04:00:00"})
    )
    conference.telecom_minutes = "<p>逐人审议升降级建议，全体通过。</p>"
    conference.action_telecom_all_present()
    with freeze_time("2026-01-15 05:00:00"):
        conference.action_telecom_hold()
