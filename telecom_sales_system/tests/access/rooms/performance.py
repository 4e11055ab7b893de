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
    everybody=["telecom.performance.entry", "telecom.performance.statement.print"],
    managers=["telecom.period", "telecom.incentive"],
    settings=["telecom.revenue.line"],
)
