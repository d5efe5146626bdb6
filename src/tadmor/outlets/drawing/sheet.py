"""The map as a sheet for print: who held what on a day, with its legend, what it does not know, and its sources."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from xml.sax.saxutils import escape

from tadmor.model import Place
from tadmor.outlets.drawing.colours import colours_of
from tadmor.outlets.drawing.countries import SIZE, SPACED, country_names
from tadmor.outlets.drawing.frame import Frame, Point, around, round_km
from tadmor.outlets.drawing.key import key_of
from tadmor.outlets.drawing.lettering import INK, NAME, QUIET, SMALL, Label, Wish, folded, placed, text
from tadmor.outlets.drawing.outlines import Outlines
from tadmor.outlets.drawing.signs import Sign, drawn, freshness, radius_of
from tadmor.outlets.phrases import day as day_words
from tadmor.outlets.phrases import visible
from tadmor.pipeline.answers import Held

WIDTH = 1200
_LEFT, _TOP, _WIDE, _HIGH = 28.0, 92.0, 868.0, 640.0
_MANY = 40  # discs beyond which names are set small, so that more of them find room
_FAINT = 12.0  # the size of names of places that nobody is said to hold
_LARGE = 150_000  # people of a town whose name must not be missing
_KEY = _LEFT + _WIDE + 28
_FOOT = 19.0  # from line to line below the map
_AREAS = frozenset({"country", "adm1", "adm2", "region", "sea"})
_FACE = "'Noto Sans', 'Helvetica Neue', Helvetica, Arial, 'Liberation Sans', sans-serif"
_LAND, _WATER, _LINE, _COUNTRY = "#f3f1ec", "#ffffff", "#c9c4ba", "#8b857a"
_HALO = 'paint-order="stroke" stroke="#fff" stroke-width="3.4" stroke-linejoin="round" stroke-opacity=".9"'


@dataclass(frozen=True)
class Asked:
    """What a map is of: the day, the day of knowledge, the area's name, the sources line, and names of actors."""

    day: date
    known: date | None = None
    area: str | None = None
    sources: str = ""
    label: Callable[[str], str] = str

    @property
    def title(self) -> str:
        """The map's title in words."""
        return f"Who held what{f' in {visible(self.area)}' if self.area else ''}, {day_words(self.day)}"


@dataclass(frozen=True)
class Sheet:
    """A map that is being drawn; ``silent`` are places told of without a word on who holds them."""

    held: Sequence[Held]
    silent: Sequence[Place]
    asked: Asked
    base: Outlines | None
    high: float = _HIGH

    @cached_property
    def towns(self) -> list[Held]:
        """What is drawn as discs, the most important last."""
        towns = [h for h in self.held if h.place.feature not in _AREAS]
        return sorted(towns, key=lambda h: (h.place.population, h.control.weight, h.place.id))

    @cached_property
    def frame(self) -> Frame:
        """The part of the world that is shown."""
        seen = [(h.place.lat, h.place.lon) for h in self.towns] or [(p.lat, p.lon) for p in self.silent]
        return around(seen, _WIDE, self.high)

    @cached_property
    def colours(self) -> dict[str | None, str]:
        """The colour of everybody who stands on the map."""
        return colours_of(key for h in self.towns for key in _sides(h))

    def sign(self, held: Held) -> Sign:
        """The sign of a place."""
        control = held.control
        rivals = dict.fromkeys(self.colours[r.holder] for r in control.rivals if r.holder != control.holder)
        by = self.colours[control.by] if control.by else None
        fresh = freshness(held.stale_days)
        return Sign(radius_of(held.place), self.colours[control.holder], control.holding, by, tuple(rivals), fresh)

    @cached_property
    def signs(self) -> list[tuple[Held, Sign, Point]]:
        """The discs within the frame, with their pixels."""
        rows = [(h, self.sign(h), self.frame.at(h.place.lat, h.place.lon)) for h in self.towns]
        return [row for row in rows if self.frame.holds(row[2])]

    @cached_property
    def rings(self) -> list[tuple[Place, Point]]:
        """Towns told of in the frame that nobody is said to hold, but those that lie under a disc."""
        shown = {h.place.id for h in self.held}
        rows = [(p, self.frame.at(p.lat, p.lon)) for p in self.silent if p.id not in shown and p.feature not in _AREAS]
        return [row for row in rows if self.frame.holds(row[1], 4) and not _covered(row[1], self.signs)]

    @cached_property
    def labels(self) -> list[Label]:
        """The names that found room: of discs first, then of empty rings."""
        size = NAME if len(self.signs) <= _MANY else SMALL
        towns = [
            Wish(visible(h.place.name), at, sign.reach, size, h.place.population > _LARGE)
            for h, sign, at in reversed(self.signs)
        ]
        named = placed(towns, self.frame, [self._scale_box])
        taken = [self._scale_box, *(label.box for label in named), *(_around(sign, at) for _, sign, at in self.signs)]
        rest = [Wish(visible(p.name), at, 3.6, _FAINT) for p, at in self.rings]
        return named + placed(rest, self.frame, taken)

    @property
    def _scale_box(self) -> tuple[float, float, float, float]:
        return 0.0, self.frame.height - 40, 230.0, self.frame.height


def map_svg(held: Sequence[Held], silent: Sequence[Place], asked: Asked, base: Outlines | None) -> str:
    """The map of who holds what as an SVG document; ``silent`` places are drawn as empty rings."""
    sheet = _as_high_as_its_key(Sheet(held, silent, asked, base))
    known = f"as known on {day_words(asked.known)}" if asked.known else "as known from all reports of this record"
    key, key_end = key_of(sheet.signs, sheet, _KEY, _TOP + 14)
    feet = [line for words in (asked.sources, _base_words(base)) for line in folded(words, WIDTH - 2 * _LEFT, SMALL)]
    foot = max(_TOP + sheet.high, key_end) + 27
    high = round(foot + _FOOT * len(feet))
    body = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{high}" viewBox="0 0 {WIDTH} {high}" '
        f'role="img" font-family="{_FACE}"><title>{escape(asked.title)}</title>'
        f"<desc>{escape(_described(sheet))}</desc>",
        f'<rect width="{WIDTH}" height="{high}" fill="#fff"/>',
        text(_LEFT, 46, asked.title, 28, look='font-weight="600"'),
        text(_LEFT, 73, known, 16, QUIET),
        *_map(sheet),
        *key,
        *(text(_LEFT, round(foot + i * _FOOT), line, fill=QUIET) for i, line in enumerate(feet)),
        "</svg>",
    ]
    return "\n".join(body) + "\n"


def _as_high_as_its_key(sheet: Sheet) -> Sheet:
    """The sheet, its map so high that a long legend ends beside it."""
    end = key_of(sheet.signs, sheet, _KEY, _TOP + 14)[1]
    return replace(sheet, high=max(_HIGH, end - _TOP))


def _sides(held: Held) -> Iterator[str | None]:
    yield held.control.holder
    yield held.control.by
    yield from (rival.holder for rival in held.control.rivals)


def _described(sheet: Sheet) -> str:
    """The map in words, for those who do not see it."""
    label = sheet.asked.label
    holders: dict[str, list[str]] = {}
    for held, _, _ in reversed(sheet.signs):
        name = label(held.control.holder) if held.control.holder else "somebody not named"
        holders.setdefault(name, []).append(held.place.name)
    return visible("; ".join(f"{name}: {', '.join(places)}" for name, places in holders.items()) + ".")


def _base_words(base: Outlines | None) -> str:
    if base is None:
        return "Without borders: this copy of Tadmor was installed without its base map."
    return (
        f"Borders: {base.source}; dashed where a party disputes them. "
        "Larger discs: more people. The land between is not claimed."
    )


def _map(sheet: Sheet) -> Iterator[str]:
    frame = sheet.frame
    size = f'width="{_WIDE:g}" height="{frame.height:g}"'
    yield f'<svg x="{_LEFT:g}" y="{_TOP:g}" {size} viewBox="0 0 {_WIDE:g} {frame.height:g}">'
    yield f'<rect {size} fill="{_WATER if sheet.base else _LAND}"/>'
    if sheet.base:
        yield from _ground(sheet, sheet.base)
    yield from (
        f'<circle cx="{x}" cy="{y}" r="2.6" fill="#fff" stroke="#8c8c8c" stroke-width="1.1"/>'
        for _, (x, y) in sheet.rings
    )
    yield from (_leader(label) for label in sheet.labels)
    yield from (drawn(sign, at) for _, sign, at in sheet.signs)
    yield from (_label(label) for label in sheet.labels)
    yield from _scale(frame)
    yield f'<rect {size} fill="none" stroke="{_LINE}"/></svg>'


def _ground(sheet: Sheet, base: Outlines) -> Iterator[str]:
    land = list(base.land(sheet.frame))
    shapes = "".join(_path(ring) + "Z" for _, rings in land for ring in rings)
    yield f'<path d="{shapes}" fill="{_LAND}" fill-rule="evenodd"/>'
    for numbers, dashes in ((base.coast, ""), (base.borders, ""), (base.disputed, ' stroke-dasharray="4 3"')):
        lines = "".join(_path(line) for line in base.strokes(numbers, sheet.frame))
        if lines:
            yield f'<path d="{lines}" fill="none" stroke="{_LINE}" stroke-linejoin="round"{dashes}/>'
    taken = [label.box for label in sheet.labels] + [_around(sign, at) for _, sign, at in sheet.signs]
    for name, (x, y) in country_names(land, sheet.frame, [*taken, sheet._scale_box]):
        yield text(x, y, name.upper(), SIZE, _COUNTRY, f'text-anchor="middle" letter-spacing="{SPACED * SIZE:.1f}"')


def _covered(at: Point, signs: Sequence[tuple[Held, Sign, Point]]) -> bool:
    """Whether an empty ring lies under a disc."""
    return any(abs(at[0] - x) < sign.reach + 2 and abs(at[1] - y) < sign.reach + 2 for _, sign, (x, y) in signs)


def _around(sign: Sign, at: Point) -> tuple[float, float, float, float]:
    return at[0] - sign.reach, at[1] - sign.reach, at[0] + sign.reach, at[1] + sign.reach


def _path(points: Sequence[Point]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)


def _label(label: Label) -> str:
    fill = QUIET if label.wish.size == _FAINT else INK
    look = f'text-anchor="{label.anchor}" {_HALO}'
    return text(label.x, label.y, label.wish.text, label.wish.size, fill, look)


def _leader(label: Label) -> str:
    """The line from a disc to a name that stands far from it."""
    if not label.far:
        return ""
    (x, y), (left, top, right, bottom) = label.wish.point, label.box
    u, v = min(max(x, left), right), min(max(y, top), bottom)
    return f'<path d="M{x} {y}L{u:.1f} {v:.1f}" stroke="{INK}" stroke-width=".8"/>'


def _scale(frame: Frame) -> Iterator[str]:
    km = round_km(frame.km(150))
    wide = km / frame.km(1)
    y = frame.height - 16
    yield f'<path d="M16 {y - 5}V{y}H{16 + wide:.1f}V{y - 5}" fill="none" stroke="{QUIET}" stroke-width="1.2"/>'
    yield text(round(22 + wide, 1), y + 1, f"{km:,} km", fill=QUIET)
