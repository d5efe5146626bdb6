"""The events of a record, kept up: which event new claims belong to, and all worked out anew."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from tadmor.model import Telling
from tadmor.pipeline.grouping import Compare, both_ways, groups, here
from tadmor.pipeline.near import Neighbours
from tadmor.reconcile.blocks import block_keys
from tadmor.reconcile.cluster import assign, recluster
from tadmor.reconcile.moves import Membership, Merge, Move, Split, applied
from tadmor.reconcile.sketch import Sketch

if TYPE_CHECKING:
    from tadmor.record.writer import Writer

Placed = list[tuple[int, Sketch, str]]
Reason = tuple[str | None, float | None, tuple[str, ...]]


class Clusters:
    """The events within one write."""

    def __init__(self, writer: Writer, neighbours: Neighbours | None = None) -> None:
        self.writer, self.neighbours = writer, neighbours or Neighbours()
        self.neighbours.start(writer.n)
        self.links = writer.view.links()

    def place(
        self, new: Sequence[Telling], gone: Sequence[Telling] = (), given: Mapping[str, str] | None = None
    ) -> int:
        """Finds the event of each new claim of one report; claims that are gone leave theirs. How many are founded.

        Claims whose event is ``given``, by claim id, are put there.
        """
        events = self._of_report(new, gone)
        for telling in gone:
            self._join(telling.row, None)
        self.neighbours.learn(new)
        sketches = {telling.row: self.neighbours.sketches[telling.row] for telling in new}
        free = [telling for telling in new if not given or telling.claim.id not in given]
        keys = {row: block_keys(s) for row, s in sketches.items()}
        asked: dict[int, list[Sketch]] = {}
        for telling in free:
            for key in keys[telling.row]:
                asked.setdefault(key, []).append(sketches[telling.row])
        near = self.neighbours.near(self.writer.view, asked, events) if free else []
        for row, some in keys.items():
            self.writer.add_blocks(row, some)
            self.neighbours.put(row, some)
        for telling in new:
            if given and telling.claim.id in given:
                self._found(given[telling.claim.id], telling.claim.id)
                self._join(telling.row, given[telling.claim.id], (None, None, ("as imported",)))
        placed = [(telling.row, sketches[telling.row]) for telling in free]
        return self._move(assign([s for _, s in placed], _pairs(near), self.links), near, placed)

    def judged(self, claims: Iterable[str]) -> int:
        """Brings the events of these claims in line with the judgements. How many events are founded."""
        view = self.writer.view
        events = view.event_ids(telling.row for telling in view.tellings_of(claims))
        near = self.neighbours.near(view, {}, set(events.values()))
        return self._move(assign([], _pairs(near), view.links()), near, [])

    def anew(self, compare: Compare = here) -> tuple[int, int, int]:
        """Works out all events from scratch: (claims, events, claims that are in another event than before).

        ``compare`` says where groups of claims are compared; the events are the same wherever that is.
        """
        placed = list(self.writer.view.placed())
        self.neighbours.learn(telling for telling, _ in placed)
        sketches = [(t.row, self.neighbours.sketches[t.row], event) for t, event in placed]
        events = {s.claim: event for _, s, event in sketches if event is not None}
        told = [s for _, s, _ in sketches]
        moves = recluster(told, events, self.links, both_ways(compare(groups(told))))
        after = applied(events, moves)
        near = [(row, s, event) for row, s, event in sketches if event is not None]
        self._move(moves, near, [(row, s) for row, s, event in sketches if event is None])
        return len(after), len(set(after.values())), sum(events.get(claim) != event for claim, event in after.items())

    def _of_report(self, new: Sequence[Telling], gone: Sequence[Telling]) -> set[str]:
        """The events of the report's claims that are there already, beside which a new one is compared."""
        reports = {telling.claim.report for telling in (*new, *gone)}
        known = [report for report in reports if not self.writer.is_fresh(report)]
        return self.writer.view.events_of_reports(known) if known else set()

    def _move(self, moves: Sequence[Move], near: Placed, new: Sequence[tuple[int, Sketch]]) -> int:
        """Writes what the moves bring about; how many events they founded."""
        rows = {s.claim: row for row, s in (*new, *((row, s) for row, s, _ in near))}
        before = {s.claim: event for _, s, event in near}
        founded = sum(self._founded(move) for move in moves)
        why = _reasons(moves)
        for claim, event in applied(before, moves).items():
            if before.get(claim) != event:
                via, score, because = why.get(claim) or why[f"{before[claim]} {event}"]
                self.writer.add_event(event, claim)  # one that is there stays
                self._join(rows[claim], event, (rows[via] if via else None, score, because))
        for move in moves:
            if isinstance(move, Merge):
                self.writer.add_forward(move.event, move.into, move.because)
        return founded

    def _founded(self, move: Move) -> int:
        """1 where a move brings a new event about, else 0."""
        if isinstance(move, Membership) and move.via is None:
            return self._found(move.event, move.claim)
        return self._found(move.part, move.claims[0]) if isinstance(move, Split) else 0

    def _found(self, event: str, claim: str) -> int:
        self.writer.add_event(event, claim)
        self.neighbours.found(event)
        return 1

    def _join(
        self, row: int, event: str | None, why: tuple[int | None, float | None, Sequence[str]] = (None, None, ())
    ) -> None:
        self.writer.add_members([(row, event, *why)])
        self.neighbours.move(row, event)


def _pairs(near: Placed) -> list[tuple[Sketch, str]]:
    return [(s, event) for _, s, event in near]


def _reasons(moves: Iterable[Move]) -> dict[str, Reason]:
    """Why a claim is where it is now, by its id; and why claims of one event are in another, by the two."""
    out: dict[str, Reason] = {}
    for move in moves:
        if isinstance(move, Membership):
            out[move.claim] = move.via, move.score, move.because
        elif isinstance(move, Split):
            out.update(dict.fromkeys(move.claims, (None, None, move.because)))
            out[f"{move.event} {move.part}"] = None, None, move.because
        else:
            out[f"{move.event} {move.into}"] = None, None, move.because
    return out
