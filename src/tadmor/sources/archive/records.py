"""The records of a WARC: header, block and place of each; what is broken is told in its place, and the rest read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tadmor.errors import SourceError
from tadmor.sources.archive.packing import START, End, Gap
from tadmor.sources.archive.tape import Tape

_FIRST_LINE = re.compile(rb"WARC/[01]\.\d{1,2}[ \t]*\r?\n")
_STRANGE = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_ONCE = re.compile(rb"^(?:warc-type|warc-record-id|warc-date|content-length):", re.M)
_FOLDED = re.compile(r"\r?\n[ \t]+")
_ENDS = (b"\r\n\r\n", b"\n\n")
_LONGEST_HEAD = 1 << 18
_PEEK = 1 << 16
REMEDY = "fetch the archive again; the records before and after it were read"


@dataclass(frozen=True, slots=True)
class Record:
    """One record. ``length`` is what it takes in the file, 0 where that is unknown; ``size`` is that of its block.

    Of a block that is longer than the limit, ``block`` holds only the beginning.
    """

    headers: Mapping[str, str]
    block: bytes
    size: int
    offset: int
    length: int
    where: str

    @property
    def kind(self) -> str:
        """Its WARC-Type, in lower case; empty where it has none."""
        return self.headers.get("warc-type", "").lower()

    @property
    def whole(self) -> bool:
        """Whether all of the block is here."""
        return len(self.block) == self.size


def fields_of(lines: bytes) -> dict[str, str]:
    """Header fields by their names in lower case; of a name given twice the first counts, folded lines are joined."""
    found: dict[str, str] = {}
    for line in _FOLDED.sub(" ", lines.decode("utf-8", "replace")).split("\n"):
        name, colon, value = line.partition(":")
        if colon:
            found.setdefault(name.strip().lower(), value.strip())
    return found


def records(tape: Tape, name: str, most: int) -> Iterator[Record | SourceError]:
    """The records on a tape, in order, with the faults in their places; blocks of up to ``most`` bytes are held."""
    told: Gap | None = None
    while True:
        tape.newlines(_PEEK)
        if tape.ahead(1):
            yield from _one(tape, name, most)
            told = tape.damaged()
            continue
        seam = tape.cross()
        if isinstance(seam, End):
            return
        if isinstance(seam, Gap) and seam is not told:
            yield SourceError(_lost(seam), where=f"{name}, byte {seam.offset}", remedy=REMEDY)


def _lost(gap: Gap) -> str:
    return f"bytes {gap.offset} to {gap.end} cannot be read: {gap.why}"


def _one(tape: Tape, name: str, most: int) -> Iterator[Record | SourceError]:
    """The record at which the tape stands, or its fault."""
    spot = tape.spot()
    try:
        headers, size = _opened(tape)
        if size > most:
            block = tape.look(min(_PEEK, size))
            _pass(tape, size)
            _check_end(tape)
        else:
            block = tape.take(size)
            if len(block) < size:
                tape.put_back(block)
                raise _Broken(f"it ends early: of {size} bytes there are {len(block)}")
            _check_end(tape, block)
    except _Broken as fault:
        if tape.spot() == spot:
            tape.take(1)  # or the header that is broken would be found again
        tape.skip_to_header()
        gap = tape.damaged()
        words = f"the record is broken: {fault}" + (f"; {_lost(gap)}" if gap else "")
        yield SourceError(words, where=spot.words(name), remedy=REMEDY)
    else:
        yield Record(headers, block, size, spot.offset, tape.stored_length(spot), spot.words(name))


class _Broken(Exception):  # noqa: N818 - a finding
    """What is wrong with the record at which the tape stands."""


def _opened(tape: Tape) -> tuple[dict[str, str], int]:
    """The header of the record, taken from the tape, and the size of its block."""
    first = _FIRST_LINE.match(tape.look(32))
    if first is None:
        raise _Broken("no header begins here")
    head = tape.head(_LONGEST_HEAD)
    if head is None:
        raise _Broken("its header has no end")
    if _STRANGE.search(head) or any(count > 1 for count in Counter(_ONCE.findall(head.lower())).values()):
        raise _Broken("its header is damaged")
    headers = fields_of(head[first.end() :])
    size = headers.get("content-length", "")
    if not (size.isascii() and size.isdigit() and len(size) < 19):
        raise _Broken(f"its Content-Length is {size[:40]!r}" if size else "it has no Content-Length")
    tape.take(len(head))
    return headers, int(size)


def _pass(tape: Tape, size: int) -> None:
    """Pass over a block that is too long to hold; where a header shows in it, it ends there."""
    begin = tape.position
    found = tape.skip_to_header(size)
    passed = tape.position - begin
    if found:
        raise _Broken(f"its Content-Length is {size}, and after {passed} bytes another record begins")
    if passed < size:
        raise _Broken(f"it ends early: of {size} bytes there are {passed}")


def _check_end(tape: Tape, block: bytes = b"") -> None:
    """Raise unless the block is ended by two line ends, or less and then the next record, or a seam without damage.

    After two line ends the block is whole, whatever follows: what is no record is told at its own place.
    """
    ends = tape.newlines(4)
    front = tape.look(len(START))
    if not front and tape.damaged():
        raise _Broken("it is damaged")
    if front and ends not in _ENDS and not (ends and front == START):
        tape.put_back(block + ends)
        raise _Broken("its Content-Length is wrong, for its block does not end there")
