"""Which shards a run has to read: one a file, without those that the folder has already."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from tadmor.errors import SourceError, TadmorError
from tadmor.pipeline.archived import archive_suffixes, files, note, opened, state_of
from tadmor.scale.manifest import Entry, Folder, Source
from tadmor.scale.stream import Stream
from tadmor.settings import Settings

_REMOTE = "://"
_LONGEST = 120  # bytes: with what is put around it while a table is written, a name may have 255
_MERGED = "'tadmor add' brings it into a record"


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
    found = [one for uri in uris for one in archives(uri, folder)]
    out.faults.extend(one for one in found if isinstance(one, SourceError))
    for uri in dict.fromkeys(one for one in found if isinstance(one, str)):
        task = Task(uri, shard_name(uri), str(folder.path.absolute()), settings, made)
        entry = folder.entry(task.shard)
        if entry and is_same(entry.source):
            out.done.append(entry)
        else:
            out.todo.append(task)
    return out


def archives(uri: str, out: Folder | None = None) -> Iterator[str | SourceError]:
    """The archives that a path, a folder, a pattern or an address means, by whole path; what is none is noted.

    What ``tadmor read`` wrote is none: what it writes now, to ``out``, is left out without a word.
    """
    others, written = list[str](), dict[str, bool]()
    found = 0
    for one in files(uri):
        place = one.where or uri if isinstance(one, SourceError) else os.path.dirname(one)
        if _REMOTE not in f"{place}/" and _is_below(place, written):
            continue
        if isinstance(one, SourceError):
            yield one
        elif one.lower().endswith(archive_suffixes()):
            found += 1
            yield one if _REMOTE in one else _address(one)
        else:
            others.append(one)
    yield from _passed_over(uri, others, [folder for folder, is_one in written.items() if is_one], out, found)


def _is_below(folder: str, written: dict[str, bool]) -> bool:
    """Whether this is, or lies in, a folder that ``tadmor read`` wrote; ``written`` keeps what was looked at."""
    whole = Path(os.path.abspath(folder))
    for one in map(str, (whole, *whole.parents)):
        if one not in written:
            written[one] = Folder(one).is_one()
        if written[one]:
            return True
    return False


def _address(path: str) -> str:
    """The whole path of a file; its file:// address where its name is no UTF-8, which no table can hold.

    >>> _address("/news/2016/\\udcff.warc")
    'file:///news/2016/%FF.warc'
    """
    whole = os.path.abspath(path)
    try:
        whole.encode()
    except UnicodeEncodeError:
        return Path(whole).as_uri()
    return whole


def _passed_over(
    uri: str, others: Sequence[str], written: Sequence[str], out: Folder | None, found: int
) -> Iterator[SourceError]:
    """What is said of files that are not read: a fault where none is, else notes."""
    if others and not found:
        remedy = f"'tadmor add' reads single documents; the name of an archive ends in {', '.join(archive_suffixes())}"
        yield SourceError(f"{_listed(others)} no archive by name", where=uri, remedy=remedy)
    elif others:
        yield note(f"{_listed(others)} no archive by name, and passed over", uri, "name an archive for what it is")
    elif written and not found:
        yield SourceError("this is what 'tadmor read' wrote, and no archive", where=uri, remedy=_MERGED)
        return
    for folder in written:
        if out is None or not out.path.is_dir() or not os.path.samefile(folder, out.path):
            yield note("'tadmor read' wrote this folder; it is passed over", folder, _MERGED)


def _listed(names: Sequence[str]) -> str:
    first = os.path.basename(names[0])
    return f"{first} is" if len(names) == 1 else f"{len(names):,} files ({first}…) are"


def shard_name(uri: str) -> str:
    """The name of the shard of an archive: that of the file, cut where it is long, and 8 digits of the SHA-256 of its
    whole address.

    >>> shard_name("/news/2016/a.warc.gz"), shard_name("/news/2017/a.warc.gz")
    ('a.warc.gz-58fe7572', 'a.warc.gz-9a82f6fb')
    """
    last = uri.rstrip("/").rpartition("/")[2]
    plain = "".join(c if c.isalnum() or c in "._-" else "_" for c in last).lstrip(".")
    plain = plain.encode()[:_LONGEST].decode(errors="ignore")
    return f"{plain}-{sha256(uri.encode('utf-8', 'surrogateescape')).hexdigest()[:8]}"


def is_same(source: Source) -> bool:
    """Whether an archive is what it was: the same bytes and time of change, or else the same SHA-256."""
    try:
        size, changed = state_of(source.uri)
        return size == source.bytes and (changed == source.changed or digest_of(source.uri) == source.sha256)
    except (OSError, SourceError):
        return False


def digest_of(uri: str) -> str:
    """The SHA-256 of an archive's bytes. Raises SourceError or OSError."""
    with opened(uri) as file:
        return Stream(file, uri).digest()
