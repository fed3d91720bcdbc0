"""Distances on the earth taken as a sphere, good to half a per cent; places of reports are known far worse."""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt

__all__ = ["great_circle"]

_RADIUS_KM = 6371.0


def great_circle(latitude: float, longitude: float, to_latitude: float, to_longitude: float) -> float:
    """Return the kilometres between two points, WGS84 degrees, along a great circle (haversine formula)."""
    here, there = radians(latitude), radians(to_latitude)
    half = sin((there - here) / 2) ** 2
    half += cos(here) * cos(there) * sin(radians(to_longitude - longitude) / 2) ** 2
    return 2 * _RADIUS_KM * asin(min(1.0, sqrt(half)))
