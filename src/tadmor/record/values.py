"""What a record hands out beside the values of the model."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from tadmor.model import Place

Departure = Literal["reading", "correction", "retraction", "rejection"]
Verb = Literal["judge", "correct", "retract", "accept", "reject", "undo"]


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault that ``verify`` found: what it is, where (row, file or write), and what to do."""

    what: str
    where: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One write: its number, when and by whom, with what verb, program and rules, and how many rows of each table."""

    n: int
    at: datetime
    who: str
    verb: str
    version: str
    rules: str | None
    note: Any
    rows: dict[str, int]
    digest: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided on a claim or event; ``undone`` where a later decision took it back, ``known``
    None where it holds for every as-of.
    """

    n: int
    at: datetime
    verb: Verb
    subject: str
    other: str | None
    field: str | None
    value: Any
    quote: Any
    because: str | None
    who: str
    known: date | None
    undone: bool


@dataclass(frozen=True, slots=True)
class PlaceCount:
    """A place, with the claims told of it."""

    place: Place
    claims: int


@dataclass(frozen=True, slots=True)
class NameCount:
    """An actor's id or words, with the claims in which they act, suffer and speak."""

    key: str
    actor: int
    target: int
    speaker: int


@dataclass(frozen=True, slots=True)
class OutletCount:
    """An outlet (None: reports without one), with its reports, the origins among them, and its claims."""

    outlet: str | None
    reports: int
    origins: int
    claims: int


@dataclass(frozen=True, slots=True)
class Hit:
    """A report that holds the words looked for, and the words around the first."""

    report: str
    snippet: str
