"""How often the record tells of places, actors and outlets."""

from __future__ import annotations

import sqlalchemy as sa

from tadmor.record.reports import origin_id
from tadmor.record.schema import claim, gone, name, part, report, undone
from tadmor.record.tellings import ALWAYS, Condition, Places
from tadmor.record.values import NameCount, OutletCount, PlaceCount


def _standing(column: sa.Column[int], as_of: int) -> Condition:
    """That a claim's number stands as known by then: the few that do not are listed once, not looked for each time."""
    back = sa.exists().where(undone.c.gone_n == gone.c.n)
    stands = column.not_in(sa.select(gone.c.claim_n).where(gone.c.known <= as_of, ~back))
    if as_of == ALWAYS:
        return stands
    return sa.and_(stands, column.in_(sa.select(claim.c.n).where(claim.c.known <= as_of)))


def places(connection: sa.Connection, as_of: int, known: Places) -> list[PlaceCount]:
    """The places of standing claims with their numbers, the greatest first."""
    query = sa.select(claim.c.place_n, sa.func.count()).where(
        claim.c.place_n.is_not(None), claim.c.known <= as_of, _standing(claim.c.n, as_of)
    )
    found = connection.execute(query.group_by(claim.c.place_n)).all()
    rows = known.of(connection, [n for n, _ in found])
    counted = [PlaceCount(rows[n], count) for n, count in found]
    return sorted(counted, key=lambda c: (-c.claims, c.place.id))


def names(connection: sa.Connection, as_of: int) -> list[NameCount]:
    """All whom standing claims name, by role, the most named first."""
    query = sa.select(part.c.name_n, part.c.role, sa.func.count()).where(_standing(part.c.claim_n, as_of))
    found: dict[int, dict[str, int]] = {}
    for n, role, count in connection.execute(query.group_by(part.c.name_n, part.c.role)):
        found.setdefault(n, {})[role] = count
    keys = connection.execute(sa.select(name.c.n, name.c.key))
    counted = [
        NameCount(key, roles.get("actor", 0), roles.get("target", 0), roles.get("speaker", 0))
        for n, key in keys
        if (roles := found.get(n))
    ]
    return sorted(counted, key=lambda c: (-(c.actor + c.target + c.speaker), c.key))


def outlets(connection: sa.Connection, as_of: int) -> list[OutletCount]:
    """The outlets of reports, those with most first, with their reports, origins and standing claims.

    The agency stands for the outlet where none is told.
    """
    house = sa.func.coalesce(report.c.outlet, report.c.agency)
    each = sa.select(house.label("house"), origin_id().label("first")).where(report.c.known <= as_of).subquery()
    reports = sa.select(each.c.house, sa.func.count(), sa.func.count(each.c.first.distinct())).group_by(each.c.house)
    told = (
        sa.select(house, sa.func.count())
        .select_from(claim.join(report, report.c.n == claim.c.report_n))
        .where(claim.c.known <= as_of, _standing(claim.c.n, as_of))
        .group_by(house)
    )
    claims: dict[str | None, int] = dict(connection.execute(told).all())
    rows = [OutletCount(o, count, first, claims.get(o, 0)) for o, count, first in connection.execute(reports)]
    return sorted(rows, key=lambda c: (-c.reports, c.outlet or ""))
