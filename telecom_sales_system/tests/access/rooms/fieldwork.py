"""What each role may do in room fieldwork: the daily work."""

from .rights import reach, screens

REACH = reach(
    own_and_unit=[
        "telecom.conduct.incident",
        "telecom.marketing.plan",
        "telecom.marketing.project",
        "telecom.marketing.project.revenue",
        "telecom.sales.log",
        "telecom.sales.log.due",
        "telecom.training",
        "telecom.training.attendance",
        "telecom.training.session",
        "telecom.visit",
    ],
    common=[
        "telecom.experience.note",
        "telecom.experience.tag",
        "telecom.marketing.project.stage",
    ],
)
SCREENS = screens(
    everybody=[
        "telecom.visit",
        "res.partner",  # Clients to Visit
        "telecom.sales.log",
        "calendar.event",
        "telecom.experience.note",
        "telecom.training.attendance",
        "telecom.marketing.project",
    ],
    managers=[
        "telecom.sales.log.due",
        "telecom.conduct.incident",
        "telecom.training",
        "telecom.marketing.plan",
        "telecom.sales.log",
        "telecom.sales.log",
        "telecom.training.attendance",
    ],
    settings=["telecom.marketing.project.stage"],
)
for seller in ("salesperson", "unit_manager", "service"):
    SCREENS[seller].append("telecom.visit.plan")
