"""Answers as JSON lines or CSV, one row an answer, with the columns of ``columns``."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence

from tadmor.outlets.columns import Column, row

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def json_lines(columns: Sequence[Column], answers: Iterable[object]) -> Iterator[str]:
    """One JSON object an answer."""
    for answer in answers:
        yield json.dumps(row(columns, answer), ensure_ascii=False)


def csv_lines(columns: Sequence[Column], answers: Iterable[object]) -> Iterator[str]:
    """A header and one row an answer; words that a spreadsheet would take for a formula begin with an apostrophe."""
    yield _line([column.name for column in columns])
    for answer in answers:
        yield _line([safe_cell(value) for value in row(columns, answer).values()])


def safe_cell(value: object) -> object:
    """The value; words that begin like a formula get an apostrophe before them."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def _line(cells: Sequence[object]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(["" if cell is None else cell for cell in cells])
    return out.getvalue().removesuffix("\n")
