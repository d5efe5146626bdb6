"""The central values. All are frozen; an unknown field is ``None``, never ``""`` and never a guess.

Offsets are code points of ``Report.text``, end exclusive. Days are ``datetime.date``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

BlockKind = Literal["title", "dateline", "paragraph", "caption"]
DateBasis = Literal["metadata", "dateline", "head"]
Modality = Literal["asserted", "denied", "planned", "threatened", "demanded", "possible", "ended"]
Grain = Literal["time", "day", "week", "month", "season", "year", "span"]
TimeBasis = Literal["stated", "relative", "context", "published", "none"]
Precision = Literal["site", "town", "near", "district", "province", "region", "country"]
Unit = Literal["killed", "wounded", "missing", "captured", "displaced", "freed", "destroyed", "involved"]
MentionKind = Literal["person", "force", "group", "state", "organisation", "outlet", "people", "weapon", "thing"]

KINDS: tuple[str, ...] = (
    "capture", "control", "withdrawal", "siege", "advance", "offensive", "clash", "airstrike", "shelling", "bombing",
    "attack", "execution", "casualties", "arrest", "abduction", "release", "displacement", "abuse", "destruction",
    "intact", "mining", "demining", "deployment", "surrender", "ceasefire", "talks", "aid", "protest",
)  # fmt: skip
MODALITIES: tuple[Modality, ...] = ("asserted", "denied", "planned", "threatened", "demanded", "possible", "ended")
ROLES: tuple[str, ...] = ("actor", "target", "place", "time", "count", "speaker")
DATINGS: tuple[str, ...] = ("stated", "report", "earlier", "none")
PLACINGS: tuple[str, ...] = ("stated", "earlier", "none")
SPEAKINGS: tuple[str, ...] = ("stated", "earlier", "none")


@dataclass(frozen=True, slots=True)
class Span:
    """Words of a report: ``report.text[start:end] == text``."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of ``Report.text`` of one kind."""

    kind: BlockKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Dateline:
    """Where and when a report was filed ("BEIRUT, March 27 –"); the span covers the dateline's words."""

    place: str | None
    date: date | None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """One published report. ``published`` is the day of publication, ``published_basis`` says where it was read."""

    id: str
    text: str
    title: str | None = None
    outlet: str | None = None
    agency: str | None = None
    byline: str | None = None
    url: str | None = None
    dateline: Dateline | None = None
    published: date | None = None
    published_basis: DateBasis | None = None
    fetched: datetime | None = None
    language: str | None = None
    raw_sha256: str | None = None
    blocks: tuple[Block, ...] = ()
    source: str | None = None

    def span(self, start: int, end: int) -> Span:
        """The words from ``start`` to ``end``."""
        return Span(start, end, self.text[start:end])


@dataclass(frozen=True, slots=True)
class When:
    """Days on which something held. An open end is ``None``; both ``None`` is words that cannot be placed."""

    start: date | None
    end: date | None
    grain: Grain
    basis: TimeBasis
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A row of the gazetteer. ``id`` is "geonames:163960" or "tadmor:palmyra-airport"."""

    id: str
    name: str
    country: str | None
    lat: float
    lon: float
    feature: str
    admin1: str | None = None
    population: int = 0


@dataclass(frozen=True, slots=True)
class Where:
    """A place as written. ``place`` is None where the words could not be resolved beyond doubt.

    ``relation`` is how the words stand to the place ("in", "near", "north of", "between", "countryside of"…).
    """

    span: Span
    place: Place | None
    relation: str = "in"
    precision: Precision | None = None


@dataclass(frozen=True, slots=True)
class Quantity:
    """A counted number. "at least 12" is 12..None, "up to 30" is None..30; ``who`` are the words counted.

    ``unit`` is None where the words beside the number do not tell it (the happening then decides).
    ``total`` marks a cumulative toll ("brings the toll to 112").
    """

    span: Span
    low: int | None
    high: int | None
    unit: Unit | None
    who: Span | None = None
    total: bool = False


@dataclass(frozen=True, slots=True)
class Mention:
    """Somebody or something named. ``ref`` is an id of the actor register, or None."""

    span: Span
    kind: MentionKind
    ref: str | None = None


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says so: the outlet, and the speakers the report names, nearest the claim first."""

    outlet: str | None
    speakers: tuple[Mention, ...] = ()
    cue: Span | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """One telling, in one sentence of one report, of one happening or state."""

    id: str
    report: str
    kind: str
    modality: Modality
    sentence: Span
    trigger: Span
    actors: tuple[Mention, ...] = ()
    targets: tuple[Mention, ...] = ()
    where: Where | None = None
    when: When | None = None
    counts: tuple[Quantity, ...] = ()
    attribution: Attribution = Attribution(None)
    score: float = 0.0
    why: str = ""
