"""What persons decided, and the log of writes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from tadmor.model import Link
from tadmor.record.schema import decision, tx
from tadmor.record.stored import day_of
from tadmor.record.values import Decision, Entry

_STEP = 500


def decisions(connection: sa.Connection, subject: str | None = None) -> list[Decision]:
    """The decisions on a claim or event, or all, in order."""
    undo = decision.alias("undo")
    undone = sa.exists().where(undo.c.verb == "undo", undo.c.other == sa.cast(decision.c.n, sa.Text))
    # A write's own row comes last: within it, its decisions have none yet.
    query = sa.select(decision, tx.c.at, undone.label("undone")).outerjoin(tx, tx.c.n == decision.c.tx)
    if subject is not None:
        query = query.where(sa.or_(decision.c.subject == subject, decision.c.other == subject))
    return [_decision(row) for row in connection.execute(query.order_by(decision.c.n))]


def _decision(row: Any) -> Decision:
    value, quote = (json.loads(text) if text is not None else None for text in (row.value, row.quote))
    at = datetime.fromisoformat(row.at) if row.at else datetime.now(UTC)
    return Decision(
        row.n, at, row.verb, row.subject, row.other, row.field, value, quote, row.because, row.who,
        day_of(row.known), bool(row.undone),
    )  # fmt: skip


def links(connection: sa.Connection) -> list[Link]:
    """The latest judgement on each pair of claims that was not undone."""
    found: dict[frozenset[str], Link] = {}
    for d in decisions(connection):
        if d.verb == "judge" and d.other and not d.undone:
            because = (d.because,) if d.because else ()
            pair = frozenset((d.subject, d.other))
            found.pop(pair, None)
            found[pair] = Link(d.subject, d.other, d.value, 1.0, f"person:{d.who}", because)
    return list(found.values())


def log(connection: sa.Connection) -> Iterator[Entry]:
    """The writes, in order."""
    for row in connection.execute(sa.select(tx).order_by(tx.c.n).execution_options(yield_per=_STEP)):
        rows = {table: last - first + 1 for table, (first, last, _) in json.loads(row.rows).items()}
        note = json.loads(row.note) if row.note is not None else None
        yield Entry(
            row.n, datetime.fromisoformat(row.at), row.who, row.verb, row.version, row.rules, note, rows, row.digest
        )
