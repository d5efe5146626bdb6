"""The columns of what is asked of a record: one row of plain values an event, claim, place, actor or source."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from tadmor.model import Claim, Control, Event, Mention, Place, Toll, Unit
from tadmor.pipeline.answers import Held

Value = str | int | float | None


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, what stands in it, and how it is worked out from an answer."""

    name: str
    help: str
    value: Callable[[Any], Value]


def row(columns: Iterable[Column], answer: object) -> dict[str, Value]:
    """The values of one answer by column."""
    return {column.name: column.value(answer) for column in columns}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _several(words: Iterable[str]) -> str | None:
    return "; ".join(words) or None


def _place(get: Callable[[Place], Value]) -> Callable[[Event | Claim], Value]:
    def value(told: Event | Claim) -> Value:
        return get(told.where.place) if told.where and told.where.place else None

    return value


def _toll(unit: Unit, end: str) -> Callable[[Event], Value]:
    """One end of what was told of all sides together: totals where there are any, else the new figures added up."""

    def value(event: Event) -> Value:
        tolls = [t for t in event.tolls if t.unit == unit]
        rows = [t for t in tolls if t.total] or tolls
        figures = [getattr(t, end) for t in rows]
        return None if not figures or None in figures else sum(figures)

    return value


def _side(toll: Toll) -> str:
    return f"{toll.unit} {toll.side or 'unknown'}: {toll.low}/{toll.best}/{toll.high} ({toll.rule})"


def key_of(mention: Mention) -> str:
    """An actor's id, or its words in lower case."""
    return mention.ref or " ".join(mention.span.text.lower().split())


def _counts(claim: Claim) -> str | None:
    return _several(f"{c.span.text} {c.unit or ''}".strip() for c in claim.counts)


EVENTS: tuple[Column, ...] = (
    Column("id", "id of the event; it stays when reports are added", lambda e: e.id),
    Column("kind", "kind of the happening", lambda e: e.kind),
    Column("start", "first day on which it may have been", lambda e: _iso(e.when.start) if e.when else None),
    Column("end", "last day on which it may have been", lambda e: _iso(e.when.end) if e.when else None),
    Column("grain", "how fine the days are told", lambda e: e.when.grain if e.when else None),
    Column("place", "usual name of the place", _place(lambda p: p.name)),
    Column("written", "the place in the words of the report", lambda e: e.where.span.text if e.where else None),
    Column("country", "ISO 3166 code of its country", _place(lambda p: p.country)),
    Column("latitude", "degrees north", _place(lambda p: p.lat)),
    Column("longitude", "degrees east", _place(lambda p: p.lon)),
    Column("precision", "how precise the place is", lambda e: e.where.precision if e.where else None),
    Column("place_id", "id of the place", _place(lambda p: p.id)),
    Column("actors", "ids of the actors, or their words", lambda e: _several(e.actors)),
    Column("targets", "ids of the targets, or their words", lambda e: _several(e.targets)),
    Column("killed_low", "lowest number of killed", _toll("killed", "low")),
    Column("killed_best", "number of killed that the rule chose", _toll("killed", "best")),
    Column("killed_high", "highest number of killed", _toll("killed", "high")),
    Column("wounded_low", "lowest number of wounded", _toll("wounded", "low")),
    Column("wounded_best", "number of wounded that the rule chose", _toll("wounded", "best")),
    Column("wounded_high", "highest number of wounded", _toll("wounded", "high")),
    Column("tolls", "each count by side: low/best/high (rule)", lambda e: _several(map(_side, e.tolls))),
    Column("origins", "how many independent stories tell of it", lambda e: e.origins),
    Column("claims", "how many claims tell of it", lambda e: len(e.tellings)),
    Column(
        "disputed", "on what its sources differ", lambda e: _several(dict.fromkeys(d.aspect for d in e.differences))
    ),
    Column("known", "day since which it is known", lambda e: _iso(min(t.known for t in e.tellings))),
)

CLAIMS: tuple[Column, ...] = (
    Column("id", "id of the claim", lambda t: t.claim.id),
    Column("kind", "kind of the happening or state", lambda t: t.claim.kind),
    Column("modality", "asserted, denied, planned…", lambda t: t.claim.modality),
    Column("start", "first day", lambda t: _iso(t.claim.when.start) if t.claim.when else None),
    Column("end", "last day", lambda t: _iso(t.claim.when.end) if t.claim.when else None),
    Column("basis", "where the days come from", lambda t: t.claim.when.basis if t.claim.when else None),
    Column("place", "usual name of the place", lambda t: _place(lambda p: p.name)(t.claim)),
    Column("written", "the place in the report's words", lambda t: t.claim.where.span.text if t.claim.where else None),
    Column("country", "ISO 3166 code of its country", lambda t: _place(lambda p: p.country)(t.claim)),
    Column("latitude", "degrees north", lambda t: _place(lambda p: p.lat)(t.claim)),
    Column("longitude", "degrees east", lambda t: _place(lambda p: p.lon)(t.claim)),
    Column("precision", "how precise the place is", lambda t: t.claim.where.precision if t.claim.where else None),
    Column("place_id", "id of the place", lambda t: _place(lambda p: p.id)(t.claim)),
    Column("actors", "ids of the actors, or their words", lambda t: _several(map(key_of, t.claim.actors))),
    Column("targets", "ids of the targets, or their words", lambda t: _several(map(key_of, t.claim.targets))),
    Column("counts", "the counts in the report's words, with their units", lambda t: _counts(t.claim)),
    Column("speakers", "who says so, the nearest first", lambda t: _several(map(key_of, t.claim.attribution.speakers))),
    Column("quote", "the sentence", lambda t: t.claim.sentence.text),
    Column("trigger", "the words that name the happening", lambda t: t.claim.trigger.text),
    Column("outlet", "who published it", lambda t: t.outlet),
    Column("title", "title of the report", lambda t: t.title),
    Column("url", "address of the report", lambda t: t.url),
    Column("report", "id of the report", lambda t: t.claim.report),
    Column("origin", "id of the first report of the same story", lambda t: t.origin),
    Column("published", "day of publication", lambda t: _iso(t.published)),
    Column("known", "day since which it is known", lambda t: _iso(t.known)),
    Column("standing", "proposed, accepted, corrected, rejected, retracted", lambda t: t.standing),
    Column("score", "how sure the reading is, 0 to 1", lambda t: round(t.claim.score, 3)),
)


def _control(get: Callable[[Control], Value]) -> Callable[[Held], Value]:
    return lambda held: get(held.control)


CONTROL: tuple[Column, ...] = (
    Column("place", "usual name of the place", lambda h: h.place.name),
    Column("country", "ISO 3166 code of its country", lambda h: h.place.country),
    Column("latitude", "degrees north", lambda h: h.place.lat),
    Column("longitude", "degrees east", lambda h: h.place.lon),
    Column("place_id", "id of the place", lambda h: h.place.id),
    Column("holder", "id of the actor that holds it, or its words", _control(lambda c: c.holder)),
    Column("holding", "held, contested, besieged, partly, lost or unknown", _control(lambda c: c.holding)),
    Column("by", "who contests or besieges it", _control(lambda c: c.by)),
    Column("start", "day since which it is so", _control(lambda c: _iso(c.start))),
    Column("end", "day on which it ended; empty while it lasts", _control(lambda c: _iso(c.end))),
    Column("said", "last day for which somebody vouches", _control(lambda c: _iso(c.said))),
    Column("stale_days", "days since then", lambda h: h.stale_days),
    Column("weight", "how much speaks for it", _control(lambda c: round(c.weight, 2))),
    Column(
        "rivals",
        "other versions: holder, holding, weight",
        _control(lambda c: _several(f"{r.holder} {r.holding} {r.weight:.2f}" for r in c.rivals)),
    ),
    Column("because", "the rule in words", _control(lambda c: c.because)),
    Column("claims", "ids of the claims that say so", _control(lambda c: _several(c.claims))),
)

PLACES: tuple[Column, ...] = (
    Column("id", "id of the place", lambda r: r.place.id),
    Column("name", "usual name", lambda r: r.place.name),
    Column("country", "ISO 3166 code of its country", lambda r: r.place.country),
    Column("admin1", "province", lambda r: r.place.admin1),
    Column("latitude", "degrees north", lambda r: r.place.lat),
    Column("longitude", "degrees east", lambda r: r.place.lon),
    Column("feature", "what it is: town, adm1, airbase…", lambda r: r.place.feature),
    Column("claims", "claims that place something there", lambda r: r.claims),
)

ACTORS: tuple[Column, ...] = (
    Column("id", "id of the actor, or its words", lambda r: r.key),
    Column("name", "usual name", lambda r: r.label),
    Column("sort", "person, force, group, state…", lambda r: r.kind),
    Column("belongs_to", "id of the actor it belongs to", lambda r: r.parent),
    Column("as_actor", "claims in which it acts", lambda r: r.as_actor),
    Column("as_target", "claims in which it is acted upon", lambda r: r.as_target),
    Column("as_speaker", "claims that it makes", lambda r: r.as_speaker),
)

SOURCES: tuple[Column, ...] = (
    Column("outlet", "who published; the agency where no outlet is told", lambda r: r.outlet),
    Column("reports", "reports of it", lambda r: r.reports),
    Column("origins", "stories among them that stood there first", lambda r: r.origins),
    Column("claims", "claims read in them", lambda r: r.claims),
)

TABLES: dict[str, tuple[Column, ...]] = {
    "events": EVENTS, "claims": CLAIMS, "control": CONTROL, "places": PLACES, "actors": ACTORS, "sources": SOURCES,
}  # fmt: skip
