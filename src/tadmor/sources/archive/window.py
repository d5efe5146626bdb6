"""A file's bytes in order, with the last few megabytes kept, so that one can go back where something was broken."""

from __future__ import annotations

from typing import Protocol

_BLOCK = 1 << 18
_KEPT = 8 << 20  # a damaged member is noticed late: by then it may have swallowed those that follow it


class Stream(Protocol):
    """What bytes are read from."""

    def read(self, size: int = -1, /) -> bytes:
        """The next bytes, at most so many; none at the end."""
        ...


class Window:
    """Bytes of a file from ``offset`` on; ``head`` are those that were read from it already."""

    def __init__(self, file: Stream, offset: int = 0, head: bytes = b"") -> None:
        self._file, self._data = file, bytearray(head)
        self._start, self._at = offset, 0

    @property
    def position(self) -> int:
        """Where in the file the next byte stands."""
        return self._start + self._at

    def ahead(self, size: int) -> bytes:
        """The next bytes, which stay where they are; fewer only at the end."""
        while len(self._data) - self._at < size and self._more():
            pass
        return bytes(memoryview(self._data)[self._at : self._at + size])

    def move(self, size: int) -> None:
        """Pass over bytes that were seen ahead."""
        self._at += size
        if self._at > 2 * _KEPT:
            self._drop(self._at - _KEPT)

    def pass_over(self, size: int) -> None:
        """Pass over bytes that were not seen; fewer at the end."""
        while size > 0 and (data := self.ahead(min(size, _BLOCK))):
            self.move(len(data))
            size -= len(data)

    def go_to(self, position: int) -> bool:
        """Go to a place of the file whose byte is held: True; or stay: False."""
        held = self._start <= position < self._start + len(self._data)
        if held:
            self.back_to(position)
        return held

    def back_to(self, position: int) -> None:
        """Go back to a place of the file, or as far as the bytes are kept."""
        self._at = max(position - self._start, 0)

    def forward_to(self, mark: bytes) -> bool:
        """Go on to the next place where these bytes stand; False, and the end, where there is none."""
        while (found := self._data.find(mark, self._at)) < 0:
            self.move(max(len(self._data) - self._at - len(mark) + 1, 0))
            if not self._more():
                self._at = len(self._data)
                return False
        self._at = found
        return True

    def _more(self) -> bool:
        block = self._file.read(_BLOCK)
        self._data += block
        return bool(block)

    def _drop(self, size: int) -> None:
        del self._data[:size]
        self._start += size
        self._at -= size
