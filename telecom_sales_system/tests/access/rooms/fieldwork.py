"""What each role may do in room fieldwork: the daily work."""

from .rights import screens

RIGHTS = {}
SCREENS = screens(
    everybody=[],
)
