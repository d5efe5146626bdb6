"""Cells and rows of CSV that a spreadsheet neither runs nor bends, and that are read back as they were."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import BinaryIO

Cell = str | int | float | bool | date | None
Row = Mapping[str, Cell]

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


class Rows:
    """Rows of a CSV file as RFC 4180 has it: commas, CRLF, UTF-8; a byte order mark where asked."""

    def __init__(self, stream: BinaryIO, columns: Sequence[str], bom: bool = False) -> None:
        encoding = "utf-8-sig" if bom else "utf-8"
        self._text = io.TextIOWrapper(stream, encoding, errors="backslashreplace", newline="", write_through=True)
        self._csv = csv.writer(self._text, lineterminator="\r\n")
        self.columns = columns
        self._csv.writerow(columns)

    def write(self, row: Row) -> None:
        """One row; every column must have its value."""
        self._csv.writerow([written(row[name]) for name in self.columns])

    def write_tags(self, tags: Sequence[str]) -> None:
        """A second row of the head, as it is: hashtags begin with no sign of a formula."""
        self._csv.writerow(tags)

    def close(self) -> None:
        """Leave the stream to whoever opened it."""
        self._text.detach()
