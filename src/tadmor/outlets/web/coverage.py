"""How many reports each outlet has in the record, by day, week or month: silence may be missing input."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from tadmor.outlets.phrases import day, days, visible

MOST_COLUMNS, MOST_ROWS = 160, 40
CELL, GAP = 16, 4  # pixels
_LATE = 88  # per cent of the width
Grain = Literal["day", "week", "month", "year"]
Told = tuple[date | None, str, int]
"""Day of publication, outlet ("" where none is named), and how many reports."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A stretch of days of one outlet: where it lies (across in per cent, down in pixels), its shade 0 to 4, how many
    reports, and that in words.
    """

    x: float
    y: int
    width: float
    shade: int
    count: int
    words: str
    first: date
    last: date
    outlet: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """The grid: rows (outlet, reports, y), its cells, marks below (x, words), reports without a day, its height."""

    grain: Grain
    rows: tuple[tuple[str, int, int], ...]
    cells: tuple[Cell, ...]
    marks: tuple[tuple[float, str], ...]
    undated: int
    reports: int
    first: date
    last: date
    height: int


def coverage(told: Iterable[Told], since: date | None, until: date | None) -> Coverage | None:
    """The grid of what was published in a span; None where nothing was. The span is what reports fill, if not given."""
    everything = list(told)
    dated = [
        (d, outlet, n) for d, outlet, n in everything if d and (not since or d >= since) and (not until or d <= until)
    ]
    if not dated:
        return None
    first, last = since or min(d for d, _, _ in dated), until or max(d for d, _, _ in dated)
    grain = _grain(first, last)
    steps = list(_steps(first, last, grain))
    counts: Counter[tuple[str, date]] = Counter()
    totals: Counter[str] = Counter()
    for published, outlet, n in dated:
        counts[outlet, _start(published, grain)] += n
        totals[outlet] += n
    rows = tuple((outlet, n, at * (CELL + GAP)) for at, (outlet, n) in enumerate(totals.most_common(MOST_ROWS)))
    width = 100 / len(steps)
    cells = tuple(
        _cell(outlet, y, at * width, width, step, end, counts[outlet, step])
        for outlet, _, y in rows
        for at, (step, end) in enumerate(steps)
    )
    undated = sum(n for d, _, n in everything if d is None)
    marks = _marks([step for step, _ in steps], width, grain)
    height = len(rows) * (CELL + GAP)
    return Coverage(grain, rows, cells, marks, undated, totals.total(), first, last, height)


def _grain(first: date, last: date) -> Grain:
    """The finest that fits the columns."""
    length = (last - first).days + 1
    grains: tuple[tuple[Grain, int], ...] = (("day", 1), ("week", 7), ("month", 31))
    return next((grain for grain, size in grains if length / size <= MOST_COLUMNS), "year")


def _start(value: date, grain: Grain) -> date:
    if grain == "day":
        return value
    if grain == "week":
        return value - timedelta(days=value.weekday())
    return value.replace(day=1) if grain == "month" else value.replace(month=1, day=1)


def _steps(first: date, last: date, grain: Grain) -> Iterable[tuple[date, date]]:
    """(first, last day) of each column."""
    at = _start(first, grain)
    while at <= last:
        after = _next(at, grain)
        yield at, after - timedelta(days=1)
        at = after


def _next(at: date, grain: Grain) -> date:
    if grain in ("day", "week"):
        return at + timedelta(days=1 if grain == "day" else 7)
    if grain == "year":
        return at.replace(year=at.year + 1)
    return (at + timedelta(days=31)).replace(day=1)


def _cell(outlet: str, y: int, x: float, width: float, first: date, last: date, count: int) -> Cell:
    shade = 0 if not count else 1 if count == 1 else 2 if count < 4 else 3 if count < 10 else 4
    told = day(first) if first == last else days(first, last)
    reports = "no report" if not count else f"{count} report" + ("" if count == 1 else "s")
    words = f"{visible(outlet) or 'outlet not known'}, {told}: {reports}"
    return Cell(round(x, 2), y, round(width * 0.94, 2), shade, count, words, first, last, outlet)


def _marks(starts: list[date], width: float, grain: Grain) -> tuple[tuple[float, str], ...]:
    """Words under about six columns, none so far to the right that it has no room."""
    every = max(1, round(len(starts) / 6))
    form = {"day": "%d %b %Y", "week": "%d %b %Y", "month": "%b %Y", "year": "%Y"}[grain]
    return tuple(
        (round(at * width, 2), start.strftime(form).lstrip("0"))
        for at, start in enumerate(starts)
        if not at % every and at * width <= _LATE
    )
