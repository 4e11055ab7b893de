"""What each role may do in room assessment: metrics and scores."""

from .rights import screens

RIGHTS = {}
SCREENS = screens(
    everybody=[],
)
