"""What each role may do in room organisation: units, people and teams."""

from .rights import MASTER_DATA, screens

RIGHTS = {
    "telecom.sales.unit": MASTER_DATA,
    "telecom.salesperson": MASTER_DATA,
    "telecom.salesperson.assignment": MASTER_DATA,
    "telecom.salesperson.grade": MASTER_DATA,
}
SCREENS = screens(
    everybody=[
        "telecom.salesperson",
        "crm.team",
        "telecom.sales.unit",
    ],
    settings=["telecom.salesperson.grade", "telecom.salesperson.assignment"],
)
