"""A query as conditions on the rows of claims."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import sqlalchemy as sa

from tadmor.query import Query
from tadmor.record.schema import claim, name, part, place, report
from tadmor.record.search import matching
from tadmor.record.tellings import Condition, batches, written

Chosen = frozenset[str] | None


def conditions(
    connection: sa.Connection, query: Query, places: Chosen, names: Chosen, speakers: Chosen
) -> list[Condition]:
    """What a claim must meet beside standing. ``places`` are ids, the others keys of names; None is no filter."""
    out = list(_plain(query))
    if places is not None:
        out.append(_among(claim.c.place_n, _numbers(connection, place.c.id, places)))
    for keys, roles in ((names, ("actor", "target")), (speakers, ("speaker",))):
        if keys is not None:
            found = _numbers(connection, name.c.key, keys)
            told = sa.select(part.c.claim_n).where(_among(part.c.name_n, found), part.c.role.in_(roles))
            out.append(claim.c.n.in_(told))
    if query.outlets:
        out.append(claim.c.report_n.in_(_of_outlets(connection, query.outlets)))
    if query.words is not None:
        found_words = matching(connection.dialect.name, query.words)
        out.append(sa.false() if found_words is None else claim.c.report_n.in_(_subselect(found_words)))
    return out


def _plain(query: Query) -> Iterator[Condition]:
    if query.kinds:
        yield claim.c.kind.in_(query.kinds)
    if query.report is not None:
        yield claim.c.report_n.in_(sa.select(report.c.n).where(report.c.id == query.report))
    # An open end reaches any day; a claim without days is on none.
    if query.since:
        yield sa.or_(
            claim.c.until >= query.since.toordinal(), sa.and_(claim.c.until.is_(None), claim.c.start.is_not(None))
        )
    if query.until:
        yield sa.or_(
            claim.c.start <= query.until.toordinal(), sa.and_(claim.c.start.is_(None), claim.c.until.is_not(None))
        )


def _subselect(text: sa.TextClause) -> sa.Select[tuple[int]]:
    return sa.select(text.columns(sa.column("report_n", sa.BigInteger)).subquery().c.report_n)


def _numbers(connection: sa.Connection, column: sa.Column[str], keys: Iterable[str]) -> list[int]:
    """The row numbers of keys; those that the record has never met have none."""
    out: list[int] = []
    for some in batches(keys):
        out += connection.scalars(sa.select(column.table.c.n).where(column.in_(some)))
    return out


def _among(column: sa.Column[int], numbers: list[int]) -> Condition:
    return column.in_(written(numbers))  # a circle of some hundred kilometres holds very many places


def _of_outlets(connection: sa.Connection, outlets: Iterable[str]) -> sa.Select[tuple[int]]:
    """The reports of outlets, or of agencies where no outlet is told, of these names in any case."""
    wanted = {outlet.casefold() for outlet in outlets}
    house = sa.func.coalesce(report.c.outlet, report.c.agency)
    there = connection.scalars(sa.select(house).where(house.is_not(None)).distinct())
    return sa.select(report.c.n).where(house.in_([o for o in there if o and o.casefold() in wanted]))
