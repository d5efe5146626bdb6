"""What claims say of who holds places, as control is worked out from it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any

import sqlalchemy as sa

from tadmor.model import Stake
from tadmor.record.engine import raw_cursor
from tadmor.record.schema import place, stake

StakeRow = tuple[Any, ...]
_ALL = 1_000_000_000
_COLUMNS = "s.day, s.until, s.known, s.sort, s.modality, s.holder, s.loser, s.voice, s.origin, s.claim, s.grain"
_STANDS = (
    "s.known <= {known} AND NOT EXISTS (SELECT 1 FROM gone g WHERE g.claim_n = s.claim_n "
    "AND g.known <= {known} AND NOT EXISTS (SELECT 1 FROM undone u WHERE u.gone_n = g.n))"
)
_BEFORE = f"SELECT {_COLUMNS} FROM stake s WHERE s.place_n = {{place}} AND s.day <= {{at}} AND {_STANDS} "
_BEFORE += "ORDER BY s.day DESC, s.n DESC LIMIT {last}"
_AFTER = f"SELECT {_COLUMNS} FROM stake s WHERE s.place_n = {{place}} AND s.day > {{at}} "
_AFTER += f"AND s.sort IN ('capture', 'control') AND {_STANDS} ORDER BY s.day, s.n LIMIT {{ahead}}"
_BOTH = f"SELECT * FROM ({_BEFORE}) b UNION ALL SELECT * FROM ({_AFTER}) a"
_OF_ONE = "SELECT ?1, x.* FROM (" + _BOTH.format(place="?2", at="?3", known="?4", last="?5", ahead="?6") + ") x"
_OF_ALL = (
    "SELECT p.id, x.* FROM place p CROSS JOIN LATERAL ("
    + _BOTH.format(place="p.n", at="%(at)s", known="%(known)s", last="%(last)s", ahead="%(ahead)s")
    + ") x WHERE %(place)s::text IS NULL OR p.id = %(place)s ORDER BY p.n, x.day > %(at)s, "
    "CASE WHEN x.day > %(at)s THEN x.day ELSE -x.day END"
)


def stake_rows(
    connection: sa.Connection, place_id: str | None, at: int, as_of: int, last: int | None, ahead: int
) -> Iterator[tuple[str, list[StakeRow]]]:
    """(place id, rows) of each place with stakes: rows hold the values of Stake in the order of its fields, days as
    ordinals: the newest first, ``last`` at most; then the first ``ahead`` captures and holdings of later days.
    """
    asked = {"at": at, "known": as_of, "last": last or _ALL, "ahead": ahead}
    if connection.dialect.name == "sqlite":
        yield from _one_by_one(connection, place_id, tuple(asked.values()))
        return
    cursor = raw_cursor(connection)
    cursor.execute(_OF_ALL, {**asked, "place": place_id})
    for found, rows in groupby(cursor.fetchall(), itemgetter(0)):
        yield found, list(rows)


def _one_by_one(
    connection: sa.Connection, place_id: str | None, asked: tuple[int, ...]
) -> Iterator[tuple[str, list[StakeRow]]]:
    # Each place is one dive into the index; a window over all rows would sort the whole table.
    places = sa.select(place.c.n, place.c.id).where(sa.exists().where(stake.c.place_n == place.c.n))
    if place_id is not None:
        places = places.where(place.c.id == place_id)
    numbers = connection.execute(places.order_by(place.c.n)).all()
    cursor = raw_cursor(connection)
    for n, id in numbers:
        if rows := cursor.execute(_OF_ONE, (id, n, *asked)).fetchall():
            yield id, rows


def stake_of(row: StakeRow) -> Stake:
    """The Stake of such a row."""
    place_id, day, until, known, *rest = row
    return Stake(place_id, date.fromordinal(day), date.fromordinal(until), date.fromordinal(known), *rest)
