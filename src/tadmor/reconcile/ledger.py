"""The ledger of one happening: every telling by origin and speaker, what is told of it, and where tellings differ."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from tadmor.model import Aspect, Event, Modality, Standing, Telling, When, Where
from tadmor.reconcile.differences import compare_tellings, same_place
from tadmor.reconcile.figures import VOUCHED, Lineage, figures, order
from tadmor.reconcile.lists import entries, table
from tadmor.reconcile.tolls import tolls
from tadmor.reconcile.victims import key_of

_DROPPED = frozenset(("rejected", "retracted"))
_PRECISIONS = ("site", "town", "near", "district", "province", "region", "country")
_FEW_DAYS, _WEEK = 3, 10


@dataclass(frozen=True, slots=True)
class Line:
    """One telling as the ledger shows it. ``counts`` are the words of the report.

    ``differs`` are the aspects on which it gives another version than the first of a difference; ``echoes`` is the
    claim by which another origin quoted the same speaker before.
    """

    claim: str
    known: date
    outlet: str | None
    origin: str
    speakers: tuple[str, ...]
    kind: str
    counts: tuple[str, ...]
    actors: tuple[str, ...]
    modality: Modality
    standing: Standing
    differs: tuple[Aspect, ...] = ()
    echoes: str | None = None


def event_of(
    id: str,
    tellings: Sequence[Telling],
    lineage: Lineage,
    rule: str = "ranked",
    ranks: Sequence[str] = (),
) -> Event:
    """The event of tellings judged to tell of one happening; at least one. Raises SettingError for an unknown rule.

    Rejected and retracted tellings are listed and feed nothing else. ``ranks`` names sources, the most trusted first.
    """
    listed = tuple(sorted(tellings, key=order)) if len(tellings) > 1 else tuple(tellings)
    stand = [t for t in listed if t.standing not in _DROPPED]
    vouched = [t for t in stand if t.claim.modality in VOUCHED] or stand
    found = figures(stand, lineage)
    agreed, differences = compare_tellings(stand, found, lineage)
    actors, targets = _keys(vouched, "actors"), _keys(vouched, "targets")
    parties = {name for key in (*actors, *targets) for name in lineage(key)} if found else set()
    return Event(
        id,
        _kind(stand or listed),
        listed,
        _when(vouched),
        _where(vouched),
        actors,
        targets,
        tolls(found, lineage, parties, rule, ranks),
        agreed,
        differences,
        len({t.origin for t in stand}),
    )


def ledger_lines(event: Event) -> list[Line]:
    """One line a telling, in order of publication."""
    marks: dict[str, list[Aspect]] = {}
    for difference in event.differences:
        for version in difference.versions[1:]:
            for claim in version.claims:
                marks.setdefault(claim, []).append(difference.aspect)
    quoted: dict[str, Telling] = {}
    return [_line(t, tuple(dict.fromkeys(marks.get(t.claim.id, ()))), quoted) for t in event.tellings]


def _line(telling: Telling, differs: tuple[Aspect, ...], quoted: dict[str, Telling]) -> Line:
    """The line of a telling; ``quoted`` gathers who was quoted first by whom."""
    claim = telling.claim
    speakers = claim.attribution.speakers
    nearest = speakers[0].ref if speakers else None
    first = quoted.setdefault(nearest, telling) if nearest else telling
    return Line(
        claim.id,
        telling.known,
        telling.outlet or telling.agency,
        telling.origin,
        tuple(s.span.text for s in speakers),
        claim.kind,
        tuple(_in_words(q.span.text, q.who.text if q.who else None, q.unit) for q in claim.counts),
        tuple(m.span.text for m in claim.actors),
        claim.modality,
        telling.standing,
        differs,
        first.claim.id if first.origin != telling.origin else None,
    )


def _in_words(number: str, who: str | None, unit: str | None) -> str:
    words = number if who is None or who in number else f"{number} {who}"
    return f"{words} {unit}" if unit else words


def _origins(tellings: Iterable[Telling], keys: Iterable[str]) -> dict[str, set[str]]:
    """Key -> the origins behind it, in the order in which keys are first told."""
    found: dict[str, set[str]] = {}
    for telling, key in zip(tellings, keys, strict=True):
        found.setdefault(key, set()).add(telling.origin)
    return found


def _kind(tellings: Sequence[Telling]) -> str:
    """The kind of most origins; where that is a general one, the commonest that says more ("attack" -> "shelling")."""
    if len(tellings) == 1:
        return tellings[0].claim.kind
    found = _origins(tellings, (t.claim.kind for t in tellings))
    kind = max(found, key=lambda k: len(found[k]))
    while kind in table("kinds") and (finer := [k for k in found if k in entries("kinds", kind)]):
        kind = max(finer, key=lambda k: len(found[k]))
    return kind


def _keys(tellings: Sequence[Telling], role: str) -> tuple[str, ...]:
    """Ids or words of a role, those of most origins first."""
    found: dict[str, set[str]] = {}
    for telling in tellings:
        for mention in telling.claim.actors if role == "actors" else telling.claim.targets:
            found.setdefault(key_of(mention), set()).add(telling.origin)
    return tuple(sorted(found, key=lambda k: -len(found[k])) if len(found) > 1 else found)


def _when(tellings: Sequence[Telling]) -> When | None:
    """The days that most origins give among the most precise; stated days before the day of a report."""
    told: dict[tuple[date | None, date | None], tuple[When, set[str]]] = {}
    for telling in tellings:
        when = telling.claim.when
        if when and (when.start or when.end):
            best, origins = told.get((when.start, when.end), (when, set()))
            origins.add(telling.origin)
            told[when.start, when.end] = (min(best, when, key=_vagueness), origins)
    if len(told) < 2:
        return next((when for when, _ in told.values()), None)
    return min(told.values(), key=lambda w: (_vagueness(w[0]), -len(w[1]), _length(w[0])))[0]


def _length(when: When) -> int:
    return (when.end - when.start).days + 1 if when.start and when.end else 10_000


def _vagueness(when: When) -> int:
    """0 for a few stated days, 1 for a stated week, 2 for a few days not stated, 3 for anything longer."""
    length, stated = _length(when), when.basis in ("stated", "relative")
    if stated and length <= _WEEK:
        return 0 if length <= _FEW_DAYS else 1
    return 2 if length <= _FEW_DAYS else 3


def _where(tellings: Sequence[Telling]) -> Where | None:
    """The most precise place that most origins give or tell an area of; where none is resolved, the first words."""
    told = [(t.claim.where, t.origin) for t in tellings if t.claim.where]
    resolved: dict[tuple[str, str], tuple[Where, set[str]]] = {}
    for where, origin in told:
        if where.place:
            resolved.setdefault((where.place.id, where.precision or "town"), (where, set()))[1].add(origin)
    if len(resolved) < 2:
        return next((where for where, _ in (*resolved.values(), *told)), None)

    def weight(candidate: tuple[Where, set[str]]) -> tuple[int, int, int]:
        where, origins = candidate
        behind = set[str]().union(*(o for other, o in resolved.values() if _may_be(where, other)))
        return -len(behind), _PRECISIONS.index(where.precision or "town"), -len(origins)

    return min(resolved.values(), key=weight)[0]


def _may_be(where: Where, other: Where) -> bool:
    assert where.place is not None
    assert other.place is not None
    return same_place((where.place, where.precision or "town"), (other.place, other.precision or "town"))
