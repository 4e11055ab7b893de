"""What each role may do in room organisation: units, people and teams."""

from .rights import reach, screens

REACH = reach(
    own_and_unit=[
        "telecom.salesperson",
        "telecom.salesperson.assignment",
    ],
    common=[
        "telecom.sales.unit",
        "telecom.salesperson.grade",
    ],
)
SCREENS = screens(
    managers=[
        "telecom.salesperson",
        "crm.team",
        "telecom.sales.unit",
    ],
    settings=["telecom.salesperson.grade", "telecom.salesperson.assignment"],
)
