"""What was learnt later: the claims of a span of days that came to be known after the day of knowledge."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import sqlalchemy as sa

from tadmor.outlets.http.answers import Asked, Listing
from tadmor.outlets.http.problems import ProblemError
from tadmor.record.filters import conditions
from tadmor.record.schema import claim
from tadmor.record.tellings import ALWAYS, standing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tadmor.record.tellings import Condition


def learnt(asked: Asked) -> Listing:
    """Claims of the span that came to be known after the day of knowledge, the earliest first, and their number."""
    if asked.state.known is None:
        return Listing("claims", [], {"total": 0})
    query = asked.state.query(limit=None, after=None, disputed=None, as_of=None)
    if query.words:  # whether hidden words are found would tell of them
        query = replace(query, words=asked.lens.shield.words(query.words))
    with asked.lens.record._reading() as connection:
        named = asked.lens._named(query)
        told = conditions(connection, query, named["places"], named["names"], named["speakers"])
        later = (standing(ALWAYS), claim.c.known > asked.state.known.toordinal(), *told)
        total = connection.scalar(sa.select(sa.func.count()).select_from(claim).where(*later)) or 0
        ids = _ids(connection, later, asked.state.after, asked.limit + 1)
    page, more = ids[: asked.limit], len(ids) > asked.limit
    return Listing("claims", asked.lens.tellings(page), {"total": total}, page[-1] if more else None)


def _ids(connection: sa.Connection, later: Sequence[Condition], after: str | None, limit: int) -> list[str]:
    """The ids of a page of such claims, by the day they came to be known and then as they came in."""
    query = sa.select(claim.c.id).where(*later).order_by(claim.c.known, claim.c.n).limit(limit)
    if after is not None:
        last = sa.select(claim.c.known, claim.c.n).where(claim.c.id == after).order_by(claim.c.n.desc()).limit(1)
        at = connection.execute(last).first()
        if at is None:
            raise ProblemError(404, f"there is no claim {after!r} to go on behind", remedy="begin anew")
        query = query.where(sa.tuple_(claim.c.known, claim.c.n) > tuple(at))
    return list(connection.scalars(query))
