"""The months of the ledger, closed one after the other by customer service."""

from freezegun import freeze_time

from dev.demo.special import bounce_payment
from dev.demo.timeline import BOUNCE_FOUND_MONTH, LAST_MONTH, months
from dev.setup.steps import StepFailed

CLOSED = "2026-11-02 00:30:00"


def close(env, clerk):
    """Compute and close month after month; leave the last one computed."""
    for month in months():
        if month == BOUNCE_FOUND_MONTH:
            bounce_payment(env)
        period = env["telecom.period"].with_user(clerk).create({"date_from": month})
        if month == LAST_MONTH:
            period.action_compute()
        else:
            period.action_close()


def close_last(env, clerk):
    """Close the last month as the product does: by its page, with all the steps."""
    period = last(env).with_user(clerk)
    with freeze_time(CLOSED, tick=True):
        period.action_run_and_close()
        env.flush_all()
    if period.state != "closed":
        raise StepFailed(
            f"closing {period.name}",
            period.run_message or "no reason is given",
            "look at the problems of the month",
        )


def last(env):
    """The last month of the demo."""
    return env["telecom.period"].search([("date_from", "=", LAST_MONTH)])
