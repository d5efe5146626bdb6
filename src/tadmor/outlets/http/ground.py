"""Who held every place on any day as known on any day, from memory: what is said of places, and what came of it.

A map that is moved from day to day asks for every place's state each time, and working one out takes 0.1 ms. But
between two days on which nothing begins or ends to be said of a place, a state that is the same on both was the same
on all days between, as all that passes then is silence; so most states are found, not worked out.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from datetime import date
from threading import RLock
from typing import TYPE_CHECKING, Any

from tadmor.model import Control, Stake
from tadmor.pipeline.monitor import state
from tadmor.record.engine import raw_cursor
from tadmor.record.tellings import ALWAYS

if TYPE_CHECKING:
    from tadmor.record.record import Record

LAST, AHEAD = 24, 8
"""Stakes up to the day, and captures and holdings of later days, that a state is made of; as the record gives them."""
_LATER = frozenset({"capture", "control"})
_STAKES = (
    "SELECT s.n, s.claim_n, p.id, s.day, s.until, s.known, s.sort, s.modality, s.holder, s.loser, s.voice, s.origin, "
    "s.claim, s.grain FROM stake s JOIN place p ON p.n = s.place_n WHERE s.n > {last} ORDER BY s.n"
)
_GONE = "SELECT g.n, g.claim_n, g.known FROM gone g WHERE g.n > {last} ORDER BY g.n"
_UNDONE = "SELECT u.n, u.gone_n FROM undone u WHERE u.n > {last} ORDER BY u.n"

Cell = tuple[Any, ...]
"""(holder, holding, by, first day, last day vouched for or None while it is vouched for, weight, rivals, claims)."""


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
        for ident, spot in list(self._spots.items()):
            cell = spot.view(known).cell(day)
            if cell[1] != "unknown":
                yield ident, cell

    def holders(self) -> Iterator[str]:
        """Whoever is said to hold, lose or press upon a place, as often as it is said."""
        for spot in list(self._spots.values()):
            yield from spot.parties()

    def warm(self, stopped: Callable[[], bool], rest: Callable[[], None]) -> None:
        """Work out the states of all places as known by now; ``rest`` is called between places."""
        for spot in list(self._spots.values()):
            if stopped():
                return
            spot.view(ALWAYS).warm()
            rest()

    def _take_in(self) -> None:
        touched: set[str] = set()
        with self._record._reading() as connection:
            cursor = raw_cursor(connection)
            for n, claim_n, place, *rest in self._rows(cursor, "stake", _STAKES):
                self._last["stake"] = n
                self._spots.setdefault(place, _Spot(place)).add(n, claim_n, rest)
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
        for place in touched:
            self._spots[place].renew(self._out)

    def _rows(self, cursor: Any, table: str, statement: str) -> list[tuple[Any, ...]]:
        cursor.execute(statement.format(last=int(self._last[table])))
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


class _Spot:
    """All that is said of one place, and what of it is known when."""

    def __init__(self, place: str) -> None:
        self._place = place
        self._told: list[tuple[int, int, int, Stake]] = []  # day, number, claim, stake
        self._spans: list[tuple[int, int, Stake]] = []  # known from, known until the day before, stake
        self._turns: list[int] = []
        self._views: dict[int, _View] = {}

    def add(self, n: int, claim_n: int, values: list[Any]) -> None:
        day, until, known, *rest = values
        made = Stake(self._place, date.fromordinal(day), date.fromordinal(until), date.fromordinal(known), *rest)
        self._told.append((day, n, claim_n, made))

    def renew(self, out: dict[int, dict[int, int]]) -> None:
        """Reckon anew what is known when; views that are asked for are made when they are."""
        self._told.sort(key=lambda row: row[:2])
        spans: list[tuple[int, int, Stake]] = []
        for _, _, claim_n, stake in self._told:
            gone = min(out.get(claim_n, {}).values(), default=ALWAYS + 1)
            if gone > stake.known.toordinal():
                spans.append((stake.known.toordinal(), gone, stake))
        self._spans = spans
        self._turns = sorted({day for first, last, _ in spans for day in (first, last)})
        self._views = {}

    def parties(self) -> Iterator[str]:
        """Who is named as holder or loser, as often as it is said."""
        for _, _, _, stake in self._told:
            yield from (key for key in (stake.holder, stake.loser) if key)

    def view(self, known: int) -> _View:
        """What is said of the place as known on a day: the same between two days on which that changes."""
        turn = bisect_right(self._turns, known)
        found = self._views.get(turn)
        if found is None:
            found = _View([stake for first, last, stake in self._spans if first <= known < last])
            self._views[turn] = found
        return found


class _View:
    """The states of a place as known on a day: those worked out, by day."""

    __slots__ = ("_ahead", "_ahead_days", "_bounds", "_cells", "_days", "_known", "_lock", "_stakes")

    def __init__(self, stakes: list[Stake]) -> None:
        self._stakes = stakes  # by day, then number
        self._days = [stake.day.toordinal() for stake in stakes]
        self._ahead = [stake for stake in stakes if stake.sort in _LATER]
        self._ahead_days = [stake.day.toordinal() for stake in self._ahead]
        self._bounds = sorted({*self._days, *(stake.until.toordinal() + 1 for stake in stakes)})
        self._known: list[int] = []
        self._cells: list[Cell] = []
        self._lock = RLock()

    def cell(self, day: int) -> Cell:
        """The state on a day."""
        if not self._stakes:
            return _NOTHING
        with self._lock:
            at = bisect_left(self._known, day)
            if at < len(self._known) and self._known[at] == day:
                return self._cells[at]
            if 0 < at < len(self._known) and self._cells[at - 1] == self._cells[at] and self._quiet(at):
                return self._cells[at]
            made = _cell(self._state(day), day)
            self._known.insert(at, day)
            self._cells.insert(at, made)
            return made

    def _quiet(self, at: int) -> bool:
        """Whether nothing begins or ends between two days that were worked out."""
        first, last = self._known[at - 1], self._known[at]
        return bisect_right(self._bounds, first) == bisect_right(self._bounds, last)

    def _state(self, day: int) -> Control:
        told = bisect_right(self._days, day)
        later = bisect_right(self._ahead_days, day)
        newest = self._stakes[max(0, told - LAST) : told][::-1]
        return state([*newest, *self._ahead[later : later + AHEAD]], date.fromordinal(day))

    def warm(self) -> None:
        """Work out the first and the last day of each stretch in which nothing begins or ends."""
        for day in self._bounds:
            self.cell(day - 1)
            self.cell(day)


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
