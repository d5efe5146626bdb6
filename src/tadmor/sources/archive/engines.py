"""What unpacks gzip, deflate, zstd and Brotli a little at a time, so that no bomb fills the memory."""

from __future__ import annotations

import zlib
from functools import lru_cache
from typing import Any, Protocol

from tadmor.errors import SourceError

GZIP, ZSTD = b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd"
CHUNK = 1 << 16


class Damaged(Exception):  # noqa: N818 - a finding, told with its place by who meets it
    """What is packed cannot be unpacked any further; the text says why."""


class Engine(Protocol):
    """What unpacks one member, frame or body; ``step`` is how many packed bytes it is best fed with."""

    step: int

    def feed(self, packed: bytes) -> tuple[bytes, int]:
        """Some bytes unpacked, and how many packed ones they took; neither where it is cut. Raises Damaged."""
        ...

    @property
    def done(self) -> bool:
        """Whether it is at its end, and the check sum right."""
        ...


class Inflater:
    """Unpacks gzip (``bits`` 31), zlib (15) or bare deflate (-15)."""

    step = CHUNK

    def __init__(self, bits: int = 31) -> None:
        self._inner = zlib.decompressobj(bits)

    def feed(self, packed: bytes) -> tuple[bytes, int]:
        """64 kB at most."""
        try:
            out = self._inner.decompress(packed, CHUNK)
        except zlib.error as fault:
            raise Damaged(f"damaged, {str(fault).rpartition(': ')[2]}") from None
        # At the end the tail may be what is unused said again.
        rest = self._inner.unused_data if self._inner.eof else self._inner.unconsumed_tail
        return out, len(packed) - len(rest)

    @property
    def done(self) -> bool:
        """Whether the end was reached."""
        return self._inner.eof


class _Unzstd:
    step = 1 << 10  # there is no limit to what it gives: of a kilobyte 32 MB at most, 128 kB for each 4 bytes

    def __init__(self, inner: Any, error: type[Exception]) -> None:
        self._inner, self._error = inner, error

    def feed(self, packed: bytes) -> tuple[bytes, int]:
        if not packed:
            return b"", 0
        try:
            out = self._inner.decompress(packed)
        except self._error as fault:
            raise Damaged(f"damaged, {str(fault).rpartition(': ')[2].lower()}") from None
        return out, len(packed) - len(self._inner.unused_data)

    @property
    def done(self) -> bool:
        return bool(self._inner.eof)


def unzstd(dictionary: bytes = b"") -> Engine:
    """What unpacks one zstd frame. Raises SourceError where the package is missing."""
    try:
        import zstandard
    except ImportError:
        raise SourceError("it is packed with zstd", remedy="pip install 'tadmor[archives]'") from None
    # One that is shared would be reset under whoever is reading with it.
    decompressor = zstandard.ZstdDecompressor(dict_data=_loaded(dictionary) if dictionary else None)
    return _Unzstd(decompressor.decompressobj(), zstandard.ZstdError)


@lru_cache(maxsize=1)
def _loaded(dictionary: bytes) -> Any:
    import zstandard

    return zstandard.ZstdCompressionDict(dictionary)


class Unbrotli:
    """Unpacks Brotli. Raises SourceError where the package is missing."""

    step = CHUNK

    def __init__(self) -> None:
        try:
            import brotli
        except ImportError:
            raise SourceError("it is packed with Brotli", remedy="pip install 'tadmor[archives]'") from None
        self._inner, self._error = brotli.Decompressor(), brotli.error

    def feed(self, packed: bytes) -> tuple[bytes, int]:
        """About 64 kB at most."""
        packed = packed if self._inner.can_accept_more_data() else b""
        try:
            return self._inner.process(packed, output_buffer_limit=CHUNK), len(packed)
        except self._error:
            raise Damaged("damaged") from None

    @property
    def done(self) -> bool:
        """Whether the end was reached."""
        return bool(self._inner.is_finished())
