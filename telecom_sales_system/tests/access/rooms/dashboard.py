"""Whose records each role reads in room dashboard, and the settings' screen."""

from .rights import reach, screens

REACH = reach(staff=["telecom.setup.step"])
SCREENS = screens(department=["telecom.settings", "telecom.setup.step"])
