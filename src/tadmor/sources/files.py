"""The files that a path, a folder, a pattern or an address in object storage means, and their bytes."""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit
from urllib.request import url2pathname

from tadmor.errors import SourceError
from tadmor.sources import remote

_REMOTE = re.compile(r"[a-z][a-z0-9+.-]+://", re.I)


def files(uri: str | Path) -> Iterator[str | SourceError]:
    """The files that a path, pattern or address means, sorted, hidden ones left out; a fault where there is none."""
    words = os.fspath(uri)
    if words.lower().startswith("file://"):
        words = url2pathname(urlsplit(words).path)
    if not _REMOTE.match(words) or "\0" in words:
        yield from (path if isinstance(path, SourceError) else str(path) for path in _local(words))
    elif words.lower().startswith(("http://", "https://")):
        yield SourceError("Tadmor fetches no pages", where=words, remedy="save the page and read the file")
    else:
        yield from remote.files(words)


def opened(name: str) -> BinaryIO:
    """A file that ``files`` names, opened. Raises SourceError or OSError."""
    return remote.opened(name) if _REMOTE.match(name) else Path(name).open("rb")


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


def unreadable(fault: OSError, where: str) -> SourceError:
    """The fault of a file that the system does not let be read."""
    cure = "ask for the right to read it" if isinstance(fault, PermissionError) else "check the path and the disk"
    return SourceError(f"cannot be read: {(fault.strerror or str(fault)).lower()}", where=where, remedy=cure)
