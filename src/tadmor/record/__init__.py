"""The record: an append-only store of claims, in SQLite or PostgreSQL, that answers as known on any earlier day."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tadmor.record.record import Record

__all__ = ["open"]


def open(url: str | Path, *, create: bool = True, read_only: bool = False, raw: str | Path | None = None) -> Record:
    """The record at a path ("syria.db") or URL ("postgresql://user@host/name"), made or upgraded where needed.

    ``raw`` is the folder of raw bytes: by default "syria.db.raw" beside the file, "tadmor-raw-NAME" for a server.
    Raises RecordError where there is none and none may be made, or it is of a later version, or cannot be opened.
    """
    from tadmor.record.record import open_record  # brings the database library: a fifth of a second

    return open_record(url, create=create, read_only=read_only, raw=raw)
