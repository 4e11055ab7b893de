"""Run the tier reviews of the customer service department."""

from datetime import date

from freezegun import freeze_time

# In 张家界 at nine in the morning.
JULY, OCTOBER = "2026-07-06 01:00:00", "2026-10-09 01:00:00"
NOVEMBER = "2026-11-02 01:00:00"
YEAR_END, MIDDLE = date(2025, 12, 31), date(2026, 6, 30)
AUTUMN, LAST_AS_OF = date(2026, 9, 30), date(2026, 10, 31)
# A client of the last review keeps its tier, for a reason.
REASON = "合同已续签，款项十一月到账，暂不降级"


def begin(env, clerk):
    """Set the first tier of all clients, of the year 2025, by the opening review.

    Some clients lack unit or managers, so its proposals are not taken.
    """
    reviews = env["telecom.tier.review"].with_user(clerk)
    review = reviews.create({"as_of": YEAR_END, "opening_day": YEAR_END})
    review.action_compute()
    for line in review.line_ids:
        client = line.partner_id
        served = {
            "assigned_unit_id": client.sales_unit_id,
            "assigned_lead_id": client.client_manager_id,
            "assigned_deputy_id": client.deputy_manager_id,
        }
        if any(line[name] != value for name, value in served.items()):
            line.write({name: value.id for name, value in served.items()})
    review.action_apply()
    env.cr.flush()


def go_on(env, clerk):
    """Review tiers in the middle of the year and after three quarters.

    Then apply the upgrades of the twelve months until October, not the downgrades."""
    _apply_review(env, clerk, JULY, MIDDLE)
    _apply_review(env, clerk, OCTOBER, AUTUMN)
    with freeze_time(NOVEMBER):
        review = _compute_review(env, clerk, LAST_AS_OF)
        review.action_apply_upgrades()
        waiting = review.line_ids.filtered(lambda line: line.direction == "out")
        spared = waiting[:1]
        spared.write({"tier_id": spared.current_tier_id.id, "reason": REASON})
        env.cr.flush()


def _apply_review(env, clerk, now, as_of):
    with freeze_time(now):
        _compute_review(env, clerk, as_of).action_apply()
        env.cr.flush()


def _compute_review(env, clerk, as_of):
    review = env["telecom.tier.review"].with_user(clerk).create({"as_of": as_of})
    review.action_compute()
    return review
