"""The signs of the map as SVG: discs of those who hold towns, in every state they may be in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import cos, log10, pi, sin

from tadmor.model import Holding, Place
from tadmor.outlets.drawing.colours import tint
from tadmor.outlets.drawing.frame import Point
from tadmor.outlets.drawing.legend import FADES

DARK = "#3a3a3a"
_PALEST = 0.28


@dataclass(frozen=True, slots=True)
class Sign:
    """A disc: its colour, how the place is held, the challenger's colour, those of other versions, and how fresh."""

    radius: float
    colour: str
    holding: Holding = "held"
    by: str | None = None
    rivals: tuple[str, ...] = ()
    fresh: float = 1.0

    @property
    def reach(self) -> float:
        """From the middle to its outermost edge, in pixels."""
        return self.radius + {"contested": 5.0, "besieged": 6.6}.get(self.holding, 1.6)


def radius_of(place: Place) -> float:
    """The radius in pixels of a place's disc: by the number of its people; 5 where it is not known.

    >>> from tadmor.model import Place
    >>> radius_of(Place("x", "X", "SY", 0, 0, "town", population=2_000_000))
    11.0
    """
    return round(min(11.0, max(5.0, 2.6 * log10(max(place.population, 1)) - 5.4)), 1)


def freshness(stale_days: int | None) -> float:
    """1 where somebody said so lately, falling to a pale 0.28 as the last word grows old.

    >>> freshness(10), freshness(2000)
    (1.0, 0.28)
    """
    first, last = FADES
    share = (max(stale_days or 0, 0) - first) / (last - first)
    return round(1 - (1 - _PALEST) * min(1.0, max(0.0, share)), 2)


def drawn(sign: Sign, point: Point) -> str:
    """The sign as SVG, its middle at ``point``."""
    x, y = point
    return f'<g transform="translate({x} {y})">{"".join(_parts(sign))}</g>'


def _parts(sign: Sign) -> Iterator[str]:
    r, edge = sign.radius, tint(sign.colour, -0.4)
    if sign.holding == "unknown":
        yield f'<circle r="{r}" fill="#fff" stroke="#8c8c8c" stroke-width="1.3"/>'
        return
    if sign.holding in ("contested", "besieged"):
        yield from _ring(sign)
    yield f'<circle r="{r + 0.9}" fill="#fff"/>'
    if sign.holding == "lost":
        yield f'<circle r="{r}" fill="#fff" stroke="{edge}" stroke-width="1.8" stroke-dasharray="2.6 1.8"/>'
        return
    opacity = f' fill-opacity="{sign.fresh}"' if sign.fresh < 1 else ""
    if sign.holding == "partly":
        yield f'<circle r="{r}" fill="#fff" stroke="{edge}"/><circle r="{r * 0.58:.1f}" fill="{sign.colour}"{opacity}/>'
        return
    if sign.rivals:
        yield from (f'<path d="{path}" fill="{colour}"{opacity}/>' for path, colour in _slices(sign))
    else:
        yield f'<circle r="{r}" fill="{sign.colour}"{opacity}/>'
    thin = 'stroke="#777" stroke-dasharray="2 1.4"' if sign.fresh < 0.7 else f'stroke="{edge}"'
    yield f'<circle r="{r}" fill="none" {thin} stroke-width="0.9"/>'


def _ring(sign: Sign) -> Iterator[str]:
    colour = sign.by or DARK
    if sign.holding == "contested":
        middle = sign.radius + 3.2
        yield f'<circle r="{middle}" fill="#fff" stroke="{tint(colour, -0.4)}" stroke-width="3.6"/>'
        yield f'<circle r="{middle}" fill="none" stroke="{colour}" stroke-width="2.4"/>'
        return
    inner, outer = sign.radius + 1.8, sign.radius + 6.0
    bars = max(12, round(outer * 2))
    turns = [2 * pi * i / bars for i in range(bars)]
    lines = "".join(
        f"M{inner * cos(a):.1f} {inner * sin(a):.1f}L{outer * cos(a):.1f} {outer * sin(a):.1f}" for a in turns
    )
    yield f'<circle r="{outer}" fill="#fff"/><path d="{lines}" stroke="{colour}" stroke-width="1.5"/>'
    yield f'<circle r="{outer}" fill="none" stroke="{colour}" stroke-width="1.1"/>'


def _slices(sign: Sign) -> Iterator[tuple[str, str]]:
    """Equal slices, the chosen holder's on the left: two versions make halves."""
    colours: Sequence[str] = (sign.colour, *sign.rivals[:3])
    r, turn = sign.radius, 2 * pi / len(colours)
    for i, colour in enumerate(colours):
        a = pi / 2 + i * turn
        x, y, u, v = r * cos(a), r * sin(a), r * cos(a + turn), r * sin(a + turn)
        yield f"M0 0L{x:.2f} {y:.2f}A{r} {r} 0 0 1 {u:.2f} {v:.2f}Z", colour
