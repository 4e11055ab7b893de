"""What each role may do in room clients: key clients and their maintenance."""

from .rights import reach, screens

REACH = reach(
    own_and_unit=[
        "telecom.client.revenue",
        "telecom.client.service.history",
        "telecom.client.survey",
        "telecom.client.survey.line",
        "telecom.client.tier.history",
        "telecom.client.whitespace",
        "telecom.maintenance.activity",
        "telecom.maintenance.budget",
        "telecom.maintenance.effect",
        "telecom.maintenance.expense",
        "telecom.maintenance.share",
        "telecom.tier.review.line",
    ],
    common=[
        "telecom.client.tier",
        "telecom.tier.review",
    ],
)
SCREENS = screens(
    everybody=["res.partner"],
    managers=[
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
