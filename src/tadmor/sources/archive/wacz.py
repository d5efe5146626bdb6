"""A WACZ, or any zip file of WARCs: the archives in it, read from where they lie, against the digests it gives."""

from __future__ import annotations

import hashlib
import json
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO

from tadmor.errors import SourceError
from tadmor.sources.archive.engines import Damaged, Inflater
from tadmor.sources.suffixes import WARCS

INSIDE = "!/"  # between the name of a zip file and that of a file in it
_LONGEST_DESCRIPTION = 64 << 20
_AGAIN = "fetch the archive again"


class Inner:
    """A file in a zip file, read in order from ``start`` on, which must be 0 where it is packed.

    ``fault`` tells what was wrong, once it is read.
    """

    def __init__(self, outer: BinaryIO, member: zipfile.ZipInfo, start: int = 0) -> None:
        self._outer = outer
        self._at, self._left = _begin(outer, member) + start, max(member.compress_size - start, 0)
        self._engine = Inflater(-15) if member.compress_type == zipfile.ZIP_DEFLATED else None
        self._rest = b""
        self._digest = hashlib.sha256()
        self.fault: str | None = None

    def read(self, size: int = -1, /) -> bytes:
        """The next bytes, at most so many; none at the end, and none after a fault."""
        data = self._unpacked() if self._engine else self._packed(size)
        self._digest.update(data)
        return data

    @property
    def sha256(self) -> str:
        """Of what was read, in hexadecimal."""
        return self._digest.hexdigest()

    def _packed(self, size: int) -> bytes:
        self._outer.seek(self._at)
        data = self._outer.read(min(size, self._left) if size >= 0 else self._left)
        if not data and self._left:
            self.fault, self._left = "the file ends before it does", 0
        self._at, self._left = self._at + len(data), self._left - len(data)
        return data

    def _unpacked(self) -> bytes:
        """The next bytes of a file that is packed in the zip file, which those of a WACZ should not be."""
        engine = self._engine
        while engine and not engine.done and not self.fault:
            self._rest = self._rest or self._packed(engine.step)
            try:
                out, used = engine.feed(self._rest)
            except Damaged as damage:
                self.fault = str(damage)
                break
            self._rest = self._rest[used:]
            if out:
                return out
            if not used and not self._left:
                self.fault = self.fault or "it is cut"
        return b""


def _begin(outer: BinaryIO, member: zipfile.ZipInfo) -> int:
    """Where a file's bytes begin: behind its own header, which may be longer than its row in the table at the end."""
    outer.seek(member.header_offset)
    head = outer.read(30)
    if len(head) < 30 or not head.startswith(b"PK\x03\x04"):
        raise SourceError("the zip file's header of it is damaged", remedy=_AGAIN)
    return member.header_offset + 30 + int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little")


def opened(file: BinaryIO) -> zipfile.ZipFile | None:
    """The zip file, or None where its table at the end is missing or damaged."""
    try:
        return zipfile.ZipFile(file)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError, zlib.error):
        return None


def warcs(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """The WARCs in a zip file, in its order."""
    return [member for member in archive.infolist() if member.filename.lower().endswith(tuple(WARCS))]


def inner(outer: BinaryIO, member: zipfile.ZipInfo, start: int = 0) -> Inner:
    """A file of a zip file to be read. Raises SourceError where it is encrypted or packed in a way not read."""
    if member.flag_bits & 1:
        raise SourceError("it is encrypted", remedy="unpack it, and read the WARC")
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise SourceError("it is packed in a way that is not read", remedy="unpack it, and read the WARC")
    return Inner(outer, member, start)


def digests(archive: zipfile.ZipFile) -> dict[str, str]:
    """The SHA-256 that datapackage.json gives of each file, in hexadecimal; empty where there is none.

    Raises SourceError where there is one that cannot be read.
    """
    if "datapackage.json" not in archive.namelist():
        return {}
    try:
        with archive.open("datapackage.json") as file:
            described = json.loads(file.read(_LONGEST_DESCRIPTION))
        return dict(_given(described["resources"]))
    except (zipfile.BadZipFile, zlib.error, ValueError, KeyError, TypeError, RecursionError, RuntimeError, EOFError):
        raise SourceError("its datapackage.json cannot be read, so that nothing can be checked by it") from None


def _given(resources: Any) -> Iterator[tuple[str, str]]:
    for resource in resources:
        kind, _, value = str(resource.get("hash", "")).partition(":")
        if kind.lower() == "sha256":
            yield str(resource["path"]), value.lower()
