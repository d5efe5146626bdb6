"""The routes of the API that maps and time lines ask: short rows, made once and kept as bytes."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import lru_cache
from itertools import islice
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from tadmor.model import Place
from tadmor.outlets.drawing.families import family_of
from tadmor.outlets.drawing.legend import legend
from tadmor.outlets.exports import lines
from tadmor.outlets.http.almanac import meets, numbers_of
from tadmor.outlets.http.atlas import Written
from tadmor.outlets.http.ground import SAID, Cell
from tadmor.outlets.http.lens import Lens
from tadmor.outlets.http.making import COLUMNS, short_row
from tadmor.outlets.http.problems import documented
from tadmor.outlets.http.schemas import DAY, FLAG, OBJECT, WHOLE, many, or_null, record, short_rows, told
from tadmor.outlets.http.sheet import FAMILY_KEYS
from tadmor.outlets.http.shield import Shield
from tadmor.outlets.http.site import Site, lens_of, site_of, state_of
from tadmor.outlets.http.state import FILTERS, State, openapi
from tadmor.pipeline.naming import place_ids
from tadmor.query import Query

CONTROL = (
    "id", "name", "lat", "lon", "weight", "population", "feature", "holder", "holding", "by", "since", "said",
    "stale_days", "rivals", "country", "claims",
)  # fmt: skip
_FILTERS = ("known", "place", "within_km")
_OF_CONTROL = record({"day": DAY, "known": or_null(DAY), **short_rows("places", CONTROL)})
_OF_EVENTS = record(
    {"known": or_null(DAY), "total": WHOLE, "cut": FLAG, "whole": FLAG, **short_rows("events", COLUMNS)}
)
_OF_DAYS = record({"families": {"const": list(FAMILY_KEYS)}, "days": many({"type": "array"}), "whole": FLAG})
_JSON = "application/json"
_LEVEL = 1
"""How hard answers are packed: at 5 that takes longer than all else about a map of thousands of places."""
_PROVISIONAL = {"Cache-Control": "no-store"}
Body = tuple[bytes, bool]
"""What is answered, and whether it may be kept: not what is made while the events are still being gathered."""


def router() -> APIRouter:
    """The routes."""
    out = APIRouter(prefix="/api", tags=["map"])
    rest = tuple(name for name in FILTERS if name not in ("limit", "after"))
    for path, make, names, schema in (
        ("/control", _control, ("day", *_FILTERS), _OF_CONTROL),
        ("/events", _events, (*rest, "limit"), _OF_EVENTS),
        ("/days", _days, rest, _OF_DAYS),
        ("/legend", _legend, ("known",), OBJECT),
    ):
        out.add_api_route(
            path, _kept(make), methods=["GET"], summary=make.__doc__, operation_id=f"map_{path[1:]}",
            response_class=Response, responses={**told(schema), **documented(404, 409)},
            openapi_extra={"parameters": openapi(*names)},
        )  # fmt: skip
    return out


def _kept(make: Callable[[Site, Lens, State], Body]) -> Callable[..., Response]:
    """The route that gives what was made for this question and this write before, or makes it."""

    def run(request: Request) -> Response:
        site, lens, state = site_of(request), lens_of(request), state_of(request)
        key = (make.__name__, site.head(), state, lens.shield.idle)
        if (found := site.atlas.kept(key)) is not None:
            return _sent(request, found)
        made, whole = make(site, lens, state)
        packed = gzip.compress(made, _LEVEL, mtime=0)
        if whole:
            site.atlas.keep(key, packed)
        return _sent(request, packed, None if whole else _PROVISIONAL)

    return run


def _sent(request: Request, packed: bytes, headers: dict[str, str] | None = None) -> Response:
    """An answer that is kept packed, unpacked for the few who do not take that."""
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(packed, headers={**(headers or {}), "Content-Encoding": "gzip"}, media_type=_JSON)
    return Response(gzip.decompress(packed), headers=headers, media_type=_JSON)


def _control(site: Site, lens: Lens, state: State) -> Body:
    """Who holds every place on the day, in short rows."""
    day = site.day(state)
    site.atlas.ground.refresh(site.head())
    places = lens.record.place_rows()
    wanted = place_ids(state.places, places.values(), state.within_km) if state.places else None
    kept = site.atlas.written if lens.shield.idle else {}
    states = site.atlas.ground.states(day, state.known)
    found = [_held(places[id], cell, day, lens.shield, kept) for id, cell in states if wanted is None or id in wanted]
    known = state.known.isoformat() if state.known else None
    head = _json({"day": day.isoformat(), "known": known, "columns": CONTROL})
    return head[:-1] + b', "places": [' + ",\n".join(found).encode() + b"]}", True


def _held(place: Place, cell: Cell, at: date, shield: Shield, kept: dict[int, Written]) -> str:
    """A row of CONTROL as JSON. What is the same on all days of a state is written once, and kept by its id()."""
    found = kept.get(id(cell))
    if found is None or found[0] is not cell or found[1] is not place:
        found = kept[id(cell)] = (cell, place, *_around(place, cell, shield))
    day, said = at.toordinal(), cell[SAID]
    vouched = day if said is None else said
    last = f'"{_iso(vouched)}", {day - vouched}' if vouched else "null, null"
    return f"{found[2]}, {last}, {found[3]}"


def _around(place: Place, cell: Cell, shield: Shield) -> tuple[str, str]:
    """The row before and behind the day on which it was last said and the days since."""
    holder, holding, by, start, _, weight, rivals, claims = cell
    hide = shield.words
    before = [
        place.id, place.name, round(place.lat, 4), round(place.lon, 4), weight, place.population, place.feature,
        hide(holder) if holder else None, holding, hide(by) if by else None, start,
    ]  # fmt: skip
    told = [[hide(who) if who else None, heavy] for who, _, heavy in rivals]
    return lines.line(before)[:-1], lines.line([told, place.country, len(claims)])[1:]


@lru_cache(20_000)
def _iso(day: int) -> str:
    return date.fromordinal(day).isoformat()


def _events(site: Site, lens: Lens, state: State) -> Body:
    """The events of a span in short rows, by first day. Days, kinds and dispute are the event's own."""
    query, most = state.query(limit=None, after=None), state.limit or site.options.most
    head = {"columns": COLUMNS, "known": state.known.isoformat() if state.known else None}
    whole = site.atlas.has_events(site.head())
    if whole:
        found = site.atlas.almanac.rows(query, numbers_of(lens, query))
        rows = found[:most] if lens.shield.idle else [_shielded(row, lens) for row in found[:most]]
    else:
        made = (row for row in map(short_row, lens.events(query)) if meets(row, query))
        found = rows = [lines.line(row).encode() for row in islice(made, most + 1)]
    more = {"total": len(found), "cut": len(found) > most, "whole": whole}
    return _json({**head, **more})[:-1] + b', "events": [' + b",\n".join(rows[:most]) + b"]}", whole


def _shielded(row: bytes, lens: Lens) -> bytes:
    """A row as readers may see it: words hidden, and the place where the shield puts it."""
    held = dict(zip(COLUMNS, json.loads(row), strict=True))
    held["label"] = lens.shield.words(held["label"])
    if place := lens.record.place_rows().get(held["place"]):
        held["lat"], held["lon"] = round(place.lat, 4), round(place.lon, 4)
    return lines.line(list(held.values())).encode()


def _days(site: Site, lens: Lens, state: State) -> Body:
    """How many events begin on each day, by family."""
    query = state.query(limit=None, after=None)
    whole = site.atlas.has_events(site.head())
    found = site.atlas.almanac.days(query, numbers_of(lens, query)) if whole else _counted(lens, query)
    days = [[date.fromordinal(day).isoformat(), *counts] for day, counts in sorted(found.items())]
    return _json({"families": FAMILY_KEYS, "days": days, "whole": whole}), whole


def _counted(lens: Lens, query: Query) -> dict[int, list[int]]:
    """The same before the events are made: claims count, each for a day and kind of its event once."""
    from tadmor.outlets.http.rows import begun

    out: dict[int, list[int]] = {}
    for day, kind, count in begun(lens, query):
        row = out.setdefault(day, [0] * len(FAMILY_KEYS))
        row[FAMILY_KEYS.index(family_of(kind).key)] += count
    return out


def _legend(site: Site, lens: Lens, state: State) -> Body:
    """The colours and names of all who ever hold a place, and what the signs mean."""
    site.atlas.ground.refresh(site.head())
    holders = [lens.shield.words(key) for key in site.atlas.ground.holders()]
    return _json(legend(_by_use(holders), lens.label)), True


def _by_use(holders: Iterable[str]) -> Sequence[str]:
    return [key for key, _ in Counter(holders).most_common()]


def _json(data: Any) -> bytes:
    return lines.line(data).encode()
