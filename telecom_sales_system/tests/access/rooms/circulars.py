"""What each role may do in room circulars."""

from .rights import reach, screens

REACH = reach(
    own_and_unit=[
        "telecom.circular.receipt",
    ],
    unit=[
        "telecom.circular",
        "telecom.circular.template",
    ],
    staff=[
        "telecom.period.workbook",
    ],
)
SCREENS = screens(
    everybody=["telecom.circular.receipt"],
    managers=["telecom.circular", "telecom.circular.receipt"],
    settings=["telecom.circular.template"],
)
