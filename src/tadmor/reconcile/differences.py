"""Where the tellings of one happening differ, and where two origins or more say the same."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from itertools import combinations
from math import asin, cos, radians, sin, sqrt
from typing import Any, NamedTuple

from tadmor.model import Aspect, Claim, Difference, Place, Telling, Version, When
from tadmor.reconcile.figures import VOUCHED, Figure, Lineage, Tally, standing
from tadmor.reconcile.lists import entries, table
from tadmor.reconcile.victims import CIVILIANS, victim_sort

_TWO_SIDED = frozenset(("clash", "talks", "ceasefire"))
_HURT = frozenset(("killed", "wounded"))
_COARSE = frozenset(("province", "region", "country"))
_WEEK = 10
_EARTH_KM = 6371.0


class Saying(NamedTuple):
    """What one telling says on one aspect: in words, and as values that can be compared."""

    text: str
    values: tuple[Hashable, ...]
    telling: Telling


Same = Callable[[Any, Any], bool]


def compare_tellings(
    tellings: Sequence[Telling], found: Mapping[Tally, Sequence[Figure]], lineage: Lineage
) -> tuple[tuple[Aspect, ...], tuple[Difference, ...]]:
    """(aspects on which two origins say the same and nobody differs, what differs) of tellings that stand.

    Origins differ on an aspect where nothing that one says may be true with anything the other says; so do two named
    speakers of one origin. Days count where a report states them, places by how precisely they are told.
    """
    if len(tellings) < 2:
        return (), ()
    differences: list[Difference] = []
    alike: set[Aspect] = set()
    for aspect, sayings, same, alike_too in _aspects(tellings, found, lineage):
        if _apart(sayings, same):
            differences.append(Difference(aspect, versions(sayings)))
        elif _agree(sayings, alike_too):
            alike.add(aspect)
    if denied := _denied(tellings):
        differences.append(Difference("denied", versions(denied)))
    differing = {difference.aspect for difference in differences}
    order: tuple[Aspect, ...] = ("count", "side", "perpetrator", "place", "date")
    return tuple(a for a in order if a in alike - differing), tuple(differences)


def _aspects(
    tellings: Sequence[Telling], found: Mapping[Tally, Sequence[Figure]], lineage: Lineage
) -> Iterator[tuple[Aspect, list[Saying], Same, Same]]:
    """Each aspect with what is said on it, when two values may both be true, and when they say the same."""
    told = [t for t in tellings if t.claim.modality in VOUCHED]

    def akin(a: str, b: str) -> bool:
        return related(a, b, lineage)

    def one_side(a: str, b: str) -> bool:
        return _same_side(a, b, lineage)

    for tally, figures in found.items():
        if len(figures) > 1:
            yield "count", _counted(tally, figures), _may_both, _same_number
    yield "side", _victims(told, found), one_side, one_side
    yield "perpetrator", _perpetrators(told), akin, akin
    yield "place", _places(told), same_place, _same_spot
    yield "date", _days(told), _overlap, _same_days


def versions(sayings: Iterable[Saying]) -> tuple[Version, ...]:
    """The values told, with their claims and number of origins; most origins first, then the first told."""
    told: dict[str, list[Telling]] = {}
    for saying in sayings:
        told.setdefault(saying.text, []).append(saying.telling)
    found = [
        Version(text, tuple(dict.fromkeys(t.claim.id for t in ts)), len({t.origin for t in ts}))
        for text, ts in told.items()
    ]
    return tuple(sorted(found, key=lambda v: -v.origins))


def _apart(sayings: Sequence[Saying], same: Same) -> bool:
    """Whether two origins, or two named speakers of one origin, have no value in common."""
    if len({s.values for s in sayings}) < 2:
        return False
    origins: dict[str, set[Hashable]] = {}
    voices: dict[str, dict[str, set[Hashable]]] = {}
    for saying in sayings:
        origin, speakers = saying.telling.origin, saying.telling.claim.attribution.speakers
        origins.setdefault(origin, set()).update(saying.values)
        if speakers and speakers[0].ref:
            voices.setdefault(origin, {}).setdefault(speakers[0].ref, set()).update(saying.values)
    return any(_disjoint(group.values(), same) for group in (origins, *voices.values()))


def _disjoint(groups: Iterable[set[Hashable]], same: Same) -> bool:
    distinct = {frozenset(group) for group in groups}
    return any(not _common(a, b, same) for a, b in combinations(distinct, 2))


def _common(a: Iterable[Hashable], b: Iterable[Hashable], same: Same) -> bool:
    return any(x == y or same(x, y) for x in a for y in b)


def _agree(sayings: Sequence[Saying], alike: Same) -> bool:
    """Whether two origins have a value in common."""
    told: dict[Hashable, set[str]] = {}
    for saying in sayings:
        for value in saying.values:
            told.setdefault(value, set()).add(saying.telling.origin)
    if any(len(origins) > 1 and alike(value, value) for value, origins in told.items()):
        return True
    return any(len(x | y) > 1 and alike(a, b) for (a, x), (b, y) in combinations(told.items(), 2))


def _counted(tally: Tally, found: Sequence[Figure]) -> list[Saying]:
    return [Saying(counted(f), ((f.low, f.high),), f.telling) for f in standing(found, False) if not f.part]


def counted(figure: Figure) -> str:
    """A figure in words: "at least 12 killed (civilians)", "up to 30 wounded", "200–300 displaced in all"."""
    low, high, (unit, side, total) = figure.low, figure.high, figure.tally
    number = f"{low:,}" if low == high else f"at least {low:,}" if high is None else f"{low:,}–{high:,}" if low else ""
    words = f"{number or f'up to {high:,}'} {unit}" + (" in all" if total else "")
    return f"{words} ({side})" if side else words


def _may_both(a: tuple[int | None, int | None], b: tuple[int | None, int | None]) -> bool:
    return (a[0] is None or b[1] is None or a[0] <= b[1]) and (b[0] is None or a[1] is None or b[0] <= a[1])


def _same_number(a: tuple[int | None, int | None], b: tuple[int | None, int | None]) -> bool:
    """Whether one number is told by both: "at least 12" and "13" are, "at least 12" and "at least 20" are not."""
    return a == b or ((None not in a or None not in b) and _may_both(a, b))


def _victims(tellings: Iterable[Telling], found: Mapping[Tally, Sequence[Figure]]) -> list[Saying]:
    """Who was killed or hurt, where a telling counts them and names their side."""
    sides: dict[str, set[str]] = {}
    for tally, figures in found.items():
        if tally.unit in _HURT and tally.side:
            for figure in figures:
                sides.setdefault(figure.telling.claim.id, set()).add(tally.side)
    out = []
    for telling in tellings:
        if told := sorted(sides.get(telling.claim.id, ())):
            out.append(Saying(", ".join(told), tuple(told), telling))
    return out


def _same_side(a: str, b: str, lineage: Lineage) -> bool:
    """Whether two sides may be one: civilians are no fighters, and "militants" may be of any force."""
    if CIVILIANS in (a, b):
        return a == b
    return victim_sort(a) == "armed" or victim_sort(b) == "armed" or related(a, b, lineage)


def _perpetrators(tellings: Iterable[Telling]) -> list[Saying]:
    """Who did it, where the register knows them; of a fight both sides, as either may be told first or alone."""
    out = []
    for telling in tellings:
        claim, both = telling.claim, telling.claim.kind in _TWO_SIDED
        mentions = (*claim.actors, *claim.targets) if both else claim.actors
        told = sorted({m.ref for m in mentions if m.ref})
        if len(told) > both:
            out.append(Saying(", ".join(told), tuple(told), telling))
    return out


def related(a: str, b: str, lineage: Lineage) -> bool:
    """Whether two actors may be one: one belongs to the other, both to one state, or one acts in the other's name."""
    ours, theirs = lineage(a), lineage(b)
    if a in theirs or b in ours or any(x in theirs and x.endswith("-government") for x in ours):
        return True
    return bool(_partners(a) & set(theirs) or _partners(b) & set(ours))


@cache
def _partners(actor: str) -> frozenset[str]:
    return entries("together", actor) if actor in table("together") else frozenset()


def _places(tellings: Iterable[Telling]) -> list[Saying]:
    out = []
    for telling in tellings:
        where = telling.claim.where
        if where and where.place:
            out.append(Saying(where.place.name, ((where.place, where.precision or "town"),), telling))
    return out


def same_place(a: tuple[Place, str], b: tuple[Place, str]) -> bool:
    """Whether two places as told may be one: as near as their precisions allow, or one the other's area."""
    (here, fine), (there, other) = a, b
    if here.id == there.id:
        return True
    if here.country and there.country and here.country != there.country and _COARSE.isdisjoint((fine, other)):
        return kilometres(here, there) <= min(_reach(fine), _reach(other))
    if "country" in (fine, other) and here.country == there.country:
        return True
    if "province" in (fine, other) and here.admin1 and here.admin1 == there.admin1:
        return True
    return kilometres(here, there) <= _reach(fine) + _reach(other)


def _same_spot(a: tuple[Place, str], b: tuple[Place, str]) -> bool:
    return a[1] not in _COARSE and b[1] not in _COARSE and same_place(a, b)


def _reach(precision: str) -> float:
    return float(table("reach")[precision])


def kilometres(a: Place, b: Place) -> float:
    """Great-circle distance of two places (haversine)."""
    lat_a, lat_b = radians(a.lat), radians(b.lat)
    across = cos(lat_a) * cos(lat_b) * sin(radians(b.lon - a.lon) / 2) ** 2
    return 2 * _EARTH_KM * asin(min(1.0, sqrt(sin((lat_b - lat_a) / 2) ** 2 + across)))


def _days(tellings: Iterable[Telling]) -> list[Saying]:
    """Stated days; a day taken from the report's own date says only when it was told."""
    out = []
    for telling in tellings:
        when = telling.claim.when
        if when and when.start and when.end and when.basis in ("stated", "relative"):
            out.append(Saying(in_days(when), ((when.start, when.end),), telling))
    return out


def in_days(when: When) -> str:
    """Days as an ISO interval: "2016-03-27", "2016-03-01/2016-03-31", ".." for an open end."""
    start = when.start.isoformat() if when.start else ".."
    end = when.end.isoformat() if when.end else ".."
    return start if start == end else f"{start}/{end}"


def _overlap(a: tuple[date, date], b: tuple[date, date]) -> bool:
    return a[0] <= b[1] and b[0] <= a[1]


def _same_days(a: tuple[date, date], b: tuple[date, date]) -> bool:
    return _overlap(a, b) and max((a[1] - a[0]).days, (b[1] - b[0]).days) < _WEEK


def _denied(tellings: Sequence[Telling]) -> list[Saying]:
    """Who asserts and who denies, where somebody denies what another asserts; none otherwise."""
    denials = [t for t in tellings if t.claim.modality == "denied"]
    out = []
    for telling in tellings:
        claim = telling.claim
        if claim.modality == "denied":
            out.append(Saying("denied", (), telling))
        elif claim.modality in VOUCHED and any(_denies(d.claim, claim) for d in denials):
            out.append(Saying("asserted", (), telling))
    return out if len({s.text for s in out}) == 2 else []


def _denies(denial: Claim, claim: Claim) -> bool:
    """Whether a denial speaks against a claim: "no casualties" only against one that counts them."""
    if denial.kind == "casualties" and claim.kind != "casualties":
        return any(q.unit in _HURT for q in claim.counts)
    return True
