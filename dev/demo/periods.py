"""Close the months of the ledger, one after the other."""

from freezegun import freeze_time

from dev.demo import contests
from dev.demo.special import bounce_payment
from dev.demo.timeline import BOUNCE_FOUND_MONTH, LAST_MONTH, months
from dev.setup.steps import StepFailed

CLOSED = "2026-11-02 00:30:00"


def close(env, users):
    """Compute and close month after month; leave the last one computed.

    Return the contest of the third quarter: it is ranked before the close of
    September, whose figures include the bands reached.
    """
    periods = env["telecom.period"].with_user(users["service"])
    contest = None
    for month in months():
        if month == BOUNCE_FOUND_MONTH:
            bounce_payment(env)
        period = periods.create({"date_from": month})
        if month == LAST_MONTH:
            period.action_compute()
            continue
        if month == contests.RANKED_MONTH:
            period.action_compute()
            contest = contests.run(env, users)
        period.action_close()
    return contest


def close_last(env, clerk):
    """Close the last month by its page, with all steps."""
    period = last(env).with_user(clerk)
    with freeze_time(CLOSED, tick=True):
        period.action_run_and_close()
        env.cr.flush()
    if period.state != "closed":
        raise StepFailed(
            f"closing {period.name}",
            period.run_message or "no reason is given",
            "look at the problems of the month",
        )


def last(env):
    """Return the last month of the demo."""
    return env["telecom.period"].search([("date_from", "=", LAST_MONTH)])
