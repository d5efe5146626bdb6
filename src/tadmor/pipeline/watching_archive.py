"""The archive of a watch: WARC files of a day each, written before a page is read and mended after a kill."""

from __future__ import annotations

import mmap
import os
import threading
import zlib
from base64 import b32decode, b32encode
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from tadmor.errors import RecordError, SettingError, SourceError

if TYPE_CHECKING:
    from tadmor.sources.fetching import Fetched

ASKED = "Tadmor-Asked-URI"
"""The field that holds the address that was asked, which redirects may have led away from."""
_MOST_BYTES = 1_000_000_000
_CHUNK = 1 << 20
_GZIP = b"\x1f\x8b\x08"
_SENT = ("transfer-encoding", "content-encoding", "content-length")


Last = tuple[str, tuple[str, float] | None] | None
"""The SHA-256 of the bytes that a page had, and address and time of their first capture."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A record of the archive: what was asked, what answered, when, and where the record stands."""

    asked: str
    final_url: str
    fetched: float
    media: str | None
    etag: str | None
    last_modified: str | None
    sha256: str
    again: bool
    file: str
    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class Damage:
    """Bytes of an archive that are no record any more; what stands behind them is sound, or the end of the file."""

    file: str
    offset: int
    length: int


class Archive:
    """The WARC files of a folder, ``YYYY-MM-DD-NNNN.warc.gz``, for one program; safe between threads. To be closed."""

    def __init__(self, folder: Path, most_bytes: int = _MOST_BYTES) -> None:
        self.folder, self._most = folder, most_bytes
        self._file: IO[bytes] | None = None
        self._name = ""
        self._end = 0
        self._closed = False
        self._lock = threading.RLock()

    def keep(self, asked: str, page: Fetched, last: Last = None) -> Kept:
        """Write a page down; the bytes that were captured ``last`` are not written again.

        A kill of the program does not lose it any more; a fault of the machine may until ``flush``. Raises RecordError
        where there is no room; the file is then as it was before.
        """
        digest = sha256(page.content)
        before = last[1] if last and last[0] == digest.hexdigest() else None
        with self._lock:
            self._open(page.fetched)
            offset = self._end
            length = self._write(_record(asked, page, digest.digest(), before))
            name = self._name
        return Kept(
            asked, page.final_url, page.fetched.timestamp(), page.media, page.etag, page.last_modified,
            digest.hexdigest(), before is not None, name, offset, length,
        )  # fmt: skip

    def _write(self, record: Any) -> int:
        """How many bytes a record takes, which is in the file then as a whole, or not at all."""
        from warcio.warcwriter import WARCWriter

        packed = BytesIO()
        WARCWriter(packed, gzip=True, warc_version="1.1").write_record(record)
        assert self._file is not None
        try:
            self._file.write(packed.getbuffer())
            self._file.flush()
        except OSError as fault:
            self._let_go()  # what is left in its buffer may be written yet: the file is cut after it
            with suppress(OSError):
                os.truncate(self.folder / self._name, self._end)
            raise self._unwritten(fault) from None
        self._end += packed.tell()
        return packed.tell()

    def _unwritten(self, fault: OSError) -> RecordError:
        message = f"the archive cannot be written: {(fault.strerror or str(fault)).lower()}"
        return RecordError(message, where=str(self.folder / self._name), remedy="make room, and run it again")

    def _let_go(self) -> None:
        file, self._file = self._file, None
        with suppress(OSError):
            if file:
                file.close()

    def flush(self) -> None:
        """Bring all that was written to the disk. Raises RecordError where that cannot be done."""
        with self._lock:
            if self._file:
                try:
                    os.fsync(self._file.fileno())
                except OSError as fault:
                    raise self._unwritten(fault) from None

    def close(self) -> None:
        """Let go of the file for good: a page that is still on its way is asked for again by the next watch."""
        with self._lock:
            self._closed = True
            self._shut()

    def _shut(self) -> None:
        try:
            self.flush()
        finally:
            self._let_go()

    def _open(self, at: datetime) -> None:
        """Have the file of a day open, with room in it."""
        day = at.strftime("%Y-%m-%d")
        if self._file and self._name.startswith(day) and self._end < self._most:
            return
        self._shut()
        if self._closed:
            raise RecordError("the archive is closed", where=str(self.folder), remedy="run the watch again")
        there = sorted(self.folder.glob(f"{day}-????.warc.gz"))
        path = there[-1] if there else self.folder / f"{day}-0001.warc.gz"
        if path.exists() and path.stat().st_size >= self._most:
            path = self.folder / f"{day}-{int(path.name[11:15]) + 1:04}.warc.gz"
        self._name = path.name
        try:
            self._file = path.open("ab")
        except OSError as fault:
            raise self._unwritten(fault) from None
        self._end = self._file.tell()
        if self._end == 0:
            self._write(_head(path.name))

    def mend(self, name: str, start: int, end: int | None = None) -> Iterator[Kept | Damage]:
        """The records of a file from a byte on, up to one of its records or its end, and where it is damaged.

        What a kill left half written at the end of the file is cut off; nothing else is.
        """
        path, unfinished = self.folder / name, None
        size = path.stat().st_size
        end = size if end is None else end
        if start >= end:
            return
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as held:
            for part in _members(held, start, end):
                if part.sound:
                    if kept := _kept(held[part.start : part.end], name, part.start):
                        yield kept
                elif part.end == size and part.unfinished:
                    unfinished = part.start
                else:
                    yield Damage(name, part.start, part.end - part.start)
        if unfinished is not None:
            os.truncate(path, unfinished)

    def names(self) -> list[str]:
        """The files, in order of time."""
        return sorted(path.name for path in self.folder.glob("????-??-??-????.warc.gz"))

    def content(self, name: str, offset: int) -> bytes:
        """The page of a record. Raises SourceError where it is not there or its digest is another."""
        where = f"{self.folder / name}, record at byte {offset}"
        try:
            with (self.folder / name).open("rb") as file:
                file.seek(offset)
                record = _first(file)
                content = record.raw_stream.read() if record else b""
        except (OSError, ValueError, zlib.error) as fault:
            raise SourceError(f"the archive cannot be read: {fault}", where=where, remedy="look at the disk") from None
        if record is None or record.rec_headers.get_header("WARC-Payload-Digest") != _named(sha256(content).digest()):
            raise SourceError("the archived page has another digest now", where=where, remedy="look at the disk")
        return bytes(content)


def _first(file: IO[bytes]) -> Any:
    """The record at which a file stands, None where there is none."""
    from warcio.archiveiterator import ArchiveIterator

    return next(iter(ArchiveIterator(file)), None)


@dataclass(frozen=True, slots=True)
class _Part:
    """Bytes of a file: a whole gzip member, or, not ``sound``, what is left of one; ``unfinished`` if it broke off."""

    start: int
    end: int
    sound: bool = True
    unfinished: bool = False


def _members(held: mmap.mmap, start: int, end: int) -> Iterator[_Part]:
    """The gzip members between two bytes, and what stands between them that is none."""
    while start < end:
        part = _member(held, start, end)
        if not part.sound:
            part = replace(part, end=_next_record(held, start + 1, end))
        yield part
        start = part.end


def _member(held: mmap.mmap, start: int, end: int) -> _Part:
    """The gzip member that begins at a byte."""
    engine, at = zlib.decompressobj(31), start
    while at < end and not engine.eof:
        piece = held[at : min(at + _CHUNK, end)]
        try:
            engine.decompress(piece)
        except zlib.error:
            return _Part(start, end, sound=False)
        at += len(piece) - len(engine.unused_data)
    return _Part(start, at, engine.eof, not engine.eof)


def _next_record(held: mmap.mmap, start: int, end: int) -> int:
    """Where the first whole record at or after a byte begins; the end where there is none."""
    while (at := held.find(_GZIP, start, end)) >= 0:
        try:
            begun = zlib.decompressobj(31).decompress(held[at : min(at + 100, end)], 5)
        except zlib.error:
            begun = b""
        if begun == b"WARC/" and _member(held, at, end).sound:
            return at
        start = at + 1
    return end


def _kept(member: bytes, name: str, offset: int) -> Kept | None:
    """What a record of a page tells; None for a file's head, and what no watch wrote."""
    record = _first(BytesIO(member))
    if record is None or record.rec_type not in ("response", "revisit") or not record.rec_headers.get_header(ASKED):
        return None
    head, http = record.rec_headers, record.http_headers
    at = datetime.fromisoformat(head.get_header("WARC-Date"))
    digest = b32decode((head.get_header("WARC-Payload-Digest") or "").removeprefix("sha256:"))
    return Kept(
        head.get_header(ASKED), head.get_header("WARC-Target-URI"), at.timestamp(), http.get_header("Content-Type"),
        http.get_header("ETag"), http.get_header("Last-Modified"), digest.hex(),
        record.rec_type == "revisit", name, offset, len(member),
    )  # fmt: skip


def _named(digest: bytes) -> str:
    return f"sha256:{b32encode(digest).decode()}"


def _builder() -> Any:
    try:
        from warcio.recordbuilder import RecordBuilder
    except ImportError:
        raise SettingError("warcio is not installed", remedy="pip install 'tadmor[feeds]'") from None
    return RecordBuilder(warc_version="1.1")


def _head(name: str) -> Any:
    from importlib.metadata import version

    told = {
        "software": f"Tadmor/{version('tadmor')}",
        "format": "WARC File Format 1.1",
        "conformsTo": "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
        "description": "pages of a watch; content and transfer codings are undone, as X-Crawler fields tell",
    }
    return _builder().create_warcinfo_record(name, told)


def _record(asked: str, page: Fetched, digest: bytes, before: tuple[str, float] | None) -> Any:
    """The record of a page: a response, or a revisit of one with the same bytes."""
    facts = {"WARC-Date": _date(page.fetched), ASKED: asked}
    facts |= {"WARC-IP-Address": page.address} if page.address else {}
    http = _http_headers(page)
    if before:
        to, at = before[0], _date(datetime.fromtimestamp(before[1], UTC))
        return _builder().create_revisit_record(page.final_url, _named(digest), to, at, http, facts)
    facts["WARC-Payload-Digest"] = _named(digest)
    return _builder().create_warc_record(
        page.final_url, "response", BytesIO(page.content), len(page.content), warc_headers_dict=facts, http_headers=http
    )


def _http_headers(page: Fetched) -> Any:
    """The headers as received, save that codings, which are undone, are told as X-Crawler fields (as Nutch does)."""
    from warcio.statusandheaders import StatusAndHeaders

    told = [(f"X-Crawler-{name}" if name.lower() in _SENT else name, _line(value)) for name, value in page.headers]
    first = page.raw_http.partition(b"\r\n")[0].decode("latin-1").split(" ", 1)
    status = _line(first[1]) if len(first) == 2 else str(page.status)
    return StatusAndHeaders(status, [*told, ("Content-Length", str(len(page.content)))], protocol="HTTP/1.1")


def _line(words: str) -> str:
    """Words that stand on one line of a header."""
    return " ".join(words.split())


def _date(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
