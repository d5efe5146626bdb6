"""Keys by which claims that may tell of one happening are found; claims that share none are never compared."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from hashlib import blake2b

from tadmor.reconcile.kinds import rules
from tadmor.reconcile.sketch import RARE, Sketch, Spot

_MOST = 4  # keys of a claim
_SHORT = 7  # days; a longer span is found by its year


def block_keys(sketch: Sketch) -> tuple[int, ...]:
    """One to four numbers of 63 bits: group of kinds by area by stretch of days, each overlapping the next.

    The area is the province, else the country, else the words of the place. A claim without a day is found by its
    publication, one with a vague date by its year, as are takings and the worst attacks, on which later reports look
    back. A claim with neither place nor day has the key of its own report.
    """
    dated = sketch.start is not None or sketch.end is not None
    if sketch.spot is None and not dated:
        return (_number(f"report {sketch.report}"),)
    group = rules().groups.get(sketch.kind, sketch.kind)
    keys = tuple(_number(f"{group} {stretch}") for stretch in _stretches(sketch))
    return keys[:_MOST] or (_number(f"report {sketch.report}"),)


def _stretches(sketch: Sketch) -> Iterator[str]:
    """The places and stretches of days in which another telling of it may fall, named."""
    start = sketch.start if sketch.start is not None else sketch.end
    end = sketch.end if sketch.end is not None else sketch.start
    if start is None or end is None:
        start = end = sketch.published
    if start is None or end is None:
        return
    short = end - start <= _SHORT
    if not short or _looked_back_on(sketch):
        for year in sorted({date.fromordinal(start).year, date.fromordinal(end).year}):
            yield f"{_known_as(sketch)} in {year}"
    if short:
        area = _area(sketch.spot)
        yield from (f"{area} {number}" for number in _bins(start, end, sketch.kind))


def _known_as(sketch: Sketch) -> str:
    """What later reports call it by: its weapon if that is rare enough, else its place."""
    if RARE in sketch.weapons:
        return RARE
    return str(sketch.spot.id or sketch.spot.words) if sketch.spot else ""


def _area(spot: Spot | None) -> str:
    """The province, else the country, else the words; a town in no province has the square of one degree it is in."""
    if spot is None or spot.id is None:
        return spot.words if spot else ""
    if spot.precision == "country":
        return str(spot.country)
    return f"{spot.country} {spot.admin1 or (round(spot.lat), round(spot.lon))}"


def _bins(start: int, end: int, kind: str) -> range:
    """Stretches that two days share if they lie no further apart than is allowed; those of states are longer."""
    r = rules()
    reach = r.reach.get(r.groups.get(kind, kind), r.published)
    width = max(r.bin, reach)
    return range((start - reach) // width, end // width + 1)


def _looked_back_on(sketch: Sketch) -> bool:
    r = rules()
    if sketch.kind in r.background or RARE in sketch.weapons:
        return True
    return any(c.unit == "killed" and (c.low or 0) >= r.notable for c in sketch.counts)


@lru_cache(maxsize=65536)
def _number(words: str) -> int:
    return int.from_bytes(blake2b(words.encode(), digest_size=8).digest(), "big") >> 1
