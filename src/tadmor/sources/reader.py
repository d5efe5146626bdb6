"""Files, folders and standard input to reports. One bad document never stops a batch."""

from __future__ import annotations

import glob
import os
import re
import sys
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import BinaryIO, Literal

from tadmor.errors import SourceError
from tadmor.model import Report
from tadmor.settings import DEFAULTS, Settings
from tadmor.sources.decode import decode, reject_binary
from tadmor.sources.markdown import read_markdown
from tadmor.sources.report import Facts, Raw, SourceNote, build, placed
from tadmor.sources.rows import day_note, read_csv, read_json, read_json_lines, separator_of, text_column

Read = Report | SourceError
Kind = Literal["plain", "markdown", "page", "json", "json lines", "csv"]

_SUFFIXES: dict[str, Kind] = {
    ".txt": "plain", ".text": "plain", ".md": "markdown", ".markdown": "markdown", ".html": "page", ".htm": "page",
    ".xhtml": "page", ".jsonl": "json lines", ".ndjson": "json lines", ".json": "json", ".csv": "csv", ".tsv": "csv",
}  # fmt: skip
_PAGE = re.compile(
    rb"[\s\xef\xbb\xbf]*(?:(?:<\?xml[^>]*>|<!--.*?-->)\s*)*<(?:!doctype\s+html|html|head|body|article)\b", re.I | re.S
)
_HEAD_BYTES = 4096
_BYTES_A_CHAR = 12  # of a page, markup and all; a longer file can hold no report within max_chars
_REMOTE = re.compile(r"[a-z][a-z0-9+.-]+://", re.I)


def read(uri: str | Path, *, settings: Settings = DEFAULTS, stdin: BinaryIO | None = None) -> Iterator[Read]:
    """Each report of a file, folder, glob or standard input ("-"), in order, and a SourceError for each that fails.

    Faults are values of the stream and never raised. A SourceNote is no failure: it follows the report it is about.

    >>> from io import BytesIO
    >>> lines = BytesIO(b'{"id": "a", "text": "Shells fell on the market."}\\n{"id": "b"}\\n')
    >>> for item in read("-", stdin=lines):
    ...     print(item.text if isinstance(item, Report) else item.where)
    Shells fell on the market.
    stdin:2
    """
    if str(uri) == "-":
        yield from _read_stream(stdin or sys.stdin.buffer, "stdin", settings)
        return
    for path in _files(uri):
        if isinstance(path, SourceError):
            yield path
        else:
            yield from _read_file(path, settings)


def read_all(
    uris: Iterable[str | Path],
    on_fault: Callable[[SourceError], None],
    *,
    settings: Settings = DEFAULTS,
    stdin: BinaryIO | None = None,
) -> Iterator[Report]:
    """Each report of all sources in order; every fault and note goes to ``on_fault``."""
    for uri in uris:
        for item in read(uri, settings=settings, stdin=stdin):
            if isinstance(item, Report):
                yield item
            else:
                on_fault(item)


def _files(uri: str | Path) -> Iterator[Path | SourceError]:
    """The files that a path or glob means, sorted, hidden ones left out; a fault where there is none."""
    words = os.fspath(uri)
    if "\0" in words or not words:
        yield SourceError("this is no path", where=repr(words), remedy="give a file, a folder, a glob or -")
    elif _REMOTE.match(words):
        yield SourceError("Tadmor fetches no pages", where=words, remedy="save the page and read the file")
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
    yield from (_unreadable(fault, str(fault.filename)) for fault in faults)
    if not found and not faults:
        yield SourceError("the folder holds no files", where=str(folder), remedy="check the path")


def _read_file(path: Path, settings: Settings) -> Iterator[Read]:
    try:
        with path.open("rb") as file:
            yield from _read_stream(file, str(path), settings)
    except OSError as fault:
        yield _unreadable(fault, str(path))


def _unreadable(fault: OSError, where: str) -> SourceError:
    cure = "ask for the right to read it" if isinstance(fault, PermissionError) else "check the path and the disk"
    return SourceError(f"cannot be read: {(fault.strerror or str(fault)).lower()}", where=where, remedy=cure)


def _read_stream(file: BinaryIO, name: str, settings: Settings) -> Iterator[Read]:
    """The reports and faults of one opened file."""
    try:
        yield from _read_kind(file, name, settings)
    except SourceError as fault:
        yield placed(fault, name)
    except OSError as fault:
        yield _unreadable(fault, name)
    except Exception as fault:  # a parser's own failure: the next document is read all the same
        yield SourceError(
            f"reading failed: {type(fault).__name__}: {fault}", where=name, remedy="report this with the file"
        )


def _read_kind(file: BinaryIO, name: str, settings: Settings) -> Iterator[Read]:
    head = _head(file)
    reject_binary(head)
    kind = kind_of(name, head)
    if kind == "json lines":
        wide = head.startswith((BOM_UTF16_LE, BOM_UTF16_BE))  # as PowerShell writes them: lines only once decoded
        lines = BytesIO(decode(head + file.read())[0].encode()) if wide else chain(BytesIO(head), file)
        yield from read_json_lines(lines, name, settings)
        return
    raw = head + file.read()
    if kind == "csv":
        yield from read_csv(raw, name, settings)
    elif kind == "json":
        yield from read_json(raw, name, settings)
    else:
        yield from _read_document(raw, kind, name, settings)


def _head(file: BinaryIO) -> bytes:
    """The first whole lines of a file, some 4 kB together."""
    lines: list[bytes] = []
    size = 0
    while size < _HEAD_BYTES and (line := file.readline()):
        lines.append(line)
        size += len(line)
    return b"".join(lines)


def kind_of(name: str, head: bytes) -> Kind:
    """What a file is, by its first bytes where they leave no doubt, else by its suffix, else plain text."""
    if _PAGE.match(head):
        return "page"
    kind = _SUFFIXES.get(Path(name).suffix.lower())
    if kind == "json" and _json_lines(head):
        return "json lines"
    return kind or _sniffed(head)


def _json_lines(head: bytes) -> bool:
    """Whether the first two lines are objects each."""
    first, _, rest = head.strip().partition(b"\n")
    return first.strip().startswith(b"{") and first.strip().endswith(b"}") and rest.lstrip().startswith(b"{")


def _sniffed(head: bytes) -> Kind:
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    first = start.partition(b"\n")[0].strip()
    if first.startswith(b"{") and first.endswith(b"}"):
        return "json lines"
    if re.match(rb'\{\s*"|\[\s*\{', start):
        return "json"
    if re.match(rb"---[ \t]*\r?\n[A-Za-z][\w-]*[ \t]*:", start):
        return "markdown"
    header = first.decode("utf-8", "replace")
    if text_column(cell.strip('"') for cell in header.split(separator_of(header))) and separator_of(header) in header:
        return "csv"
    return "plain"


def _read_document(raw: bytes, kind: Kind, name: str, settings: Settings) -> Iterator[Read]:
    """The report of a file that is one document, and the notes on it."""
    if len(raw) > _BYTES_A_CHAR * settings.max_chars:
        raise SourceError(
            f"the file has {len(raw):,} bytes, more than max_chars ({settings.max_chars:,}) allows",
            remedy="split it into reports, or raise max_chars",
        )
    text, amiss = decode(raw)
    facts = Facts(source=name, raw=Raw.of(raw))
    if kind == "page":
        from tadmor.sources.page import read_page  # lxml and trafilatura: half a second to load

        report, facts = read_page(text, facts, settings)
    elif kind == "markdown":
        report, facts = read_markdown(text, facts, settings)
    else:
        report = build(text, facts, settings)
    yield report
    if amiss:
        yield SourceNote(amiss, where=name, remedy="save the file as UTF-8")
    if note := day_note(facts.published, name):
        yield note
