"""Reads that make no objects: what lists, maps and time lines need of many rows at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from tadmor.record.filters import conditions
from tadmor.record.schema import claim, decision, gone, member, report, tx, undone
from tadmor.record.tellings import ALWAYS, event_of, ordinal_or_always, standing

if TYPE_CHECKING:
    from tadmor.pipeline import Monitor
    from tadmor.query import Query
    from tadmor.record.record import Record

Row = Sequence[Any]
_OF_PERSONS = ("retraction", "rejection", "correction")


def span_of(record: Record) -> tuple[date | None, date | None]:
    """The first and last day on which standing claims begin, as known by now; None where there is none."""
    base = sa.select(claim.c.start).where(standing(ALWAYS), claim.c.start.is_not(None))
    with record._reading() as connection:
        first = connection.scalar(base.order_by(claim.c.start).limit(1))
        last = connection.scalar(base.order_by(claim.c.start.desc()).limit(1))
    return (date.fromordinal(first) if first else None, date.fromordinal(last) if last else None)


def last_published(record: Record) -> date | None:
    """The day of the newest publication; None where no report has one."""
    with record._reading() as connection:
        newest = connection.scalar(sa.select(sa.func.max(report.c.published)))
    return date.fromordinal(newest) if newest else None


def newest(record: Record) -> tuple[int, str | None]:
    """(number, moment) of the newest write; 0 and None where there is none."""
    with record._reading() as connection:
        row = connection.execute(sa.select(tx.c.n, tx.c.at).order_by(tx.c.n.desc()).limit(1)).first()
    return (row[0], row[1]) if row else (0, None)


def write_before(record: Record, day: date) -> int:
    """The number of the last write before a day (UTC); 0 where there is none."""
    with record._reading() as connection:
        return connection.scalar(sa.select(sa.func.max(tx.c.n)).where(tx.c.at < day.isoformat())) or 0


def changed_since(record: Record, write: int) -> list[tuple[str, int]]:
    """(claim id, number of its last write) of claims that came, went, came back or were decided on after a write."""
    other = claim.alias("other")
    parts = (
        sa.select(claim.c.id, claim.c.tx).where(claim.c.tx > write),
        sa.select(claim.c.id, gone.c.tx).join(gone, gone.c.claim_n == claim.c.n).where(gone.c.tx > write),
        sa.select(other.c.id, undone.c.tx)
        .join(gone, gone.c.claim_n == other.c.n)
        .join(undone, undone.c.gone_n == gone.c.n)
        .where(undone.c.tx > write),
        sa.select(decision.c.subject, decision.c.tx).where(decision.c.tx > write),
        sa.select(claim.c.id, member.c.tx).join(member, member.c.claim_n == claim.c.n).where(member.c.tx > write),
    )
    each = sa.union_all(*parts).subquery()
    last = sa.func.max(each.c.tx).label("last")
    query = sa.select(each.c.id, last).group_by(each.c.id).order_by(last, each.c.id)
    with record._reading() as connection:
        return [(id, n) for id, n in connection.execute(query)]


def taken_back(record: Record, as_of: date | None) -> list[Row]:
    """(claim id, kind, report id, by, known or 0, write, moment, claim id instead, whether it came back), in order."""
    instead = claim.alias("instead")
    back = sa.exists().where(undone.c.gone_n == gone.c.n)
    query = (
        sa.select(
            claim.c.id, claim.c.kind, report.c.id, gone.c.by, gone.c.known, gone.c.tx, tx.c.at, instead.c.id, back
        )
        .join(claim, claim.c.n == gone.c.claim_n)
        .join(report, report.c.n == claim.c.report_n)
        .join(tx, tx.c.n == gone.c.tx)
        .outerjoin(instead, instead.c.n == gone.c.instead_n)
        .where(gone.c.by.in_(_OF_PERSONS), gone.c.known <= ordinal_or_always(as_of))
        .order_by(gone.c.n)
    )
    with record._reading() as connection:
        return [tuple(row) for row in connection.execute(query)]


def published(record: Record, as_of: date | None) -> list[Row]:
    """(day or None, outlet or agency or None, reports) of reports known by then, by day."""
    outlet = sa.func.coalesce(report.c.outlet, report.c.agency)
    query = (
        sa.select(report.c.published, outlet, sa.func.count())
        .where(report.c.known <= ordinal_or_always(as_of))
        .group_by(report.c.published, outlet)
        .order_by(report.c.published, outlet)
    )
    with record._reading() as connection:
        return [tuple(row) for row in connection.execute(query)]


def reports(record: Record, outlet: str | None, as_of: date | None, after: str | None, limit: int) -> list[Row]:
    """(id, title, outlet, agency, url, published, language, digest of the raw bytes, write) in the order they came."""
    query = sa.select(
        report.c.id, report.c.title, report.c.outlet, report.c.agency, report.c.url, report.c.published,
        report.c.language, report.c.raw_sha256, report.c.tx,
    ).where(report.c.known <= ordinal_or_always(as_of))  # fmt: skip
    if outlet is not None:
        query = query.where(sa.or_(report.c.outlet == outlet, report.c.agency == outlet))
    if after is not None:
        before = sa.select(report.c.n).where(report.c.id == after).scalar_subquery()
        query = query.where(report.c.n > before)
    with record._reading() as connection:
        return [tuple(row) for row in connection.execute(query.order_by(report.c.n).limit(limit))]


def holdings(record: Record) -> dict[str, int]:
    """How many reports and claims are in the record, those that do not stand among them."""
    with record._reading() as connection:
        return {
            name: connection.scalar(sa.select(sa.func.max(table.c.n))) or 0
            for name, table in (("reports", report), ("claims", claim))
        }


def begun(lens: Monitor, query: Query) -> list[tuple[int, str, int]]:
    """(day, kind, events with a claim of that kind that begins that day) of what a query lets through."""
    named = lens._named(query)
    with lens.record._reading() as connection:
        found = conditions(connection, query, named["places"], named["names"], named["speakers"])
        event_n = event_of().label("event_n")
        stand = (standing(ordinal_or_always(query.as_of)), claim.c.start.is_not(None), *found)
        each = sa.select(claim.c.start, claim.c.kind, event_n).where(*stand).subquery()
        count = sa.func.count(sa.distinct(each.c.event_n))
        asked = sa.select(each.c.start, each.c.kind, count).group_by(each.c.start, each.c.kind)
        return [(day, kind, number) for day, kind, number in connection.execute(asked)]
