"""The central values. All are frozen; an unknown field is ``None``, never ``""`` and never a guess.

Offsets are code points of ``Report.text``, end exclusive. Days are ``datetime.date``.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Literal

BlockKind = Literal["title", "dateline", "paragraph", "caption"]
DateBasis = Literal["metadata", "dateline", "head"]
Modality = Literal["asserted", "denied", "planned", "threatened", "demanded", "possible", "ended"]
Grain = Literal["time", "day", "week", "month", "season", "year", "span"]
TimeBasis = Literal["stated", "relative", "context", "published", "none"]
Precision = Literal["site", "town", "near", "district", "province", "region", "country"]
Unit = Literal["killed", "wounded", "missing", "captured", "displaced", "freed", "destroyed", "involved"]
Standing = Literal["proposed", "accepted", "corrected", "rejected", "retracted"]
Verdict = Literal["same", "different", "undecided"]
Holding = Literal["held", "contested", "besieged", "partly", "lost", "unknown"]
Aspect = Literal["count", "side", "perpetrator", "place", "date", "denied"]
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
    """One published report. ``published`` is the day of publication, ``published_basis`` says where it was read.

    ``raw`` are the bytes it was read from, ``raw_sha256`` their digest; two reports are equal whatever ``raw`` is.
    """

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
    raw: bytes | None = field(default=None, repr=False, compare=False)

    def span(self, start: int, end: int) -> Span:
        """The words from ``start`` to ``end``."""
        return Span(start, end, self.text[start:end])

    def without_raw(self) -> Report:
        """The same report without the bytes that it was read from."""
        return replace(self, raw=None)


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


@dataclass(frozen=True, slots=True)
class Telling:
    """A claim as the record holds it: with who published it, the origin of the story, and since when it is known.

    ``known`` is the day of publication, else the day it was recorded. ``origin`` is the id of the first report of the
    same story: forty copies of one wire story are one origin. ``row`` is its number in the record, which only grows.
    """

    claim: Claim
    known: date
    origin: str
    published: date | None = None
    outlet: str | None = None
    agency: str | None = None
    title: str | None = None
    url: str | None = None
    standing: Standing = "proposed"
    row: int = 0


@dataclass(frozen=True, slots=True)
class Link:
    """A judgement on two claims: whether they tell of one happening, how sure, by whom, and why, in words.

    ``by`` is "rule:NAME", "model:NAME" or "person:NAME"; a person's verdict stands over the others.
    """

    a: str
    b: str
    verdict: Verdict
    score: float
    by: str
    because: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Toll:
    """What was told of one count of one side: the lowest, the highest, and the figure that ``rule`` chose.

    ``side`` is an actor's id, "civilians" or None where nobody says. An open end ("at least 12") is None. ``total``
    marks figures that are cumulative, which are never added to new ones. ``chosen`` is the claim that gave ``best``.
    """

    unit: Unit
    side: str | None
    low: int | None
    best: int | None
    high: int | None
    rule: str
    chosen: str | None
    claims: tuple[str, ...]
    total: bool = False


@dataclass(frozen=True, slots=True)
class Version:
    """One of the values that sources give for a thing, with the claims that give it and the origins behind them."""

    value: str
    claims: tuple[str, ...]
    origins: int


@dataclass(frozen=True, slots=True)
class Difference:
    """An aspect on which the tellings of one happening differ; the version with most origins first."""

    aspect: Aspect
    versions: tuple[Version, ...]


@dataclass(frozen=True, slots=True)
class Event:
    """Claims judged to tell of one happening, in order of publication; every other field is derived from them.

    ``actors`` and ``targets`` are actor ids, or the words in lower case where the register has no id.
    ``agreed`` names the aspects on which two origins or more say the same, ``differences`` those on which they differ.
    """

    id: str
    kind: str
    tellings: tuple[Telling, ...]
    when: When | None = None
    where: Where | None = None
    actors: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    tolls: tuple[Toll, ...] = ()
    agreed: tuple[Aspect, ...] = ()
    differences: tuple[Difference, ...] = ()
    origins: int = 1

    @property
    def disputed(self) -> bool:
        """Whether its tellings differ on anything."""
        return bool(self.differences)


@dataclass(frozen=True, slots=True)
class Stake:
    """What one claim says of who holds a place, in the few values that control is worked out from.

    ``sort`` is the claim's kind. ``holder`` is who holds or takes, ``loser`` who loses or leaves; both are actor ids or
    words in lower case. ``voice`` is who says so, in relation to the holder: itself ("own"), its opponent ("opponent"),
    or neither ("third"). ``day`` is the first day for which it is said, ``until`` the last for which it vouches.
    """

    place: str
    day: date
    until: date
    known: date
    sort: str
    modality: Modality
    holder: str | None
    loser: str | None
    voice: Literal["own", "opponent", "third"]
    origin: str
    claim: str
    grain: Grain = "day"


@dataclass(frozen=True, slots=True)
class Rival:
    """A version of who holds a place that stands beside the one chosen."""

    holder: str | None
    holding: Holding
    weight: float
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Control:
    """Who holds a place from ``start`` up to the day before ``end`` (None: still), and the claims that say so.

    ``by`` is who contests or besieges, ``said`` the last day for which somebody vouches, ``because`` the rule in words.
    """

    place: str
    holder: str | None
    holding: Holding
    start: date | None
    end: date | None
    said: date | None
    weight: float
    claims: tuple[str, ...]
    because: str
    by: str | None = None
    rivals: tuple[Rival, ...] = ()
