"""The months of the ledger: all but the last closed by customer service."""

from dev.demo.special import bounce_payment
from dev.demo.timeline import BOUNCE_FOUND_MONTH, LAST_MONTH, months


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


def last(env):
    """The last month of the demo."""
    return env["telecom.period"].search([("date_from", "=", LAST_MONTH)])
