"""Who and what the claims of a record name, counted."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from tadmor.model import Place, Telling
from tadmor.pipeline.answers import ActorRow, PlaceRow, SourceRow
from tadmor.pipeline.naming import lineage
from tadmor.query import Query
from tadmor.reading.register import canonical, kind_of

if TYPE_CHECKING:
    from tadmor.record.record import Record

Chosen = frozenset[str] | None


def _is_open(query: Query) -> bool:
    """Whether nothing is asked but the day as of which, so that the record can count by itself."""
    return query == Query(as_of=query.as_of, limit=query.limit)


def places(record: Record, query: Query, **named: Chosen) -> list[PlaceRow]:
    """The places of claims, most told of first."""
    if _is_open(query):
        return [PlaceRow(row.place, row.claims) for row in record.places(query.as_of)][: query.limit]
    rows: dict[str, Place] = {}
    counts: Counter[str] = Counter()
    for telling in record.tellings(_all(query), **named):
        where = telling.claim.where
        if where and where.place:
            rows[where.place.id] = where.place
            counts[where.place.id] += 1
    return [PlaceRow(rows[ident], count) for ident, count in counts.most_common(query.limit)]


def actors(record: Record, query: Query, **named: Chosen) -> list[ActorRow]:
    """The actors of claims, those most often named first."""
    if _is_open(query):
        return [_actor(r.key, r.actor, r.target, r.speaker) for r in record.names(query.as_of)][: query.limit]
    counts: dict[str, Counter[str]] = {}
    for telling in record.tellings(_all(query), **named):
        for role, key in _parties(telling):
            counts.setdefault(key, Counter())[role] += 1
    rows = [_actor(key, c["actor"], c["target"], c["speaker"]) for key, c in counts.items()]
    rows.sort(key=lambda row: -(row.as_actor + row.as_target + row.as_speaker))
    return rows[: query.limit]


def sources(record: Record, query: Query, **named: Chosen) -> list[SourceRow]:
    """The outlets of claims, those with most reports first."""
    if _is_open(query):
        found = record.outlets(query.as_of)
        return [SourceRow(r.outlet, r.reports, r.origins, r.claims) for r in found][: query.limit]
    reports: dict[str | None, set[str]] = {}
    origins: dict[str | None, set[str]] = {}
    claims: Counter[str | None] = Counter()
    for telling in record.tellings(_all(query), **named):
        house = telling.outlet or telling.agency
        reports.setdefault(house, set()).add(telling.claim.report)
        origins.setdefault(house, set()).add(telling.origin)
        claims[house] += 1
    rows = [SourceRow(outlet, len(r), len(origins[outlet]), claims[outlet]) for outlet, r in reports.items()]
    return sorted(rows, key=lambda row: -row.reports)[: query.limit]


def _all(query: Query) -> Query:
    return replace(query, limit=None)


def _actor(key: str, as_actor: int, as_target: int, as_speaker: int) -> ActorRow:
    above = lineage(key)[1:]
    return ActorRow(key, canonical(key), kind_of(key), above[0] if above else None, as_actor, as_target, as_speaker)


def _parties(telling: Telling) -> list[tuple[str, str]]:
    claim = telling.claim
    sides = (("actor", claim.actors), ("target", claim.targets), ("speaker", claim.attribution.speakers))
    return [(role, m.ref or m.span.text.lower()) for role, mentions in sides for m in mentions]
