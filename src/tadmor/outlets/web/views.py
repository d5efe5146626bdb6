"""The views of a record as one router, which the app puts in: what is read. ``deciding`` has what is decided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from fastapi import APIRouter, Request, Response

from tadmor.errors import TadmorError
from tadmor.model import Event
from tadmor.outlets.http import names as spelt
from tadmor.outlets.http.lens import Lens
from tadmor.outlets.http.site import Site, lens_of, site_of
from tadmor.outlets.http.state import LANGUAGES, State
from tadmor.outlets.phrases import day
from tadmor.outlets.web import bands, coverage, deciding, finding, learnt_view, raw
from tadmor.outlets.web.addresses import segment
from tadmor.outlets.web.agreement import agreement
from tadmor.outlets.web.desk import asked, deciders, early_parts, missing, page, see
from tadmor.outlets.web.event_view import like, reasons, rows
from tadmor.outlets.web.marking import paragraphs
from tadmor.outlets.web.source_view import source
from tadmor.outlets.web.words import claim_line, headline
from tadmor.pipeline.answers import ReportView
from tadmor.query import Query

PAGE = 40
"""Events, claims or writes on one page."""
HELD = 200
"""Places that are told in words under the map, where there is no script."""
_WRITTEN = 2000  # claims in which a place's spellings are counted


def router(site: Site) -> APIRouter:
    """The routes of all views and of the forms by which a reviewer decides; the site gets its error and door pages."""
    site.error_page, site.sign_in_page = _error, _sign_in
    out = APIRouter(include_in_schema=False)
    for path, view in _VIEWS.items():
        out.add_api_route(path, view, methods=["GET"], response_model=None)
    out.include_router(deciding.router())
    return out


def _map(request: Request) -> Response:
    """The map over its time line, with what is selected beside it."""
    lens, state = asked(request)
    on = site_of(request).day(state)
    chosen = _selected(lens, state) if state.sel else {}
    held, total = site_of(request).held(lens, on, state.known, HELD)
    tiles = site_of(request).tiles
    return page(
        request, "map.html", state, day=on, held=held, more=total - len(held), filters_for="/",
        tiles=tiles.told() if tiles else None, early=early_parts(),
        written_in=LANGUAGES,
        **{"kind_of_sel": None, **chosen},
    )  # fmt: skip


def _selected(lens: Lens, state: State) -> dict[str, Any]:
    """What the drawer shows of the selected event or place; a note where the record has none of this id."""
    assert state.sel is not None
    try:
        if ":" in state.sel:
            return {"kind_of_sel": "place", **_place_values(lens, state.sel, state)}
        event = _standing(lens, state.sel, state)
        if event is None:
            return {"kind_of_sel": "missing", "fault": "No claim of this event stands as known then"}
        return {"kind_of_sel": "event", **_event_values(lens, event, state)}
    except TadmorError as fault:
        return {"kind_of_sel": "missing", "fault": fault.message}


def _events(request: Request) -> Response:
    """The events that the filters let through, by day."""
    lens, state = asked(request)
    limit = state.limit or PAGE
    found = list(lens.events(state.query(limit=limit + 1)))
    after = found[limit - 1].id if len(found) > limit else None
    return page(request, "events.html", state, events=found[:limit], after=after, twin="/events")


def _event(request: Request, ident: str) -> Response:
    """One event: what each origin says, the figures, and why its claims are one."""
    lens, state = asked(request)
    event = _standing(lens, ident, state)
    if event is None:
        known = f" as known on {day(state.known)}" if state.known else ""
        return missing(request, f"no claim of this event stands{known}", "choose a later day of knowledge")
    every = request.query_params.get("all") == "1"
    return page(request, "event.html", state, twin=f"/event/{event.id}", **_event_values(lens, event, state, every))


def _standing(lens: Lens, ident: str, state: State) -> Event | None:
    """The event of an id as known; None where none of its claims stands. Raises RecordError for an id that is none."""
    _, tellings = lens.record.event(ident, state.known)
    return lens.event(ident, state.known) if tellings else None


def _event_values(lens: Lens, event: Event, state: State, every: bool = False) -> dict[str, Any]:
    return {
        "event": event, "title": headline(event), "rows": rows(event, lens.label), "every": every,
        "tellings": {t.claim.id: t for t in event.tellings}, "like": like(lens, event), "deciders": deciders(lens),
        "reasons": reasons(lens, event, None if every else 12),
    }  # fmt: skip


def _report(request: Request, ident: str) -> Response:
    """A report: its archived text with the words of every claim marked, and the claims beside it."""
    lens, state = asked(request)
    view = _whole(lens, ident)
    blind = request.query_params.get("blind") == "1"
    if blind:  # for a second reader, who is not to see what others decided
        view = replace(view, tellings=tuple(replace(t, standing="proposed") for t in view.tellings))
    tellings = sorted(view.tellings, key=lambda t: (t.claim.trigger.start, t.claim.trigger.end, t.claim.id))
    return page(
        request, "report.html", state, report=view.report, tellings=tellings, origin=view.origin,
        read_at=finding.read_at(lens, view.report.id), blind=blind, deciders={} if blind else deciders(lens),
        paragraphs=paragraphs(view.report, tellings), shows_raw=request.query_params.get("raw") == "1",
        title=view.report.title or "A report without a title", twin=f"/report/{view.report.id}",
    )  # fmt: skip


def _whole(lens: Lens, ident: str) -> ReportView:
    """A report with its claims, those that were taken out among them. Raises RecordError."""
    report = lens.report(ident)
    standing = list(lens.claims(Query(report=report.id)))
    gone = {d.subject for d in lens.decisions() if d.verb in ("reject", "retract") and not d.undone}
    out = [t for t in (lens.telling(c) for c in gone) if t.claim.report == report.id]
    return ReportView(report, (*standing, *out), lens.record.origin(report.id))


def _claim(request: Request, ident: str) -> Response:
    """A claim has no page of its own: on to its words in its event, or, where it is in none, in its report."""
    lens, state = asked(request)
    telling = lens.telling(ident)
    event = lens.record.membership(telling.row)[0]
    if event is None or telling.standing in ("rejected", "retracted"):
        return see(f"{state.url(f'/report/{segment(telling.claim.report)}')}#w-{telling.claim.id}")
    return see(f"{state.url(f'/event/{event}')}#w-{telling.claim.id}")


def _place(request: Request, ident: str) -> Response:
    """A place: who held it over time, how it is written, what happened there."""
    lens, state = asked(request)
    if ident not in lens.record.place_rows():
        near = finding.places(lens, ident)
        return missing(request, f"no place {ident!r} in this record", "search for its name", near)
    values = _place_values(lens, ident, state)
    return page(request, "place.html", state, twin=f"/place/{segment(ident)}", **values)


def _place_values(lens: Lens, ident: str, state: State) -> dict[str, Any]:
    place = lens.place(ident)
    band = [h.control for h in lens.history(ident, state.known)]
    behind = lens.tellings(dict.fromkeys(c for control in band for c in control.claims), state.known)
    against = lens.tellings(dict.fromkeys(c for control in band for r in control.rivals for c in r.claims), state.known)
    told = list(lens.claims(Query(places=(ident,), as_of=state.known, limit=_WRITTEN)))
    here = [t for t in told if t.claim.where and t.claim.where.place and t.claim.where.place.id == ident]
    names = Counter(" ".join(t.claim.where.span.text.split()) for t in here if t.claim.where).most_common(12)
    events = list(lens.events(state.query(places=(ident,), within_km=None, limit=PAGE, after=None)))
    return {
        "place": place, "title": place.name, "band": band, "chart": bands.chart(band, behind, state.day, lens.label),
        "claims": {t.claim.id: t for t in (*behind, *against)}, "names": names, "told": len(told),
        "spellings": spelt.every(place.id, lens.shield), "languages": spelt.LANGUAGES_IN_WORDS,
        "cut": len(told) == _WRITTEN, "events": events, "full": len(events) == PAGE, "deciders": deciders(lens),
    }  # fmt: skip


def _actor(request: Request, key: str) -> Response:
    """An actor: whom it belongs to, what it holds, what it did, what was done to it, what it says."""
    lens, state = asked(request)
    row = finding.actor(lens, key, state.known)
    if row is None:
        near = finding.actors(lens, key)
        return missing(request, f"no actor {key!r} in this record", "search for the name", near)
    on = site_of(request).day(state)
    held = [h for h in lens.control(on, None, state.known) if h.control.holder == key]
    events = finding.events_of_actor(lens, state, key, PAGE)
    said = list(lens.claims(Query(speakers=(key,), as_of=state.known, limit=12))) if row.as_speaker else []
    return page(
        request, "actor.html", state, row=row, above=lens.lineage(key)[1:], held=held, day=on, events=events,
        full=len(events) == PAGE, said=said, title=row.label, twin=f"/actor/{segment(key)}", deciders=deciders(lens),
    )  # fmt: skip


def _source(request: Request, outlet: str) -> Response:
    """An outlet: its reports, what it said, how often alone and how often contradicted."""
    lens, state = asked(request)
    listed = lens.sources(Query(as_of=state.known))
    row = next((r for r in listed if (r.outlet or "").casefold() == outlet.casefold()), None)
    if row is None or not row.outlet:
        near = [(state.url(f"/source/{r.outlet}"), r.outlet) for r in listed[:8] if r.outlet]
        return missing(request, f"no outlet {outlet!r} in this record", "those with most reports are:", near)
    found = source(lens, row.outlet, state.known)
    return page(
        request, "source.html", state, row=row, found=found, title=row.outlet, twin=f"/source/{segment(row.outlet)}"
    )


def _search(request: Request) -> Response:
    """Reports that hold the words, places and actors of that name, and events of such reports."""
    lens, state = asked(request)
    return page(request, "search.html", state, twin="/search", **finding.found(lens, state))


def _coverage(request: Request) -> Response:
    """How many reports of each outlet the record has, by day."""
    lens, state = asked(request)
    told = finding.published(lens, state.known)
    chosen = [pair for pair in told if not state.outlets or pair[1] in state.outlets]
    grid = coverage.coverage(chosen, state.since, state.until)
    return page(request, "coverage.html", state, grid=grid, filters_for="/coverage", twin="/coverage")


def _log(request: Request) -> Response:
    """Every write and every decision, the newest first; how far readers agree."""
    lens, state = asked(request)
    decided = lens.decisions()
    writes = list(lens.log())[::-1]
    first = int(state.after) if state.after and state.after.isdigit() else None
    shown = [w for w in writes if first is None or w.n < first][:PAGE]
    more = shown[-1].n if shown and shown[-1].n > 1 else None
    agreed = agreement(decided)
    told = {a.claim: claim_line(lens.telling(a.claim).claim) for pair in agreed for a in pair.apart}
    return page(
        request, "log.html", state, writes=shown, total=len(writes), decided=decided[::-1][:200],
        decisions=len(decided), agreement=agreed, told=told, more_after=more, twin="/log",
    )  # fmt: skip


_TITLES = {
    401: "Sign in first", 403: "That is not allowed", 404: "Not in this record", 405: "That is not done here",
    409: "Several things are meant", 413: "That is too long", 421: "That is another server's name",
    422: "That cannot be asked", 429: "Too many requests at once", 500: "Tadmor failed", 503: "The record is busy",
}  # fmt: skip


def _error(request: Request, problem: dict[str, Any]) -> Response:
    """The page of an error: what was found, and what to do."""
    what = f"{problem['where']}: {problem['detail']}" if problem.get("where") else problem["detail"]
    lost = problem["status"] == 404
    title = _TITLES.get(problem["status"], problem["title"])
    remedy = "look among the events, or search for words, places and actors" if lost else problem.get("remedy")
    return page(
        request, "missing.html", State(), status=problem["status"], what=what, remedy=remedy, near=[],
        title=title,
    )  # fmt: skip


def _sign_in(request: Request, onward: str, problem: dict[str, Any] | None) -> Response:
    """The form at the door."""
    return page(
        request, "sign_in.html", State(), status=problem["status"] if problem else 200, onward=onward, problem=problem
    )


def _raw(request: Request, ident: str) -> Response:
    """The bytes that a report was read from, to be shown in a sandboxed frame."""
    return raw.answer(lens_of(request).raw(ident))


_VIEWS: dict[str, Callable[..., Response]] = {
    "/": _map, "/events": _events, "/event/{ident}": _event, "/claim/{ident}": _claim, "/report/{ident}": _report,
    "/report/{ident}/raw": _raw, "/place/{ident}": _place, "/actor/{key:path}": _actor,
    "/source/{outlet:path}": _source, "/search": _search, "/learnt": learnt_view.view, "/coverage": _coverage,
    "/log": _log,
}  # fmt: skip
