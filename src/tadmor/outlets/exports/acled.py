"""Events in the 31 columns of ACLED, then Tadmor's own; which sub-event a kind becomes is data (acled_rules.tsv)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import BinaryIO

from tadmor.model import Event
from tadmor.outlets.exports.acled_rules import Happening, Rule, actor_sort, rule_of, victim_sort
from tadmor.outlets.exports.cells import Cell, Rows
from tadmor.outlets.exports.dictionary import names, rows_of
from tadmor.outlets.exports.event_row import tadmor_row
from tadmor.outlets.exports.facts import days, figure, happened, joined, length, outlets, pin, point, standing
from tadmor.outlets.exports.lands import land
from tadmor.outlets.exports.parties import Party, sides
from tadmor.outlets.exports.sentences import notes
from tadmor.outlets.exports.value import Export, Run
from tadmor.outlets.phrases import country

_VIOLENT = {"airstrike", "shelling", "bombing", "attack", "execution", "casualties", "abduction", "abuse", "protest"}


@dataclass(frozen=True, slots=True)
class SubEvent:
    """One of ACLED's sub-events; ``kind`` is what it becomes here, ``words`` may name it in the notes."""

    disorder: str
    type: str
    name: str
    kind: str
    words: tuple[str, ...]


@cache
def sub_events() -> dict[str, SubEvent]:
    """ACLED's sub-events by name."""
    rows = rows_of("acled_sub_events.tsv")
    return {c[2]: SubEvent(c[0], c[1], c[2], c[3], tuple(filter(None, c[4].split("|")))) for c in rows}


def write(stream: BinaryIO, events: Iterable[Event], run: Run) -> None:
    """A row of CSV for each event that ACLED has a place for."""
    rows = Rows(stream, names("acled", "tadmor"), run.bom)
    for event in events:
        reason = left_out(event, run.export)
        if reason:
            run.left_out[reason] += 1
        else:
            rows.write({**acled_row(event, run.export), **tadmor_row(event, run.export)})
            run.rows += 1


def left_out(event: Event, export: Export) -> str | None:
    """Why ACLED has no place for an event; None where it has."""
    if not happened(event):
        return "not told as having happened"
    rule = _rule(event, *sides(event, export))
    if rule.name is None:
        return f"{event.kind}: {rule.reason}"
    return None if days(event) else "no day is known"


def _rule(event: Event, actors: list[Party], targets: list[Party]) -> Rule:
    sentences = tuple(telling.claim.sentence.text for telling in standing(event))
    deaths = bool(figure(event, "killed").best)
    return rule_of(Happening(event.kind, actor_sort(actors), _victim(event, targets), sentences, deaths))


def _victim(event: Event, targets: list[Party]) -> str | None:
    """The sort of the first target of whom it is known; where there is none, a toll may tell of civilians."""
    known = victim_sort(targets)
    return known or ("civilians" if any(toll.side == "civilians" for toll in event.tolls) else None)


def acled_row(event: Event, export: Export) -> dict[str, Cell]:
    """Column -> value for the 31 columns; for events that are not ``left_out``."""
    actors, targets = sides(event, export)
    sub_event = sub_events()[_rule(event, actors, targets).name or "Other"]
    violent = event.kind in _VIOLENT and sub_event.type != "Strategic developments"
    return {
        **_dates(event),
        "disorder_type": sub_event.disorder,
        "event_type": sub_event.type,
        "sub_event_type": sub_event.name,
        **_sides(event, actors, targets),
        "civilian_targeting": "Civilian targeting" if violent and _victim(event, targets) == "civilians" else None,
        **_place(event),
        "source": joined(outlets(event)),
        "source_scale": None,
        "notes": notes(event, export),
        "fatalities": figure(event, "killed").best or 0,
        "tags": None,
        "timestamp": int(export.made_at.timestamp()),
    }


def _dates(event: Event) -> dict[str, Cell]:
    known = days(event)
    if known is None:
        raise ValueError(f"event {event.id} has no day")
    span = length(event)
    return {
        "event_date": known[0],
        "year": known[0].year,
        "time_precision": 3 if span is None or span > 7 else 1 if span == 1 else 2,
    }


def _sides(event: Event, actors: list[Party], targets: list[Party]) -> dict[str, Cell]:
    inters = [_inter(event, actors), targets[0].inter if targets else 0]
    low, high = sorted(inters)
    return {
        "actor1": actors[0].label if actors else None,
        "assoc_actor_1": joined(party.label for party in actors[1:]),
        "inter1": inters[0],
        "actor2": targets[0].label if targets else None,
        "assoc_actor_2": joined(party.label for party in targets[1:]),
        "inter2": inters[1],
        "interaction": low * 10 + high if low else high * 10,
    }


def _inter(event: Event, actors: list[Party]) -> int:
    """The first actor's number; people who protest are protesters."""
    if not actors:
        return 0
    protesting = event.kind == "protest" and actors[0].sort in (None, "civilians")
    return 6 if protesting else actors[0].inter


def _place(event: Event) -> dict[str, Cell]:
    where, at = event.where, point(event)
    place = where.place if where else None
    home = land(place.country) if place else None
    return {
        "event_id_cnty": f"{home.iso3 if home else ''}{event.id}",
        "iso": home.number if home else None,
        "region": home.acled_region if home else None,
        "country": country(place.country) if place and place.country else None,
        "admin1": place.admin1 if place else None,
        "admin2": None,
        "admin3": None,
        "location": place.name if place else joined([where.span.text]) if where else None,
        "latitude": at[0] if at else None,
        "longitude": at[1] if at else None,
        "geo_precision": pin(event).acled,
    }
