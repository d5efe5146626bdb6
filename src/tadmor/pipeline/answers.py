"""What a monitor answers with, beside the values of the model."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from tadmor.model import Claim, Control, Event, Place, Report, Telling


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
    first: date | None
    last: date | None


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
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class ClaimView:
    """A claim with its report, its event, and why it belongs there."""

    telling: Telling
    report: Report
    event: str | None
    via: str | None
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """What was learnt of one event or place between two days: ``before`` is None where it was not known at all."""

    before: Event | Held | None
    after: Event | Held | None


@dataclass(frozen=True, slots=True)
class Decided:
    """A person's decision: retract, correct, judge, accept, reject."""

    verb: str
    subject: str
    other: str | None
    what: str | None
    because: str
    who: str
    at: datetime


__all__ = [
    "ActorRow", "Added", "Change", "Claim", "ClaimView", "Decided", "Held", "PlaceRow", "SourceRow",
]  # fmt: skip
