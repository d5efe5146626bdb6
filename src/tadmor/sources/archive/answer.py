"""What a server answered: status, header fields and content, with chunks joined and packing undone up to a limit."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from tadmor.errors import SourceError
from tadmor.sources.archive.engines import GZIP, ZSTD, Damaged, Engine, Inflater, Unbrotli, unzstd
from tadmor.sources.archive.records import fields_of

_STATUS = re.compile(rb"HTTP/\d(?:\.\d)?[ \t]+(\d{3})(?!\d)[^\r\n]*(?:\r?\n|\Z)")
_BLANK = re.compile(rb"\r?\n\r?\n")
_CHUNK_SIZE = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]*)?\r?\n")
_MOST_LAYERS = 4
_FIRST_STEP = 512  # bytes of a member, which may be one of a million: what is fed and not used is copied for nothing
_EARLY = "its content, {}, is broken; what comes before the fault was read"


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP answer as stored: its ``body`` is chunked and packed as its header fields say."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Content:
    """An answer's body in its ``layers``: as stored, without chunks, unpacked; and what was amiss, or None."""

    layers: tuple[bytes, ...]
    amiss: str | None = None


def answer_of(block: bytes) -> Answer:
    """The answer that a block holds, the last where interim ones stand before it. Raises SourceError."""
    at = 0
    while True:
        first = _STATUS.match(block, at)
        if first is None:
            raise SourceError("no HTTP status line begins the answer")
        end = _BLANK.search(block, first.end() - 2)
        head_end, at = end.span() if end else (len(block), len(block))
        status = int(first[1])
        if status >= 200 or not block.startswith(b"HTTP/", at):
            return Answer(status, fields_of(block[first.end() : head_end]), block[at:])


def content_of(answer: Answer, most: int) -> Content:
    """The body unpacked. Raises SourceError where it has more than ``most`` bytes or cannot be unpacked at all."""
    layers, faults = [answer.body], list[str]()
    if "chunked" in answer.headers.get("transfer-encoding", "").lower():
        body, whole = joined(answer.body)
        layers.append(body)
        faults += [] if whole else ["which was sent in chunks"]
    named = (name.strip().lower() for name in answer.headers.get("content-encoding", "").split(","))
    packings = [name.removeprefix("x-") for name in named if name.removeprefix("x-") in _UNPACKING]
    if len(packings) > _MOST_LAYERS:
        raise SourceError(f"its content is packed {len(packings)} times over", remedy="leave it out")
    for name in reversed(packings):
        body, whole = _UNPACKING[name](layers[-1], most)
        if not body and not whole:
            raise SourceError(f"its content, packed with {name}, cannot be unpacked")
        layers.append(body)
        faults += [] if whole else [f"packed with {name}"]
    if len(layers[-1]) > most:
        raise too_long(most)
    return Content(tuple(layers), _EARLY.format(" and ".join(faults)) if faults else None)


def too_long(most: int) -> SourceError:
    """The fault of a page that is longer than one may be."""
    return SourceError(
        f"the page has more than {most:,} bytes once unpacked, more than max_chars allows",
        remedy="leave it out, or raise max_chars",
    )


def joined(body: bytes) -> tuple[bytes, bool]:
    """The chunks of a body together, and whether all were there; a body that is not in chunks stays as it is."""
    out, at = list[bytes](), 0
    while size := _CHUNK_SIZE.match(body, at):
        length, begin = int(size[1], 16), size.end()
        if length == 0:
            return b"".join(out), True
        out.append(body[begin : begin + length])
        at = begin + length
        if at > len(body):
            return b"".join(out), False
        at += 2 if body.startswith(b"\r\n", at) else 1
    return (b"".join(out), False) if out else (body, True)


def _ungzipped(body: bytes, most: int) -> tuple[bytes, bool]:
    parts, size, at, whole = list[bytes](), 0, 0, True
    while whole and body.startswith(GZIP, at):
        part, at, whole = _drained(Inflater(31), body, most - size, at)
        parts.append(part)
        size += len(part)
    return (b"".join(parts), whole) if at else (body, True)


def _undeflated(body: bytes, most: int) -> tuple[bytes, bool]:
    wrapped = len(body) > 1 and body[0] & 15 == 8 and int.from_bytes(body[:2], "big") % 31 == 0
    out, _, whole = _drained(Inflater(15 if wrapped else -15), body, most)
    return (out, whole) if out else (body, True)


def _unbrotlied(body: bytes, most: int) -> tuple[bytes, bool]:
    out, _, whole = _drained(Unbrotli(), body, most)
    return (out, whole) if out else (body, True)


def _unzstded(body: bytes, most: int) -> tuple[bytes, bool]:
    if not body.startswith(ZSTD):
        return body, True
    out, _, whole = _drained(unzstd(), body, most)
    return out, whole


def _drained(engine: Engine, body: bytes, most: int, at: int = 0) -> tuple[bytes, int, bool]:
    """(unpacked bytes, where they end, whether all was whole). Raises SourceError above ``most`` unpacked bytes."""
    parts, size, step = list[bytes](), 0, min(engine.step, _FIRST_STEP)
    while not engine.done:
        try:
            out, used = engine.feed(body[at : at + step])
        except Damaged:
            return b"".join(parts), len(body), False
        if not out and not used:
            return b"".join(parts), len(body), False
        parts.append(out)
        at, size, step = at + used, size + len(out), engine.step
        if size > most:
            raise too_long(most)
    return b"".join(parts), at, True


# Where a body is not packed as its header says, it is left as it is: some servers, and some archives, unpack it first.
_UNPACKING = {"gzip": _ungzipped, "deflate": _undeflated, "br": _unbrotlied, "zstd": _unzstded}
