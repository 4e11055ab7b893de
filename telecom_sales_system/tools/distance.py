"""Distances on the globe, without any database."""

from math import asin, cos, radians, sin, sqrt

EARTH_RADIUS = 6_371_000  # metres


def metres_between(here, there):
    """Return the straight distance between two positions, in metres.

    :param here: (latitude, longitude) in degrees
    :param there: likewise
    """
    north, east = (radians(b - a) for a, b in zip(here, there, strict=True))
    chord = (
        sin(north / 2) ** 2
        + cos(radians(here[0])) * cos(radians(there[0])) * sin(east / 2) ** 2
    )
    return 2 * EARTH_RADIUS * asin(sqrt(min(1.0, chord)))
