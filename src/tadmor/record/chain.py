"""Digests of rows and writes: each write vouches for its rows and for the write before it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from hashlib import sha256
from typing import Any

from tadmor.record.schema import EVIDENCE, TABLES

FIRST = ""
"""What stands for the digest before the first write."""
_rows = json.JSONEncoder(separators=(",", ":"), default=repr).encode  # damage may make bytes of a text

Row = Sequence[Any]


@cache
def columns(table: str) -> tuple[str, ...]:
    """The names of a table's columns, in order."""
    return tuple(column.name for column in TABLES[table].columns)


def row_digest(values: Row) -> str:
    """The digest of an evidence row, from its other values in the order of the columns."""
    return sha256(_rows(values).encode()).hexdigest()


class Sum:
    """The digest of one table's rows in one write, taken in as they come; ``first`` and ``last`` are their numbers.

    Evidence rows count by number and digest: a changed one is named by its own digest, and once.
    """

    def __init__(self, table: str) -> None:
        self.first = self.last = 0
        self._sum, self._evidence = sha256(), table in EVIDENCE

    def add(self, rows: Sequence[Row]) -> None:
        """Takes in rows, all columns, in the order of their numbers."""
        if not rows:
            return
        self.first = self.first or rows[0][0]
        self.last = rows[-1][0]
        taken = [(row[0], row[-1]) for row in rows] if self._evidence else rows
        self._sum.update(_rows(taken)[1:-1].encode() + b",")

    def mark(self) -> list[Any]:
        """[first number, last number, digest], as the tx row keeps it."""
        return [self.first, self.last, self._sum.hexdigest()]


def marks(sums: Mapping[str, Sum], order: Iterable[str]) -> str:
    """The marks of all tables that were written, as the tx row keeps them."""
    return _rows({table: sums[table].mark() for table in order if table in sums and sums[table].last})


def tx_digest(values: Row) -> str:
    """The digest of a write from its row's values but the last; the marks and the digest before it are among them."""
    return sha256(_rows(values).encode()).hexdigest()
