"""An archive's bytes as they are read, with the SHA-256 of all of them: what is read in order is not fetched again."""

from __future__ import annotations

import io
from hashlib import sha256
from typing import BinaryIO

from tadmor.pipeline.archived import unread

_BLOCK = 1 << 18


class Stream(io.RawIOBase):
    """An opened archive, to be read in any order; whatever its storage raises comes as an Unread.

    >>> stream = Stream(io.BytesIO(b"WARC/1.0"), "a.warc")
    >>> stream.read(4), stream.digest()[:8], stream.size
    (b'WARC', '59df3bda', 8)
    """

    def __init__(self, file: BinaryIO, uri: str) -> None:
        self._file, self._uri = file, uri
        self._hash = sha256()
        self._at = 0
        self.size = 0
        """How many bytes from the first on are hashed."""

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        self._at = self._file.seek(offset, whence)
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._next(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def _next(self, size: int) -> bytes:
        try:
            data = self._file.read(size)
        except Exception as fault:  # each storage has errors of its own: a connection reset, a token that expired
            raise unread(fault, self._uri) from fault
        if self._at <= self.size < self._at + len(data):
            self._hash.update(memoryview(data)[self.size - self._at :])
            self.size = self._at + len(data)
        self._at += len(data)
        return data

    def digest(self) -> str:
        """The SHA-256 of the whole archive, in hexadecimal; what was not read in order is read now."""
        self.seek(self.size)
        while self._next(_BLOCK):
            pass
        return self._hash.hexdigest()


def buffered(stream: Stream) -> io.BufferedReader:
    """The stream with a buffer before it, for those who read by lines or by small pieces."""
    return io.BufferedReader(stream, _BLOCK)
