"""Events: the claims that are in each by the latest word on them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import sqlalchemy as sa

from tadmor.errors import RecordError
from tadmor.model import Telling
from tadmor.record import tellings
from tadmor.record.schema import claim, event, forward, member
from tadmor.record.tellings import Condition, Places, batches, event_of, made, standing, written

ID: sa.Column[str] = event.c.id
_LAST = 99_999_999  # the place in order of an event whose claims have no day
_FEW = 5_000  # events by which claims are found; of more the claims are found first


def matching(
    connection: sa.Connection, conditions: Sequence[Condition], as_of: int, after: str | None, limit: int | None,
    among: Sequence[int] | None = None,
) -> list[int]:  # fmt: skip
    """The numbers of the events of which a standing claim meets the conditions, by first day, then number.

    Of ``among``, numbers of events with standing claims in that order, where it is given.
    """
    numbers = _meeting(connection, conditions, as_of, among) if among is None or conditions else list(among)
    if after:
        numbers = numbers[_position(connection, numbers, after) :]
    return numbers[:limit]


def _meeting(
    connection: sa.Connection, conditions: Sequence[Condition], as_of: int, among: Sequence[int] | None
) -> list[int]:
    few = among is not None and len(among) <= _FEW
    inside = sa.select(member.c.claim_n).where(member.c.event_n.in_(written(among or ())))
    met = (standing(as_of), *conditions, *([claim.c.n.in_(inside)] if few else ()))
    each = sa.select(event_of().label("event_n"), claim.c.start).where(*met).subquery()
    first = sa.func.coalesce(sa.func.min(each.c.start), _LAST)
    query = sa.select(each.c.event_n).where(each.c.event_n.is_not(None)).group_by(each.c.event_n)
    numbers = list(connection.scalars(query.order_by(first, each.c.event_n)))
    if among is None:
        return numbers
    chosen = frozenset(among)
    return [n for n in numbers if n in chosen]


def _position(connection: sa.Connection, numbers: Sequence[int], after: str) -> int:
    n = connection.scalar(sa.select(event.c.n).where(event.c.id == after))
    if n is None or n not in numbers:
        remedy = "give the id that the last page ended with, and the same query"
        raise RecordError(f"there is no event {after} to go on behind", remedy=remedy)
    return numbers.index(n) + 1


def with_tellings(
    connection: sa.Connection, numbers: Sequence[int], as_of: int, places: Places, *, empty: bool = False
) -> Iterator[tuple[str, tuple[Telling, ...]]]:
    """(id, standing claims in order of publication) of events, in the order of the numbers; ``empty`` ones if asked."""
    newer = member.alias("newer")
    replaced = sa.exists().where(newer.c.claim_n == member.c.claim_n, newer.c.n > member.c.n)
    inside = sa.select(member.c.claim_n).where(member.c.event_n.in_(numbers), ~replaced)
    query = tellings.select(as_of).where(claim.c.n.in_(inside), standing(as_of)).order_by(claim.c.known, claim.c.n)
    found: dict[str, list[Telling]] = {}
    for telling, id in made(connection, connection.execute(query).all(), places):
        if id is not None:
            found.setdefault(id, []).append(telling)
    ids = dict(connection.execute(sa.select(event.c.n, event.c.id).where(event.c.n.in_(numbers))).all())
    for n in numbers:
        if ids[n] in found or empty:
            yield ids[n], tuple(found.get(ids[n], ()))


def forwarded(connection: sa.Connection, id: str) -> int:
    """The number of the event that an id leads to, over all merges."""
    n: int = connection.scalars(sa.select(event.c.n).where(event.c.id == id)).one()
    met = {n}
    while True:
        query = sa.select(forward.c.into_n).where(forward.c.event_n == n).order_by(forward.c.n.desc()).limit(1)
        into = connection.scalar(query)
        if into is None or into in met:
            return n
        met.add(into)
        n = into


def ids_of(connection: sa.Connection, claim_ns: Iterable[int]) -> dict[int, str]:
    """The event id of each claim number that is in one."""
    out: dict[int, str] = {}
    for some in batches(claim_ns):
        query = (
            sa.select(claim.c.n, event.c.id)
            .select_from(claim.join(event, event.c.n == event_of()))
            .where(claim.c.n.in_(some))
        )
        out.update(connection.execute(query).all())
    return out
