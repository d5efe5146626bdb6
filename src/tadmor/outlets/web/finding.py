"""What is found by words: reports, places, actors, events; and what is kept of a record between two writes."""

from __future__ import annotations

from datetime import date, datetime
from difflib import get_close_matches
from typing import Any

import sqlalchemy as sa

from tadmor.errors import SettingError, TadmorError
from tadmor.model import Event
from tadmor.outlets.http import rows
from tadmor.outlets.http.lens import Lens
from tadmor.outlets.http.state import State
from tadmor.outlets.web.addresses import segment
from tadmor.outlets.web.coverage import Told
from tadmor.pipeline.answers import ActorRow
from tadmor.query import Query
from tadmor.record.schema import claim, name, part, reading, tx
from tadmor.record.schema import report as reports
from tadmor.record.stored import day_of
from tadmor.record.tellings import ordinal_or_always, standing

_REPORTS, _NAMES, _EVENTS = 20, 8, 10
Near = list[tuple[str, str]]


def found(lens: Lens, state: State) -> dict[str, Any]:
    """What the words of a state find; where it has none, what the record speaks of most."""
    if not state.words:
        open_question = Query(as_of=state.known, limit=12)
        return {
            "hits": [], "reports": {}, "places": [(r.place, r.claims) for r in lens.places(open_question)],
            "actors": [(r.key, r.label) for r in lens.actors(open_question)],
            "sources": lens.sources(open_question), "events": [],
        }  # fmt: skip
    hits = lens.search(state.words, _REPORTS)
    found_in = {report.id: report for report in lens.reports([hit.report for hit in hits])}
    if state.known:
        hits = [h for h in hits if (day := found_in[h.report].published) is None or day <= state.known]
    return {
        "hits": hits, "reports": found_in, "places": [(p, None) for p in _places(lens, state.words)],
        "actors": _actors(lens, state.words), "sources": _sources(lens, state), "events": _events(lens, state),
    }  # fmt: skip


def _places(lens: Lens, words: str) -> list[Any]:
    """The places whose name holds the words, those of most people first."""
    key = words.casefold().strip('" ')
    named = [p for p in lens.record.place_rows().values() if key in p.name.casefold()]
    return sorted(named, key=lambda p: (p.name.casefold() != key, -p.population))[:_NAMES]


def _actors(lens: Lens, words: str) -> list[tuple[str, str]]:
    """(key, name) of the actors whose name holds the words, the shortest first."""
    key = words.casefold().strip('" ')
    named = ((k, lens.label(k)) for k in lens.record.name_keys())
    return sorted((pair for pair in named if key in pair[1].casefold()), key=lambda pair: len(pair[1]))[:_NAMES]


def _sources(lens: Lens, state: State) -> list[Any]:
    key = (state.words or "").casefold()
    return [row for row in lens.sources(Query(as_of=state.known)) if row.outlet and key in row.outlet.casefold()]


def _events(lens: Lens, state: State) -> list[Any]:
    """Events of reports that hold the words; none where the other filters mean nobody."""
    try:
        return list(lens.events(state.query(limit=_EVENTS, after=None)))
    except TadmorError:
        return []


def actor(lens: Lens, key: str, as_of: date | None) -> ActorRow | None:
    """An actor with its claims in each role; None where neither a claim that stands nor the register names it."""
    query = (
        sa.select(part.c.role, sa.func.count())
        .select_from(part.join(name, name.c.n == part.c.name_n).join(claim, claim.c.n == part.c.claim_n))
        .where(name.c.key == key, standing(ordinal_or_always(as_of)))
        .group_by(part.c.role)
    )
    with lens.record._reading() as connection:
        counts: dict[str, int] = dict(connection.execute(query).all())
    if not counts and lens.kind_of(key) is None:
        return None
    above = lens.lineage(key)[1:]
    told = (counts.get(role, 0) for role in ("actor", "target", "speaker"))
    return ActorRow(key, lens.label(key), lens.kind_of(key), above[0] if above else None, *told)


def events_of_actor(lens: Lens, state: State, key: str, limit: int) -> list[Event]:
    """The events of an actor, or of those that belong to it; none where the record has never met either."""
    try:
        return list(lens.events(state.query(actors=(key,), limit=limit, after=None)))
    except SettingError:
        return []


def places(lens: Lens, words: str) -> Near:
    """(address, name) of places that may be meant."""
    named = {p.name.casefold(): p for p in lens.record.place_rows().values()}
    meant = get_close_matches(words.casefold(), list(named), n=5)
    return [(f"/place/{segment(named[m].id)}", named[m].name) for m in meant]


def actors(lens: Lens, words: str) -> Near:
    """(address, name) of actors that may be meant."""
    keys = lens.record.name_keys()
    meant = get_close_matches(words.casefold(), keys, n=5)
    return [(f"/actor/{segment(key)}", lens.label(key)) for key in meant]


def published(lens: Lens, as_of: date | None) -> list[Told]:
    """What was published when by whom, as known on a day."""
    found = rows.published(lens.record, as_of)
    return [(day_of(ordinal), lens.shield.words(outlet or ""), count) for ordinal, outlet, count in found]


def read_at(lens: Lens, report: str) -> datetime | None:
    """When a report was read last, for the record."""
    query = (
        sa.select(tx.c.at)
        .join(reading, reading.c.tx == tx.c.n)
        .join(reports, reports.c.n == reading.c.report_n)
        .where(reports.c.id == report)
        .order_by(reading.c.n.desc())
        .limit(1)
    )
    with lens.record._reading() as connection:
        found = connection.scalar(query)
    return datetime.fromisoformat(found) if found else None
