"""Cells and rows of CSV that a spreadsheet neither runs nor bends, and that are read back as they were."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import BinaryIO

Cell = str | int | float | bool | date | None
Row = Mapping[str, Cell]
_CRLF = "\r\n"

# What a spreadsheet takes for a formula, or for a number of which it would drop digits. An apostrophe makes it text; a
# text that has apostrophes of its own before such a thing gets one more, so that just that one comes off again.
_RISKY = r"(?:[=+\-@\t\r\n＝＋－＠]|0\d+$|\d{16,}$|\d+[eE][+-]?\d+$)"
_TO_GUARD = re.compile(f"'*{_RISKY}")
_GUARDED = re.compile(f"'+{_RISKY}")


def safe(text: str) -> str:
    """The text as a cell that stays text.

    >>> safe("=1+1"), safe("12"), safe("12e4"), safe("Army")
    ("'=1+1", '12', "'12e4", 'Army')
    """
    return f"'{text}" if _TO_GUARD.match(text) else text


def unsafe(cell: str) -> str:
    """What ``safe`` was given."""
    return cell[1:] if _GUARDED.match(cell) else cell


def written(value: Cell) -> str | int | float:
    """A value as it stands in a CSV file: days as ISO, nothing as an empty cell; numbers stay numbers."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime | date):
        return value.isoformat()
    return safe(value) if isinstance(value, str) else value


class Lines:
    """Lines of CSV as RFC 4180 has them: commas, quotes where they are needed, CRLF unless another end is asked for."""

    def __init__(self, end: str = "\r\n") -> None:
        self._end = end
        self._csv = csv.writer(_Same(), lineterminator=_CRLF)  # with both signs, so that either in a cell is quoted

    def line(self, cells: Iterable[Cell]) -> bytes:
        """The line of these values in UTF-8, with its end; half a surrogate pair as its escape."""
        return self.plain([written(cell) for cell in cells])

    def plain(self, cells: Sequence[object]) -> bytes:
        """The same of cells that are no values of a record: heads and hashtags."""
        made: str = self._csv.writerow(cells)
        return (made.removesuffix(_CRLF) + self._end).encode("utf-8", "backslashreplace")


class _Same:
    """Gives back what is written to it."""

    def write(self, text: str) -> str:
        return text


class Rows:
    """A CSV file with a head; a byte order mark where asked."""

    def __init__(self, stream: BinaryIO, columns: Sequence[str], bom: bool = False) -> None:
        self._stream, self._lines, self.columns = stream, Lines(), columns
        stream.write(codecs.BOM_UTF8 if bom else b"")
        stream.write(self._lines.plain(columns))

    def write(self, row: Row) -> None:
        """One row; every column must have its value."""
        self._stream.write(self._lines.line(row[name] for name in self.columns))

    def write_tags(self, tags: Sequence[str]) -> None:
        """A second row of the head, as it is: hashtags begin with no sign of a formula."""
        self._stream.write(self._lines.plain(tags))
