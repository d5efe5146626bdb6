"""Events with deaths in the 49 columns of UCDP GED, then Tadmor's own."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from typing import BinaryIO

from tadmor.model import Event
from tadmor.outlets.exports.cells import Cell, Rows
from tadmor.outlets.exports.dictionary import names
from tadmor.outlets.exports.event_row import tadmor_row
from tadmor.outlets.exports.facts import (
    best,
    days,
    figure,
    figures,
    happened,
    joined,
    length,
    outlets,
    pin,
    point,
    speakers,
    standing,
)
from tadmor.outlets.exports.lands import land
from tadmor.outlets.exports.parties import Party, sides
from tadmor.outlets.exports.value import Export, Run
from tadmor.outlets.phrases import country

_LONGEST = ((1, 1), (6, 2), (7, 3), (31, 4))  # days -> date_prec; 5 above
_DIGITS = 10**15  # a number of so many digits stays whole in a spreadsheet
_PEOPLE = "Civilians"


def write(stream: BinaryIO, events: Iterable[Event], run: Run) -> None:
    """A row of CSV for each event in which somebody is told to have been killed on a known day."""
    rows = Rows(stream, names("ged", "tadmor"), run.bom)
    for event in events:
        reason = left_out(event)
        if reason:
            run.left_out[reason] += 1
        else:
            rows.write({**ged_row(event, run.export), **tadmor_row(event, run.export)})
            run.rows += 1


def left_out(event: Event) -> str | None:
    """Why GED has no place for an event; None where it has."""
    if not happened(event):
        return "not told as having happened"
    killed = figure(event, "killed")
    if not (killed.best or killed.high):
        return "no deaths are told"
    return None if days(event) else "no day is known"


def ged_row(event: Event, export: Export) -> dict[str, Cell]:
    """Column -> value for the 49 columns; for events that are not ``left_out``."""
    a, b = dyad(event, export)
    unknown = (
        "active_year", "code_status", "conflict_dset_id", "conflict_new_id", "conflict_name", "dyad_dset_id",
        "dyad_new_id", "side_a_dset_id", "side_a_new_id", "side_b_dset_id", "side_b_new_id", "adm_2",
    )  # fmt: skip
    return {
        **dict.fromkeys(unknown),
        "id": int(sha256(event.id.encode()).hexdigest()[:16], 16) % _DIGITS,
        "relid": event.id,
        "type_of_violence": _violence(a, b),
        "dyad_name": f"{a.label} - {_name(b)}" if a and b else None,
        "side_a": a.label if a else None,
        "side_b": _name(b) if b else None,
        **_sources(event),
        **_place(event),
        **_dates(event),
        **_deaths(event, a, b),
        "gwnoa": _number(a),
        "gwnob": _number(b),
    }


def dyad(event: Event, export: Export) -> tuple[Party | None, Party | None]:
    """Side a and side b: the state first; where only the target is a state, sides change places."""
    actors, targets = sides(event, export)
    a, b = actors[0] if actors else None, targets[0] if targets else None
    if b and b.state and not (a and a.state):
        return b, a
    return a, b


def _violence(a: Party | None, b: Party | None) -> int | None:
    if b and b.sort == "civilians":
        return 3
    if a is None or b is None:
        return None
    if "state" in (a.sort, b.sort) or a.state or b.state:
        return 1
    return 2 if a.armed and b.armed else None


def _name(party: Party) -> str:
    return _PEOPLE if party.sort == "civilians" else party.label


def _number(party: Party | None) -> int | None:
    home = land(party.state) if party else None
    return home.gw if home else None


def _sources(event: Event) -> dict[str, Cell]:
    told = standing(event)
    days_of = [t.published.isoformat() if t.published else None for t in told]
    articles = [
        ", ".join(filter(None, (t.outlet or t.agency, day, t.title))) for t, day in zip(told, days_of, strict=True)
    ]
    return {
        "number_of_sources": event.origins,
        "source_article": joined(articles),
        "source_office": joined(outlets(event)),
        "source_date": joined(days_of),
        "source_headline": joined(t.title for t in told),
        "source_original": joined(speakers(event)),
    }


def _place(event: Event) -> dict[str, Cell]:
    where, at = event.where, point(event)
    place = where.place if where else None
    home = land(place.country) if place else None
    return {
        "where_prec": pin(event).ged,
        "where_coordinates": place.name if place else None,
        "where_description": joined([where.span.text]) if where else None,
        "adm_1": place.admin1 if place else None,
        "latitude": at[0] if at else None,
        "longitude": at[1] if at else None,
        "geom_wkt": f"POINT ({at[1]} {at[0]})" if at else None,
        "priogrid_gid": priogrid(*at) if at else None,
        "country": country(place.country) if place and place.country else None,
        "country_id": home.gw if home else None,
        "region": home.ged_region if home else None,
    }


def priogrid(lat: float, lon: float) -> int:
    """The cell of PRIO-GRID: half a degree wide, numbered from 1 in the south-west, 720 to a row.

    >>> priogrid(-90, -180), priogrid(33.3, 44.4)
    (1, 177569)
    """
    row = min(int((lat + 90) * 2), 359)
    return row * 720 + int((lon + 180) * 2) % 720 + 1


def _dates(event: Event) -> dict[str, Cell]:
    known, span = days(event), length(event)
    if known is None:
        raise ValueError(f"event {event.id} has no day")
    precision = 5 if span is None else next((code for most, code in _LONGEST if span <= most), 5)
    cumulative = all(toll.total for toll in figures(event, "killed"))
    return {
        "year": known[0].year,
        "date_start": known[0],
        "date_end": known[1],
        "date_prec": precision,
        "event_clarity": 2 if precision > 1 or cumulative else 1,
    }


def _deaths(event: Event, a: Party | None, b: Party | None) -> dict[str, Cell]:
    """The best figures by side; what is told of no side beyond those is of unknown ones. Low and high enclose best."""
    killed = figure(event, "killed")
    of_side = {"deaths_a": 0, "deaths_b": 0, "deaths_civilians": 0, "deaths_unknown": 0}
    for toll in figures(event, "killed"):
        if toll.side:
            of_side[_column(toll.side, a, b)] += best(toll) or 0
    told = sum(of_side.values())
    of_side["deaths_unknown"] += max((killed.best or 0) - told, 0)
    total = sum(of_side.values())
    known = [n for toll in figures(event, "killed") for n in (toll.low, toll.high) if n is not None]
    high = killed.high if killed.high is not None else max(known, default=0)
    return {**of_side, "best": total, "high": max(total, high), "low": min(total, killed.low or 0)}


def _column(side: str, a: Party | None, b: Party | None) -> str:
    if side == "civilians" or (b and b.key == side and b.sort == "civilians"):
        return "deaths_civilians"
    if a and a.key == side:
        return "deaths_a"
    return "deaths_b" if b and b.key == side else "deaths_unknown"
