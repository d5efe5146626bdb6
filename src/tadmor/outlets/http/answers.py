"""What the API and the twins of the views are asked, each a function that gives rows of a table and what heads them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice
from typing import Any, Protocol, TypeVar

from tadmor.errors import RecordError
from tadmor.model import Event, Report
from tadmor.outlets.exports.codec import plain
from tadmor.outlets.http import rows
from tadmor.outlets.http.lens import Lens
from tadmor.outlets.http.problems import ProblemError
from tadmor.outlets.http.site import Site
from tadmor.outlets.http.state import State
from tadmor.pipeline.answers import ClaimView, ReportView
from tadmor.query import Query
from tadmor.record.values import Hit

PAGE = 100
"""Rows of a page where ``limit`` is not given."""
_NEWS = 30  # days
_NEWEST = 200
_UNSURE = 2000  # claims that are put in order at once; the filters choose which
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Asked:
    """One question: of whom, by what state, of which id, and whether a page is wanted or all there is."""

    site: Site
    lens: Lens
    state: State
    ident: str = ""
    paged: bool = True
    news: bool = False

    @property
    def limit(self) -> int:
        """Rows wanted at most."""
        return self.state.limit or (PAGE if self.paged else self.site.options.most)

    def query(self, **changes: Any) -> Query:
        """The query of the state with this limit and one more, which tells whether there is a next page."""
        return self.state.query(**{"limit": self.limit + 1, **changes})


@dataclass(frozen=True, slots=True)
class Listing:
    """Rows of a table; ``head`` is what heads them in JSON, ``after`` the id that the page ended with if more follow.

    ``events`` are the same as values, for the formats that write events.
    """

    table: str
    rows: Iterable[Any]
    head: Mapping[str, Any] = field(default_factory=dict)
    after: str | None = None
    events: Iterable[Event] | None = None


class Answerer(Protocol):
    """A function that answers a question."""

    def __call__(self, asked: Asked) -> Listing: ...


def control(asked: Asked) -> Listing:
    """Who holds every place on the day."""
    day = asked.site.day(asked.state)
    places = asked.state.places or (None,)
    held = {h.place.id: h for place in places for h in asked.lens.control(day, place, asked.state.known)}
    return Listing("control", list(held.values()), {"day": day.isoformat()})


def events(asked: Asked) -> Listing:
    """The events that the filters let through, by day; for news those of the last month, the newest first."""
    if asked.news:
        return _news(asked, asked.query(limit=None))
    found = asked.lens.events(asked.query())
    if not asked.paged:
        some = islice(found, asked.limit)
        return Listing("events", some, events=some)
    page, after = _page(list(found), asked.limit, lambda e: e.id)
    return Listing("events", page, after=after, events=page)


def _news(asked: Asked, query: Query) -> Listing:
    last = query.until or asked.site.span()[1]
    since = query.since or (date.fromordinal(max(1, last.toordinal() - _NEWS)) if last else None)
    found = list(asked.lens.events(replace(query, since=since)))[-(asked.state.limit or _NEWEST) :][::-1]
    return Listing("events", found, events=found)


def event(asked: Asked) -> Listing:
    """One event with all its claims."""
    found = asked.lens.event(asked.ident, asked.state.known)
    return Listing("claims", found.tellings, {"event": plain(found)}, events=[found])


def claims(asked: Asked) -> Listing:
    """The claims that the filters let through, by day."""
    found = asked.lens.claims(asked.query(disputed=None))
    if not asked.paged:
        return Listing("claims", islice(found, asked.limit))
    page, after = _page(list(found), asked.limit, lambda t: t.claim.id)
    return Listing("claims", page, after=after)


def changed(asked: Asked, write: int) -> Listing:
    """The claims that came, went or were decided on after a write, by their last change; those gone say so."""
    ids = [id for id, _ in rows.changed_since(asked.site.monitor.record, write)]
    if asked.state.after:
        if asked.state.after not in ids:
            raise ProblemError(404, f"there is no claim {asked.state.after} to go on behind", remedy="begin anew")
        ids = ids[ids.index(asked.state.after) + 1 :]
    page, after = _page(ids[: asked.limit + 1], asked.limit, str)
    there = {t.claim.id: t for t in asked.lens.tellings(page)}
    found = (there.get(id) or _gone(asked.lens, id) for id in page)
    return Listing("claims", [t for t in found if t], after=after)


def _gone(lens: Lens, ident: str) -> Any:
    try:
        return lens.telling(ident)
    except RecordError:  # a decision may be on an event
        return None


def claim(asked: Asked) -> Listing:
    """One claim with the event it tells of, why it does, and what was decided on it."""
    view = asked.lens.explain(asked.lens.telling(asked.ident).claim.id)
    assert isinstance(view, ClaimView)
    head = {
        "claim": plain(view.telling), "event": view.event, "via": view.via, "score": view.score,
        "because": list(view.because), "decisions": plain(view.decisions),
    }  # fmt: skip
    return Listing("claims", [view.telling], head)


def report(asked: Asked) -> Listing:
    """A report with its text and its claims."""
    view = asked.lens.explain(asked.lens.report(asked.ident).id)
    assert isinstance(view, ReportView)
    return Listing("claims", view.tellings, {"report": plain(view.report), "origin": view.origin})


def reports(asked: Asked) -> Listing:
    """The reports in the order in which they came in."""
    outlet = asked.ident or (asked.state.outlets[0] if asked.state.outlets else None)
    record, state = asked.site.monitor.record, asked.state
    if state.after and not record.has([state.after]):
        raise ProblemError(404, f"there is no report {state.after} to go on behind", remedy="begin anew")
    found = asked.lens.shield.shown(rows.reports(record, outlet, state.known, state.after, asked.limit + 1))
    page, after = _page(found, asked.limit, lambda r: str(r[0]))
    return Listing("reports", page, after=after)


def places(asked: Asked) -> Listing:
    """The places told of, most told of first."""
    return _ranked("places", asked.lens.places, asked)


def place(asked: Asked) -> Listing:
    """A place, and who held it over time."""
    found = asked.lens.place(asked.ident)
    return Listing("control", asked.lens.history(found.id, asked.state.known), {"place": plain(found)})


def actors(asked: Asked) -> Listing:
    """The actors named, most often named first."""
    return _ranked("actors", asked.lens.actors, asked)


def actor(asked: Asked) -> Listing:
    """The events in which an actor or one of its own acts or is acted upon."""
    known = replace(asked, state=replace(asked.state, actors=(*asked.state.actors, asked.ident)))
    lens = asked.lens
    about = {
        "key": asked.ident, "label": lens.label(asked.ident), "kind": lens.kind_of(asked.ident),
        "country": lens.country_of(asked.ident), "lineage": list(lens.lineage(asked.ident)),
    }  # fmt: skip
    return replace(events(known), head={"actor": about})


def sources(asked: Asked) -> Listing:
    """The outlets, those with most reports first."""
    return _ranked("sources", asked.lens.sources, asked)


def source(asked: Asked) -> Listing:
    """The claims of an outlet, with how many reports and stories of its own it has."""
    known = replace(asked, state=replace(asked.state, outlets=(asked.ident,)))
    found = asked.lens.sources(Query(outlets=(asked.ident,), as_of=asked.state.known))
    if not found:
        raise ProblemError(404, f"there is no claim of an outlet {asked.ident!r}", remedy="see /api/sources")
    row = found[0]
    about = {"outlet": row.outlet, "reports": row.reports, "origins": row.origins, "claims": row.claims}
    return replace(claims(known), head={"source": about})


def search(asked: Asked) -> Listing:
    """The reports that hold the words, the newest first; without words all events that the filters let through."""
    if not asked.state.words:
        return events(asked)
    hits = asked.lens.search(asked.state.words, asked.limit)
    told = {report.id: report for report in asked.lens.reports([hit.report for hit in hits])}
    return Listing("hits", [_found(hit, told.get(hit.report)) for hit in hits])


def _found(hit: Hit, report: Report | None) -> tuple[Any, ...]:
    about = (report.title, report.outlet, report.published) if report else (None, None, None)
    return (hit.report, *about, hit.snippet)


def coverage(asked: Asked) -> Listing:
    """How many reports of each day each outlet has in the record."""
    since, until = asked.state.since or date.min, asked.state.until or date.max
    low, high = since.toordinal(), until.toordinal()
    told = rows.published(asked.site.monitor.record, asked.state.known)
    spanned = asked.state.since or asked.state.until
    kept = [row for row in told if (low <= row[0] <= high if row[0] else not spanned)]
    return Listing("coverage", asked.lens.shield.shown(kept))


def retractions(asked: Asked) -> Listing:
    """What people took out of the record: retracted, rejected and corrected claims."""
    return Listing("retractions", rows.taken_back(asked.site.monitor.record, asked.state.known))


def log(asked: Asked) -> Listing:
    """The writes, the newest first."""
    found = list(asked.lens.log())[::-1]
    return _from(asked, "log", found, lambda e: str(e.n))


def decisions(asked: Asked) -> Listing:
    """What people decided, the newest first."""
    return _from(asked, "decisions", asked.lens.decisions()[::-1], lambda d: str(d.number))


def review(asked: Asked) -> Listing:
    """The claims that nobody decided on yet, those read with the least certainty first."""
    query = asked.state.query(limit=_UNSURE, after=None, disputed=None)
    found = [t for t in asked.lens.claims(query) if t.standing == "proposed"]
    return _from(asked, "claims", sorted(found, key=lambda t: round(t.claim.score, 2)), lambda t: t.claim.id)


def _ranked(table: str, ask: Callable[[Query], list[Any]], asked: Asked) -> Listing:
    found = ask(asked.state.query(limit=None, after=None, disputed=None))
    names: dict[str, Callable[[Any], str]] = {
        "places": lambda r: r.place.id, "actors": lambda r: r.key, "sources": lambda r: r.outlet or "",
    }  # fmt: skip
    return _from(asked, table, found, names[table])


def _from(asked: Asked, table: str, found: list[T], name: Callable[[T], str]) -> Listing:
    """A page of a list that is at hand whole."""
    if asked.state.after is not None:
        at = next((n for n, one in enumerate(found) if name(one) == asked.state.after), None)
        if at is None:
            raise ProblemError(404, f"there is no {asked.state.after!r} to go on behind", remedy="begin anew")
        found = found[at + 1 :]
    page, after = _page(found[: asked.limit + 1], asked.limit, name)
    return Listing(table, page, after=after)


def _page(found: list[T], limit: int, name: Callable[[T], str]) -> tuple[list[T], str | None]:
    """The page, and the id that it ends with if more follows."""
    return found[:limit], name(found[limit - 1]) if len(found) > limit else None
