"""Records found again by their places in an archive, without the ones before them where they need not be read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from hashlib import sha256 as digest_of
from types import TracebackType
from typing import BinaryIO, Self
from zipfile import ZipInfo

from tadmor.errors import SourceError
from tadmor.sources import files
from tadmor.sources.archive import wacz
from tadmor.sources.archive.engines import GZIP, ZSTD
from tadmor.sources.archive.packing import START, Form, take_dictionary, unpacked
from tadmor.sources.archive.pages import Page, found_in
from tadmor.sources.archive.records import records
from tadmor.sources.archive.tape import Tape
from tadmor.sources.archive.window import Window
from tadmor.sources.report import placed

_MARKS: tuple[tuple[bytes, Form], ...] = ((START, "plain"), (GZIP, "gzip"), (ZSTD, "zstd"))


class Again:
    """An archive whose pages are found again, opened when the first is asked for.

    Pages are asked for in the order in which they were read: in what is packed as a whole, nothing is gone back to.
    Such an archive takes a second handle, for what is unpacked, so that neither goes to and fro.
    """

    def __init__(self, name: str, most: int) -> None:
        self._name, self._most = name, most
        self._handles: list[BinaryIO] = []
        self._part: _Part | None = None
        self._gone: SourceError | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self._close()

    def page(self, file: str, offset: int, sha256: str | None = None) -> Page:
        """The page whose ``file`` and ``offset`` these are; its content has the digest, where one is given.

        Raises SourceError where there is no such page any more; an archive that could not be opened is not tried again.
        """
        where = f"{file}, record at byte {offset}"
        if self._gone:
            raise type(self._gone)(self._gone.message, where=where, remedy=self._gone.remedy)
        try:
            for page in self._part_of(file).pages_at(offset, self._most):
                if sha256 is None or digest_of(page.content).hexdigest() == sha256:
                    return page
        except SourceError as fault:
            raise placed(fault, where) from None
        except Exception as fault:  # each storage has errors of its own; for the next page it is opened anew
            self._close()
            raise files.unreadable(fault, where) from fault
        raise SourceError(
            "the page that was read here is not here any more", where=where, remedy="give the archive as it was then"
        )

    def _part_of(self, file: str) -> _Part:
        if self._part is None or self._part.name != file:
            self._part = _Part(file, self._handle)
        return self._part

    def _handle(self, number: int) -> BinaryIO:
        """The first handle, or the second."""
        while len(self._handles) <= number:
            try:
                self._handles.append(files.opened(self._name))
            except SourceError as fault:
                self._gone = fault
                raise
            except OSError as fault:
                self._gone = files.unreadable(fault, "")
                raise self._gone from None
        return self._handles[number]

    def _close(self) -> None:
        self._part = None
        while self._handles:
            self._handles.pop().close()


class _Part:
    """A WARC, or one in a zip file, at hand. Raises SourceError, or what its storage raises."""

    def __init__(self, name: str, handle: Callable[[int], BinaryIO]) -> None:
        self.name, self._handle = name, handle
        self._member = _member_of(handle(0), name)
        self._window = self._from(0)
        self._dictionary = take_dictionary(self._window)
        self._form = _form(self._window)
        self._tape: Tape | None = None

    def pages_at(self, offset: int, most: int) -> Iterator[Page]:
        """The pages whose place this can mean: that of a member of the file, then that of the file unpacked."""
        if self._stand_at(offset) and (entered := _form(self._window)):
            items = unpacked(self._window, entered, self._dictionary)
            yield from self._next(Tape(items, packed=entered != "plain", position=offset), most)
        if self._form in ("gzip", "zstd"):
            self._tape = self._tape or Tape(unpacked(self._from(0, 1), self._form), packed=True)
            if self._tape.forward_to(offset):
                yield from (page for page in self._next(self._tape, most) if page.offset == offset)

    def _next(self, tape: Tape, most: int) -> Iterator[Page]:
        record = next(records(tape, self.name, most), None)
        if record is not None and not isinstance(record, SourceError):
            yield from (found for found in found_in(record, self.name, most) if isinstance(found, Page))

    def _stand_at(self, offset: int) -> bool:
        """Whether the window could be set to a byte of the file."""
        if self._window.go_to(offset):
            return True
        if self._member is None or self._member.compress_type == 0:
            self._window = self._from(offset)
        else:
            self._window.pass_over(offset - self._window.position)
        return self._window.position == offset

    def _from(self, offset: int, number: int = 0) -> Window:
        """A file from a byte on, which is 0 where it is packed in the zip file."""
        file = self._handle(number)
        if self._member:
            return Window(wacz.inner(file, self._member, offset), offset)
        file.seek(offset)
        return Window(file, offset)


def _form(window: Window) -> Form | None:
    head = window.ahead(len(START))
    return next((form for mark, form in _MARKS if head.startswith(mark)), None)


def _member_of(file: BinaryIO, name: str) -> ZipInfo | None:
    """The file in a zip file that a name means; None for a name of the whole."""
    outer, inside, member = name.partition(wacz.INSIDE)
    if not inside:
        return None
    archive = wacz.opened(file)
    if archive is None or member not in archive.namelist():
        raise SourceError(f"{member} is not in the zip file", where=outer)
    return archive.getinfo(member)
