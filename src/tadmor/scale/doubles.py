"""Near-duplicates: which reports of a shard, and of many shards, are prints of one story.

The same words are one story at once. Others are looked for by the keys they share (MinHash bands and sampled passages)
and compared by the runs of words kept of each, so that a print that was cut, has another headline or lead, or had
paragraphs put in is found, and two stories of one happening by two hands are not.
"""

from __future__ import annotations

import pickle
import sys
import zlib
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tadmor.model import Claim, Report
from tadmor.pipeline.copies import alike, trace
from tadmor.pipeline.reader import claims_under

_UNDER = 60  # reports kept under one key: a passage that so many print tells nothing of whose story it is
_COMPARED = 24  # of the reports that share a key, those that share most
_NEXT = 8  # under a key of many, each is compared with so many that follow it
_SLICES = 16  # parts of the keys that are sorted at a time, so that a million reports fit in memory
_LOW = 0xFFFFFFFF
_KEPT = 160  # bytes that it takes to keep the claims of a report, beside their own


@dataclass(frozen=True, slots=True)
class Print:
    """One report as the search for its copies sees it, some 700 bytes, to be kept in a column each.

    ``words`` is a key of all its words; ``bands`` and ``runs`` are whole numbers of 32 bits, little-endian.
    """

    report: str
    published: date | None
    words: int
    bands: bytes
    runs: bytes


def print_of(report: str, text: str, published: date | None = None) -> Print:
    """The print of a report, by its id, text and day of publication; the same on every machine."""
    kept = trace(text)
    return Print(report, published, kept.words, _packed(key & _LOW for key in kept.bands), _packed(kept.runs))


def _packed(values: Iterable[int]) -> bytes:
    return _little(array("I", values)).tobytes()


def _unpacked(values: bytes) -> array[int]:
    return _little(array("I", values))


def _little(values: array[int]) -> array[int]:
    if sys.byteorder == "big":
        values.byteswap()
    return values


class Seen:
    """The reports of one shard so far.

    >>> seen, text = Seen(), "Shells fell on the market of the town at dawn."
    >>> seen.first(print_of("a", text)), seen.first(print_of("b", text.upper()))
    (None, 'a')
    """

    def __init__(self) -> None:
        self._by_words: dict[int, int] = {}
        self._under: dict[int, list[int]] = {}
        self._kept: list[tuple[array[int], date | None]] = []
        self._first: list[str] = []

    def first(self, print: Print) -> str | None:
        """The first report of the same story, or None where this is the first; it is kept for those that follow."""
        if (row := self._by_words.get(print.words)) is not None:
            return self._first[row]
        bands, runs = _unpacked(print.bands), _unpacked(print.runs)
        found = next((row for row in self._near(bands) if self._same(row, runs, print.published)), None)
        self._keep(print, bands, runs, found)
        return None if found is None else self._first[found]

    def _near(self, bands: Sequence[int]) -> Iterator[int]:
        """The rows that share keys, those that share most first."""
        shared = Counter(row for key in bands for row in self._under.get(key, ()))
        return (row for row, _ in sorted(shared.items(), key=lambda item: (-item[1], item[0]))[:_COMPARED])

    def _same(self, row: int, runs: Sequence[int], published: date | None) -> bool:
        others, day = self._kept[row]
        return alike(runs, others, abs((published - day).days) if published and day else None)

    def _keep(self, print: Print, bands: Sequence[int], runs: array[int], found: int | None) -> None:
        row = len(self._first)
        self._by_words[print.words] = row
        self._kept.append((runs, print.published))
        self._first.append(print.report if found is None else self._first[found])
        for key in bands:
            rows = self._under.setdefault(key, [])
            if len(rows) < _UNDER:
                rows.append(row)


class Before:
    """What was read before in one shard, so that what would give the same claims is not read again.

    The claims of the latest reports are kept, in ``most`` bytes: of some 60,000 reports in 64 MB.
    """

    def __init__(self, most: int = 1 << 26) -> None:
        self._most, self._size = most, 0
        self._there: set[int] = set()
        self._packed: dict[bytes, bytes] = {}

    def claims(self, report: Report) -> tuple[Claim, ...] | None:
        """The claims that a report makes, under its own id; none where it is there already, by id and text.

        None where it has to be read.
        """
        if _identity(report) in self._there:
            return ()
        packed = self._packed.get(_taken(report))
        return None if packed is None else claims_under(report, pickle.loads(zlib.decompress(packed)))

    def keep(self, report: Report, claims: Sequence[Claim]) -> None:
        """Keep a report that is listed, and its claims."""
        if _identity(report) in self._there:
            return
        self._there.add(_identity(report))
        if (key := _taken(report)) in self._packed:
            return
        self._packed[key] = packed = zlib.compress(pickle.dumps(claims), 1)
        self._size += len(packed) + _KEPT
        while self._size > self._most:
            self._size -= len(self._packed.pop(next(iter(self._packed)))) + _KEPT


def _identity(report: Report) -> int:
    digest = blake2b(f"{report.id}\n{report.text}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "little")


def _taken(report: Report) -> bytes:
    """A key of all that reading takes of a report, save its id and outlet."""
    taken = report.text, report.title, report.published, report.dateline, report.blocks
    return blake2b(repr(taken).encode(), digest_size=16).digest()


def groups(prints: Iterable[Print]) -> list[tuple[str, ...]]:
    """The reports of each story that was printed twice or more, the earliest first, in whatever order they come.

    All of a story's prints are joined that are alike, or alike to one between them.
    """
    pile = _Pile(prints)
    for keys, rows in pile.slices():
        for a, b in _pairs(keys, rows):
            if pile.root(a) != pile.root(b) and pile.same(a, b):
                pile.join(a, b)
    return pile.groups()


class _Pile:
    """Prints packed into arrays, in order of their ids, and which of them are joined."""

    def __init__(self, prints: Iterable[Print]) -> None:
        self.ids: list[str] = []
        days, words, ends = array("i"), array("Q"), (array("Q"), array("Q"))
        packed = (bytearray(), bytearray())
        for print in prints:
            self.ids.append(print.report)
            days.append(print.published.toordinal() if print.published else 0)
            words.append(print.words)
            for kept, end, value in zip(packed, ends, (print.bands, print.runs), strict=True):
                kept += value
                end.append(len(kept) // 4)
        self.days, self.words = days, np.frombuffer(words, np.uint64)
        self.bands, self.runs = (np.frombuffer(kept, "<u4") for kept in packed)
        self.band_ends, self.run_ends = (np.frombuffer(end, np.uint64).astype(np.int64) for end in ends)
        self.place = _places(self.ids)
        self.parent = array("I", range(len(self.ids)))

    def slices(self) -> Iterator[tuple[NDArray[np.uint64], NDArray[np.uint32]]]:
        """(keys, rows) sorted by key and then by id: first of all words, then of the bands, a part at a time."""
        yield self._sorted(self.words, np.arange(len(self.ids), dtype=np.uint32))
        part_of = self.bands.view(np.uint8)[::4] % _SLICES  # by the lowest byte
        for part in range(_SLICES):
            chosen = np.flatnonzero(part_of == part)
            rows = np.searchsorted(self.band_ends, chosen, side="right").astype(np.uint32)
            yield self._sorted(self.bands[chosen], rows)

    def _sorted(self, keys: Any, rows: Any) -> tuple[Any, Any]:
        order = np.lexsort((self.place[rows], keys))
        return keys[order], rows[order]

    def root(self, row: int) -> int:
        """The row that stands for all that are joined with this one."""
        while (above := self.parent[row]) != row:
            self.parent[row] = self.parent[above]
            row = above
        return row

    def join(self, a: int, b: int) -> None:
        """Join two rows and all that are joined with them."""
        low, high = sorted((self.root(a), self.root(b)))
        self.parent[high] = low

    def same(self, a: int, b: int) -> bool:
        """Whether two rows are prints of one story."""
        if self.words[a] == self.words[b] or self.ids[a] == self.ids[b]:
            return True
        apart = abs(self.days[a] - self.days[b]) if self.days[a] and self.days[b] else None
        return alike(self._runs(a), self._runs(b), apart)

    def _runs(self, row: int) -> list[int]:
        runs: list[int] = self.runs[self.run_ends[row - 1] if row else 0 : self.run_ends[row]].tolist()
        return runs

    def groups(self) -> list[tuple[str, ...]]:
        """The ids that are joined, each group by day and id, the groups by their first."""
        members: dict[int, list[tuple[int, str]]] = {}
        for row, ident in enumerate(self.ids):
            if self.root(row) != row:
                members.setdefault(self.root(row), []).append((self.days[row] or date.max.toordinal(), ident))
        for root, found in members.items():
            found.append((self.days[root] or date.max.toordinal(), self.ids[root]))
        told = (tuple(dict.fromkeys(ident for _, ident in sorted(found))) for found in members.values())
        return sorted(group for group in told if len(group) > 1)


def _places(ids: Sequence[str]) -> NDArray[np.uint32]:
    """The place of each row in the order of the ids."""
    out = np.empty(len(ids), np.uint32)
    out[np.array(sorted(range(len(ids)), key=ids.__getitem__), np.int64)] = np.arange(len(ids), dtype=np.uint32)
    return out


def _pairs(keys: NDArray[Any], rows: NDArray[np.uint32]) -> Iterator[tuple[int, int]]:
    """Pairs of rows that share a key: all of them, or under a key of very many each with those that follow it."""
    starts = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1]))) if len(keys) else np.empty(0, np.int64)
    ends = np.append(starts[1:], len(keys))
    shared = ends - starts > 1
    for start, end in zip(starts[shared].tolist(), ends[shared].tolist(), strict=True):
        under = rows[start:end].tolist()
        reach = len(under) if len(under) <= _UNDER else _NEXT
        for at, row in enumerate(under):
            yield from ((row, other) for other in under[at + 1 : at + 1 + reach])
