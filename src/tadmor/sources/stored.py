"""Stored archives: their records as pages, their rows as reports, and a single record found again by its place."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Literal

from tadmor.errors import SourceError
from tadmor.model import Report
from tadmor.settings import DEFAULTS, Settings
from tadmor.sources import files
from tadmor.sources.archive import wacz
from tadmor.sources.archive.again import Again
from tadmor.sources.archive.packing import Form, form_of
from tadmor.sources.archive.pages import Page, is_markup, pages_of, pages_rescued
from tadmor.sources.archive.window import Window
from tadmor.sources.decode import decode
from tadmor.sources.documents import most_bytes, read_document
from tadmor.sources.report import Facts, Raw, SourceNote, build, placed
from tadmor.sources.rows import day_note
from tadmor.sources.suffixes import PARQUETS, WARCS, ZIPS

__all__ = ["Again", "Page", "again", "page_at", "pages", "pages_in", "report_of", "reports_of"]

Found = Page | Report | SourceError
Sort = Literal["warc", "zip", "parquet", "document"]

_HEAD = 4096


def pages(uri: str | Path, settings: Settings = DEFAULTS, stdin: BinaryIO | None = None) -> Iterator[Found]:
    """Each page of the archives, and each report of the other files, that a file, folder, glob, address in object
    storage or standard input ("-") holds, in order; faults, and notes, are values in their places and never raised.
    """
    if str(uri) == "-":
        yield from pages_in(stdin or sys.stdin.buffer, "stdin", settings)
        return
    for name in files.files(uri):
        if isinstance(name, SourceError):
            yield name
            continue
        try:
            file = files.opened(name)
        except SourceError as fault:
            yield fault
        except OSError as fault:
            yield files.unreadable(fault, name)
        else:
            with file:
                yield from pages_in(file, name, settings)


def pages_in(file: BinaryIO, name: str, settings: Settings = DEFAULTS) -> Iterator[Found]:
    """The same of one opened file. Where reading it breaks off for no fault of its own, an Unread comes last."""
    try:
        yield from _held(file, name, settings)
    except SourceError as fault:
        yield placed(fault, name)
    except (OSError, MemoryError, ImportError) as fault:
        yield files.unreadable(fault, name)
    except Exception as fault:  # a parser's own failure: the next document is read all the same
        yield _failed(fault, name)


def _failed(fault: Exception, where: str) -> SourceError:
    return SourceError(
        f"reading failed: {type(fault).__name__}: {fault}", where=where, remedy="report this with the file"
    )


def _held(file: BinaryIO, name: str, settings: Settings) -> Iterator[Found]:
    head = file.read(_HEAD)
    sort, form = _sort_of(name, head)
    if sort == "warc":
        yield from pages_of(Window(file, head=head), form, name, most_bytes(settings))
        return
    if not file.seekable():
        if sort != "document":
            raise SourceError("this file cannot be read from a pipe", remedy="save it, and give its name")
        yield from read_document(io.BufferedReader(_Joined(head, file)), name, settings)
        return
    file.seek(-len(head), io.SEEK_CUR)
    if sort == "parquet":
        from tadmor.sources.parquet import read_parquet

        yield from read_parquet(file, name, settings)
    elif sort == "zip":
        yield from _zipped(file, name, settings)
    else:
        yield from read_document(file, name, settings)


class _Joined(io.RawIOBase):
    """Bytes that were read from a pipe, and the pipe."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head, self._rest = head, rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data, self._head = self._head[: len(buffer)], self._head[len(buffer) :]
        data = data or self._rest.read1(len(buffer))  # type: ignore[attr-defined]
        buffer[: len(data)] = data
        return len(data)


def _sort_of(name: str, head: bytes) -> tuple[Sort, Form]:
    """What a file is and how it is packed: by its first bytes, or by its name where they are damaged."""
    if form := form_of(head):
        return "warc", form
    low = name.lower()
    named = next((form for suffix, form in WARCS.items() if low.endswith(suffix)), None)
    if named and head:
        return "warc", named
    if head and (head.startswith(b"PAR1") or low.endswith(PARQUETS)):
        return "parquet", "plain"
    if head and (low.endswith(ZIPS) or (head.startswith(b"PK\x03\x04") and not low.endswith(_OFFICE))):
        return "zip", "plain"
    return "document", "plain"


_OFFICE = (".docx", ".xlsx", ".pptx", ".odt", ".ods", ".epub")


def _zipped(file: BinaryIO, name: str, settings: Settings) -> Iterator[Found]:
    """The pages of the WARCs in a zip file; where its table at the end is lost, those that are found without it."""
    archive = wacz.opened(file)
    if archive is None:
        words = "this is no zip file, or it is cut or damaged; what pages there are in it are read all the same"
        yield SourceError(words, where=name, remedy="fetch the archive again")
        file.seek(0)
        yield from pages_rescued(Window(file), name, most_bytes(settings))
        return
    members = wacz.warcs(archive)
    if not members:
        raise SourceError("this zip file holds no WARC", remedy="unpack it, and read the files")
    digests: dict[str, str] = {}
    try:
        digests = wacz.digests(archive)
    except SourceError as fault:
        yield placed(fault, name)
    for lost in sorted(digests.keys() - archive.namelist()):
        yield SourceError(f"{lost}, which its datapackage.json names, is missing", where=name)
    for member in members:
        inside = f"{name}{wacz.INSIDE}{member.filename}"
        try:
            yield from _inside(wacz.inner(file, member), inside, digests.get(member.filename), settings)
        except SourceError as fault:
            yield placed(fault, inside)


def _inside(inner: wacz.Inner, name: str, digest: str | None, settings: Settings) -> Iterator[Found]:
    head = inner.read(_HEAD)
    sort, form = _sort_of(name, head)
    if sort == "warc":
        yield from pages_of(Window(inner, head=head), form, name, most_bytes(settings))
    else:
        yield SourceError("the file is empty", where=name)
    if inner.fault:
        yield SourceError(f"it could not be read to its end: {inner.fault}", where=name)
    elif digest and digest != inner.sha256:
        yield SourceError("it has another SHA-256 than datapackage.json tells", where=name)


def report_of(page: Page, settings: Settings = DEFAULTS) -> Report:
    """The report of a page; its day of publication is what the page itself says. Raises SourceError."""
    report = next(reports_of(page, settings))
    assert isinstance(report, Report)
    return report


def reports_of(page: Page, settings: Settings = DEFAULTS) -> Iterator[Report | SourceNote]:
    """The report of a page, and the notes on it. Raises SourceError, with its place, where it cannot be read."""
    try:
        yield from _reports_of(page, settings)
    except SourceError as fault:
        raise placed(fault, page.where) from None
    except (OSError, MemoryError, ImportError) as fault:  # the page is in memory: this machine has failed it
        raise files.unreadable(fault, page.where) from fault
    except Exception as fault:  # a parser's own failure in a hostile page
        raise _failed(fault, page.where) from fault


def _reports_of(page: Page, settings: Settings) -> Iterator[Report | SourceNote]:
    text, amiss = decode(page.content, _charset(page.media))
    facts = Facts(url=page.url, fetched=page.fetched, raw=Raw.of(page.content), source=page.where)
    if is_markup(page):
        from tadmor.sources.page import read_page  # lxml and trafilatura: half a second to load

        report, facts = read_page(text, facts, settings)
    else:
        report = build(text, facts, settings)
    yield report
    if amiss:
        yield SourceNote(amiss, where=page.where)
    if note := day_note(facts.published, page.where):
        yield note


def _charset(media: str | None) -> str | None:
    """The character set that a content type names."""
    for part in (media or "").split(";")[1:]:
        name, _, value = part.partition("=")
        if name.strip().lower() == "charset":
            return value.strip(" \"'") or None
    return None


def page_at(file: str, offset: int, sha256: str | None = None, *, settings: Settings = DEFAULTS) -> Page:
    """The page whose ``file`` and ``offset`` these are, read again; its content has the digest, where one is given.

    Raises SourceError where there is no such page any more.
    """
    with again(file, settings) as archive:
        return archive.page(file, offset, sha256)


def again(file: str, settings: Settings = DEFAULTS) -> Again:
    """What finds the pages of an archive again with one opening of it, in the order in which they were read."""
    return Again(file.partition(wacz.INSIDE)[0], most_bytes(settings))
