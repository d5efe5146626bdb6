"""Low, best and high of each count of each side, by a rule that is named."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import lru_cache

from tadmor.errors import SettingError
from tadmor.model import Telling, Toll
from tadmor.reconcile.figures import UNITS, Figure, Lineage, Tally, standing
from tadmor.reconcile.lists import entries, table
from tadmor.reconcile.victims import key_of

RULES = ("ranked", "latest", "majority")
_WORD_SORTS = ("bodies", "monitors", "health", "party", "press", "officials", "locals", "unnamed")


def tolls(
    found: Mapping[Tally, Sequence[Figure]],
    lineage: Lineage,
    parties: Collection[str] = (),
    rule: str = "ranked",
    ranks: Sequence[str] = (),
) -> tuple[Toll, ...]:
    """One toll a tally, in the order of units, greatest first. Raises SettingError for a rule that is none.

    ``low`` and ``high`` bound the figures that still stand; ``parties`` are ids of who is in the happening.
    """
    if rule not in RULES:
        raise SettingError(f"{rule!r} is no rule for the best figure", remedy=f"one of: {', '.join(RULES)}")
    whole = {(tally.unit, tally.side) for tally, told in found.items() if any(not f.part for f in told)}
    out = []
    for tally, told in found.items():
        beside = any(unit == tally.unit and side != tally.side for unit, side in whole)
        kept = standing(told, beside)
        best = _best(kept, rule, lambda f: rank(f.telling, lineage, parties, ranks))
        low, high = _lowest(kept), _highest(kept)
        claims = tuple(dict.fromkeys(f.telling.claim.id for f in told))
        out.append(
            Toll(tally.unit, tally.side, low, best.value, high, rule, best.telling.claim.id, claims, tally.total)
        )
    return tuple(sorted(out, key=lambda t: (UNITS.index(t.unit), t.total, -(t.best or 0), t.side or "")))


def _lowest(kept: Sequence[Figure]) -> int | None:
    """The lowest end; None where nobody gives one, or "up to 5" lies below all that is given."""
    ends = [f.low for f in kept if f.low is not None]
    open_ends = [f.high for f in kept if f.low is None and f.high is not None]
    low = min(ends, default=None)
    return None if low is not None and min(open_ends, default=low) < low else low


def _highest(kept: Sequence[Figure]) -> int | None:
    """The highest end; None where nobody gives one, or "at least 30" lies above all that is given."""
    ends = [f.high for f in kept if f.high is not None]
    open_ends = [f.low for f in kept if f.high is None and f.low is not None]
    high = max(ends, default=None)
    return None if high is not None and max(open_ends, default=high) > high else high


def _best(kept: Sequence[Figure], rule: str, ranked: Callable[[Figure], int]) -> Figure:
    """The figure that the rule chooses; what it leaves equal goes to the lower figure, then to the first to give it."""
    if len({f.value for f in kept}) == 1 and rule == "majority":
        return kept[0]
    behind = {f.value: set[str]() for f in kept}
    for figure in kept:
        behind[figure.value].add(figure.telling.origin)
    if rule == "majority":
        return min(kept, key=lambda f: (-len(behind[f.value]), f.value))
    if rule == "latest":
        return min(kept, key=lambda f: (-f.telling.known.toordinal(), -len(behind[f.value]), f.value))
    return min(kept, key=lambda f: (ranked(f), -len(behind[f.value]), -f.telling.known.toordinal(), f.value))


def rank(telling: Telling, lineage: Lineage, parties: Collection[str] = (), ranks: Sequence[str] = ()) -> int:
    """How near the source of a telling stands, 0 the most trusted: the order given, then the order of sorts.

    ``ranks`` are names or ids of speakers, what they belong to, outlets or agencies.
    """
    speakers = [(m.span.text, lineage(key_of(m))) for m in telling.claim.attribution.speakers]
    houses = _houses(telling, lineage)
    if ranks:
        told = {name.lower() for chain in (*(chain for _, chain in speakers[:1]), houses) for name in chain}
        for at, wanted in enumerate(ranks):
            if wanted.lower() in told:
                return at
    order: list[str] = table("ranks")["order"]
    if not speakers:
        return len(ranks) + order.index("party" if _meet(houses, parties) else "press")
    # A party quoted by a newspaper is a party: who vouches least counts.
    return len(ranks) + max(order.index(_sort(words, chain, parties)) for words, chain in speakers)


def _houses(telling: Telling, lineage: Lineage) -> tuple[str, ...]:
    """Outlet and agency, and what they belong to."""
    return tuple(name for house in (telling.outlet, telling.agency) if house for name in lineage(house.lower()))


def _meet(chain: Sequence[str], parties: Collection[str]) -> bool:
    return any(name in parties for name in chain)


def _sort(words: str, chain: tuple[str, ...], parties: Collection[str]) -> str:
    """The sort of a speaker, of the table "ranks"."""
    for sort in ("bodies", "monitors", "health"):
        if any(name in entries("ranks.ids", sort) for name in chain):
            return sort
    if _meet(chain, parties):
        return "party"
    return _sort_of_words(words)


@lru_cache(maxsize=4096)
def _sort_of_words(words: str) -> str:
    """The sort that a speaker's own words tell ("hospital source" -> "health"), else "other"."""
    folded = " ".join(re.findall(r"[\w.']+", words.lower()))
    padded = f" {folded} "
    for sort in _WORD_SORTS:
        if any(f" {entry} " in padded for entry in entries("ranks.words", sort)):
            return sort
    return "other"
