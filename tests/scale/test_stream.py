"""The digest of an archive that is taken while it is read, in whatever order it is read."""

from __future__ import annotations

import errno
import io
from hashlib import sha256
from typing import Any

import pytest

from tadmor.scale.stream import Stream, buffered
from tadmor.sources.files import Unread

WHOLE = bytes(range(256)) * 8192


class Fetched(io.BytesIO):
    """Bytes of which it is counted how many were fetched."""

    bytes = 0

    def read(self, size: int | None = -1, /) -> Any:
        data = super().read(size)
        self.bytes += len(data)
        return data


def in_order(file: io.BufferedReader) -> None:
    while file.read(70_000):
        pass


def by_lines(file: io.BufferedReader) -> None:
    for _ in file:
        pass


def begun(file: io.BufferedReader) -> None:
    file.read(4096)
    file.seek(-4096, io.SEEK_CUR)
    in_order(file)


def table_at_the_end(file: io.BufferedReader) -> None:
    file.read(4096)
    file.seek(-1000, io.SEEK_END)
    file.read()
    file.seek(30)
    in_order(file)


def from_the_middle(file: io.BufferedReader) -> None:
    file.seek(len(WHOLE) // 2)
    in_order(file)


def not_at_all(file: io.BufferedReader) -> None:
    pass


@pytest.mark.parametrize(
    ("read", "twice"),
    [
        (in_order, 0), (by_lines, 0), (begun, 0), (table_at_the_end, 1 << 19), (from_the_middle, len(WHOLE) // 2),
        (not_at_all, 0),
    ],
)  # fmt: skip
def test_every_byte_is_hashed_and_few_are_fetched_twice(read: Any, twice: int) -> None:
    file = Fetched(WHOLE)
    stream = Stream(file, "a.warc")
    read(buffered(stream))
    assert (stream.digest(), stream.size) == (sha256(WHOLE).hexdigest(), len(WHOLE))
    assert file.bytes <= len(WHOLE) + twice


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (OSError(errno.EIO, "Input/output error"), "input/output error (check the path and the disk)"),
        (ConnectionResetError(104, "Connection reset by peer"), "connection reset by peer (check the connection)"),
        (TimeoutError(), "timeouterror (check the connection)"),
        (PermissionError(13, "Permission denied"), "permission denied (ask for the right to read it)"),
        (MemoryError(), "memory ran out (use fewer processes, or a larger machine)"),
        (RuntimeError("token\nexpired"), "RuntimeError: token expired (check the connection and your credentials)"),
    ],
)
def test_whatever_a_storage_raises_is_told_with_a_remedy(fault: Exception, said: str) -> None:
    class Failing(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            raise fault

    with pytest.raises(Unread) as told:
        buffered(Stream(Failing(), "s3://press/a.warc")).read(10)
    assert str(told.value) == f"s3://press/a.warc: cannot be read: {said}"
