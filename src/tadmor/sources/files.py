"""The files that a path, a folder, a pattern or an address in object storage means, and their bytes."""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import BinaryIO
from urllib.parse import unquote_to_bytes, urlsplit
from urllib.request import url2pathname

from tadmor.errors import SourceError
from tadmor.sources import remote

_REMOTE = re.compile(r"[a-z][a-z0-9+.-]+://", re.I)


class Unread(SourceError):  # noqa: N818 - a finding
    """Something that was not read for no fault of its own: disk, network, memory or a part of Tadmor failed it."""


def files(uri: str | Path) -> Iterator[str | SourceError]:
    """The files that a path, pattern or address means, sorted, hidden ones left out; a fault where there is none."""
    words = _plain(os.fspath(uri))
    if not _REMOTE.match(words) or "\0" in words:
        yield from (path if isinstance(path, SourceError) else str(path) for path in _local(words))
    elif words.lower().startswith(("http://", "https://")):
        yield SourceError("Tadmor fetches no pages", where=words, remedy="save the page and read the file")
    else:
        yield from remote.files(words)


def opened(name: str) -> BinaryIO:
    """A file that ``files`` names, opened. Raises SourceError or OSError."""
    path = _plain(name)
    return remote.opened(path) if _REMOTE.match(path) else Path(path).open("rb")


def state_of(name: str) -> tuple[int, str]:
    """(bytes, when it was changed or its ETag) of a file that ``files`` names. Raises SourceError or OSError."""
    path = _plain(name)
    if _REMOTE.match(path):
        return remote.state_of(path)
    found = os.stat(path)
    return found.st_size, datetime.fromtimestamp(found.st_mtime, UTC).isoformat()


def _plain(words: str) -> str:
    """The path that an address file:// means, whose bytes need not be UTF-8; any other words as they are."""
    if not words.lower().startswith("file://"):
        return words
    path = urlsplit(words).path
    return url2pathname(path) if os.name == "nt" else os.fsdecode(unquote_to_bytes(path))


def _local(words: str) -> Iterator[Path | SourceError]:
    if "\0" in words or not words:
        yield SourceError("this is no path", where=repr(words), remedy="give a file, a folder, a glob or -")
    elif os.path.isdir(words):
        yield from _within(Path(words))
    elif os.path.lexists(words):
        yield Path(words)
    elif glob.has_magic(words):
        found = sorted(glob.glob(words, recursive=True))
        yield from chain.from_iterable(_within(Path(p)) if os.path.isdir(p) else [Path(p)] for p in found)
        if not found:
            yield SourceError("no file fits this pattern", where=words, remedy="check the path")
    else:
        yield SourceError("there is no such file", where=words, remedy="check the path")


def _within(folder: Path) -> Iterator[Path | SourceError]:
    """The files of a folder and those below it, sorted, hidden ones left out; links to folders are not followed."""
    faults: list[OSError] = []
    found = False
    for parent, folders, names in os.walk(folder, onerror=faults.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for path in (Path(parent, name) for name in sorted(names) if not name.startswith(".")):
            found = True
            pipe = path.exists() and not path.is_file()  # opening a pipe would wait for ever
            yield SourceError("this is no file of data", where=str(path), remedy="leave it out") if pipe else path
    yield from (unreadable(fault, str(fault.filename)) for fault in faults)
    if not found and not faults:
        yield SourceError("the folder holds no files", where=str(folder), remedy="check the path")


def unreadable(fault: Exception, where: str) -> Unread:
    """The fault of what this machine or a storage does not let be read; each storage has exceptions of its own."""
    words = " ".join(str(fault).split())[:300]
    if isinstance(fault, MemoryError):
        words = "memory ran out"
    elif isinstance(fault, OSError):
        words = (fault.strerror or words or type(fault).__name__).lower()
    else:
        words = f"{type(fault).__name__}: {words}"
    cure = next(cure for sorts, cure in _CURES if isinstance(fault, sorts))
    return Unread(f"cannot be read: {words}", where=where, remedy=cure)


_CURES: tuple[tuple[tuple[type[Exception], ...], str], ...] = (
    ((MemoryError,), "use fewer processes, or a larger machine"),
    ((ImportError,), "install tadmor again"),
    ((PermissionError,), "ask for the right to read it"),
    ((ConnectionError, TimeoutError), "check the connection"),
    ((OSError,), "check the path and the disk"),
    ((Exception,), "check the connection and your credentials"),
)
