"""The frame of a drawn map: which part of the world it shows, and where in it a place stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import atan, cos, degrees, exp, hypot, log, pi, radians, sin
from statistics import median

Point = tuple[float, float]
Box = tuple[float, float, float, float]
_EARTH_KM = 40_075.017
_FAR_KM = 900.0  # from the middle of the places, beyond which a place does not widen the frame
_LEAST = 3.7  # degrees from north to south that a frame shows at least: borders and coasts tell where it is


@dataclass(frozen=True, slots=True)
class Frame:
    """Mercator's projection onto ``width`` by ``height`` pixels; ``west`` and ``north`` are the corner in world units.

    One world unit is the whole equator; ``scale`` is pixels a unit.
    """

    west: float
    north: float
    scale: float
    width: float
    height: float

    def at(self, lat: float, lon: float) -> Point:
        """The pixel of a place.

        >>> Frame(0.5, 0.5, 360.0, 10, 10).at(0, 2)
        (2.0, 0.0)
        """
        x, y = world(lat, lon)
        return round((x - self.west) * self.scale, 2), round((y - self.north) * self.scale, 2)

    def holds(self, point: Point, margin: float = 0) -> bool:
        """Whether a pixel lies within the frame, by ``margin`` at least."""
        return margin <= point[0] <= self.width - margin and margin <= point[1] <= self.height - margin

    def bounds(self, margin: float = 0) -> Box:
        """(west, south, east, north) in degrees, ``margin`` pixels beyond the frame."""
        edge = margin / self.scale
        west, north = self.west - edge, self.north - edge
        east, south = self.west + self.width / self.scale + edge, self.north + self.height / self.scale + edge
        return west * 360 - 180, _latitude(south), east * 360 - 180, _latitude(north)

    def km(self, pixels: float) -> float:
        """Kilometres that so many pixels stand for in the middle of the frame."""
        middle = _latitude(self.north + self.height / self.scale / 2)
        return pixels / self.scale * _EARTH_KM * cos(radians(middle))


def world(lat: float, lon: float) -> Point:
    """Mercator's place in world units, 0 to 1, from the north-west."""
    turn = sin(radians(max(-85.0, min(85.0, lat))))
    return (lon + 180) / 360, 0.5 - log((1 + turn) / (1 - turn)) / (4 * pi)


def _latitude(y: float) -> float:
    return degrees(2 * atan(exp((0.5 - y) * 2 * pi)) - pi / 2)


def around(places: Sequence[tuple[float, float]], width: float, height: float, margin: float = 56) -> Frame:
    """The frame of these places (lat, lon): all but those far off; the world where there are none."""
    if not places:
        return Frame(0.0, 0.14, width, width, height)
    near = _near(places)
    points = [world(lat, lon) for lat, lon in near]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    wide, high = max(xs) - min(xs), max(max(ys) - min(ys), _LEAST / 360)
    scale = min((width - 2 * margin) / max(wide, high), (height - 2 * margin) / high)
    x, y = (max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2
    return Frame(x - width / scale / 2, y - height / scale / 2, scale, width, height)


def _near(places: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    lat, lon = median(p[0] for p in places), median(p[1] for p in places)
    return [p for p in places if gap_km(p, (lat, lon)) <= _FAR_KM] or list(places)


def gap_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Kilometres between two places, as on a flat sheet: enough to tell near from far."""
    return hypot(a[0] - b[0], (a[1] - b[1]) * cos(radians(a[0]))) * _EARTH_KM / 360


def round_km(most: float) -> float:
    """The longest round distance that is not above ``most`` (1, 2 or 5 times a power of ten).

    >>> round_km(130), round_km(0.7)
    (100, 0.5)
    """
    power = 10.0 ** int(log(most, 10) - (most < 1))
    best = max(step * power for step in (1, 2, 5) if step * power <= most)
    return int(best) if best >= 1 else best


__all__ = ["Box", "Frame", "Point", "around", "gap_km", "round_km", "world"]
