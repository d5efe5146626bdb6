"""The legend of the drawn map: who holds, what the signs mean, and what the map does not say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from tadmor.outlets.drawing.colours import UNNAMED
from tadmor.outlets.drawing.frame import Point
from tadmor.outlets.drawing.lettering import width_of
from tadmor.outlets.drawing.signs import Sign, drawn
from tadmor.outlets.event_lines import number
from tadmor.outlets.phrases import visible
from tadmor.pipeline.answers import Held

if TYPE_CHECKING:
    from tadmor.outlets.drawing.sheet import Sheet

_WIDE = 226.0
_MOST = 14  # holders that are named; the rest are counted
_ROW = 22.0
Row = tuple[Held, Sign, Point]


def key_of(rows: Sequence[Row], sheet: Sheet, left: float, top: float) -> Iterator[str]:
    """The legend as SVG, from its upper left corner."""
    y = top
    for head, entries in (
        ("Held by", _holders(rows, sheet)), ("Signs", _signs(rows, sheet)), ("Not known", _silence(rows, sheet)),
    ):  # fmt: skip
        if entries:
            yield f'<text x="{left}" y="{y}" class="head">{head}</text>'
            y += 8
            for sign, words in entries:
                lines = list(_folded(words, _WIDE - (30 if sign else 0)))
                if sign:
                    yield drawn(sign, (left + 10, y + 12))
                x = left + (30 if sign else 0)
                for i, line in enumerate(lines):
                    yield f'<text x="{x}" y="{y + 16 + i * 15}" class="small">{escape(line)}</text>'
                y += max(_ROW, 15 * len(lines) + 8) + (4 if sign and sign.reach > 10 else 0)
            y += 20


def _holders(rows: Sequence[Row], sheet: Sheet) -> list[tuple[Sign | None, str]]:
    found = Counter(h.control.holder for h, _, _ in rows)
    others = {key for h, _, _ in rows for key in (h.control.by, *(r.holder for r in h.control.rivals))} - found.keys()
    entries: list[tuple[Sign | None, str]] = [
        (Sign(6.5, sheet.colours[key]), f"{_name(key, sheet)} ({count:,})") for key, count in found.most_common(_MOST)
    ]
    entries += [(Sign(6.5, sheet.colours[key]), _name(key, sheet)) for key in sorted(others - {None}, key=str)]
    more = len(found) - _MOST
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


def _folded(words: str, wide: float) -> Iterator[str]:
    line = ""
    for word in words.split():
        if line and width_of(f"{line} {word}", 11.4) > wide:
            yield line
            line = word
        else:
            line = f"{line} {word}".strip()
    yield line
