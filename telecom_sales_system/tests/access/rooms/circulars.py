"""What each role may do in room circulars."""

from .rights import FULL, NONE, READ, screens

RIGHTS = {
    "telecom.circular": (NONE, READ, FULL, FULL, "rw..", READ),
    "telecom.circular.receipt": (NONE, READ, READ, READ, READ, READ),
    "telecom.period.workbook": (NONE, NONE, NONE, READ, READ, READ),
    "telecom.circular.template": (NONE, NONE, READ, FULL, READ, READ),
}
SCREENS = screens(
    everybody=["telecom.circular", "telecom.circular.receipt"],
    managers=["telecom.circular.receipt"],
    settings=["telecom.circular.template"],
)
