"""One writer at a time: waiting for the others, and saying who they are."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from tadmor.errors import RecordError
from tadmor.record.engine import LOCK, WAIT_MS, Address, writing

_REMEDY = "wait until it is done, or end that process; what it has not finished is not kept"
_HOLDER = sa.text(
    "SELECT a.application_name, a.pid, a.xact_start FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid "
    "WHERE l.locktype = 'advisory' AND l.granted AND l.objid = :lock"
)


@contextmanager
def alone(engine: sa.Engine, place: Address, who: str, timeout: float) -> Iterator[sa.Connection]:
    """A connection in a transaction beside which nobody writes; waits for others up to ``timeout`` seconds."""
    with writing(engine) as connection:
        if place.file:
            with _file(connection, place, place.file, who, timeout):
                yield connection
        else:
            with _server(connection, place, who, timeout):
                yield connection


@contextmanager
def _file(connection: sa.Connection, place: Address, file: Path, who: str, timeout: float) -> Iterator[None]:
    # Beside the file, for a transaction that is open cannot be read by others.
    note = file.with_name(f"{file.name}.writer")
    cursor = connection.connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout={int(timeout * 1000)}")
    try:
        transaction = connection.begin()
    except DBAPIError as error:
        if "locked" in str(error.orig):
            raise _busy(place, _noted(note)) from error
        raise
    cursor.execute(f"PRAGMA busy_timeout={WAIT_MS}")
    with transaction:
        words = {"who": who, "pid": os.getpid(), "since": datetime.now(UTC).isoformat(timespec="seconds")}
        with suppress(OSError):
            note.write_text(json.dumps(words), "utf-8")
        try:
            yield
        finally:
            note.unlink(missing_ok=True)


@contextmanager
def _server(connection: sa.Connection, place: Address, who: str, timeout: float) -> Iterator[None]:
    with connection.begin():
        connection.execute(sa.select(sa.func.set_config("application_name", f"tadmor: {who}"[:63], True)))
        connection.execute(sa.select(sa.func.set_config("lock_timeout", f"{int(timeout * 1000)}ms", True)))
        try:
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")
        except DBAPIError as error:
            if "lock timeout" in str(error.orig):
                raise _busy(place, _holder(connection.engine)) from error
            raise
        yield


def _busy(place: Address, holder: str) -> RecordError:
    return RecordError(f"{holder} is writing to it", where=place.shown, remedy=_REMEDY)


def _noted(note: Path) -> str:
    try:
        words = json.loads(note.read_text("utf-8"))
        return f"{words['who']} (process {words['pid']}, since {words['since']})"
    except (OSError, ValueError, KeyError, TypeError):
        return "another process"


def _holder(engine: sa.Engine) -> str:
    with engine.connect() as connection:
        row = connection.execute(_HOLDER, {"lock": LOCK}).first()
    if row is None:
        return "another process"
    return f"{row[0].removeprefix('tadmor: ')} (server process {row[1]}, since {row[2]:%Y-%m-%dT%H:%M:%S%z})"
