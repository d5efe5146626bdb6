"""The figures that tellings give for one happening, and which of them still stand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from tadmor.model import Claim, Quantity, Telling, Unit
from tadmor.reconcile.lists import entries, pattern
from tadmor.reconcile.victims import is_part, side_of, victim_sort

Lineage = Callable[[str], tuple[str, ...]]
UNITS: tuple[Unit, ...] = ("killed", "wounded", "missing", "captured", "displaced", "freed", "destroyed")
_AFTER = 12  # characters after who is counted in which "among them" may stand
VOUCHED = frozenset(("asserted", "ended"))
"""Modalities of what is told as having happened: others (denied, planned, possible…) give no toll."""


def order(telling: Telling) -> tuple[date, date, int]:
    """The key by which tellings stand in order of publication."""
    return telling.known, telling.published or telling.known, telling.row


class Tally(NamedTuple):
    """What figures must share to be compared: unit, side, and whether they are cumulative."""

    unit: Unit
    side: str | None
    total: bool


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that one telling gives: ``low``..``high``, an open end None; ``part`` of a greater one."""

    tally: Tally
    low: int | None
    high: int | None
    part: bool
    telling: Telling
    voice: str | None
    named: bool
    vague: bool

    @property
    def value(self) -> int:
        """The one number that stands for it: the lower end where there is one ("200–300" is 200, "up to 30" is 30)."""
        return self.low if self.low is not None else self.high or 0


def figures(tellings: Iterable[Telling], lineage: Lineage) -> dict[Tally, list[Figure]]:
    """Every figure of tellings that vouch for one, by tally, in their order; the same words twice are one figure."""
    found: dict[Tally, list[Figure]] = {}
    seen: set[tuple[str, int, str]] = set()
    for telling in tellings:
        claim = telling.claim
        if not claim.counts or claim.modality not in VOUCHED:
            continue
        fresh = [q for q in claim.counts if (claim.report, q.span.start, q.unit or "") not in seen]
        seen.update((claim.report, q.span.start, q.unit or "") for q in fresh)
        for figure in _figures(telling, fresh, lineage):
            found.setdefault(figure.tally, []).append(figure)
    return _joined(found, lineage)


def _figures(telling: Telling, counts: Sequence[Quantity], lineage: Lineage) -> list[Figure]:
    """The figures of one telling; members of a list ("two men and three women") are added up."""
    claim, out = telling.claim, list[Figure]()
    voice, named = _voice(claim, lineage)
    before: Quantity | None = None
    for count in sorted(counts, key=lambda q: q.span.start) if len(counts) > 1 else counts:
        if count.unit not in UNITS or (count.low is None and count.high is None) or _not_people(count):
            continue
        between = _between(claim, before, count) if before else ""
        listed = out[-1] if out and pattern("list").fullmatch(between) else None
        part = _part(count)
        within = before is not None and _within(claim, count, between, part, listed)
        before, tally = count, Tally(count.unit, side_of(claim, count), count.total)
        figure = Figure(tally, count.low, count.high, part or within, telling, voice, named, _vague(count))
        if listed and listed.tally == tally and not within:
            out[-1] = _sum(listed, figure)
        else:
            out.append(figure)
    return out


def _voice(claim: Claim, lineage: Lineage) -> tuple[str | None, bool]:
    """(who is nearest to have said so, whether the register knows them); a person speaks for who they belong to."""
    if not claim.attribution.speakers:
        return None, False
    speaker = claim.attribution.speakers[0]
    if speaker.ref is None:
        return speaker.span.text.lower(), False
    line = lineage(speaker.ref)
    return line[1] if speaker.kind == "person" and len(line) > 1 else speaker.ref, True


def _within(claim: Claim, count: Quantity, between: str, part: bool, listed: Figure | None) -> bool:
    """Whether a count is of some within a number told before: "12 people, including three children", "…, three of them
    children", "…, three children among them".
    """
    text, base = claim.sentence.text, claim.sentence.start
    end = max(count.span.end, count.who.end if count.who else 0)
    around = between + text[count.span.end - base : end - base + _AFTER]
    aside = part and listed is not None and not listed.part and between.lstrip().startswith(",")
    return bool(pattern("part").search(around)) or (aside and " and " not in between)


def _vague(count: Quantity) -> bool:
    return count.span.text.lower().rsplit(None, 1)[-1] in entries("counting", "vague")


def _not_people(count: Quantity) -> bool:
    """Whether a loss of people is counted in something else (families, times)."""
    return count.who is not None and count.unit != "destroyed" and victim_sort(count.who.text) == "not_people"


def _part(count: Quantity) -> bool:
    return count.who is not None and count.unit != "destroyed" and is_part(count.who.text)


def _between(claim: Claim, a: Quantity, b: Quantity) -> str:
    """The words of the sentence between two counts with whom they count."""
    end = max(a.span.end, a.who.end if a.who else 0)
    start, base = b.span.start, claim.sentence.start
    return claim.sentence.text[max(end - base, 0) : max(start - base, 0)]


def _sum(a: Figure, b: Figure) -> Figure:
    low = None if a.low is None or b.low is None else a.low + b.low
    high = None if a.high is None or b.high is None else a.high + b.high
    return replace(a, low=low, high=high, part=a.part and b.part) if (low, high) != (None, None) else a


def standing(found: Sequence[Figure], beside: bool) -> list[Figure]:
    """The figures that still stand of one tally, in their order.

    Parts ("three children") give way to figures of the whole; where only another side has a whole figure (``beside``)
    a part tells the least ("at least three civilians"). Of one report and voice the greatest stands, as the others
    are parts. A later report of the same origin, or a later day of the same named speaker, replaces the earlier: a
    rising toll is an update and no disagreement.
    """
    if len(found) == 1 and not (found[0].part and beside):
        return list(found)
    whole = [f for f in found if not f.part]
    kept = whole or ([replace(f, high=None) if f.low is not None else f for f in found] if beside else list(found))
    return _last(_greatest([f for f in kept if not f.vague] or kept))


def _greatest(found: Sequence[Figure]) -> list[Figure]:
    best: dict[tuple[str, str | None], Figure] = {}
    for figure in found:
        key = (figure.telling.claim.report, figure.voice)
        if key not in best or figure.value > best[key].value:
            best[key] = figure
    return list(best.values())


def _last(found: Sequence[Figure]) -> list[Figure]:
    """Those that no later version of the same origin or later word of the same named speaker replaces."""
    versions = {(f.telling.origin, f.voice if f.named else None): f.telling.claim.report for f in found}
    words = {f.voice: f.telling.known for f in found if f.named}
    return [
        f
        for f in found
        if versions[f.telling.origin, f.voice if f.named else None] == f.telling.claim.report
        and (not f.named or words[f.voice] == f.telling.known)
    ]


def _joined(found: dict[Tally, list[Figure]], lineage: Lineage) -> dict[Tally, list[Figure]]:
    """The same figures, those of a part of a force under the whole force where somebody counts that."""
    sides = {tally.side for tally in found if tally.side}
    if len(sides) < 2:
        return found
    broad = {side: next((s for s in reversed(lineage(side)) if s in sides), side) for side in sides}
    out: dict[Tally, list[Figure]] = {}
    for tally, told in found.items():
        whole = tally._replace(side=broad[tally.side]) if tally.side else tally
        out.setdefault(whole, []).extend(told if whole == tally else (replace(f, tally=whole) for f in told))
    return {tally: sorted(told, key=lambda f: order(f.telling)) for tally, told in out.items()}
