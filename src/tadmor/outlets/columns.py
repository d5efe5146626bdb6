"""The columns of what is asked of a record: one row of plain values an event, claim, place, actor or source."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from operator import attrgetter, itemgetter
from typing import Any

from tadmor.model import Claim, Event, Mention, Toll, Unit, Where

Value = str | int | float | None


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, what stands in it, and how it is worked out from an answer."""

    name: str
    help: str
    value: Callable[[Any], Value | date]


def row(columns: Iterable[Column], answer: object) -> dict[str, Value]:
    """The values of one answer by column: days and moments as ISO has them, yes and no as 1 and 0."""
    return {column.name: _plain(column.value(answer)) for column in columns}


def _plain(value: Value | date) -> Value:
    if isinstance(value, date):
        return value.isoformat()
    return int(value) if isinstance(value, bool) else value


def fields(*told: tuple[str, str] | tuple[str, str, str]) -> tuple[Column, ...]:
    """Columns that are fields of an answer: name, help, and the path to the field where it has another name."""
    return tuple(Column(name, help, attrgetter(path[0] if path else name)) for name, help, *path in told)


def in_order(
    *told: tuple[str, str] | tuple[str, str, Callable[[Any], Value | date]],
) -> tuple[Column, ...]:
    """Columns of rows that hold their values in this order: name, help, and what makes the value of what is held."""
    return tuple(_held(place, name, help, *make) for place, (name, help, *make) in enumerate(told))


def _held(place: int, name: str, help: str, make: Callable[[Any], Value | date] | None = None) -> Column:
    return Column(name, help, (lambda held: make(held[place])) if make else itemgetter(place))


def _several(words: Iterable[str]) -> str | None:
    return "; ".join(words) or None


def _spot(get: Callable[[Any], Where | None]) -> tuple[Column, ...]:
    """The columns of where something was."""

    def of_where(path: str) -> Callable[[Any], Value]:
        return lambda told: attrgetter(path)(where) if (where := get(told)) else None

    def of_place(field: str) -> Callable[[Any], Value]:
        return lambda told: getattr(where.place, field) if (where := get(told)) and where.place else None

    return (
        Column("place", "usual name of the place", of_place("name")),
        Column("written", "the place in the report's words", of_where("span.text")),
        Column("country", "ISO 3166 code of its country", of_place("country")),
        Column("latitude", "degrees north", of_place("lat")),
        Column("longitude", "degrees east", of_place("lon")),
        Column("precision", "how precise the place is", of_where("precision")),
        Column("place_id", "id of the place", of_place("id")),
    )


def _toll(unit: Unit, end: str) -> Callable[[Event], Value]:
    """One end of what was told of all sides together: totals where there are any, else the new figures added up."""

    def value(event: Event) -> Value:
        tolls = [t for t in event.tolls if t.unit == unit]
        rows = [t for t in tolls if t.total] or tolls
        figures = [getattr(t, end) for t in rows]
        return None if not figures or None in figures else sum(figures)

    return value


def _side(toll: Toll) -> str:
    figures = "/".join("" if figure is None else str(figure) for figure in (toll.low, toll.best, toll.high))
    return f"{toll.unit} {toll.side or 'unknown'}: {figures} ({toll.rule})"


def key_of(mention: Mention) -> str:
    """An actor's id, or its words in lower case."""
    return mention.ref or " ".join(mention.span.text.lower().split())


def _counts(claim: Claim) -> str | None:
    return _several(f"{c.span.text} {c.unit or ''}".strip() for c in claim.counts)


EVENTS: tuple[Column, ...] = (
    *fields(("id", "id of the event; it stays when reports are added"), ("kind", "kind of the happening")),
    Column("start", "first day on which it may have been", lambda e: e.when.start if e.when else None),
    Column("end", "last day on which it may have been", lambda e: e.when.end if e.when else None),
    Column("grain", "how fine the days are told", lambda e: e.when.grain if e.when else None),
    *_spot(lambda e: e.where),
    Column("actors", "ids of the actors, or their words", lambda e: _several(e.actors)),
    Column("targets", "ids of the targets, or their words", lambda e: _several(e.targets)),
    Column("killed_low", "lowest number of killed", _toll("killed", "low")),
    Column("killed_best", "number of killed that the rule chose", _toll("killed", "best")),
    Column("killed_high", "highest number of killed", _toll("killed", "high")),
    Column("wounded_low", "lowest number of wounded", _toll("wounded", "low")),
    Column("wounded_best", "number of wounded that the rule chose", _toll("wounded", "best")),
    Column("wounded_high", "highest number of wounded", _toll("wounded", "high")),
    Column("tolls", "each count by side: low/best/high (rule); open is empty", lambda e: _several(map(_side, e.tolls))),
    Column("origins", "how many independent stories tell of it", lambda e: e.origins),
    Column("claims", "how many claims tell of it", lambda e: len(e.tellings)),
    Column(
        "disputed", "on what its sources differ", lambda e: _several(dict.fromkeys(d.aspect for d in e.differences))
    ),
    Column("known", "day since which it is known", lambda e: min(t.known for t in e.tellings)),
)

CLAIMS: tuple[Column, ...] = (
    *fields(
        ("id", "id of the claim", "claim.id"),
        ("kind", "kind of the happening or state", "claim.kind"),
        ("modality", "asserted, denied, planned…", "claim.modality"),
    ),
    Column("start", "first day", lambda t: t.claim.when.start if t.claim.when else None),
    Column("end", "last day", lambda t: t.claim.when.end if t.claim.when else None),
    Column("basis", "where the days come from", lambda t: t.claim.when.basis if t.claim.when else None),
    *_spot(lambda t: t.claim.where),
    Column("actors", "ids of the actors, or their words", lambda t: _several(map(key_of, t.claim.actors))),
    Column("targets", "ids of the targets, or their words", lambda t: _several(map(key_of, t.claim.targets))),
    Column("counts", "the counts in the report's words, with their units", lambda t: _counts(t.claim)),
    Column("speakers", "who says so, the nearest first", lambda t: _several(map(key_of, t.claim.attribution.speakers))),
    *fields(
        ("quote", "the sentence", "claim.sentence.text"),
        ("trigger", "the words that name the happening", "claim.trigger.text"),
        ("outlet", "who published it"),
        ("title", "title of the report"),
        ("url", "address of the report"),
        ("report", "id of the report", "claim.report"),
        ("origin", "id of the first report of the same story"),
        ("published", "day of publication"),
        ("known", "day since which it is known"),
        ("standing", "proposed, accepted, corrected, rejected, retracted"),
    ),
    Column("score", "how sure the reading is, 0 to 1", lambda t: round(t.claim.score, 3)),
)

CONTROL: tuple[Column, ...] = (
    *fields(
        ("place", "usual name of the place", "place.name"),
        ("country", "ISO 3166 code of its country", "place.country"),
        ("latitude", "degrees north", "place.lat"),
        ("longitude", "degrees east", "place.lon"),
        ("place_id", "id of the place", "place.id"),
        ("holder", "id of the actor that holds it, or its words", "control.holder"),
        ("holding", "held, contested, besieged, partly, lost or unknown", "control.holding"),
        ("by", "who contests or besieges it", "control.by"),
        ("start", "day since which it is so", "control.start"),
        ("end", "day on which it ended; empty while it lasts", "control.end"),
        ("said", "last day for which somebody vouches", "control.said"),
        ("stale_days", "days since then"),
    ),
    Column("weight", "how much speaks for it", lambda h: round(h.control.weight, 2)),
    Column(
        "rivals",
        "other versions: holder, holding, weight",
        lambda h: _several(f"{r.holder} {r.holding} {r.weight:.2f}" for r in h.control.rivals),
    ),
    Column("because", "the rule in words", lambda h: h.control.because),
    Column("claims", "ids of the claims that say so", lambda h: _several(h.control.claims)),
)

PLACES = fields(
    ("id", "id of the place", "place.id"),
    ("name", "usual name", "place.name"),
    ("country", "ISO 3166 code of its country", "place.country"),
    ("admin1", "province", "place.admin1"),
    ("latitude", "degrees north", "place.lat"),
    ("longitude", "degrees east", "place.lon"),
    ("feature", "what it is: town, adm1, airbase…", "place.feature"),
    ("claims", "claims that place something there"),
)

ACTORS = fields(
    ("id", "id of the actor, or its words", "key"),
    ("name", "usual name", "label"),
    ("sort", "person, force, group, state…", "kind"),
    ("belongs_to", "id of the actor it belongs to", "parent"),
    ("as_actor", "claims in which it acts"),
    ("as_target", "claims in which it is acted upon"),
    ("as_speaker", "claims that it makes"),
)

SOURCES = fields(
    ("outlet", "who published; the agency where no outlet is told"),
    ("reports", "reports of it"),
    ("origins", "stories among them that stood there first"),
    ("claims", "claims read in them"),
)

TABLES: dict[str, tuple[Column, ...]] = {
    "events": EVENTS, "claims": CLAIMS, "control": CONTROL, "places": PLACES, "actors": ACTORS, "sources": SOURCES,
}  # fmt: skip
