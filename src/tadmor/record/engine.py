"""Addresses of records and the connections to them."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from tadmor.errors import RecordError

_PAGES_KB = 96 * 1024  # a million claims' index of blocks is 80 MB; writes to it are spread over all of it
LOCK = 0x7461646D
"""The number of the lock that writers of a PostgreSQL database hold: "tadm"."""
WAIT_MS = 30_000
"""How long a reader of SQLite waits where it has to, in milliseconds: while a log is taken in after a crash."""
_SQLITE, _POSTGRESQL = ("sqlite",), ("postgresql", "postgres")


@dataclass(frozen=True, slots=True)
class Address:
    """Where a record is: its URL, the SQLite file or None, the folder of raw bytes, and how errors name it."""

    url: URL
    file: Path | None
    raw: Path
    shown: str


def address(url: str | Path, raw: str | Path | None) -> Address:
    """The address that a path or URL means. Raises RecordError for what is neither."""
    text = str(url)
    if "://" not in text:
        file = Path(text)
        return Address(URL.create("sqlite", database=text), file, Path(raw or f"{text}.raw"), text)
    try:
        made = make_url(text)
    except ArgumentError as fault:
        raise RecordError("it is no address of a database", where=text, remedy=_REMEDY) from fault
    backend = made.get_backend_name()
    if backend in _SQLITE and made.database:
        return address(made.database, raw)
    if backend in _POSTGRESQL:
        server = made.set(drivername="postgresql+psycopg")
        folder = Path(raw or f"tadmor-raw-{made.database or 'default'}")
        return Address(server, None, folder, server.render_as_string(hide_password=True))
    raise RecordError(f"{backend} is no database that Tadmor writes", where=text, remedy=_REMEDY)


_REMEDY = "give the path of a file, or postgresql://user@host/name"


def connect(place: Address, read_only: bool) -> sa.Engine:
    """The engine of an address; nothing is opened yet."""
    try:
        return _sqlite(place, read_only) if place.file else _postgresql(place, read_only)
    except (NoSuchModuleError, ImportError) as fault:
        remedy = 'install it: pip install "psycopg[binary]"'
        raise RecordError(
            f"the driver of this database is missing: {fault}", where=place.shown, remedy=remedy
        ) from fault


def writing(engine: sa.Engine) -> sa.Connection:
    """A connection whose transactions write: SQLite's take the file's lock at once, and PostgreSQL's see, after they
    waited for the lock, what the writer before them wrote.
    """
    connection = engine.connect().execution_options(writes=True)
    if engine.dialect.name == "postgresql":
        return connection.execution_options(isolation_level="READ COMMITTED")
    return connection


def raw_cursor(connection: sa.Connection) -> Any:
    """The driver's own cursor, for reads in which SQLAlchemy's rows would cost more than the database."""
    return connection.connection.cursor()


def _sqlite(place: Address, read_only: bool) -> sa.Engine:
    def opened() -> sqlite3.Connection:
        assert place.file is not None
        name = place.file.absolute().as_uri()
        mode = _mode(place.file, read_only)
        made = sqlite3.connect(f"{name}?{mode}", uri=True, check_same_thread=False, isolation_level=None)
        made.executescript(
            f"PRAGMA cache_size=-{_PAGES_KB}; PRAGMA recursive_triggers=ON; "
            f"PRAGMA synchronous=FULL; PRAGMA temp_store=FILE; PRAGMA busy_timeout={WAIT_MS};"
        )
        return made

    engine = sa.create_engine("sqlite://", creator=opened, poolclass=sa.QueuePool, max_overflow=-1)
    sa.event.listen(engine, "begin", _begin)
    return engine


def _mode(file: Path, read_only: bool) -> str:
    if not read_only:
        return "mode=rwc"
    # A file in a folder that cannot be written has no room for the files by which readers and writers agree.
    log = file.with_name(f"{file.name}-wal")
    try:
        with file.with_name(f"{file.name}-shm").open("ab"):
            return "mode=ro"
    except OSError:
        return "mode=ro" if log.exists() and log.stat().st_size else "mode=ro&immutable=1"


def _begin(connection: sa.Connection) -> None:
    """Starts the transaction that the caller asked for: the driver's own would start too late."""
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("writes") else "BEGIN")


def _postgresql(place: Address, read_only: bool) -> sa.Engine:
    options = {"options": "-c default_transaction_read_only=on"} if read_only else {}
    return sa.create_engine(
        place.url, connect_args=options, isolation_level="REPEATABLE READ", max_overflow=-1, pool_pre_ping=True
    )
