"""The pages among the records of a WARC: answers of status 200, resources and conversions that are HTML or text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from tadmor.errors import SourceError
from tadmor.sources.archive.answer import answer_of, content_of, too_long
from tadmor.sources.archive.digests import fits
from tadmor.sources.archive.packing import GZIP_PACKING, Begin, End, Form, Gap, Seam, resume, unpacked
from tadmor.sources.archive.records import REMEDY, Record, records
from tadmor.sources.archive.tape import Tape
from tadmor.sources.archive.window import Window
from tadmor.sources.decode import begins_page
from tadmor.sources.report import SourceNote

_PAGES = frozenset(("text/html", "application/xhtml+xml", "text/plain"))
_PASSED_OVER = frozenset(("warcinfo", "request", "metadata", "revisit"))


@dataclass(frozen=True, slots=True)
class Page:
    """A page as an archive holds it, unpacked. ``media`` is its content type as told.

    ``offset`` is the byte of ``file`` at which its record begins, or, in a file that is packed as a whole, of that file
    unpacked; ``length`` is what the record takes in the file, 0 where that is unknown. ``where`` says so in words.
    """

    content: bytes
    url: str | None
    fetched: datetime | None
    media: str | None
    file: str
    offset: int
    length: int
    where: str


def pages_of(window: Window, form: Form, name: str, most: int) -> Iterator[Page | SourceError]:
    """The pages of one WARC, each fault in its place; a note at the end where there was neither page nor fault."""
    tape = Tape(unpacked(window, form), packed=form != "plain")
    return pages_on(tape, name, most)


def pages_on(tape: Tape, name: str, most: int) -> Iterator[Page | SourceError]:
    """The pages on a tape."""
    passed: Counter[str] = Counter()
    told = False
    for record in records(tape, name, most):
        if isinstance(record, SourceError):
            told = True
            yield record
            continue
        for found in found_in(record, name, most):
            told = True
            yield found
        passed[record.kind] += 1
    if not told:
        yield SourceNote(_none_among(passed), where=name, remedy="Tadmor reads HTML and text that came with status 200")


def pages_rescued(window: Window, name: str, most: int) -> Iterator[Page | SourceError]:
    """The pages of the records packed with gzip that lie anywhere in a file."""
    resume(window, GZIP_PACKING)
    found = pages_on(Tape(_members(unpacked(window, "gzip")), packed=True), name, most)
    return (item for item in found if isinstance(item, Page) or item.where != name)


def _members(items: Iterator[bytes | Seam]) -> Iterator[bytes | Seam]:
    """Only the members that begin with a record, and what is damaged in them."""
    member = -1
    for item in items:
        if isinstance(item, Begin):
            member = item.offset
        if isinstance(item, End) or member >= 0:
            yield item
        if isinstance(item, Gap):
            member = -1


def is_markup(page: Page) -> bool:
    """Whether a page is HTML, and not plain text."""
    return _kind(page.media or "text/html") != "text/plain"


def _none_among(passed: Counter[str]) -> str:
    if not passed:
        return "the archive holds no records"
    listed = ", ".join(f"{count} {kind}" for kind, count in sorted(passed.items()))
    return f"no page is among the archive's records ({listed})"


def found_in(record: Record, name: str, most: int) -> Iterator[Page | SourceError]:
    """The page of a record and a note on it, or its fault; nothing where it is a record of another kind."""
    try:
        if record.kind == "response" and _is_http(record):
            yield from _answered(record, name, most)
        elif record.kind in {"response", "resource", "conversion"}:
            yield from _stored(record, name, most)
        elif record.kind not in _PASSED_OVER:
            raise SourceError(_strange(record.kind))
    except SourceError as fault:
        yield SourceError(fault.message, where=record.where, remedy=fault.remedy or REMEDY)


def _strange(kind: str) -> str:
    if kind == "continuation":
        return "this is a further part of a record; parts are not put together"
    return f"its WARC-Type is {kind[:40]!r}, which is not known" if kind else "it has no WARC-Type"


def _is_http(record: Record) -> bool:
    return record.headers.get("content-type", "").lower().startswith("application/http") or record.block.startswith(
        b"HTTP/"
    )


def _answered(record: Record, name: str, most: int) -> Iterator[Page | SourceError]:
    _check_block(record)
    answer = answer_of(record.block)
    media = answer.headers.get("content-type") or record.headers.get("warc-identified-payload-type")
    if answer.status != 200 or (media and not _readable(media)):
        return
    if not record.whole:
        raise too_long(most)
    content = content_of(answer, most)
    if not _cut(record) and not fits(record.headers.get("warc-payload-digest"), content.layers):
        raise SourceError("its content has another digest than its WARC-Payload-Digest")
    yield from _page(record, content.layers[-1], media, name)
    if content.amiss:
        yield SourceNote(content.amiss, where=record.where)


def _stored(record: Record, name: str, most: int) -> Iterator[Page | SourceError]:
    """The page of a record whose block is the page itself, with no answer around it."""
    _check_block(record)
    media = record.headers.get("content-type")
    if media and not _readable(media):
        return
    if not record.whole:
        raise too_long(most)
    if not _cut(record) and not fits(record.headers.get("warc-payload-digest"), [record.block]):
        raise SourceError("its content has another digest than its WARC-Payload-Digest")
    yield from _page(record, record.block, media, name)


def _check_block(record: Record) -> None:
    if record.whole and not fits(record.headers.get("warc-block-digest"), [record.block]):
        raise SourceError("its bytes have another digest than its WARC-Block-Digest")


def _readable(media: str) -> bool:
    return _kind(media) in _PAGES


def _kind(media: str) -> str:
    return media.partition(";")[0].strip().lower()


def _cut(record: Record) -> str | None:
    """Why an archive holds only the beginning of a page, in its own word; None where it holds all."""
    if cut := record.headers.get("warc-truncated"):
        return cut
    return "in parts" if "warc-segment-number" in record.headers else None


def _page(record: Record, content: bytes, media: str | None, name: str) -> Iterator[Page | SourceError]:
    if not media and not begins_page(content):
        return
    url = record.headers.get("warc-target-uri", "").strip("<> ") or None
    yield Page(
        content, url, _moment(record.headers.get("warc-date")), media, name, record.offset, record.length, record.where
    )
    if cut := _cut(record):
        yield SourceNote(f"the archive holds only the beginning of this page ({cut})", where=record.where)


def _moment(words: str | None) -> datetime | None:
    try:
        moment = datetime.fromisoformat(words or "")
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
