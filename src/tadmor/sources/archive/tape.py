"""The unpacked bytes of an archive as one tape, with the seams of the file in their places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tadmor.sources.archive.packing import Begin, End, Gap, Seam

_HEADER = re.compile(rb"WARC/[01]\.\d{1,2}[ \t]*\r?\n(?:WARC-|Content-)[A-Za-z]", re.I)
_LONGEST_HEADER = 64  # bytes of what _HEADER finds, and more
_BLANK = re.compile(rb"\r?\n\r?\n")
_STEP = 1 << 16


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a record begins: a byte of the file, or, where nothing is stored at a place of its own, of it unpacked."""

    offset: int
    stored: bool

    def words(self, name: str) -> str:
        """The place, for people."""
        return f"{name}, record at byte {self.offset}{'' if self.stored else ' of it unpacked'}"


class Tape:
    """Bytes are taken from the front up to the next seam; where none are left before it, it has to be crossed."""

    def __init__(self, items: Iterator[bytes | Seam], *, packed: bool, position: int = 0) -> None:
        self._items, self._packed = items, packed
        self._buffer = bytearray()
        self.position = position
        self.seam: Seam | None = None
        self._member: tuple[int, int] | None = None  # where the present one begins: in the file, and unpacked

    def ahead(self, size: int) -> int:
        """How many bytes there are before the next seam, counted up to ``size``."""
        while len(self._buffer) < size and self.seam is None:
            item = next(self._items, None)
            if isinstance(item, bytes):
                self._buffer += item
            else:
                self.seam = item or End(self.position)
        return min(size, len(self._buffer))

    def look(self, size: int) -> bytes:
        """The next bytes, which stay where they are; fewer where a seam comes first."""
        size = self.ahead(size)
        return bytes(memoryview(self._buffer)[:size])

    def take(self, size: int) -> bytes:
        """The next bytes; fewer where a seam comes first."""
        data = self.look(size)
        self._drop(len(data))
        return data

    def put_back(self, data: bytes) -> None:
        """Put bytes back to the front."""
        self._buffer[:0] = data
        self.position -= len(data)

    def cross(self) -> Seam:
        """The seam at which the tape stands; what follows it comes to the front."""
        assert self.seam is not None
        assert not self._buffer
        seam, self.seam = self.seam, None
        if isinstance(seam, Begin):
            self._member = (seam.offset, self.position)
        return seam

    def spot(self) -> Spot:
        """Where the next byte stands."""
        if not self._packed:
            return Spot(self.position, stored=True)
        if self._member and self._member[1] == self.position:
            return Spot(self._member[0], stored=True)
        return Spot(self.position, stored=False)

    def stored_length(self, begin: Spot) -> int:
        """How many bytes of the file lie between a spot and here; 0 where that is not known."""
        if not self._packed:
            return self.position - begin.offset
        if not begin.stored or self._buffer or self.seam is None:
            return 0
        return self.seam.offset - begin.offset

    def damaged(self) -> Gap | None:
        """The gap in the present member, where the tape stands right before one."""
        if self._buffer or self._member is None:
            return None
        if isinstance(self.seam, Gap) and self.seam.offset == self._member[0]:
            return self.seam
        return None

    def head(self, most: int) -> bytes | None:
        """The bytes up to a blank line and with it, which stay where they are; None where there is no such line."""
        size = 0
        while size < most:
            size = self.ahead(min(max(2 * size, 4096), most))
            if found := _BLANK.search(self._buffer, 0, size):
                return self.look(found.end())
            if self.seam is not None and size == len(self._buffer):
                return None
        return None

    def forward_to(self, position: int) -> bool:
        """Go on to a byte of what is unpacked, behind the seams before it; False where there is none ahead."""
        while self.position <= position:
            left = position - self.position
            if size := self.ahead(min(left or 1, _STEP)):
                if not left:
                    return True
                self._drop(size)
            elif isinstance(self.seam, End):
                return False
            else:
                self.cross()
        return False

    def newlines(self, most: int) -> bytes:
        """The line ends at the front, which are taken."""
        front = self.look(most)
        return self.take(len(front) - len(front.lstrip(b"\r\n")))

    def skip_to_header(self, most: int | None = None) -> bool:
        """Go on to where the next record's header stands: True; or to the seam, or as far as ``most`` bytes: False."""
        left = most
        while size := self.ahead(_STEP if left is None else min(left, _STEP)):
            if found := _HEADER.search(self._buffer, 0, size):
                self._drop(found.start())
                return True
            passed = size if size < _STEP else size - _LONGEST_HEADER
            self._drop(passed)
            left = None if left is None else left - passed
        return False

    def _drop(self, size: int) -> None:
        del self._buffer[:size]
        self.position += size
