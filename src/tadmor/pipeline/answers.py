"""What a monitor answers with, beside the values of the model."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tadmor.model import Control, Event, Place, Report, Telling


@dataclass(frozen=True, slots=True)
class Added:
    """What became of one report: how many claims, how many events they founded, and the story it is a telling of.

    ``known`` is True where the record had it already and nothing was written.
    """

    report: str
    title: str | None
    claims: int = 0
    founded: int = 0
    origin: str | None = None
    how: str | None = None
    known: bool = False


@dataclass(frozen=True, slots=True)
class Held:
    """Who holds a place on a day, and for how many days nobody has said so."""

    place: Place
    control: Control
    stale_days: int | None


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A place that the record speaks of."""

    place: Place
    claims: int


@dataclass(frozen=True, slots=True)
class ActorRow:
    """An actor that the record speaks of, with the claims in each role."""

    key: str
    label: str
    kind: str | None
    parent: str | None
    as_actor: int
    as_target: int
    as_speaker: int


@dataclass(frozen=True, slots=True)
class SourceRow:
    """An outlet, with its reports, the stories that stood there first, and its claims."""

    outlet: str | None
    reports: int
    origins: int
    claims: int


@dataclass(frozen=True, slots=True)
class ClaimView:
    """A claim with its report, the event that it tells of, the claim by which it joined, why, and what was decided."""

    telling: Telling
    report: Report
    event: str | None
    via: str | None
    score: float | None
    because: tuple[str, ...]
    decisions: tuple[Decided, ...]


@dataclass(frozen=True, slots=True)
class ReportView:
    """A report with its claims, and the story that it is a telling of."""

    report: Report
    tellings: tuple[Telling, ...]
    origin: str


@dataclass(frozen=True, slots=True)
class Learnt:
    """What was learnt of one event or place between two days: ``before`` is None where nothing was known of it."""

    before: Event | Held | None
    after: Event | Held


@dataclass(frozen=True, slots=True)
class Decided:
    """A person's decision; ``what`` is the fields that were corrected, the verdict, or None.

    ``changes`` are (field, value) of a correction.
    """

    number: int
    verb: str
    subject: str
    other: str | None
    what: str | None
    because: str | None
    who: str
    at: datetime
    undone: bool
    changes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What working out all events anew came to; ``changed`` claims are in another event than before."""

    claims: int
    events: int
    changed: int
