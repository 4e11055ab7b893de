"""What each role may do in room clients: key clients and their maintenance."""

from .rights import FULL, MASTER_DATA, NONE, READ, screens

RIGHTS = {
    "telecom.client.tier": MASTER_DATA,
    "telecom.client.tier.history": (NONE, READ, READ, READ, READ, READ),
    "telecom.client.service.history": MASTER_DATA,
    "telecom.tier.review": MASTER_DATA,
    "telecom.tier.review.line": (NONE, READ, READ, "rw..", READ, READ),
    "telecom.client.survey": (NONE, "rwc.", "rwc.", FULL, READ, READ),
    "telecom.client.survey.line": (NONE, FULL, FULL, FULL, READ, READ),
    "telecom.client.whitespace": (NONE, READ, READ, READ, READ, READ),
    "telecom.client.revenue": (NONE, READ, READ, READ, READ, READ),
    "telecom.maintenance.budget": (NONE, READ, READ, FULL, "rw..", READ),
    "telecom.maintenance.share": (NONE, READ, READ, READ, READ, READ),
    "telecom.maintenance.expense": (NONE, FULL, FULL, FULL, READ, READ),
    "telecom.maintenance.activity": (NONE, READ, FULL, FULL, READ, READ),
    "telecom.maintenance.effect": (NONE, READ, READ, READ, READ, READ),
}
SCREENS = screens(
    everybody=[
        "telecom.client.revenue",
        "telecom.client.tier.history",
        "telecom.client.service.history",
        "telecom.tier.review",
        "telecom.maintenance.budget",
        "telecom.maintenance.expense",
        "telecom.maintenance.activity",
        "telecom.maintenance.effect",
        "res.partner",
        "res.partner",
        "res.partner",
        "telecom.client.survey",
        "telecom.client.whitespace",
    ],
    settings=["telecom.client.tier", "res.partner.industry"],
)
