"""What each role may do in room fieldwork: the daily work."""

from .rights import FULL, MASTER_DATA, NONE, READ, screens

RIGHTS = {
    "telecom.sales.log": (NONE, FULL, FULL, FULL, READ, READ),
    "telecom.sales.log.due": (NONE, READ, READ, READ, READ, READ),
    "telecom.visit": (NONE, "rwc.", "rwc.", FULL, READ, READ),
    "telecom.conduct.incident": (NONE, "rw..", FULL, FULL, "rwc.", READ),
    "telecom.experience.note": (NONE, FULL, FULL, FULL, READ, READ),
    "telecom.experience.tag": (NONE, "r.c.", "r.c.", FULL, READ, READ),
    "telecom.training": (NONE, READ, FULL, FULL, READ, READ),
    "telecom.training.session": (NONE, READ, FULL, FULL, READ, READ),
    "telecom.training.attendance": (NONE, READ, FULL, FULL, READ, READ),
    "telecom.marketing.project": (NONE, "rw..", FULL, FULL, READ, READ),
    "telecom.marketing.project.stage": MASTER_DATA,
    "telecom.marketing.project.revenue": (NONE, READ, READ, READ, READ, READ),
    "telecom.marketing.plan": (NONE, READ, READ, READ, READ, READ),
}
SCREENS = screens(
    everybody=[
        "telecom.visit",
        "res.partner",  # Clients to Visit
        "telecom.sales.log",
        "telecom.sales.log.due",
        "calendar.event",
        "telecom.conduct.incident",
        "telecom.experience.note",
        "telecom.training",
        "telecom.training.attendance",
        "telecom.marketing.project",
        "telecom.marketing.plan",
    ],
    managers=[
        "telecom.sales.log",
        "telecom.sales.log",
        "telecom.training.attendance",
    ],
    settings=["telecom.marketing.project.stage"],
)
for seller in ("salesperson", "unit_manager", "service"):
    SCREENS[seller].append("telecom.visit.plan")
