"""Claims as they stand on a day: the selects, and rows made into tellings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from itertools import islice
from typing import Any, TypeVar

import sqlalchemy as sa

from tadmor.errors import RecordError
from tadmor.model import Place, Standing, Telling
from tadmor.record.schema import claim, decision, event, gone, member, origin, place, report, undone
from tadmor.record.stored import claim_of, day_of, place_of

ALWAYS = 99_999_999
"""A day after all others: as known by now."""
MOST_BINDS = 900
"""Values in one IN (…): databases have a limit, and a plan is kept for each length."""
_STEP = 500
_DAYS = 64  # as-of days for which the selects are kept: putting one together takes longer than a point read
_SHOWN = 5  # ids listed where several begin alike
_STANDINGS: dict[str | None, Standing] = {
    "accept": "accepted", "correct": "corrected", "reject": "rejected", "retract": "retracted", None: "proposed",
    "correction": "corrected", "rejection": "rejected", "retraction": "retracted", "reading": "proposed",
}  # fmt: skip

Rows = Iterable[Sequence[Any]]
Condition = sa.ColumnElement[bool]
Placed = tuple[Telling, str | None]
T = TypeVar("T")


def batches(values: Iterable[T]) -> Iterator[list[T]]:
    """The values in lists that one IN (…) takes."""
    left = iter(values)
    while some := list(islice(left, MOST_BINDS)):
        yield some


def written(numbers: Iterable[int]) -> sa.BindParameter[list[int]]:
    """The numbers for an IN (…), written into the statement: they may be more than there may be parameters."""
    return sa.bindparam(None, sorted(numbers), expanding=True, literal_execute=True)


def ordinal_or_always(day: date | None) -> int:
    """The day's number; None is by now."""
    return day.toordinal() if day else ALWAYS


@lru_cache(_DAYS)
def standing(as_of: int) -> Condition:
    """That a claim is known by then and nothing known by then takes it out."""
    taken_back = sa.exists().where(undone.c.gone_n == gone.c.n)
    out = sa.exists().where(gone.c.claim_n == claim.c.n, gone.c.known <= as_of, ~taken_back)
    return sa.and_(claim.c.known <= as_of, ~out)


def by_person() -> Condition:
    """That a row of ``gone`` is a person's word; a correction that was itself taken back is no word on the claim."""
    corrects = sa.and_(gone.c.by == "correction", gone.c.instead_n.is_not(None))
    return sa.or_(corrects, gone.c.by.in_(("rejection", "retraction")))


@lru_cache(1)
def event_of() -> sa.ScalarSelect[Any]:
    """The number of the event that a claim is in by the latest row, None where it is in none."""
    rows = sa.select(member.c.event_n).where(member.c.claim_n == claim.c.n).order_by(member.c.n.desc()).limit(1)
    return rows.correlate(claim).scalar_subquery()


def first_of(told: sa.Table) -> sa.ScalarSelect[Any]:
    """The id of the first report of the story that a row of ``claim`` or ``report`` is of, by the latest word on it."""
    first = report.alias("first")
    return (
        sa.select(first.c.id)
        .select_from(origin.join(first, first.c.n == origin.c.first_n))
        .where(origin.c.report_n == (told.c.n if told is report else told.c.report_n))
        .order_by(origin.c.n.desc())
        .limit(1)
        .correlate(told)
        .scalar_subquery()
    )


@lru_cache(_DAYS)
def select(as_of: int) -> sa.Select[Any]:
    """All that a telling needs, of every claim; the caller adds conditions. ``_telling`` takes the columns in order."""
    joined = sa.select(event.c.id).where(event.c.n == event_of()).correlate(claim)
    return sa.select(
        claim.c.n, claim.c.id, claim.c.kind, claim.c.modality, claim.c.place_n, claim.c.known, claim.c.value,
        report.c.id, report.c.published, report.c.outlet, report.c.agency, report.c.title, report.c.url,
        first_of(claim), _decided(as_of), joined.scalar_subquery(),
    ).select_from(claim.join(report, report.c.n == claim.c.report_n))  # fmt: skip


def _decided(as_of: int) -> sa.ColumnElement[Any]:
    """The verb of the latest decision on a claim that was not undone, or "correct" where it came by a correction."""
    undo = decision.alias("undo")
    undoes = sa.exists().where(undo.c.other == sa.cast(decision.c.n, sa.Text), undo.c.verb == "undo")
    latest = (
        sa.select(decision.c.verb)
        .where(
            decision.c.subject == claim.c.id,
            decision.c.verb.in_(["accept", "correct", "reject", "retract"]),
            decision.c.known <= as_of,
            ~undoes,
        )
        .order_by(decision.c.n.desc())
        .limit(1)
        .correlate(claim)
    )
    corrects = sa.exists().where(gone.c.instead_n == claim.c.n, gone.c.by == "correction").correlate(claim)
    return sa.func.coalesce(latest.scalar_subquery(), sa.case((corrects, "correct")))


class Places:
    """Rows of places by number, kept once read: they never change."""

    def __init__(self) -> None:
        self._rows: dict[int, Place] = {}

    def of(self, connection: sa.Connection, numbers: Iterable[int | None]) -> dict[int, Place]:
        """At least the places of these numbers."""
        missing = {n for n in numbers if n is not None and n not in self._rows}
        for some in batches(missing):
            for row in connection.execute(sa.select(place).where(place.c.n.in_(some))):
                self._rows[row[0]] = place_of(row[2:])
        return self._rows


def made(connection: sa.Connection, rows: Sequence[Sequence[Any]], places: Places) -> list[Placed]:
    """(telling, event id) of rows of ``select``."""
    known = places.of(connection, {row[4] for row in rows})
    return [_telling(row, known) for row in rows]


def _telling(row: Sequence[Any], places: dict[int, Place]) -> Placed:
    n, id, kind, modality, place_n, known, value, source, published, outlet, agency, *rest = row
    told = claim_of(id, source, kind, modality, value, places[place_n] if place_n is not None else None)
    seen = date.fromordinal(known)
    title, url, first, verb, group = rest
    decided = _STANDINGS[verb]
    telling = Telling(told, seen, first or source, day_of(published), outlet, agency, title, url, decided, n)
    return telling, group


def stream(connection: sa.Connection, query: sa.Select[Any], places: Places) -> Iterator[Placed]:
    """(telling, event id) of a select, read some hundred rows at a time."""
    result = connection.execute(query.execution_options(yield_per=_STEP))
    for rows in result.partitions():
        yield from made(connection, rows, places)


def by_numbers(connection: sa.Connection, numbers: Iterable[int], as_of: int, places: Places) -> list[Placed]:
    """The standing claims of these numbers, in the order of the numbers."""
    out: list[Placed] = []
    for some in batches(sorted(set(numbers))):
        query = select(as_of).where(claim.c.n.in_(some), standing(as_of)).order_by(claim.c.n)
        out += made(connection, connection.execute(query).all(), places)
    return out


def by_ids(connection: sa.Connection, ids: Iterable[str], as_of: int, places: Places) -> list[Placed]:
    """The standing claims of these ids, in the order of the ids."""
    found: dict[str, Placed] = {}
    wanted = list(dict.fromkeys(ids))
    for some in batches(wanted):
        query = select(as_of).where(claim.c.id.in_(some), standing(as_of)).order_by(claim.c.n)
        found.update({row[0].claim.id: row for row in made(connection, connection.execute(query).all(), places)})
    return [found[id] for id in wanted if id in found]


def in_order(
    connection: sa.Connection, conditions: Sequence[Condition], as_of: int, places: Places,
    after: tuple[int | None, int] | None, limit: int | None,
) -> Iterator[Placed]:  # fmt: skip
    """The claims that meet the conditions, by first day and then number; those without a first day come last."""
    base = select(as_of).where(standing(as_of), *conditions)
    dated = base.where(claim.c.start.is_not(None)).order_by(claim.c.start, claim.c.n)
    undated = base.where(claim.c.start.is_(None)).order_by(claim.c.n)
    if after and after[0] is None:
        queries = [undated.where(claim.c.n > after[1])]
    elif after:
        queries = [dated.where(sa.tuple_(claim.c.start, claim.c.n) > after), undated]
    else:
        queries = [dated, undated]
    left = limit
    for query in queries:
        for found in stream(connection, query if left is None else query.limit(left), places):
            left = None if left is None else left - 1
            yield found
        if left == 0:
            return


def place_in_order(connection: sa.Connection, id: str) -> tuple[int | None, int]:
    """Where a page of results goes on behind the claim of this id: its first day and number."""
    row = connection.execute(
        sa.select(claim.c.start, claim.c.n).where(claim.c.id == id).order_by(claim.c.n.desc()).limit(1)
    ).first()
    if row is None:
        raise RecordError(f"there is no claim {id} to go on behind", remedy="give the id that the last page ended with")
    return row[0], row[1]


def whole_id(connection: sa.Connection, column: sa.Column[str], beginning: str, what: str) -> str:
    """The one id that is this or begins so. Raises RecordError where there is none or more."""
    if connection.scalar(sa.select(column).where(column == beginning).limit(1)):
        return beginning
    remedy = "see the ids with `tadmor claims` or `tadmor events`"
    if not beginning:
        raise RecordError(f"an empty text is the id of no {what}", remedy=remedy)
    low = sa.select(column).where(column > beginning).distinct().order_by(column).limit(_SHOWN + 1)
    found = [id for id in connection.scalars(low) if id.startswith(beginning)]
    if not found:
        raise RecordError(f"there is no {what} {beginning}", remedy=remedy)
    if len(found) > 1:
        listed = ", ".join(found[:_SHOWN]) + (" …" if len(found) > _SHOWN else "")
        raise RecordError(f"several {what}s begin with {beginning}: {listed}", remedy="give more of the id")
    return found[0]


def latest(connection: sa.Connection, id: str, as_of: int, places: Places) -> Placed:
    """The claim of an id as it stands, else as it stood last, with the reason why it is gone as its standing."""
    if found := by_ids(connection, [id], as_of, places):
        return found[0]
    query = select(as_of).where(claim.c.id == id).order_by(claim.c.n.desc()).limit(1)
    telling, group = made(connection, connection.execute(query).all(), places)[0]
    why = sa.select(gone.c.by).where(gone.c.claim_n == telling.row).order_by(gone.c.n.desc()).limit(1)
    by = connection.scalar(why)
    return (replace(telling, standing=_STANDINGS[by]) if by in _STANDINGS else telling), group
