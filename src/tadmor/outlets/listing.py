"""Answers as JSON lines or CSV, one row an answer, with the columns of ``columns``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from tadmor.outlets.columns import Column, row
from tadmor.outlets.exports.cells import Lines
from tadmor.outlets.exports.lines import line


def json_lines(columns: Sequence[Column], answers: Iterable[object]) -> Iterator[bytes]:
    """One JSON object an answer, in UTF-8, with the line's end."""
    for answer in answers:
        yield line(row(columns, answer)).encode() + b"\n"


def csv_lines(columns: Sequence[Column], answers: Iterable[object], end: str = "\n") -> Iterator[bytes]:
    """A header and one row an answer, in UTF-8, each with this line's end; cells as all CSV of Tadmor has them."""
    lines = Lines(end)
    yield lines.plain([column.name for column in columns])
    for answer in answers:
        yield lines.line(row(columns, answer).values())
