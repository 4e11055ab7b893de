"""What each role may do in room performance: the ledger."""

from .rights import reach, screens

REACH = reach(
    own_and_unit=[
        "telecom.incentive",
        "telecom.performance.entry",
    ],
    common=[
        "telecom.period",
        "telecom.revenue.line",
        "telecom.revenue.line.rate",
    ],
    staff=[
        "telecom.close.step",
        "telecom.period.problem",
    ],
)
SCREENS = screens(
    everybody=[
        "telecom.period",
        "telecom.performance.entry",
        "telecom.incentive",
        "telecom.performance.statement.print",
    ],
    settings=["telecom.revenue.line"],
)
