"""One record found again by its place in a file, without the ones before it where they need not be read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain

from tadmor.errors import SourceError
from tadmor.sources import files
from tadmor.sources.archive import wacz
from tadmor.sources.archive.engines import GZIP, ZSTD
from tadmor.sources.archive.packing import START, Form, Seam, take_dictionary, unpacked
from tadmor.sources.archive.pages import Page, found_in
from tadmor.sources.archive.records import records
from tadmor.sources.archive.tape import Tape
from tadmor.sources.archive.window import Window

_MARKS: tuple[tuple[bytes, Form], ...] = ((START, "plain"), (GZIP, "gzip"), (ZSTD, "zstd"))


def found_at(name: str, offset: int, most: int) -> Iterator[Page]:
    """The pages whose place this can mean: that of a member of the file, then that of the file unpacked.

    Raises SourceError or OSError.
    """
    with _window(name, 0) as whole:
        dictionary = take_dictionary(whole)
        form = _form(whole)
    with _window(name, offset) as window:
        entered = _form(window)
        if entered:
            tape = Tape(unpacked(window, entered, dictionary), packed=entered != "plain", position=offset)
            yield from _first(tape, name, most)
    if form in ("gzip", "zstd"):
        with _window(name, 0) as window:
            items = _from(unpacked(window, form), offset)
            yield from _first(Tape(items, packed=True, position=offset), name, most)


def _form(window: Window) -> Form | None:
    head = window.ahead(len(START))
    return next((form for mark, form in _MARKS if head.startswith(mark)), None)


def _first(tape: Tape, name: str, most: int) -> Iterator[Page]:
    record = next(records(tape, name, most), None)
    if record is not None and not isinstance(record, SourceError):
        yield from (found for found in found_in(record, name, most) if isinstance(found, Page))


def _from(items: Iterator[bytes | Seam], offset: int) -> Iterator[bytes | Seam]:
    """The unpacked bytes from a place on."""
    position = 0
    for item in items:
        if not isinstance(item, bytes):
            continue
        position += len(item)
        if position > offset:
            return chain([item[offset - position :]], items)
    return iter(())


@contextmanager
def _window(name: str, offset: int) -> Iterator[Window]:
    """A file, or a file in a zip file, from a byte on."""
    outer, inside, member = name.partition(wacz.INSIDE)
    with files.opened(outer) as file:
        if not inside:
            file.seek(offset)
            yield Window(file, offset)
            return
        archive = wacz.opened(file)
        if archive is None or member not in archive.namelist():
            raise SourceError(f"{member} is not in the zip file", where=outer)
        found = archive.getinfo(member)
        start = offset if found.compress_type == 0 else 0
        window = Window(wacz.inner(file, found, start), start)
        _skip(window, offset - start)
        yield window


def _skip(window: Window, size: int) -> None:
    while size > 0 and (data := window.ahead(min(size, 1 << 16))):
        window.move(len(data))
        size -= len(data)
