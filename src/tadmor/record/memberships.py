"""Which claims are in which event, and why."""

from __future__ import annotations

import json
from collections.abc import Iterable

import sqlalchemy as sa

from tadmor.record.schema import block, claim, event, gone, member, report, undone
from tadmor.record.tellings import Condition, batches, by_person, event_of

Why = tuple[str | None, str | None, float | None, tuple[str, ...]]


def rows_under(connection: sa.Connection, keys: Iterable[int]) -> list[tuple[int, int]]:
    """(key, claim number) under these block keys, standing or not."""
    out: list[tuple[int, int]] = []
    for some in batches(keys):
        query = sa.select(block.c.key, block.c.claim_n).where(block.c.key.in_(some)).order_by(block.c.claim_n)
        out += [(key, n) for key, n in connection.execute(query)]
    return out


def rows_of(connection: sa.Connection, events: Iterable[str]) -> list[tuple[int, str]]:
    """(claim number, event id) of all claims that are in these events by the latest word, standing or not."""
    newer = member.alias("newer")
    replaced = sa.exists().where(newer.c.claim_n == member.c.claim_n, newer.c.n > member.c.n)
    out: list[tuple[int, str]] = []
    for some in batches(events):
        query = sa.select(member.c.claim_n, event.c.id).join(event, event.c.n == member.c.event_n)
        rows = connection.execute(query.where(event.c.id.in_(some), ~replaced).order_by(member.c.claim_n))
        out += [(n, id) for n, id in rows]
    return out


def of_reports(connection: sa.Connection, ids: Iterable[str]) -> set[str]:
    """The events that claims of these reports are in."""
    out: set[str] = set()
    for some in batches(ids):
        there = sa.select(report.c.n).where(report.c.id.in_(some))
        out.update(_ids(connection, claim.c.report_n.in_(there)))
    return out


def _ids(connection: sa.Connection, *conditions: Condition) -> list[str]:
    """The events of the claims that meet the conditions, in the order in which they were founded."""
    numbers = sa.select(event_of()).where(*conditions).distinct()
    return list(connection.scalars(sa.select(event.c.id).where(event.c.n.in_(numbers)).order_by(event.c.n)))


def why(connection: sa.Connection, claim_n: int) -> Why:
    """(event id, id of the claim by which it joined, score, reasons) of a claim by the latest word on it."""
    via = claim.alias("via")
    query = (
        sa.select(event.c.id, via.c.id, member.c.score, member.c.because)
        .select_from(member)
        .outerjoin(event, event.c.n == member.c.event_n)
        .outerjoin(via, via.c.n == member.c.via)
        .where(member.c.claim_n == claim_n)
        .order_by(member.c.n.desc())
        .limit(1)
    )
    row = connection.execute(query).first()
    return (row[0], row[1], row[2], tuple(json.loads(row[3] or "[]"))) if row else (None, None, None, ())


def learnt(connection: sa.Connection, after: int, until: int) -> list[str]:
    """The events of which a claim became known, or was taken back, after the one day and up to the other, in order."""
    known = sa.and_(claim.c.known > after, claim.c.known <= until)
    back = sa.exists().where(gone.c.claim_n == claim.c.n, gone.c.known > after, gone.c.known <= until)
    return _ids(connection, sa.or_(known, back))


def taken_out(connection: sa.Connection, claim_id: str) -> int | None:
    """The number of the claim of this id that a person took out last and did not bring back; None where none was."""
    back = sa.exists().where(undone.c.gone_n == gone.c.n)
    query = (
        sa.select(claim.c.n).join(gone, gone.c.claim_n == claim.c.n).where(claim.c.id == claim_id, by_person(), ~back)
    )
    return connection.scalar(query.order_by(gone.c.n.desc()).limit(1))
