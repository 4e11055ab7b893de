"""What each role may do in room dashboard: the setup page and the settings."""

from .rights import NONE, READ, ROLES

RIGHTS = {"telecom.setup.step": (NONE, NONE, NONE, READ, NONE, NONE)}
SCREENS = {role: ["telecom.settings"] if role == "service" else [] for role in ROLES}
