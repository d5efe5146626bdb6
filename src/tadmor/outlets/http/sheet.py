"""Short rows of events in columns, each as known from one day up to the day before another: picked by numbers alone.

A million claims are 100,000 events in 400,000 rows. So nothing here is an object a row: columns are arrays, and the
rows lie behind one another as bytes, in memory or in a file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from tadmor.outlets.drawing.families import FAMILIES
from tadmor.record.tellings import ALWAYS, ordinal_or_always

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tadmor.query import Query

    Columns = Mapping[str, NDArray[Any]]

_ROUND = 8  # in a file each column begins at a multiple of so many bytes
FAMILY_KEYS = tuple(family.key for family in FAMILIES)
KINDS = tuple(kind for family in FAMILIES for kind in family.kinds)
_FAMILY = np.array([at for at, family in enumerate(FAMILIES) for _ in family.kinds], np.int64)
TYPES: dict[str, Any] = {
    "number": np.int64, "first": np.int32, "last": np.int32, "start": np.int32, "end": np.int32, "opens": np.int32,
    "closes": np.int32, "begins": np.int32, "kind": np.int8, "disputed": np.bool_, "at": np.int64, "size": np.int32,
}  # fmt: skip
"""The columns: those of Version, then where a row begins among the bytes and how many they are."""


class Version(NamedTuple):
    """An event as known from ``first`` up to the day before ``last``; days are ordinals.

    ``start`` and ``end`` are its days, one standing for the other where only one is told, 0 where none is. ``opens``
    and ``closes`` are the same with open ends: 0 and ALWAYS. ``begins`` is the first day of any of its claims, else
    ALWAYS; ``kind`` a place in KINDS; ``row`` its JSON.
    """

    number: int
    first: int
    last: int
    start: int
    end: int
    opens: int
    closes: int
    begins: int
    kind: int
    disputed: bool
    row: bytes


@dataclass(frozen=True, slots=True)
class Piece:
    """Versions in columns, in any order, and their rows behind one another."""

    columns: Columns
    rows: bytes

    @classmethod
    def of(cls, versions: Iterable[Version]) -> Piece:
        """The piece of these versions."""
        found = list(versions)
        sizes = np.array([len(version.row) for version in found], np.int32)
        values = dict(zip(Version._fields, zip(*found, strict=True), strict=False)) if found else {}
        columns = {name: np.array(values.get(name, ()), kind) for name, kind in TYPES.items()}
        columns["size"], columns["at"] = sizes, np.cumsum(sizes, dtype=np.int64) - sizes
        return cls(columns, b"".join(version.row for version in found))

    @classmethod
    def joined(cls, pieces: Iterable[Piece]) -> Piece:
        """The piece of several."""
        found = [cls.of(()), *pieces]
        ends = np.cumsum([len(piece.rows) for piece in found])
        moved = [_moved(piece.columns, int(end) - len(piece.rows)) for piece, end in zip(found, ends, strict=True)]
        return cls(_joined(moved), b"".join(piece.rows for piece in found))


@dataclass(frozen=True, slots=True)
class Sheet:
    """All versions of all events by their first day, then number; those without a day last.

    Rows that were put in after the sheet was made are in ``more``; their places count on behind ``rows``.
    """

    columns: Columns
    rows: Any
    more: bytes = b""

    @classmethod
    def of(cls, piece: Piece) -> Sheet:
        """The sheet of a piece."""
        return cls(_in_order(piece.columns), piece.rows)

    def with_changed(self, numbers: Iterable[int], piece: Piece) -> Sheet:
        """The same with the events of these numbers as a piece has them; those that it has not are gone."""
        stay = ~np.isin(self.columns["number"], np.fromiter(numbers, np.int64))
        kept = {name: column[stay] for name, column in self.columns.items()}
        fresh = _moved(piece.columns, len(self.rows) + len(self.more))
        return Sheet(_in_order(_joined([kept, fresh])), self.rows, self.more + piece.rows)

    @classmethod
    def read(cls, file: Any, at: int, count: int) -> Sheet:
        """The sheet of so many rows whose columns begin at a place of a file, as ``parts`` gives them."""
        columns = {}
        for name, kind in TYPES.items():
            columns[name] = np.frombuffer(file, kind, count, at)
            at += _padded(columns[name].nbytes)
        return cls(columns, memoryview(file)[at:])

    def parts(self) -> Iterator[bytes]:
        """The bytes of the columns, each filled up, then those of the rows in order."""
        sizes = self.columns["size"].astype(np.int64)
        columns = {**self.columns, "at": np.cumsum(sizes) - sizes}
        for name, kind in TYPES.items():
            held = columns[name].astype(kind).tobytes()
            yield held.ljust(_padded(len(held)), b"\0")
        yield from (self.row(at) for at in range(len(sizes)))

    def __len__(self) -> int:
        return len(self.columns["number"])

    def row(self, at: int) -> bytes:
        """The JSON of the row at a place."""
        start, size, own = int(self.columns["at"][at]), int(self.columns["size"][at]), len(self.rows)
        found = self.rows[start : start + size] if start < own else self.more[start - own : start - own + size]
        return bytes(found)

    def chosen(self, query: Query, numbers: Sequence[int] | None = None) -> NDArray[np.int64]:
        """The places of the rows that a query asks for by their own days, kind and dispute, in order."""
        columns, kept = self.columns, self._known(query)
        if query.until:
            kept &= (columns["start"] <= query.until.toordinal()) & (columns["start"] > 0)
        if query.since:
            kept &= columns["end"] >= query.since.toordinal()
        if query.kinds:
            kept &= np.isin(columns["kind"], [KINDS.index(kind) for kind in query.kinds if kind in KINDS])
        if numbers is not None:
            kept &= np.isin(columns["number"], np.fromiter(numbers, np.int64, len(numbers)))
        return np.flatnonzero(kept)

    def days(self, query: Query, numbers: Sequence[int] | None = None) -> dict[int, list[int]]:
        """Day -> events that begin on it, by family; those without a day are left out."""
        chosen = self.chosen(query, numbers)
        starts = self.columns["start"][chosen].astype(np.int64)
        keys = starts * len(FAMILY_KEYS) + _FAMILY[self.columns["kind"][chosen]]
        counts = np.bincount(keys[starts > 0])
        out: dict[int, list[int]] = {}
        for key in np.flatnonzero(counts):
            day, family = divmod(int(key), len(FAMILY_KEYS))
            out.setdefault(day, [0] * len(FAMILY_KEYS))[family] = int(counts[key])
        return out

    def meeting(self, query: Query) -> list[int]:
        """The numbers of the events that meet a query's days (no day is any day) and dispute, by ``begins``."""
        columns, kept = self.columns, self._known(query)
        if query.until:
            kept &= columns["opens"] <= query.until.toordinal()
        if query.since:
            kept &= columns["closes"] >= query.since.toordinal()
        at = np.flatnonzero(kept)
        order = np.lexsort((columns["number"][at], columns["begins"][at]))
        found: list[int] = columns["number"][at[order]].tolist()
        return found

    def _known(self, query: Query) -> NDArray[np.bool_]:
        """Which rows are those of the day of knowledge, disputed or not as is asked."""
        known = ordinal_or_always(query.as_of)
        kept: NDArray[np.bool_] = (self.columns["first"] <= known) & (known < self.columns["last"])
        if query.disputed is not None:
            kept &= self.columns["disputed"] == query.disputed
        return kept


def _padded(size: int) -> int:
    return -(-size // _ROUND) * _ROUND


def _moved(columns: Columns, by: int) -> Columns:
    """The same columns, the rows so much farther."""
    return {**columns, "at": columns["at"] + by}


def _joined(parts: Sequence[Columns]) -> Columns:
    return {name: np.concatenate([part[name] for part in parts]).astype(kind) for name, kind in TYPES.items()}


def _in_order(columns: Columns) -> Columns:
    days = np.where(columns["start"] > 0, columns["start"], ALWAYS)
    order = np.lexsort((columns["first"], columns["number"], days))
    return {name: column[order] for name, column in columns.items()}
