"""The bytes of an archive unpacked: where its members begin, and which bytes could not be unpacked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from tadmor.errors import SourceError
from tadmor.sources.archive.engines import CHUNK, GZIP, ZSTD, Damaged, Engine, Inflater, unzstd
from tadmor.sources.archive.window import Stream, Window

Form = Literal["plain", "gzip", "zstd"]

START = b"WARC/"
_DICTIONARY = b"\x5d\x2a\x4d\x18"  # the skippable frame that holds one, as of the WARC-zstd specification 1.0
_LONGEST_DICTIONARY = 64 << 20
_EARLY_END = "the file ends before it does"


@dataclass(frozen=True, slots=True)
class Begin:
    """Here, at this byte of the file, a member begins that begins with a record."""

    offset: int


@dataclass(frozen=True, slots=True)
class Gap:
    """Bytes of the file, ``end`` exclusive, that could not be unpacked; of a member, what came before the fault is."""

    offset: int
    end: int
    why: str


@dataclass(frozen=True, slots=True)
class End:
    """The file ends here."""

    offset: int


Seam = Begin | Gap | End


@dataclass(frozen=True, slots=True)
class Packing:
    """How members are packed, and how one is known by its first bytes."""

    mark: bytes
    engine: Callable[[], Engine]


GZIP_PACKING = Packing(GZIP, Inflater)


def unpacked(window: Window, form: Form, dictionary: bytes | None = None) -> Iterator[bytes | Seam]:
    """The unpacked bytes of an archive from where the window stands, with every seam in its place, an End at last."""
    if form == "plain":
        return _plain(window)
    return _members(window, GZIP_PACKING if form == "gzip" else zstd_packing(window, dictionary))


def _plain(window: Window) -> Iterator[bytes | Seam]:
    yield Begin(window.position)
    while data := window.ahead(CHUNK):
        window.move(len(data))
        yield data
    yield End(window.position)


def zstd_packing(window: Window, dictionary: bytes | None) -> Packing:
    """How the frames are packed; a dictionary that stands at the head of the file is read and passed over."""
    kept = take_dictionary(window) if dictionary is None else dictionary
    return Packing(ZSTD, lambda: unzstd(kept))


def take_dictionary(window: Window) -> bytes:
    """The dictionary that stands at the head of a file, empty where there is none. Raises SourceError."""
    head = window.ahead(8)
    if not head.startswith(_DICTIONARY) or len(head) < 8:
        return b""
    size = int.from_bytes(head[4:], "little")
    frame = window.ahead(8 + min(size, _LONGEST_DICTIONARY))[8:]
    if len(frame) < size:
        raise SourceError("the zstd dictionary at its head is cut", remedy="fetch the file again")
    window.move(8 + size)
    if not frame.startswith(ZSTD):
        return frame
    out, engine = bytearray(), unzstd()
    try:
        while not engine.done and frame and len(out) <= _LONGEST_DICTIONARY:
            data, used = engine.feed(frame[: engine.step])
            out += data
            frame = frame[used:]
    except Damaged as fault:
        raise SourceError(f"the zstd dictionary at its head is {fault}", remedy="fetch the file again") from None
    return bytes(out)


def _members(window: Window, packing: Packing) -> Iterator[bytes | Seam]:
    while head := window.ahead(4):
        start = window.position
        try:
            if _skippable(head):
                _skip(window)
            elif not head.startswith(packing.mark):
                raise Damaged("no packed record begins here")
            else:
                yield from _member(window, packing)
        except Damaged as fault:
            window.back_to(start + 1)
            resume(window, packing)
            yield Gap(start, window.position, str(fault))
    yield End(window.position)


def _skippable(head: bytes) -> bool:
    return len(head) == 4 and head[0] >> 4 == 5 and head[1:] == _DICTIONARY[1:]


def _skip(window: Window) -> None:
    left = 8 + int.from_bytes(window.ahead(8)[4:], "little")
    while left and (data := window.ahead(min(left, CHUNK))):
        window.move(len(data))
        left -= len(data)
    if left:
        raise Damaged(_EARLY_END)


def _member(window: Window, packing: Packing) -> Iterator[bytes | Seam]:
    start, engine = window.position, packing.engine()
    first = _first(window, engine)
    if first.startswith(START):
        yield Begin(start)
    yield first
    while not engine.done:
        yield _step(window, engine)


def _first(window: Window, engine: Engine) -> bytes:
    """The first bytes of a member, enough to tell whether a record begins there."""
    out = b""
    while len(out) < len(START) and not engine.done:
        out += _step(window, engine)
    return out


def _step(window: Window, engine: Engine) -> bytes:
    packed = window.ahead(engine.step)
    out, used = engine.feed(packed)
    window.move(used)
    if not out and not used and not engine.done:
        raise Damaged(_EARLY_END)
    return out


def resume(window: Window, packing: Packing) -> None:
    """Go on to the next member that can be unpacked, or to the end."""
    while window.forward_to(packing.mark):
        here = window.position
        good = _opens(window, packing.engine())
        window.back_to(here)
        if good:
            return
        window.move(1)


def _opens(window: Window, engine: Engine) -> bool:
    """Whether a member can be unpacked so far that it is one: to its end, for 64 kB, or to the words of a record."""
    out = b""
    try:
        while not engine.done and len(out) < CHUNK:
            out += _step(window, engine)
    except Damaged:
        return out.startswith(START)
    return True


def form_of(head: bytes) -> Form | None:
    """How a file is packed, by its first bytes, if it is a WARC; None where it is none as far as they tell."""
    if head.startswith(START):
        return "plain"
    if head.startswith(GZIP):
        return "gzip" if _opening(head, Inflater()).startswith(START) else None
    if head.startswith(_DICTIONARY):
        return "zstd"
    if head.startswith(ZSTD):
        return "zstd" if _opening(head, unzstd()).startswith(START) else None
    return None


def _opening(head: bytes, engine: Engine) -> bytes:
    try:
        return _first(Window(_NOTHING, head=head), engine)
    except Damaged:
        return b""


class _Nothing:
    def read(self, size: int = -1, /) -> bytes:
        return b""


_NOTHING: Stream = _Nothing()
