"""What one outlet said: its reports, how often it stood alone, how often another said otherwise."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from tadmor.model import Event, Telling
from tadmor.outlets.columns import key_of
from tadmor.query import Query

if TYPE_CHECKING:
    from tadmor.outlets.http.lens import Lens

MOST_EVENTS = 1500
_GONE = ("rejected", "retracted")


@dataclass(frozen=True, slots=True)
class Listed:
    """A report of the outlet, with its claims that count."""

    id: str
    title: str | None
    published: date | None
    claims: int


@dataclass(frozen=True, slots=True)
class Source:
    """An outlet's events by how they stand: told by it alone, with others, and contradicted by others.

    ``cut`` says that only the first ``MOST_EVENTS`` were looked at. ``speakers`` are those it quotes most.
    """

    events: int
    alone: int
    shared: int
    contradicted: int
    cut: bool
    disputes: tuple[Event, ...]
    kinds: tuple[tuple[str, int], ...]
    speakers: tuple[tuple[str, int], ...]
    reports: tuple[Listed, ...]


def source(lens: Lens, outlet: str, as_of: date | None) -> Source:
    """What an outlet said, as known on a day."""
    found = list(lens.events(Query(outlets=(outlet,), as_of=as_of, limit=MOST_EVENTS)))
    alone = [e for e in found if _alone(e, outlet)]
    against = [e for e in found if _contradicted(e, outlet)]
    own = [t for e in found for t in e.tellings if _of(t, outlet)]
    spoken = Counter(key_of(m) for t in own for m in t.claim.attribution.speakers[:1])
    return Source(
        len(found), len(alone), len(found) - len(alone), len(against), len(found) == MOST_EVENTS,
        tuple(sorted(against, key=lambda e: -e.origins)[:12]), tuple(Counter(e.kind for e in found).most_common(8)),
        tuple(spoken.most_common(8)), _reports(own),
    )  # fmt: skip


def _of(telling: Telling, outlet: str) -> bool:
    return (telling.outlet or "").casefold() == outlet.casefold()


def _alone(event: Event, outlet: str) -> bool:
    """Whether no other outlet tells of it, copies of its own story left out."""
    own = {t.origin for t in event.tellings if _of(t, outlet)}
    return all(_of(t, outlet) or t.origin in own for t in event.tellings if t.standing not in _GONE)


def _contradicted(event: Event, outlet: str) -> bool:
    """Whether, on something that sources differ on, it gives one version and another outlet's report another."""
    whose = {t.claim.id: _of(t, outlet) for t in event.tellings}
    for difference in event.differences:
        sides = [{whose.get(claim) for claim in version.claims} for version in difference.versions]
        if any(True in side for side in sides) and any(False in side and True not in side for side in sides):
            return True
    return False


def _reports(tellings: Sequence[Telling]) -> tuple[Listed, ...]:
    """Its reports, the newest first."""
    counts = Counter(t.claim.report for t in tellings)
    seen = {t.claim.report: t for t in tellings}
    rows = [Listed(ident, t.title, t.published, counts[ident]) for ident, t in seen.items()]
    return tuple(sorted(rows, key=lambda r: (r.published or date.min, r.id), reverse=True))
