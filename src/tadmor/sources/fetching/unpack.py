"""Content codings undone piece by piece, so that a decompression bomb is stopped at the limit and not after it."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from importlib.util import find_spec
from typing import Any, cast

from tadmor.sources.fetching.answer import FetchError

_PIECE = 65_536
_ZSTD_STEP = 128  # bytes in: a zstd block of 4 bytes may stand for 128 KiB, so at most 4 MiB come out of a step
_ZSTD_WINDOW = 8 * 1024 * 1024  # what RFC 9659 lets a server ask of a client
_MAX_CODINGS = 3
_NONE = frozenset(("", "identity", "none", "utf-8"))  # the last two are no codings, but sites send them
_GZIP, _ZLIB, _BARE = zlib.MAX_WBITS | 16, zlib.MAX_WBITS, -zlib.MAX_WBITS

Parts = Iterable[bytes]


def accepted() -> str:
    """The codings that can be undone here, as Accept-Encoding tells them."""
    more = {"br": "brotli", "zstd": "zstandard"}
    return ", ".join(["gzip", "deflate", *(name for name, package in more.items() if find_spec(package))])


def unpacked(parts: Parts, codings: str, limit: int) -> bytes:
    """The content of a body sent in these codings ("gzip", "deflate, br"); FetchError where it is longer than limit.

    Every stage is held to the limit, or a bomb within a bomb would cost its time although little comes out.
    """
    names = [name for name in (word.strip().lower() for word in codings.split(",")) if name not in _NONE]
    if len(names) > _MAX_CODINGS:
        raise FetchError(f"the content was compressed {len(names)} times over", reason="content")
    stream = bounded(parts, limit)
    for name in reversed(names):
        stream = bounded(_undone(name, stream), limit)
    return b"".join(stream)


def gunzipped(content: bytes, limit: int) -> bytes:
    """The content of a gzip file; FetchError where it is damaged, cut short, or longer than limit."""
    return b"".join(bounded(_undone("gzip", [content]), limit))


def bounded(parts: Parts, limit: int) -> Iterator[bytes]:
    """The same parts, up to the limit; FetchError(limit) beyond it."""
    total = 0
    for part in parts:
        total += len(part)
        if total > limit:
            raise FetchError(
                f"the content is longer than {limit:,} bytes", remedy="raise the limit if it is wanted", reason="limit"
            )
        yield part


def _undone(name: str, parts: Parts) -> Iterator[bytes]:
    engines: dict[str, Callable[[Parts], Iterator[bytes]]] = {
        "gzip": _gzip, "x-gzip": _gzip, "deflate": _deflate, "br": _brotli, "zstd": _zstd,
    }  # fmt: skip
    try:
        engine, damage = engines[name], _damage(name)
    except (KeyError, ImportError):
        raise FetchError(
            f"the content was sent in the coding {name[:40]!r}, which was not asked for", reason="content"
        ) from None
    try:
        yield from engine(parts)
    except damage as fault:
        raise FetchError(f"the content was sent as {name}, but it is damaged: {fault}", reason="content") from None


def _damage(name: str) -> type[Exception]:
    """What the library of a coding raises for damaged content."""
    package, error = {"br": ("brotli", "error"), "zstd": ("zstandard", "ZstdError")}.get(name, ("zlib", "error"))
    return cast(type[Exception], getattr(import_module(package), error))


def _cut(name: str) -> FetchError:
    return FetchError(f"the content was sent as {name}, but its end is missing", reason="content")


def _drained(engine: Any, part: bytes) -> Iterator[bytes]:
    """All that zlib makes of a part, in pieces; it may hold more back even when its input is used up."""
    while True:
        piece = engine.decompress(part, _PIECE)
        part = engine.unconsumed_tail
        yield piece
        if engine.eof or (not part and len(piece) < _PIECE):
            return


def _gzip(parts: Parts) -> Iterator[bytes]:
    """The content of a gzip stream of one member or more; what follows the last is padding."""
    engine, begun = zlib.decompressobj(_GZIP), False
    for part in parts:
        while part:
            if engine.eof:
                if not part.startswith(b"\x1f\x8b"):
                    return
                engine = zlib.decompressobj(_GZIP)
            begun = True
            yield from _drained(engine, part)
            part = engine.unused_data if engine.eof else b""
    if begun and not engine.eof:
        raise _cut("gzip")


def _deflate(parts: Parts) -> Iterator[bytes]:
    """The content of a zlib stream, or of a bare one, as some servers send it."""
    engine = None
    for part in parts:
        if engine is None and part:
            engine = zlib.decompressobj(_ZLIB if part[0] & 0x0F == 8 else _BARE)
        if engine is not None and not engine.eof:
            yield from _drained(engine, part)
    if engine is not None and not engine.eof:
        raise _cut("deflate")


def _brotli(parts: Parts) -> Iterator[bytes]:
    engine, begun = import_module("brotli").Decompressor(), False
    for part in parts:
        begun = begun or bool(part)
        piece = engine.process(part, output_buffer_limit=_PIECE) if part else b""
        while piece:
            yield piece
            piece = engine.process(b"", output_buffer_limit=_PIECE)
        if engine.is_finished():
            return
    if begun and not engine.is_finished():
        raise _cut("br")


def _zstd(parts: Parts) -> Iterator[bytes]:
    """The content of a zstd stream of one frame or more."""
    decompressor = import_module("zstandard").ZstdDecompressor(max_window_size=_ZSTD_WINDOW)
    engine, begun = decompressor.decompressobj(), False
    for part in parts:
        for start in range(0, len(part), _ZSTD_STEP):
            step, begun = part[start : start + _ZSTD_STEP], True
            while step:
                if engine.eof:
                    engine = decompressor.decompressobj()
                yield engine.decompress(step)
                step = engine.unused_data if engine.eof else b""
    if begun and not engine.eof:
        raise _cut("zstd")
