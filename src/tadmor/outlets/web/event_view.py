"""One event as its page shows it: a row an origin, what differs marked, and why its claims are one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from tadmor.errors import TadmorError
from tadmor.model import Aspect, Event, Standing, Telling, Version
from tadmor.outlets.web.words import (
    Label,
    counts_words,
    named,
    outlet_of,
    version_words,
    voices,
    when_words,
    where_words,
)
from tadmor.query import Query

if TYPE_CHECKING:
    from tadmor.outlets.http.lens import Lens

MOST_VALUES = 3
MOST_REASONS = 25
_GONE = ("rejected", "retracted")
_NEAR = timedelta(days=3)
_MOST_LIKE = 5


@dataclass(frozen=True, slots=True)
class Cell:
    """The values that an origin gives for one column, ``more`` of them not shown, and whether others differ on it.

    ``besides``: where they differ, what the origin says at greater length than the values on which they do.
    """

    values: tuple[str, ...]
    more: int
    differs: bool
    besides: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One origin: who published it first and who after, who speaks and who denies, what it says, its tellings."""

    published: date
    outlets: tuple[str, ...]
    speakers: tuple[str, ...]
    who: Cell
    where: Cell
    when: Cell
    counts: Cell
    denials: tuple[str, ...]
    tellings: tuple[Telling, ...]

    @property
    def standing(self) -> Standing:
        """Accepted where a person accepted or corrected one of its tellings, rejected where none stands any more."""
        standings = {t.standing for t in self.tellings}
        if standings & {"accepted", "corrected"}:
            return "accepted"
        return "rejected" if standings <= set(_GONE) else "proposed"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a claim is in its event: the claim by which it joined, how sure, and the reasons in words."""

    telling: Telling
    via: str | None
    score: float | None
    because: tuple[str, ...]


def rows(event: Event, label: Label) -> list[Row]:
    """A row an origin, the first known first; rejected and retracted tellings stand in their row, and say nothing."""
    groups: dict[str, list[Telling]] = {}
    for telling in event.tellings:
        groups.setdefault(telling.origin, []).append(telling)
    versions = [(d.aspect, v) for d in event.differences for v in d.versions]
    return [_row(group, versions, label) for group in groups.values()]


def _row(group: Sequence[Telling], versions: Sequence[tuple[Aspect, Version]], label: Label) -> Row:
    told = [t for t in group if t.standing not in _GONE]
    claims = {t.claim.id for t in told}

    denying = {claim for a, v in versions if a == "denied" and v.value == "denied" for claim in v.claims}

    def cell(values: Iterable[str], *aspects: Aspect) -> Cell:
        own = [version_words(v, a, label) for a, v in versions if a in aspects and claims.intersection(v.claims)]
        found = tuple(dict.fromkeys(value for value in own or values if value))
        besides = _longer(told, versions) if own and "count" in aspects else ()
        return Cell(found[:MOST_VALUES], max(0, len(found) - MOST_VALUES), bool(own), besides)

    return Row(
        min(t.known for t in group),
        tuple(dict.fromkeys(outlet_of(t) for t in group)),
        tuple(dict.fromkeys(words for t in told for words in voices(t)[:1])),
        cell((_sides(t, label) for t in told), "perpetrator", "side"),
        cell((where_words(t.claim.where) for t in told if t.claim.where), "place"),
        cell((when_words(t.claim.when) for t in told if t.claim.when), "date"),
        cell((counts_words(t.claim) for t in told), "count"),
        tuple(dict.fromkeys(_voice(t) for t in told if t.claim.id in denying)),
        tuple(group),
    )


def _longer(told: Iterable[Telling], versions: Sequence[tuple[Aspect, Version]]) -> tuple[str, ...]:
    """The counts of the claims that give more of them than the sources differ on, in the claims' words."""
    differing = Counter(claim for aspect, version in versions if aspect == "count" for claim in version.claims)
    longer = [counts_words(t.claim) for t in told if len(t.claim.counts) > differing[t.claim.id]]
    return tuple(dict.fromkeys(longer))[:MOST_VALUES]


def _voice(telling: Telling) -> str:
    """Who speaks: the nearest speaker, else the report."""
    return next(iter(voices(telling)), "the report itself")


def _sides(telling: Telling, label: Label) -> str:
    """ "army against Islamic State", as far as told."""
    actors, targets = (
        ", ".join(dict.fromkeys(named(m, label) for m in mentions))
        for mentions in (telling.claim.actors, telling.claim.targets)
    )
    return f"{actors} against {targets}" if actors and targets else actors or (f"against {targets}" if targets else "")


def reasons(lens: Lens, event: Event, most: int | None = MOST_REASONS) -> list[Reason]:
    """Why each of its claims is in the event, the first ``most`` of them."""
    out = []
    for telling in event.tellings[:most]:
        _, via, score, because = lens.record.membership(telling.row)
        out.append(Reason(telling, via, score, tuple(because)))
    return out


def like(lens: Lens, event: Event) -> list[Event]:
    """Other events of its kind at its place in the days around it, which may be the same one; a few at most."""
    where, when = event.where, event.when
    if not (where and where.place and when and when.start and when.end) or (when.end - when.start).days > 31:
        return []
    asked = Query(
        places=(where.place.id,), kinds=(event.kind,), since=_moved(when.start, -_NEAR), until=_moved(when.end, _NEAR),
        limit=_MOST_LIKE + 1,
    )  # fmt: skip
    try:
        found = list(lens.events(asked))
    except TadmorError:  # a place that no claim stands for any more
        return []
    return [e for e in found if e.id != event.id][:_MOST_LIKE]


def _moved(day: date, by: timedelta) -> date:
    return day + by if date.min + _NEAR < day < date.max - _NEAR else day
