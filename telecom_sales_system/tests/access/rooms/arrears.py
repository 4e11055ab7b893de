"""What each role may do in room arrears: what clients owe."""

from .rights import NONE, READ, screens

RIGHTS = {
    "telecom.arrears.item": (NONE, READ, READ, READ, READ, READ),
}
SCREENS = screens(
    everybody=[
        "telecom.arrears.item",
    ],
)
