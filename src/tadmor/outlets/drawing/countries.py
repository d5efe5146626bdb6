"""Where the names of countries stand: in the widest part that the frame shows, clear of all other names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tadmor.outlets.drawing.frame import Box, Frame, Point
from tadmor.outlets.drawing.lettering import meet, width_of
from tadmor.outlets.drawing.outlines import Country

_CELL = 14.0  # pixels
SIZE = 14.0
SPACED = 0.16  # of the size, between letters


def country_names(
    land: Sequence[tuple[Country, list[list[Point]]]], frame: Frame, taken: Sequence[Box]
) -> Iterator[tuple[str, Point]]:
    """(name, middle of it) of each country that has room for its name."""
    full = list(taken)
    for country, rings in land:
        wide = width_of(country.name.upper(), SIZE) + SPACED * SIZE * len(country.name)
        for x, y in _deepest(_cells(rings, frame), wide):
            box = (x - wide / 2 - 3, y - SIZE, x + wide / 2 + 3, y + SIZE * 0.6)
            if box[0] > 6 and box[2] < frame.width - 6 and not any(meet(box, other) for other in full):
                full.append(box)
                yield country.name, (round(x, 1), round(y, 1))
                break


def _cells(rings: Sequence[Sequence[Point]], frame: Frame) -> set[tuple[int, int]]:
    """The cells of a grid whose middles lie within the rings."""
    cells: set[tuple[int, int]] = set()
    for row in range(int(frame.height / _CELL)):
        y = (row + 0.5) * _CELL
        crossings = sorted(_crossings(rings, y))
        for left, right in zip(crossings[::2], crossings[1::2], strict=False):
            first, last = max(0, round(left / _CELL)), min(int(frame.width / _CELL) - 1, round(right / _CELL) - 1)
            cells.update((column, row) for column in range(first, last + 1))
    return cells


def _crossings(rings: Sequence[Sequence[Point]], y: float) -> Iterator[float]:
    for ring in rings:
        for (ax, ay), (bx, by) in zip(ring, [*ring[1:], ring[0]], strict=True):
            if (ay > y) is not (by > y):
                yield ax + (y - ay) / (by - ay) * (bx - ax)


def _deepest(cells: set[tuple[int, int]], wide: float) -> Iterator[Point]:
    """Middles of cells whose whole name lies in the country, those farthest from its edge first."""
    reach = int(wide / 2 / _CELL) + 1
    depth: dict[tuple[int, int], int] = {}
    left, level = cells, 0
    while left:
        inner = {(c, r) for c, r in left if {(c - 1, r), (c + 1, r), (c, r - 1), (c, r + 1)} <= left}
        depth.update(dict.fromkeys(left - inner, level))
        left, level = inner, level + 1
    fits = [c for c in depth if all((c[0] + dx, c[1]) in cells for dx in range(-reach, reach + 1))]
    for column, row in sorted(fits, key=lambda c: (-depth[c], c)):
        yield (column + 0.5) * _CELL, (row + 0.5) * _CELL
