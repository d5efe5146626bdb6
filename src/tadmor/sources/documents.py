"""One opened file that is no archive to reports: text, Markdown, a page, or a table of reports."""

from __future__ import annotations

import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import BinaryIO, Literal

from tadmor.errors import SourceError
from tadmor.model import Report
from tadmor.settings import Settings
from tadmor.sources.decode import begins_page, decode, reject_binary
from tadmor.sources.markdown import read_markdown
from tadmor.sources.report import Facts, Raw, SourceNote, build
from tadmor.sources.rows import day_note, read_csv, read_json, read_json_lines, read_long_csv, separator_of, text_column
from tadmor.sources.suffixes import ROWS

Read = Report | SourceError
Kind = Literal["plain", "markdown", "page", "json", "json lines", "csv"]

_SUFFIXES: dict[str, Kind] = {
    ".txt": "plain", ".text": "plain", ".md": "markdown", ".markdown": "markdown", ".html": "page", ".htm": "page",
    ".xhtml": "page", ".json": "json", **ROWS,
}  # fmt: skip
_HEAD_BYTES = 4096
_BYTES_A_CHAR = 12  # of a page, markup and all; a longer file can hold no report within max_chars


def most_bytes(settings: Settings) -> int:
    """The bytes of the longest page that is read, markup and all."""
    return _BYTES_A_CHAR * settings.max_chars


def read_document(file: BinaryIO, name: str, settings: Settings) -> Iterator[Read]:
    """The reports of an opened file, and notes after those they are about. Raises SourceError."""
    head = _head(file)
    reject_binary(head)
    kind = kind_of(name, head)
    wide = head.startswith((BOM_UTF16_LE, BOM_UTF16_BE))  # as PowerShell writes them: lines only once decoded
    if kind == "json lines":
        lines = BytesIO(decode(head + file.read())[0].encode()) if wide else chain(BytesIO(head), file)
        yield from read_json_lines(lines, name, settings)
        return
    most = most_bytes(settings)
    raw = head + file.read() if kind == "json" else head + file.read(max(most + 1 - len(head), 0))
    if kind == "csv" and len(raw) > most and not wide:
        yield from read_long_csv(_lines(raw, file), name, settings)
    elif kind == "csv":
        yield from read_csv(raw + file.read(), name, settings)
    elif kind == "json":
        yield from read_json(raw, name, settings)
    else:
        yield from _read_document(raw, kind, name, settings)


def _lines(begun: bytes, file: BinaryIO) -> Iterator[bytes]:
    """The lines of a file of which some bytes were read."""
    *whole, last = begun.splitlines(keepends=True)
    yield from whole
    yield last if last.endswith(b"\n") else last + file.readline()
    yield from file


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
    if begins_page(head):
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
    if len(raw) > most_bytes(settings):
        raise SourceError(
            f"the file has more than {most_bytes(settings):,} bytes, more than max_chars allows",
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
