"""Rows on their way into the record: numbered, gathered, written in bulk, and vouched for by the write's own row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import version
from typing import Any

import sqlalchemy as sa

from tadmor.record.chain import FIRST, Sum, columns, marks, row_digest, tx_digest
from tadmor.record.engine import raw_cursor
from tadmor.record.schema import EVIDENCE, TABLES, WRITTEN, tx
from tadmor.record.search import fill
from tadmor.record.stored import compact

_MOST = 20_000  # rows gathered before they are written: some 10 MB


@dataclass(frozen=True, slots=True)
class Facts:
    """What a write says of itself: who, with what verb, under which rules, and a note (anything that JSON takes)."""

    who: str
    verb: str
    rules: str | None = None
    note: Any = None


class Rows:
    """The rows of one write. ``n`` is its number."""

    def __init__(self, connection: sa.Connection, facts: Facts) -> None:
        self.connection, self.facts = connection, facts
        self._gathered: dict[str, list[tuple[Any, ...]]] = {}
        self._words: list[tuple[int, str | None, str]] = []
        self._count = 0
        self._next: dict[str, int] = {}
        self._sums: dict[str, Sum] = {}
        self.n = self._next_number("tx")

    def row(self, table: str, *values: Any) -> int:
        """Gathers a row of the values that follow ``n`` and ``tx``, without the digest; gives its number."""
        n = self._next.get(table) or self._next_number(table)
        self._next[table] = n + 1
        row = (n, self.n, *values)
        if table in EVIDENCE:
            row = (*row, row_digest(row))
        self._gathered.setdefault(table, []).append(row)
        self._count += 1
        if self._count >= _MOST:
            self.flush()
        return n

    def number(self, table: str, column: str, key: str) -> int | None:
        """The number of the row with that key, among those handed to the database."""
        # Asked for every report and event: SQLAlchemy would take ten times as long as the database.
        cursor = raw_cursor(self.connection)
        cursor.execute(_number(table, column, self.connection.dialect.name), (key,))
        row = cursor.fetchone()
        return row[0] if row else None

    def take_words(self, report_n: int, title: str | None, text: str) -> None:
        """Gathers a report for the index of words."""
        self._words.append((report_n, title, text))

    def flush(self) -> None:
        """Hands all gathered rows to the database, within the write."""
        for table, rows in self._gathered.items():
            self._sums.setdefault(table, Sum(table)).add(rows)
            put(self.connection, table, rows)
        if self._words:
            fill(self.connection, self._words)
        self._gathered, self._words, self._count = {}, [], 0

    def close(self) -> None:
        """Writes the row that vouches for all others; the last act of a write."""
        self.flush()
        previous = self.connection.scalar(sa.select(tx.c.digest).order_by(tx.c.n.desc()).limit(1)) or FIRST
        at = datetime.now(UTC).isoformat(timespec="microseconds")
        note = None if self.facts.note is None else compact(self.facts.note)
        said = (self.n, at, self.facts.who, self.facts.verb, _program(), self.facts.rules, note, previous)
        values = (*said, marks(self._sums, WRITTEN))
        line = (*values, tx_digest(values))
        put(self.connection, "tx", [line])

    def _next_number(self, table: str) -> int:
        return (self.connection.scalar(sa.select(sa.func.max(TABLES[table].c.n))) or 0) + 1


def put(connection: sa.Connection, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """Writes rows of all columns."""
    names = columns(table)
    listed = ", ".join(f'"{name}"' for name in names)
    if connection.dialect.name == "sqlite":
        marks = ", ".join("?" * len(names))
        connection.exec_driver_sql(f"INSERT INTO {table} ({listed}) VALUES ({marks})", rows)
        return
    # Five times as fast as INSERT; the driver's errors are SQLAlchemy's only in statements that it runs.
    with raw_cursor(connection).copy(f"COPY {table} ({listed}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


@cache
def _number(table: str, column: str, dialect: str) -> str:
    return f"SELECT n FROM {table} WHERE {column} = {'?' if dialect == 'sqlite' else '%s'}"


@cache
def _program() -> str:
    return version("tadmor")
