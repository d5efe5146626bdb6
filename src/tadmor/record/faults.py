"""Errors of databases and files as RecordError: what happened, to which file, and what to do."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from tadmor.errors import RecordError

_REMEDIES: tuple[tuple[str, str, str], ...] = (
    ("disk is full", "the disk is full; nothing of this write was kept", "free some space and write again"),
    ("disk i/o error", "the disk refused to write or read", "see that it is not full and not failing, then try again"),
    ("no space left", "the disk is full; nothing of this write was kept", "free some space and write again"),
    ("file too large", "the file may not grow further; nothing of this write was kept", "raise the limit (ulimit -f)"),
    ("readonly database", "it can only be read", "see that the file and its folder can be written, or open read-only"),
    ("read-only transaction", "it can only be read", "connect to a server that takes writes"),
    ("unable to open", "it cannot be opened", "see that the folder is there and that you may read it"),
    ("not a database", "it is not a record: the file is of another kind", "give the path of a record"),
    ("malformed", "it is damaged", "copy it to be safe; see what `tadmor verify` finds, or bring it back from a copy"),
    ("append-only", "the database refused to change what is written", "write a correction or a retraction instead"),
    ("permission denied", "you may not do that", "ask the owner of the database for the right"),
    ("surrogates not allowed", "a text holds half a surrogate pair", "write the text again as UTF-8"),
    ("connection", "the server does not answer", "see that it runs and that address and password are right"),
)


def fault(error: Exception, where: str) -> RecordError:
    """The error in Tadmor's words."""
    said = str(getattr(error, "orig", None) or error).strip()
    for mark, message, remedy in _REMEDIES:
        if mark in said.lower():
            return RecordError(f"{message} ({said.splitlines()[0]})", where=where, remedy=remedy)
    first = said.splitlines()[0] if said else type(error).__name__
    return RecordError(first, where=where, remedy="see what `tadmor verify` finds")


@contextmanager
def told(where: str) -> Iterator[None]:
    """Turns errors of the database within into RecordError."""
    try:
        yield
    except Exception as error:
        if not _of_database(error):
            raise
        raise fault(error, where) from error


def _of_database(error: Exception) -> bool:
    # Where SQLAlchemy's rows would cost too much the drivers are asked themselves, and their errors come unwrapped.
    if isinstance(error, DBAPIError | PoolTimeout | sqlite3.Error | UnicodeEncodeError):
        return True
    return any(kind.__module__.startswith("psycopg") for kind in type(error).__mro__)
