"""Which shards a run has to read: one a file, without those that the folder has already."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from tadmor.errors import SourceError, TadmorError
from tadmor.pipeline.archived import files, note, opened
from tadmor.scale.manifest import Entry, Folder, Source
from tadmor.settings import Settings

_REMOTE = "://"
_SUFFIXES = (
    ".warc", ".warc.gz", ".warc.zst", ".wet", ".wet.gz", ".wacz", ".jsonl", ".ndjson", ".csv", ".tsv", ".parquet",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Task:
    """One archive to be read into a folder under the name ``shard``, by what ``made`` says."""

    uri: str
    shard: str
    folder: str
    settings: Settings
    made: Mapping[str, Any]

    def __str__(self) -> str:
        return self.uri


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run has to do: ``todo``, the entries of what is ``done``, and what is named but is no archive."""

    todo: list[Task] = field(default_factory=list)
    done: list[Entry] = field(default_factory=list)
    faults: list[TadmorError] = field(default_factory=list)


def plan(uris: Iterable[str], folder: Folder, settings: Settings, made: Mapping[str, Any]) -> Plan:
    """The shards of these files, folders and patterns. A file that was changed since it was read is read again."""
    out = Plan()
    found = [one for uri in uris for one in archives(uri)]
    out.faults.extend(one for one in found if isinstance(one, SourceError))
    for uri in dict.fromkeys(one for one in found if isinstance(one, str)):
        task = Task(uri, shard_name(uri), str(folder.path.absolute()), settings, made)
        entry = folder.entry(task.shard)
        if entry and is_same(entry.source):
            out.done.append(entry)
        else:
            out.todo.append(task)
    return out


def archives(uri: str) -> Iterator[str | SourceError]:
    """The archives that a path, a folder, a pattern or an address means, by whole path; what is none is noted."""
    others: list[str] = []
    found = 0
    for one in files(uri):
        if isinstance(one, SourceError):
            yield one
        elif one.lower().endswith(_SUFFIXES):
            found += 1
            yield one if _REMOTE in one else os.path.abspath(one)
        else:
            others.append(one)
    if others and not found:
        remedy = f"'tadmor add' reads single documents; the name of an archive ends in {', '.join(_SUFFIXES)}"
        yield SourceError(f"{_listed(others)} no archive by name", where=uri, remedy=remedy)
    elif others:
        yield note(f"{_listed(others)} no archive by name, and passed over", uri, "name an archive for what it is")


def _listed(names: Sequence[str]) -> str:
    first = os.path.basename(names[0])
    return f"{first} is" if len(names) == 1 else f"{len(names):,} files ({first}…) are"


def shard_name(uri: str) -> str:
    """The name of the shard of an archive: that of the file, and 8 digits of the SHA-256 of its whole address.

    >>> shard_name("/news/2016/a.warc.gz"), shard_name("/news/2017/a.warc.gz")
    ('a.warc.gz-58fe7572', 'a.warc.gz-9a82f6fb')
    """
    last = uri.rstrip("/").rpartition("/")[2]
    plain = "".join(c if c.isalnum() or c in "._-" else "_" for c in last).lstrip(".")[:120]
    return f"{plain}-{sha256(uri.encode('utf-8', 'surrogateescape')).hexdigest()[:8]}"


def is_same(source: Source) -> bool:
    """Whether an archive is what it was: the same bytes and time of change, or else the same SHA-256."""
    try:
        size, changed = state_of(source.uri)
        return size == source.bytes and (changed == source.changed or digest_of(source.uri) == source.sha256)
    except OSError:
        return False


def source_of(uri: str) -> Source:
    """The archive as it is now. Raises OSError."""
    size, changed = state_of(uri)
    return Source(uri, size, digest_of(uri), changed)


def state_of(uri: str) -> tuple[int, str]:
    """(bytes, when it was changed or its ETag) of an archive. Raises OSError."""
    if _REMOTE not in uri:
        found = os.stat(uri)
        return found.st_size, datetime.fromtimestamp(found.st_mtime, UTC).isoformat()
    from fsspec.core import url_to_fs

    system, path = url_to_fs(uri)
    told = system.info(path)
    changed = next((told[key] for key in ("ETag", "etag", "LastModified", "updated", "mtime") if told.get(key)), "")
    return int(told["size"]), str(changed)


def digest_of(uri: str) -> str:
    """The SHA-256 of an archive's bytes. Raises OSError."""
    whole = sha256()
    with opened(uri) as stream:
        while chunk := stream.read(1 << 20):
            whole.update(chunk)
    return whole.hexdigest()
