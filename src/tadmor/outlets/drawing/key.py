"""The legend of the drawn map: who holds, what the signs mean, and what the map does not say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from tadmor.outlets.drawing.colours import UNNAMED
from tadmor.outlets.drawing.frame import Point
from tadmor.outlets.drawing.lettering import folded, text
from tadmor.outlets.drawing.signs import Sign, drawn
from tadmor.outlets.event_lines import number
from tadmor.outlets.phrases import visible
from tadmor.pipeline.answers import Held

if TYPE_CHECKING:
    from tadmor.outlets.drawing.sheet import Sheet

_WIDE = 246.0
_MOST = 12  # parties that are named; the rest are counted
_INSET = 34.0  # of words beside a sign
_SIZE, _LEADING, _ROW = 14.0, 18.0, 25.0
Row = tuple[Held, Sign, Point]


def key_of(rows: Sequence[Row], sheet: Sheet, left: float, top: float) -> tuple[list[str], float]:
    """The legend as SVG from its upper left corner, and where it ends below."""
    y, out = top, list[str]()
    for head, entries in (
        ("Held by", _holders(rows, sheet)), ("Signs", _signs(rows, sheet)), ("Not known", _silence(rows, sheet)),
    ):  # fmt: skip
        if entries:
            out.append(text(left, y, head, 15, look='font-weight="600"'))
            y += 10
            for sign, words in entries:
                drawing, high = _entry(sign, words, left, y)
                out += drawing
                y += high
            y += 24
    return out, y - 24


def _entry(sign: Sign | None, words: str, left: float, top: float) -> tuple[list[str], float]:
    """A line or more of the legend with the sign beside it, and how high it is."""
    inset = _INSET if sign else 0.0
    lines = list(folded(words, _WIDE - inset, _SIZE))
    out = [drawn(sign, (left + 12, top + 13))] if sign else []
    out += [text(left + inset, top + 18 + i * _LEADING, line, _SIZE) for i, line in enumerate(lines)]
    return out, max(_ROW, _LEADING * len(lines) + 7) + (4 if sign and sign.reach > 10 else 0)


def _holders(rows: Sequence[Row], sheet: Sheet) -> list[tuple[Sign | None, str]]:
    """Who holds most first, then those who only press or claim."""
    found = Counter(h.control.holder for h, _, _ in rows)
    others = {key for h, _, _ in rows for key in (h.control.by, *(r.holder for r in h.control.rivals)) if key}
    named: list[tuple[str | None, str]] = [(key, f" ({count:,})") for key, count in found.most_common()]
    named += [(key, "") for key in sorted(others - found.keys())]
    entries: list[tuple[Sign | None, str]] = [
        (Sign(6.5, sheet.colours[key]), f"{_name(key, sheet)}{count}") for key, count in named[:_MOST]
    ]
    more = len(named) - _MOST
    return entries + ([(None, f"and {more:,} more")] if more > 0 else [])


def _name(key: str | None, sheet: Sheet) -> str:
    return visible(sheet.asked.label(key)) if key else "somebody not named"


def _signs(rows: Sequence[Row], sheet: Sheet) -> list[tuple[Sign | None, str]]:
    signs = [sign for _, sign, _ in rows]
    grey, other = "#b9b9b9", "#4a4a4a"
    held = {sign.holding for sign in signs}
    wanted = [
        ("contested" in held, Sign(6, grey, "contested", other), "contested: ring in the challenger’s colour"),
        ("besieged" in held, Sign(5.5, grey, "besieged", other), "besieged: barred ring"),
        (any(s.rivals for s in signs), Sign(7, grey, rivals=(other,)), "versions compete; left, the better founded"),
        ("partly" in held, Sign(7, UNNAMED, "partly"), "held in part"),
        ("lost" in held, Sign(7, grey, "lost"), "lost, nobody says to whom"),
        (any(s.fresh < 1 for s in signs), Sign(7, UNNAMED, fresh=0.28), "fading: half a year and more without a word"),
    ]
    return [(sign, words) for there, sign, words in wanted if there]


def _silence(rows: Sequence[Row], sheet: Sheet) -> list[tuple[Sign | None, str]]:
    entries: list[tuple[Sign | None, str]] = []
    if count := len(sheet.rings):
        words = f"{number(count, 'place')} told of, but nobody says who held {'it' if count == 1 else 'them'}"
        entries.append((Sign(4, UNNAMED, "unknown"), words))
    if areas := len(sheet.held) - len(sheet.towns):
        entries.append((None, f"{number(areas, 'area')} told of as a whole: not drawn"))
    if far := len(sheet.towns) - len(rows):
        entries.append((None, f"{number(far, 'place')} beyond this frame"))
    if not rows:
        entries.insert(0, (None, "Nobody in this record says who held any place on this day."))
    return entries
