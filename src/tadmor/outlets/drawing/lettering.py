"""Words on the sheet, and names on the map: each beside its disc where there is room, none over another."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from tadmor.outlets.drawing.frame import Box, Frame, Point
from tadmor.outlets.phrases import visible

INK, QUIET = "#1c1c1c", "#5d5a55"
SMALL = 13.0
NAME = 15.0
_FAR = (14.0, 26.0, 40.0, 56.0, 74.0)  # pixels from a disc to its name, where a line leads there
_NARROW, _WIDE = frozenset("fijlrtI.,:;'’|()[]- "), frozenset("mwMWG@%—")


@dataclass(frozen=True, slots=True)
class Wish:
    """A name that wants a place beside a disc of ``radius`` at ``point``; if need be ``far`` from it."""

    text: str
    point: Point
    radius: float
    size: float = NAME
    far: bool = False


@dataclass(frozen=True, slots=True)
class Label:
    """A name that got one: ``x``, ``y`` of its base line, which end of it stands there, and whether it is far off."""

    wish: Wish
    x: float
    y: float
    anchor: str
    box: Box
    far: bool = False


def text(x: float, y: float, words: str, size: float = SMALL, fill: str = INK, look: str = "") -> str:
    """Words as SVG, their base line at ``x``, ``y``; ``look`` are more attributes. No style sheet is needed for it."""
    more = f" {look}" if look else ""
    return f'<text x="{x:g}" y="{y:g}" font-size="{size:g}" fill="{fill}"{more}>{escape(visible(words))}</text>'


def folded(words: str, wide: float, size: float) -> Iterator[str]:
    """The words in lines that are no wider than ``wide``, as far as the width of each word allows."""
    line = ""
    for word in words.split():
        if line and width_of(f"{line} {word}", size) > wide:
            yield line
            line = word
        else:
            line = f"{line} {word}".strip()
    yield line


def width_of(text: str, size: float) -> float:
    """About how wide a text is set in a plain sans face, on the generous side."""
    return size * sum(map(_em, text))


def _em(char: str) -> float:
    if unicodedata.combining(char):
        return 0.0
    if unicodedata.east_asian_width(char) in "WF":
        return 1.02
    if char in _NARROW:
        return 0.34
    if char in _WIDE:
        return 0.92
    return 0.70 if char.isupper() else 0.585


def placed(wishes: Sequence[Wish], frame: Frame, taken: Sequence[Box] = ()) -> list[Label]:
    """The names that found room, the first wishes first; none covers a disc, another name or what is ``taken``."""
    full = [*taken, *(_disc(wish) for wish in wishes)]
    labels: list[Label] = []
    for wish in wishes:
        own = _disc(wish)
        for label in _tries(wish):
            if _inside(label.box, frame) and not any(meet(label.box, box) for box in full if box != own):
                labels.append(label)
                full.append(label.box)
                break
    return labels


def _disc(wish: Wish) -> Box:
    (x, y), r = wish.point, wish.radius
    return x - r, y - r, x + r, y + r


def _tries(wish: Wish) -> Iterator[Label]:
    """Right, left, above, below, then the corners; then the same farther off, for a line to lead there."""
    for away in (3.5, *(_FAR if wish.far else ())):
        yield from _at(wish, wish.radius + away, away > 10)


def _at(wish: Wish, gap: float, far: bool) -> Iterator[Label]:
    (x, y), size = wish.point, wish.size
    wide, slant = width_of(wish.text, size), gap * 0.72
    for anchor, dx, dy in (
        ("start", gap, size * 0.35), ("end", -gap, size * 0.35), ("middle", 0, -gap), ("middle", 0, gap + size * 0.78),
        ("start", slant, -slant), ("start", slant, slant + size * 0.7), ("end", -slant, -slant),
        ("end", -slant, slant + size * 0.7),
    ):  # fmt: skip
        left = x + dx - wide * {"start": 0.0, "middle": 0.5, "end": 1.0}[anchor]
        box = (left, y + dy - size * 0.8, left + wide, y + dy + size * 0.24)
        yield Label(wish, round(x + dx, 1), round(y + dy, 1), anchor, box, far)


def _inside(box: Box, frame: Frame) -> bool:
    return box[0] > 4 and box[1] > 4 and box[2] < frame.width - 4 and box[3] < frame.height - 4


def meet(a: Box, b: Box) -> bool:
    """Whether two boxes share a pixel."""
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
