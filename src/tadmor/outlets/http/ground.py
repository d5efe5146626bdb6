"""Who held every place on any day as known on any day, from memory: what is said of places, and what came of it.

A map that is moved from day to day asks for every place's state each time, and working one out takes 0.1 ms. But
between two days on which nothing begins or ends to be said of a place, a state that is the same on both was the same
on all days between, as all that passes then is silence; so most states are found, not worked out.
"""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from itertools import pairwise
from operator import itemgetter
from threading import RLock
from typing import TYPE_CHECKING, Any

import numpy as np

from tadmor.model import Control, Stake
from tadmor.outlets.http import apart, shelf
from tadmor.pipeline.monitor import state
from tadmor.record import open as open_record
from tadmor.record.engine import raw_cursor
from tadmor.record.tellings import ALWAYS

if TYPE_CHECKING:
    import sqlalchemy as sa

    from tadmor.record.record import Record

_VIEWS = 8  # days of knowledge for which what is said of a place is kept apart, beside now
_MANY = 20_000  # stakes of which other processes work out the states: that takes them some seconds
_SILENCE = 6_000  # days before the first word and after the last in which states are worked out beforehand
LAST, AHEAD = 24, 8
"""Stakes up to the day, and captures and holdings of later days, that a state is made of; as the record gives them."""
_DAYS = 10_000_000
"""More than any number of a day."""
_LATER = frozenset({"capture", "control"})
_STAKES = (
    "SELECT s.n, s.claim_n, p.id, s.day, s.until, s.known, s.sort, s.modality, s.holder, s.loser, s.voice, s.origin, "
    "s.claim, s.grain FROM stake s JOIN place p ON p.n = s.place_n WHERE s.n > {last} ORDER BY s.n"
)
_CLAIM, _DAY, _UNTIL, _KNOWN, _SORT, _PARTIES = 1, 3, 4, 5, 6, slice(8, 10)
_IN_ORDER = itemgetter(_DAY, 0)
_GONE = "SELECT g.n, g.claim_n, g.known FROM gone g WHERE g.n > {last} ORDER BY g.n"
_CHANGED = (
    "SELECT DISTINCT p.id FROM stake s JOIN place p ON p.n = s.place_n WHERE s.tx > {write} "
    "OR s.claim_n IN (SELECT g.claim_n FROM gone g WHERE g.tx > {write}) OR s.claim_n IN "
    "(SELECT g.claim_n FROM undone u JOIN gone g ON g.n = u.gone_n WHERE u.tx > {write})"
)
_UNDONE = "SELECT u.n, u.gone_n FROM undone u WHERE u.n > {last} ORDER BY u.n"

Cell = tuple[Any, ...]
"""(holder, holding, by, first day, last day vouched for or None while it is vouched for, weight, rivals, claims)."""
SAID = 4
"""Where a Cell holds the last day vouched for."""


class Ground:
    """The stakes of a record in memory; new writes are taken in as they come."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self._head: str | None = None
        self._lock = RLock()
        self._last = {"stake": 0, "gone": 0, "undone": 0}
        self._spots: dict[str, _Spot] = {}
        self._of_claim: dict[int, set[str]] = {}
        self._out: dict[int, dict[int, int]] = {}  # claim -> departure -> day since which it is known
        self._departed: dict[int, int] = {}
        self._shelf = shelf.Shelf(record, "ground")
        self._write: shelf.Write = (0, "")
        self._chart: _Chart | None = None

    def refresh(self, head: str) -> None:
        """Take in what was written up to a head; a second one waits for the first."""
        if head == self._head:
            return
        with self._lock:
            if head != self._head:
                self._take_in()
                self._head = head

    def states(self, at: date, as_of: date | None) -> Iterator[tuple[str, Cell]]:
        """(place id, state) of every place of which anything is known on a day."""
        day, known = at.toordinal(), as_of.toordinal() if as_of else ALWAYS
        if as_of is None and (chart := self._charted()) is not None:
            yield from chart.on(day)
            return
        for ident, spot in list(self._spots.items()):
            cell = spot.view(known).cell(day)
            if cell[1] != "unknown":
                yield ident, cell

    def _charted(self) -> _Chart | None:
        """The states of all places in one table, where all are worked out for all days."""
        if self._chart is None:
            views = {ident: spot.view(ALWAYS) for ident, spot in list(self._spots.items())}
            if views and all(view.whole for view in views.values()):
                self._chart = _Chart(views)
        return self._chart

    def control(self, ident: str, at: date, as_of: date | None) -> Control:
        """Who holds one of these places on a day, with all that is known of why."""
        return self._spots[ident].view(as_of.toordinal() if as_of else ALWAYS).state(at.toordinal())

    def worked_out(self, ident: str) -> tuple[list[int], list[Cell]]:
        """Days, in order, and the states of one of these places on them, from which those of all days follow."""
        view = self._spots[ident].view(ALWAYS)
        view.warm()
        return view.worked_out()

    def holders(self) -> Iterator[str]:
        """Whoever is said to hold, lose or press upon a place, as often as it is said."""
        for spot in list(self._spots.values()):
            yield from spot.parties()

    def warm(self, stopped: Callable[[], bool], rest: Callable[[], None]) -> None:
        """Work out the states of all places as known by now on all days, and keep them in a file beside the record.

        ``rest`` is called between places. Of very many stakes other processes do it. Raises RuntimeError where one of
        them dies.
        """
        with self._lock:
            views = {ident: spot.view(ALWAYS) for ident, spot in self._spots.items()}
            wanted = {ident: view for ident, view in views.items() if not view.whole}
            told, write = sum(len(self._spots[ident].told) for ident in wanted), self._write
        if not wanted:
            return
        if told > _MANY:
            given = [(self._record.address, share) for share in apart.shares(list(wanted))]
            for ident, days, cells in apart.results(_work, given, stopped):
                wanted[ident].take(days, cells)
        else:
            for view in wanted.values():
                view.warm()
                rest()
                if stopped():
                    return
        if not stopped():
            self._shelf.write((_line(ident, view) for ident, view in views.items()), write, len(views))

    def _take_in(self) -> None:
        touched: set[str] = set()
        with self._record._reading() as connection:
            cursor = raw_cursor(connection)
            kept = {} if self._spots else self._fetched(connection)
            self._write = shelf.newest(connection)
            for row in self._rows(cursor, "stake", _STAKES):
                n, claim_n, place, *_ = row
                self._last["stake"] = n
                if place not in self._spots:
                    self._spots[place] = _Spot()
                self._spots[place].told.append(row)
                self._of_claim.setdefault(claim_n, set()).add(place)
                touched.add(place)
            for n, claim_n, known in self._rows(cursor, "gone", _GONE):
                self._last["gone"] = n
                self._departed[n] = claim_n
                self._out.setdefault(claim_n, {})[n] = known
                touched |= self._of_claim.get(claim_n, set())
            for n, gone_n in self._rows(cursor, "undone", _UNDONE):
                self._last["undone"] = n
                claim_n = self._departed[gone_n]
                self._out[claim_n].pop(gone_n, None)
                touched |= self._of_claim.get(claim_n, set())
        self._chart = None
        for place in touched:
            self._spots[place].renew(self._out)
            if place in kept:
                self._spots[place].view(ALWAYS).take(*kept[place])

    def _fetched(self, connection: sa.Connection) -> dict[str, tuple[list[int], list[Cell]]]:
        """Place id -> days and states on them, of the file: of places of which nothing more is said since."""
        found = self._shelf.read()
        if found is None or not shelf.has(connection, found[1]):
            return {}
        cursor = raw_cursor(connection)
        cursor.execute(_CHANGED.format(write=found[1][0]))
        changed = {ident for (ident,) in cursor.fetchall()}
        told = map(json.loads, bytes(found[0][shelf.HEAD :]).splitlines())
        return {ident: _states(days, at, cells) for ident, days, at, cells in told if ident not in changed}

    def _rows(self, cursor: Any, table: str, statement: str) -> list[tuple[Any, ...]]:
        cursor.execute(statement.format(last=int(self._last[table])))
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


class _Spot:
    """All that is said of one place, and what of it is known when. ``told`` are rows of stakes."""

    def __init__(self) -> None:
        self.told: list[tuple[Any, ...]] = []
        self._stakes: dict[int, Stake] = {}
        self._spans: list[tuple[int, int, tuple[Any, ...]]] = []  # known from, known until the day before, row
        self._turns: list[int] = []
        self._now = 0
        self._views: dict[int, _View] = {}

    def renew(self, out: dict[int, dict[int, int]]) -> None:
        """Reckon anew what is known when; views that are asked for are made when they are."""
        self.told.sort(key=_IN_ORDER)
        spans: list[tuple[int, int, tuple[Any, ...]]] = []
        for row in self.told:
            left = out.get(row[_CLAIM])
            gone = min(left.values()) if left else ALWAYS + 1
            if gone > row[_KNOWN]:
                spans.append((row[_KNOWN], gone, row))
        self._spans = spans
        self._turns = sorted({day for first, last, _ in spans for day in (first, last)})
        self._now = bisect_right(self._turns, ALWAYS)
        self._views = {}

    def parties(self) -> Iterator[str]:
        """Who is named as holder or loser, as often as it is said."""
        for row in self.told:
            yield from (key for key in row[_PARTIES] if key)

    def view(self, known: int) -> _View:
        """What is said of the place as known on a day: the same between two days on which that changes."""
        turn = bisect_right(self._turns, known) if known < ALWAYS else self._now
        found = self._views.get(turn)
        if found is None:
            found = _View([row for first, last, row in self._spans if first <= known < last], self._stakes)
            for other in list(self._views)[:-_VIEWS]:
                if other != self._now:
                    self._views.pop(other, None)
            self._views[turn] = found
        return found


class _View:
    """The states of a place as known on a day: those worked out, by day."""

    __slots__ = (
        "_ahead", "_ahead_days", "_cells", "_days", "_known", "_lock", "_rows", "_stakes", "_turns", "whole",
    )  # fmt: skip

    def __init__(self, rows: list[tuple[Any, ...]], stakes: dict[int, Stake]) -> None:
        self._rows, self._stakes = rows, stakes  # rows by day, then number; stakes that were made of rows, by number
        self._days = [row[_DAY] for row in rows]
        self._ahead = [row for row in rows if row[_SORT] in _LATER]
        self._ahead_days = [row[_DAY] for row in self._ahead]
        self._turns: list[int] | None = None
        self._known: list[int] = []
        self._cells: list[Cell] = []
        self._lock = RLock()
        self.whole = False  # whether the states of all days follow from those that were worked out

    def cell(self, day: int) -> Cell:
        """The state on a day."""
        if not self._rows:
            return _NOTHING
        if self.whole:
            return self._read(day)
        with self._lock:
            if self.whole:  # since this began to wait
                return self._read(day)
            at = bisect_left(self._known, day)
            if at < len(self._known) and self._known[at] == day:
                return self._cells[at]
            if 0 < at < len(self._known) and self._cells[at - 1] == self._cells[at] and self._quiet(at):
                return self._cells[at]
            made = _cell(self.state(day), day)
            for beside in self._cells[max(0, at - 1) : at + 1]:
                made = beside if beside == made else made  # one value for all days on which it is the same
            self._known.insert(at, day)
            self._cells.insert(at, made)
            return made

    @property
    def _bounds(self) -> list[int]:
        """The days on which something begins to be said, or is said no more; most views are asked but once."""
        if self._turns is None:
            self._turns = sorted({*self._days, *(row[_UNTIL] + 1 for row in self._rows)})
        return self._turns

    def _read(self, day: int) -> Cell:
        """The state on a day where all are worked out, and nothing is added any more."""
        within = self._known[0] <= day <= self._known[-1]
        return self._cells[bisect_right(self._known, day) - 1] if within else _cell(self.state(day), day)

    def _quiet(self, at: int) -> bool:
        """Whether nothing begins or ends between two days that were worked out."""
        first, last = self._known[at - 1], self._known[at]
        return bisect_right(self._bounds, first) == bisect_right(self._bounds, last)

    def state(self, day: int) -> Control:
        """The state on a day, worked out."""
        told = bisect_right(self._days, day)
        later = bisect_right(self._ahead_days, day)
        newest = self._rows[max(0, told - LAST) : told][::-1]
        rows = [*newest, *self._ahead[later : later + AHEAD]]
        return state([self._stakes.get(row[0]) or self._stake(row) for row in rows], date.fromordinal(day))

    def _stake(self, row: tuple[Any, ...]) -> Stake:
        n, _, place, day, until, known, *rest = row
        days = date.fromordinal(day), date.fromordinal(until), date.fromordinal(known)
        made = self._stakes[n] = Stake(place, *days, *rest)
        return made

    def warm(self) -> None:
        """Work out the first and the last day of each stretch in which the state stays the same."""
        if self._bounds:
            around = self._bounds[0] - _SILENCE, *self._bounds, self._bounds[-1] + _SILENCE
            for first, after in pairwise(around):
                self._halve(max(1, first), max(1, after - 1))
        with self._lock:
            self.whole = True

    def _halve(self, first: int, last: int) -> None:
        """Between two days on which the state differs, and nothing begins or ends, find the days when it changes."""
        if self.cell(first) == self.cell(last) or last - first < 2:
            return
        middle = (first + last) // 2
        self._halve(first, middle)
        self._halve(middle, last)

    def take(self, days: list[int], cells: list[Cell]) -> None:
        """Keep states that were worked out elsewhere, in order of days."""
        with self._lock:
            self._known, self._cells, self.whole = days, cells, True

    def worked_out(self) -> tuple[list[int], list[Cell]]:
        """Days, in order, and the states on them."""
        return self._known, self._cells


class _Chart:
    """The states of places on all days in one table: those of a day are found by one search, not one a place."""

    def __init__(self, views: Mapping[str, _View]) -> None:
        told = {ident: view.worked_out() for ident, view in views.items() if view.worked_out()[0]}
        counts = [len(days) for days, _ in told.values()]
        self._views = views
        self._idents = list(told)
        self._cells = [cell for _, cells in told.values() for cell in cells]
        self._shown = np.array([cell[1] != "unknown" for cell in self._cells], bool)
        self._base = np.arange(len(told), dtype=np.int64) * _DAYS
        self._keys = np.array([day for days, _ in told.values() for day in days], np.int64)
        self._keys += np.repeat(self._base, counts)
        self._first = np.cumsum([0, *counts[:-1]])
        self._last = self._first + np.array(counts) - 1

    def on(self, day: int) -> Iterator[tuple[str, Cell]]:
        """(place id, state) of the places of which anything is known on a day."""
        wanted = self._base + day
        at = np.searchsorted(self._keys, wanted, "right") - 1
        within = (self._keys[self._first] <= wanted) & (wanted <= self._keys[self._last])
        kept = np.flatnonzero(~within | self._shown[at])
        for number, row, known in zip(kept.tolist(), at[kept].tolist(), within[kept].tolist(), strict=True):
            ident = self._idents[number]
            cell = self._cells[row] if known else self._views[ident].cell(day)
            if cell[1] != "unknown":
                yield ident, cell


_NOTHING: Cell = (None, "unknown", None, None, None, 0.0, (), ())


def _cell(found: Control, day: int) -> Cell:
    said = found.said.toordinal() if found.said else 0
    rivals = tuple((rival.holder, rival.holding, rival.weight) for rival in found.rivals)
    start = found.start.isoformat() if found.start else None
    # Why nothing is known tells one silence from another.
    behind = (found.because,) if found.holding == "unknown" else found.claims
    return (
        found.holder, found.holding, found.by, start, None if said == day else said, round(found.weight, 2), rivals,
        behind,
    )  # fmt: skip


def _line(ident: str, view: _View) -> bytes:
    """A line of the file: place, days, which state is on each, the states."""
    days, cells = view.worked_out()
    states = list({id(cell): cell for cell in cells}.values())
    at = {id(cell): number for number, cell in enumerate(states)}
    return json.dumps([ident, days, [at[id(cell)] for cell in cells], states]).encode() + b"\n"


def _states(days: list[int], at: list[int], states: list[list[Any]]) -> tuple[list[int], list[Cell]]:
    """Days and the states on them, of such a line."""
    cells = [(*plain, tuple(map(tuple, rivals)), tuple(behind)) for *plain, rivals, behind in states]
    return days, [cells[number] for number in at]


def _work(address: str, idents: list[str]) -> Iterator[tuple[str, list[int], list[Cell]]]:
    """(place id, days, states on them) of these places."""
    with open_record(address, read_only=True) as record:
        ground = Ground(record)
        ground.refresh("")
        yield from ((ident, *ground.worked_out(ident)) for ident in idents)
