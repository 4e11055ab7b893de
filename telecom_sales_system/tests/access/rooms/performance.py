"""What each role may do in room performance: the ledger."""

from .rights import FULL, MASTER_DATA, NONE, READ, screens

RIGHTS = {
    "telecom.revenue.line": MASTER_DATA,
    "telecom.revenue.line.rate": MASTER_DATA,
    "telecom.period": MASTER_DATA,
    "telecom.incentive": (NONE, READ, "rwc.", FULL, READ, READ),
    "telecom.performance.entry": (NONE, READ, READ, READ, READ, READ),
    "telecom.close.step": (NONE, NONE, NONE, READ, READ, READ),
    "telecom.period.problem": (NONE, NONE, NONE, READ, READ, READ),
}
SCREENS = screens(
    everybody=[
        "telecom.period",
        "telecom.performance.entry",
        "telecom.incentive",
        "telecom.performance.statement.print",
    ],
    settings=["telecom.revenue.line"],
)
