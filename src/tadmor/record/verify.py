"""Proof that a record is what was written: database, chain of writes, raw files, quotes."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from tadmor.model import Place
from tadmor.record.chain import FIRST, Sum, columns, row_digest, tx_digest
from tadmor.record.migrations.guards import guard_names
from tadmor.record.raw import Folder, digest_of
from tadmor.record.schema import EVIDENCE, TABLES, WRITTEN, report
from tadmor.record.stored import claim_of, spans_of
from tadmor.record.values import Finding

_STEP = 2000
_TEXTS = 64  # texts of reports kept at hand; claims of one report stand together
_SHOWN = 60  # characters of a quote
_COPY = "bring the record back from a copy, or say which change was meant"
_DAMAGED = "copy the file to be safe; then bring it back from a copy, or save what can be read: sqlite3 FILE .recover"

Row = Sequence[Any]


def findings(connection: sa.Connection, raw: Folder, shown: str) -> Iterator[Finding]:
    """All that is wrong, as it is found."""
    for part in (_database, _guards, _chain, _quotes, _words):
        try:
            yield from part(connection)
        except (DBAPIError, ValueError, UnicodeDecodeError) as error:
            said = str(getattr(error, "orig", error)).splitlines()[0]
            yield Finding(f"the database cannot be read: {said}", shown, _DAMAGED)
            if connection.dialect.name != "sqlite":
                connection.rollback()
    try:
        yield from _raw(connection, raw)
    except DBAPIError as error:
        yield Finding(f"the reports cannot be read: {error.orig}", shown, _DAMAGED)


@contextmanager
def tolerant(connection: sa.Connection) -> Iterator[None]:
    """Lets texts be read of which a byte was changed so that they are no UTF-8; their digests name the row."""
    if connection.dialect.name != "sqlite":
        yield
        return
    driver: Any = connection.connection.driver_connection
    driver.text_factory = lambda content: content.decode("utf-8", "surrogateescape")
    try:
        yield
    finally:
        driver.text_factory = str


def _database(connection: sa.Connection) -> Iterator[Finding]:
    if connection.dialect.name == "sqlite":
        for (said,) in connection.exec_driver_sql("PRAGMA integrity_check(100)"):
            if said != "ok":
                yield Finding(f"the database is damaged: {said}", "database file", _DAMAGED)


def _guards(connection: sa.Connection) -> Iterator[Finding]:
    dialect = connection.dialect.name
    query = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if dialect == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
    )
    there = {row[0] for row in connection.exec_driver_sql(query)}
    for table in TABLES:
        for guard in guard_names(dialect, table):
            if guard not in there:
                yield Finding(f"the trigger {guard} is missing or off: rows could be changed", f"table {table}", _COPY)


class _Table:
    """The rows of a table in order of their numbers, some at a time; ``fault`` is why reading stopped early."""

    def __init__(self, connection: sa.Connection, name: str) -> None:
        self.name, self.fault = name, ""
        self._connection, self._table = connection, TABLES[name]
        self._page: list[Row] = []
        self._last = -(2**62)  # what was put in may have any number

    def upto(self, last: int | None) -> Iterator[list[Row]]:
        """The rows up to a number (None: all) that were not given yet, in lists."""
        while True:
            if not self._page:
                self._read()
            cut = len([row for row in self._page if last is None or row[0] <= last])
            if not cut:
                return
            taken, self._page = self._page[:cut], self._page[cut:]
            yield taken

    def _read(self) -> None:
        n = self._table.c.n
        query = sa.select(self._table).where(n > self._last).order_by(n).limit(_STEP)
        try:
            self._page = [] if self.fault else list(map(tuple, self._connection.execute(query).all()))
        except DBAPIError as error:
            self.fault = str(error.orig).splitlines()[0]
        if self._page:
            self._last = self._page[-1][0]


def _chain(connection: sa.Connection) -> Iterator[Finding]:
    """Each write against the one before it and against its rows; then the rows of no write."""
    tables = {name: _Table(connection, name) for name in WRITTEN}
    writes = _Table(connection, "tx")
    previous, number = FIRST, 0
    for row in (row for rows in writes.upto(None) for row in rows):
        yield from _write(row, previous, number)
        number, previous = row[0], row[-1]
        for name, (first, last, digest) in _marks(row).items():
            yield from _rows(tables[name], row[0], first, last, digest)
    for table in tables.values():
        if not (writes.fault or table.fault):
            yield from (_stranger(table, row) for rows in table.upto(None) for row in rows)
    for table in (writes, *tables.values()):
        if table.fault:
            yield Finding(f"its rows cannot be read: {table.fault}", f"table {table.name}", _DAMAGED)


def _write(row: Row, previous: str, number: int) -> Iterator[Finding]:
    where = f"write {row[0]} ({row[1]}, {row[3]} by {row[2]})"
    if row[0] != number + 1:
        yield Finding(f"writes {number + 1} to {row[0] - 1} are missing", "table tx", _COPY)
    if tx_digest(row[:-1]) != row[-1]:
        yield Finding("its row was changed", where, _COPY)
    elif row[columns("tx").index("previous")] != previous:
        yield Finding("the chain breaks here: it does not follow the write before it", where, _COPY)


def _marks(row: Row) -> dict[str, tuple[int, int, str]]:
    """What a write says of its rows; nothing where that was made unreadable, which its digest tells."""
    try:
        found = json.loads(row[columns("tx").index("rows")])
        return {name: (int(a), int(b), str(c)) for name, (a, b, c) in found.items() if name in WRITTEN}
    except (ValueError, TypeError, AttributeError):
        return {}


def _rows(table: _Table, write: int, first: int, last: int, digest: str) -> Iterator[Finding]:
    """The rows of one table in one write: each there, none besides, none changed."""
    due, total, found = first, Sum(table.name), 0
    for rows in table.upto(last):
        for row in rows:
            if row[0] < first:
                yield _stranger(table, row)
                continue
            if row[0] > due:
                yield _missing(table, write, due, row[0] - 1)
                found += 1
            due = row[0] + 1
            if table.name in EVIDENCE and row_digest(row[:-1]) != row[-1]:
                yield Finding("it was changed", _name(table, row), _COPY)
        total.add([row for row in rows if row[0] >= first])
    if table.fault:
        return
    if due <= last:
        yield _missing(table, write, due, last)
    elif not found and total.mark()[2] != digest:
        yield Finding(
            "rows were changed since they were written",
            f"table {table.name}, rows {first} to {last}, write {write}",
            _COPY,
        )


def _missing(table: _Table, write: int, first: int, last: int) -> Finding:
    rows = f"row {first} is" if first == last else f"rows {first} to {last} are"
    return Finding(f"{rows} missing", f"table {table.name}, write {write}", _COPY)


def _stranger(table: _Table, row: Row) -> Finding:
    return Finding("it belongs to no write: it was put in past Tadmor", _name(table, row), _COPY)


def _name(table: _Table, row: Row) -> str:
    """A row in words, with its id where it has one."""
    names = columns(table.name)
    id = f" ({row[names.index('id')]})" if "id" in names else ""
    return f"table {table.name}, row {row[0]}{id}, write {row[1]}"


def _quotes(connection: sa.Connection) -> Iterator[Finding]:
    """Each span of each claim against the text of its report."""
    texts: OrderedDict[int, tuple[str, str]] = OrderedDict()
    for rows in _Table(connection, "claim").upto(None):
        for row in rows:
            one = dict(zip(columns("claim"), row, strict=True))
            id, text = _text(connection, texts, one["report_n"])
            where = f"claim {one['id']} (row {row[0]}) of report {id}"
            try:
                spot = Place("", "", None, 0.0, 0.0, "") if one["place_n"] is not None else None
                told = claim_of(one["id"], id, one["kind"], one["modality"], one["value"], spot)
            except (ValueError, TypeError):
                yield Finding("its value cannot be made out", where, _COPY)
                continue
            wrong = [s for s in spans_of(told) if text[s.start : s.end] != s.text]
            if wrong:
                listed = ", ".join(f"{s.text[:_SHOWN]!r} at {s.start} to {s.end}" for s in wrong)
                yield Finding(f"its quotes are not the report's words: {listed}", where, _COPY)


def _text(connection: sa.Connection, texts: OrderedDict[int, tuple[str, str]], n: int) -> tuple[str, str]:
    """(id, text) of a report."""
    if n not in texts:
        row = connection.execute(sa.select(report.c.id, report.c.text).where(report.c.n == n)).first()
        texts[n] = (row[0], row[1]) if row else (f"number {n}, which is missing", "")
        if len(texts) > _TEXTS:
            texts.popitem(last=False)
    return texts[n]


def _words(connection: sa.Connection) -> Iterator[Finding]:
    taken = "search_docsize" if connection.dialect.name == "sqlite" else "(SELECT DISTINCT report_n FROM search) AS s"
    found = connection.scalar(sa.text(f"SELECT count(*) FROM {taken}"))
    there = connection.scalar(sa.select(sa.func.count()).select_from(report))
    if found != there:
        what = f"the index of words holds {found} of {there} reports: search may miss some"
        yield Finding(what, "table search", "export the record and import it into a new one")


def _raw(connection: sa.Connection, raw: Folder) -> Iterator[Finding]:
    """Each raw file against its name."""
    query = sa.select(report.c.id, report.c.raw_sha256).where(report.c.raw_bytes.is_not(None)).order_by(report.c.n)
    for id, digest in connection.execute(query.execution_options(yield_per=_STEP)):
        where = f"{raw.file(digest)} (report {id})"
        try:
            content = raw.file(digest).read_bytes()
        except FileNotFoundError:
            yield Finding("the raw file is missing", where, "bring it back from a copy")
        except OSError as fault:
            yield Finding(f"the raw file cannot be read: {fault.strerror}", where, "see that you may read it")
        else:
            if digest_of(content) != digest:
                yield Finding("the raw file was changed", where, "bring it back from a copy")
