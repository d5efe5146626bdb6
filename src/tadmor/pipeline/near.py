"""The claims near new ones, as the comparison sees them: kept in memory while one writer adds report after report."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from tadmor.model import Telling
from tadmor.pipeline.naming import lineage
from tadmor.reconcile.cluster import may_join
from tadmor.reconcile.sketch import Sketch, sketch

if TYPE_CHECKING:
    from tadmor.record.view import View

_SKETCHES, _ROWS = 25_000, 250_000  # kept: some 150 MB each; a sketch that was not asked for longest goes first


class Neighbours:
    """Claims by block key, by event and by row; what was read of the record once is kept up by those who write.

    Good for one writer as long as nobody else writes: ``start`` forgets all where somebody did.
    """

    def __init__(self) -> None:
        self.sketches: OrderedDict[int, Sketch] = OrderedDict()
        self.event_of: dict[int, str] = {}
        self.rows_of: dict[str, list[int]] = {}
        self._under: dict[int, list[int]] = {}
        self._last = -1

    def start(self, write: int) -> None:
        """Begin the write of this number; where it does not follow the last one, nothing is known any more."""
        if write != self._last + 1 or len(self.event_of) > _ROWS:
            self.forget()
        self._last = write

    def forget(self) -> None:
        """Let everything go."""
        self.sketches.clear()
        self.event_of.clear()
        self.rows_of.clear()
        self._under.clear()
        self._last = -1

    def near(
        self, view: View, new: Mapping[int, Sequence[Sketch]], events: Iterable[str] = ()
    ) -> list[tuple[int, Sketch, str]]:
        """(row, sketch, event) of every claim of the events that a new claim may join, and of these events.

        ``new`` holds the new claims by block key; an event may be joined where a claim of it under the same key is like
        enough.
        """
        self._learn_rows(view, [key for key in new if key not in self._under])
        self._learn_sketches(view, {row for key in new for row in self._under[key]})
        alike = {row for key, sketches in new.items() for row in self._under[key] if self._alike(row, sketches)}
        self._learn_events(view, {row for row in alike if row not in self.event_of})
        touched = {self.event_of[row] for row in alike if row in self.event_of} | set(events)
        self._learn_members(view, {event for event in touched if event not in self.rows_of})
        members = [(row, event) for event in sorted(touched) for row in self.rows_of[event]]
        self._learn_sketches(view, [row for row, _ in members])
        found = [(row, self.sketches[row], event) for row, event in members if row in self.sketches]
        self._let_go()
        return found

    def _alike(self, row: int, new: Sequence[Sketch]) -> bool:
        there = self.sketches.get(row)
        if there is None:
            return False
        self.sketches.move_to_end(row)
        return any(may_join(sketch, there) for sketch in new)

    def _let_go(self) -> None:
        while len(self.sketches) > _SKETCHES:
            self.sketches.popitem(last=False)

    def learn(self, tellings: Iterable[Telling]) -> None:
        """Keep how the comparison sees these claims."""
        self.sketches.update((t.row, sketch(t, lineage)) for t in tellings)

    def put(self, row: int, keys: Sequence[int]) -> None:
        """Take a new claim in; keys that were never asked for stay so, and are read when they are."""
        for key in keys:
            if key in self._under:
                self._under[key].append(row)

    def move(self, row: int, event: str | None) -> None:
        """A claim is in another event now, or in none."""
        old = self.event_of.pop(row, None)
        if old is not None and old in self.rows_of:
            self.rows_of[old].remove(row)
        if event is not None:
            self.event_of[row] = event
            if event in self.rows_of:
                self.rows_of[event].append(row)

    def found(self, event: str) -> None:
        """An event is new: all its claims are told of by ``move``."""
        self.rows_of.setdefault(event, [])

    def _learn_rows(self, view: View, keys: Sequence[int]) -> None:
        if keys:
            self._under.update({key: [] for key in keys})
            for key, row in view.rows_under(keys):
                self._under[key].append(row)

    def _learn_sketches(self, view: View, rows: Iterable[int]) -> None:
        unseen = [row for row in rows if row not in self.sketches]
        if unseen:
            self.learn(view.tellings_at(unseen))

    def _learn_events(self, view: View, rows: set[int]) -> None:
        self.event_of.update(view.event_ids(rows) if rows else {})

    def _learn_members(self, view: View, events: set[str]) -> None:
        if events:
            self.rows_of.update({event: [] for event in events})
            for row, event in view.member_rows(events):
                self.rows_of[event].append(row)
                self.event_of[row] = event
