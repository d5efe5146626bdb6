"""Countries, borders and coast, of the file that the page draws its base map from."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import accumulate, pairwise

from tadmor.outlets.drawing.frame import Box, Frame, Point

_WORLD = "outlets/web/static/vendor/world.json"
_SLACK = 12.0  # pixels beyond the frame up to which outlines are drawn
_STEP = 0.5  # pixels that a point of an outline must be away from the one before


@dataclass(frozen=True, slots=True)
class Line:
    """A line in degrees (lat, lon) and the box around it."""

    points: tuple[Point, ...]
    box: Box


@dataclass(frozen=True, slots=True)
class Country:
    """A country by its ISO 3166-1 number (or its name where it has none), with its polygons of rings of lines."""

    key: str
    name: str
    polygons: tuple[tuple[tuple[int, ...], ...], ...]


@dataclass(frozen=True, slots=True)
class Outlines:
    """The base map; ``borders``, ``disputed`` and ``coast`` are numbers of lines."""

    lines: tuple[Line, ...]
    countries: tuple[Country, ...]
    borders: tuple[int, ...]
    disputed: tuple[int, ...]
    coast: tuple[int, ...]
    source: str

    def land(self, frame: Frame) -> Iterator[tuple[Country, list[list[Point]]]]:
        """Each country that the frame shows, with its rings in pixels, cut off a little beyond the frame."""
        view = frame.bounds(_SLACK)
        for country in self.countries:
            rings = [
                cut
                for polygon in country.polygons
                for ring in polygon
                if _meet(self._box(ring), view) and (cut := _clipped(self._ring(ring, frame), frame))
            ]
            if rings:
                yield country, rings

    def strokes(self, numbers: Sequence[int], frame: Frame) -> Iterator[list[Point]]:
        """The stretches of these lines that the frame shows, in pixels."""
        view = frame.bounds(_SLACK)
        for line in (self.lines[n] for n in numbers):
            if _meet(line.box, view):
                yield from _runs(_thinned([frame.at(*p) for p in line.points]), frame)

    def _box(self, ring: Sequence[int]) -> Box:
        boxes = [self.lines[n if n >= 0 else ~n].box for n in ring]
        west, south, east, north = zip(*boxes, strict=True)
        return min(west), min(south), max(east), max(north)

    def _ring(self, ring: Sequence[int], frame: Frame) -> list[Point]:
        points = (p for n in ring for p in (self.lines[n].points if n >= 0 else self.lines[~n].points[::-1]))
        return _thinned([frame.at(*p) for p in points])


@cache
def outlines() -> Outlines | None:
    """The base map that was packed with the page; None where it was not."""
    file = files("tadmor").joinpath(_WORLD)
    if not file.is_file():
        return None
    held = json.loads(file.read_text(encoding="utf-8"))
    countries = (
        Country(key, name, tuple(tuple(tuple(ring) for ring in polygon) for polygon in polygons))
        for key, name, polygons in held["countries"]
    )
    lines = tuple(_line(numbers, held["step"]) for numbers in held["lines"])
    borders, disputed, coast = (tuple(held[kind]) for kind in ("borders", "disputed", "coast"))
    return Outlines(lines, tuple(countries), borders, disputed, coast, held["source"])


def _line(numbers: Sequence[int], step: float) -> Line:
    lons = [x * step for x in accumulate(numbers[::2])]
    lats = [y * step for y in accumulate(numbers[1::2])]
    return Line(tuple(zip(lats, lons, strict=True)), (min(lons), min(lats), max(lons), max(lats)))


def _meet(a: Box, b: Box) -> bool:
    return a[0] <= b[2] and b[0] <= a[2] and a[1] <= b[3] and b[1] <= a[3]


def _thinned(points: list[Point]) -> list[Point]:
    """The points without those that lie on the one before; the ends stay."""
    kept = points[:1]
    for point in points[1:-1]:
        if abs(point[0] - kept[-1][0]) + abs(point[1] - kept[-1][1]) >= _STEP:
            kept.append(point)
    return kept + points[-1:] if len(points) > 1 else kept


def _runs(points: list[Point], frame: Frame) -> Iterator[list[Point]]:
    run: list[Point] = []
    for a, b in pairwise(points):
        if frame.holds(a, -_SLACK) or frame.holds(b, -_SLACK):
            run = run or [a]
            run.append(b)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _clipped(ring: list[Point], frame: Frame) -> list[Point]:
    """The ring cut at the edges, a little beyond the frame (Sutherland and Hodgman 1974)."""
    for axis, edge, side in (
        (0, -_SLACK, 1), (0, frame.width + _SLACK, -1), (1, -_SLACK, 1), (1, frame.height + _SLACK, -1)
    ):  # fmt: skip
        ring = list(_beside(ring, axis, edge, side))
    return ring


def _beside(ring: list[Point], axis: int, edge: float, side: int) -> Iterator[Point]:
    for a, b in zip(ring[-1:] + ring[:-1], ring, strict=True):
        inside = (b[axis] - edge) * side >= 0
        if inside is not ((a[axis] - edge) * side >= 0):
            share = (edge - a[axis]) / (b[axis] - a[axis])
            yield round(a[0] + (b[0] - a[0]) * share, 2), round(a[1] + (b[1] - a[1]) * share, 2)
        if inside:
            yield b
