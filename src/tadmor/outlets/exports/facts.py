"""What the flat formats tell of an event: the telling that speaks for it, its figures, its days and its place."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

from tadmor.model import Event, Telling, Toll, Unit
from tadmor.outlets.exports.dictionary import rows_of

_UNSAID = ("rejected", "retracted")
COUNTED: tuple[Unit, ...] = ("killed", "wounded")  # the counts that flat formats have columns for
_CHECKED = ("accepted", "corrected")


@dataclass(frozen=True, slots=True)
class Figure:
    """A count over all sides. None is unsaid, or for ``high`` open."""

    low: int | None = None
    best: int | None = None
    high: int | None = None
    rule: str | None = None


@dataclass(frozen=True, slots=True)
class Pin:
    """How exactly a place is known, in the codes of others; ``shown`` is whether a point on a map would be true."""

    acled: int | None
    ged: int | None
    km: float | None
    shown: bool


def standing(event: Event) -> tuple[Telling, ...]:
    """The tellings that nobody rejected or retracted; all where none is left."""
    return tuple(t for t in event.tellings if t.standing not in _UNSAID) or event.tellings


def happened(event: Event) -> bool:
    """Whether a telling that stands says that it did: what is planned, denied, possible or said to end is no event."""
    return any(t.claim.modality == "asserted" and t.standing not in _UNSAID for t in event.tellings)


def chosen(event: Event) -> Telling:
    """The telling that is quoted: of those that say it happened one that a person checked, or that gave the toll."""
    givers = {toll.chosen for toll in event.tolls if toll.unit == "killed" and toll.chosen}

    def rank(telling: Telling) -> tuple[bool, bool, bool, float]:
        claim = telling.claim
        told, checked = claim.modality == "asserted", telling.standing in _CHECKED
        return told, checked, claim.id in givers, claim.score

    return max(standing(event), key=rank)


def figure(event: Event, unit: Unit) -> Figure:
    """Low, best and high of a count summed over sides; cumulative tolls only where there is no new one.

    A figure of which nobody says the side is of them all or of some, so it is never added: the greater one counts.
    """
    tolls = figures(event, unit)
    if not tolls:
        return Figure()
    groups = [group for group in ([t for t in tolls if t.side], [t for t in tolls if not t.side]) if group]
    lows = [_sum(t.low for t in group) for group in groups]
    bests = [_sum(best(t) for t in group) for group in groups]
    highs = [_sum((t.high for t in group), whole=True) for group in groups]
    top = None if None in highs else max(high for high in highs if high is not None)
    return Figure(_most(lows), _most(bests), top, "; ".join(dict.fromkeys(toll.rule for toll in tolls)))


def figures(event: Event, unit: Unit) -> list[Toll]:
    """The tolls of a unit that count as new, or where there is none the cumulative ones."""
    tolls = [toll for toll in event.tolls if toll.unit == unit]
    return [toll for toll in tolls if not toll.total] or tolls


def best(toll: Toll) -> int | None:
    """The figure that the rule chose, or where it chose none the lowest told."""
    return toll.low if toll.best is None else toll.best


def _sum(numbers: Iterable[int | None], whole: bool = False) -> int | None:
    """The sum of the known; with ``whole`` None where one is not known."""
    found = list(numbers)
    known = [number for number in found if number is not None]
    return sum(known) if known and (len(known) == len(found) or not whole) else None


def _most(numbers: Iterable[int | None]) -> int | None:
    return max((number for number in numbers if number is not None), default=None)


def days(event: Event) -> tuple[date, date] | None:
    """First and last day, the known one for an open end; None where neither is known."""
    start, end = (event.when.start, event.when.end) if event.when else (None, None)
    if start and end:
        return (start, end) if start <= end else (end, start)
    known = start or end
    return (known, known) if known else None


def length(event: Event) -> int | None:
    """How many days it is told to lie within; None where that is open."""
    if event.when is None or not (event.when.start and event.when.end):
        return None
    return abs((event.when.end - event.when.start).days) + 1


@cache
def _pins() -> dict[str, Pin]:
    return {
        cells[0]: Pin(int(cells[1]) if cells[1] else None, int(cells[2]), float(cells[3]), cells[4] == "yes")
        for cells in rows_of("precision.tsv")
    }


def pin(event: Event) -> Pin:
    """How exactly the event's place is known."""
    if event.where is None or event.where.place is None:
        return Pin(None, None, None, False)
    return _pins().get(event.where.precision or "", Pin(None, None, None, True))


def point(event: Event) -> tuple[float, float] | None:
    """Latitude and longitude; None where there is no place, or a pin would be more exact than what is known."""
    if event.where is None or event.where.place is None or not pin(event).shown:
        return None
    return float(event.where.place.lat), float(event.where.place.lon)


def distinct(values: Iterable[str | None]) -> list[str]:
    """The values that are there, each once, in order."""
    return list(dict.fromkeys(" ".join(value.split()) for value in values if value))


def outlets(event: Event) -> list[str]:
    """The outlets of the tellings, in order."""
    return distinct(telling.outlet or telling.agency for telling in standing(event))


def speakers(event: Event) -> list[str]:
    """The words for who says so, in order."""
    return distinct(m.span.text for telling in standing(event) for m in telling.claim.attribution.speakers)


def joined(values: Iterable[str | None], by: str = "; ") -> str | None:
    """The values in one cell; None where there is none."""
    return by.join(distinct(values)) or None


def labels(keys: Iterable[str], label: Callable[[str], str]) -> str | None:
    """The names of actors in one cell."""
    return joined(label(key) for key in keys)
