"""Who held a place over time, as the rectangles and ticks of a band chart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tadmor.model import Control, Telling
from tadmor.outlets.drawing.colours import UNNAMED, colours_of
from tadmor.outlets.phrases import visible
from tadmor.outlets.web.words import Label, holding_words

ROW, TOP, FOOT = 52, 4, 22  # pixels: a holder's name, its bars and its ticks, one below the other
_THIN, _LATE = 0.35, 86.0  # per cent of the width: the least bar; marks beyond end at their place
_TICKS = 400
_YEARS_A_MARK = (1, 2, 5, 10, 25, 50, 100, 250)


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch of control: where it lies (per cent of the width), its fill, and what it says; ``n`` counts from 1."""

    n: int
    x: float
    width: float
    y: int
    colour: str
    hatch: str | None
    holding: str
    words: str
    control: Control


@dataclass(frozen=True, slots=True)
class Tick:
    """A claim on the row of the holder that it speaks for."""

    x: float
    y: int
    telling: Telling


@dataclass(frozen=True, slots=True)
class Chart:
    """A band chart: rows (label, colour, y), bars, ticks, marks of years (x, words, whether they end there), patterns.

    Across all is in per cent of the width, down in pixels. ``day`` is where the chosen day stands, None outside.
    """

    rows: tuple[tuple[str, str, int], ...]
    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    marks: tuple[tuple[float, str, bool], ...]
    hatches: tuple[tuple[str, str, str], ...]
    height: int
    day: float | None


def chart(controls: Sequence[Control], tellings: Iterable[Telling], day: date | None, label: Label) -> Chart | None:
    """The chart of a place's control with the claims behind it; None where nobody says who held it."""
    shown = [c for c in controls if c.start is not None and (c.holder or c.holding != "unknown")]
    if not shown:
        return None
    first = min(c.start for c in shown if c.start)
    last = max(_end(c) for c in shown)
    scale = _Scale(first, last if last > first else first + timedelta(days=1))
    holders = list(dict.fromkeys(key for c in shown for key in (c.holder, *_challengers(c))))
    colours = colours_of(holders)
    ys = {key: TOP + at * ROW for at, key in enumerate(holders)}
    bars = tuple(_bar(n, c, scale, ys, colours, label) for n, c in enumerate(shown, 1))
    hatches = {b.hatch: (b.hatch, b.colour, colours.get(b.control.by, UNNAMED)) for b in bars if b.hatch}
    rows = tuple((visible(label(k)) if k else "not named", colours[k], ys[k]) for k in holders)
    chosen = scale.x(day) if day and scale.first <= day <= scale.last else None
    height = TOP + ROW * len(holders) + FOOT
    return Chart(
        rows, bars, tuple(_ticks(shown, tellings, scale, ys)), scale.marks(), tuple(hatches.values()), height, chosen
    )


def _end(control: Control) -> date:
    """Where its bar ends: its last day, or, while it lasts, the last day for which somebody vouches."""
    assert control.start is not None
    return control.end or max(control.said or control.start, control.start) + timedelta(days=1)


def _challengers(control: Control) -> tuple[str, ...]:
    return (control.by,) if control.by and control.holding in ("contested", "besieged", "partly") else ()


class _Scale:
    """Days as per cent of the drawing's width."""

    def __init__(self, first: date, last: date) -> None:
        self.first, self.last = first, last
        self.step = 100 / (last - first).days

    def x(self, day: date) -> float:
        return round((min(max(day, self.first), self.last) - self.first).days * self.step, 2)

    def marks(self) -> tuple[tuple[float, str, bool], ...]:
        """The beginnings of years, or, of a short stretch, its ends."""
        years = range(self.first.year + 1, self.last.year + 1)
        if len(years) < 2:
            return (0, _short(self.first), False), (100, _short(self.last), True)
        every = next(n for n in _YEARS_A_MARK if len(years) / n <= 10)
        found = ((self.x(date(year, 1, 1)), str(year)) for year in years if year % every == 0)
        return tuple((x, words, x > _LATE) for x, words in found)


def _short(day: date) -> str:
    return f"{day.day} {day:%b} {day.year}"


def _bar(
    n: int, control: Control, scale: _Scale, ys: dict[str | None, int], colours: dict[str | None, str], label: Label
) -> Bar:
    assert control.start is not None
    x = min(scale.x(control.start), 100 - _THIN)
    width = round(max(scale.x(_end(control)) - x, _THIN), 2)
    colour = colours[control.holder]
    hatched = control.holding in ("contested", "besieged", "partly")
    hatch = f"hatch-{control.holding}-{n}" if hatched else None
    return Bar(n, x, width, ys[control.holder], colour, hatch, control.holding, _words(control, label), control)


def _words(control: Control, label: Label) -> str:
    from tadmor.outlets.phrases import day

    until = f" until {day(control.end)}" if control.end else ", the last word in this record"
    return holding_words(control, label) + until


def _ticks(
    controls: Sequence[Control], tellings: Iterable[Telling], scale: _Scale, ys: dict[str | None, int]
) -> Iterable[Tick]:
    """A tick a claim, once, on the row of the first control that rests on it."""
    homes: dict[str, Control] = {}
    for control in controls:
        for claim in control.claims:
            homes.setdefault(claim, control)
    for telling in list(tellings)[:_TICKS]:
        home, when = homes.get(telling.claim.id), telling.claim.when
        day = when.start if when and when.start else telling.known
        if home is not None:
            yield Tick(scale.x(day), ys[home.holder], telling)
