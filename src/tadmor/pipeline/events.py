"""The events of a record, kept up: which event new claims belong to, and all worked out anew."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from tadmor.model import Telling
from tadmor.pipeline.naming import lineage
from tadmor.reconcile.blocks import block_keys
from tadmor.reconcile.cluster import assign, recluster
from tadmor.reconcile.moves import Membership, Merge, Move, Split, applied
from tadmor.reconcile.sketch import Sketch, sketch

if TYPE_CHECKING:
    from tadmor.record.writer import Writer

_KEPT = 50_000  # sketches kept within one write: some 100 MB


class Clusters:
    """The events of one write; what it looked at stays in memory until the write ends."""

    def __init__(self, writer: Writer) -> None:
        self.writer = writer
        self.links = writer.view.links()
        self._sketches: dict[int, Sketch] = {}

    def place(
        self, new: Sequence[Telling], gone: Sequence[Telling] = (), given: Mapping[str, str] | None = None
    ) -> int:
        """Finds the event of each new claim of one report; claims that are gone leave theirs. How many are founded.

        Claims whose event is ``given``, by claim id, are put there.
        """
        self.writer.add_members((telling.row, None, None, None, ()) for telling in gone)
        keys = {telling.row: block_keys(self._sketch(telling)) for telling in new}
        known = [telling for telling in new if given and telling.claim.id in given]
        free = [telling for telling in new if not given or telling.claim.id not in given]
        near = self._near({key for telling in free for key in keys[telling.row]}, new) if free else []
        for row, some in keys.items():
            self.writer.add_blocks(row, some)
        self._put(known, given or {})
        return self._move(assign([self._sketch(t) for t in free], self._pairs(near), self.links), near, free)

    def _put(self, tellings: Sequence[Telling], events: Mapping[str, str]) -> None:
        for telling in tellings:
            event = events[telling.claim.id]
            self.writer.add_event(event, telling.claim.id)
            self.writer.add_members([(telling.row, event, None, None, ("as imported",))])

    def judged(self, claims: Iterable[str]) -> int:
        """Brings the events of these claims in line with the judgements. How many events are founded."""
        view = self.writer.view
        rows = [telling.row for telling in view.tellings_of(claims)]
        near = view.members(set(view.event_ids(rows).values()))
        return self._move(assign([], self._pairs(near), view.links()), near, ())

    def anew(self) -> tuple[int, int, int]:
        """Works out all events from scratch: (claims, events, claims that are in another event than before)."""
        placed = list(self.writer.view.placed())
        events = {telling.claim.id: event for telling, event in placed if event is not None}
        moves = recluster((self._sketch(t) for t, _ in placed), events, self.links)
        after = applied(events, moves)
        near = [(t, event) for t, event in placed if event is not None]
        self._move(moves, near, [t for t, event in placed if event is None])
        changed = sum(events.get(claim) != event for claim, event in after.items())
        return len(after), len(set(after.values())), changed

    def _near(self, keys: set[int], new: Sequence[Telling]) -> list[tuple[Telling, str]]:
        """All claims of the events that may take one of the new claims in."""
        view = self.writer.view
        own = {telling.row for telling in new}
        events = {event for telling, event in view.candidates(keys) if event and telling.row not in own}
        reports = {telling.claim.report for telling in new}
        events |= view.events_of_reports(reports)
        return [(t, event) for t, event in view.members(events) if t.row not in own]

    def _pairs(self, near: Iterable[tuple[Telling, str]]) -> list[tuple[Sketch, str]]:
        return [(self._sketch(telling), event) for telling, event in near]

    def _sketch(self, telling: Telling) -> Sketch:
        if telling.row not in self._sketches:
            if len(self._sketches) >= _KEPT:
                self._sketches.clear()
            self._sketches[telling.row] = sketch(telling, lineage)
        return self._sketches[telling.row]

    def _move(self, moves: Sequence[Move], near: Sequence[tuple[Telling, str]], new: Sequence[Telling]) -> int:
        """Writes what the moves bring about; how many events they founded."""
        rows = {t.claim.id: t.row for t in (*new, *(t for t, _ in near))}
        before = {telling.claim.id: event for telling, event in near}
        founded = self._found(moves, rows)
        why = _reasons(moves)
        for claim, event in applied(before, moves).items():
            if before.get(claim) != event:
                via, score, because = why.get(claim) or why[f"{before[claim]} {event}"]
                self.writer.add_members([(rows[claim], event, rows[via] if via else None, score, because)])
        for move in moves:
            if isinstance(move, Merge):
                self.writer.add_forward(move.event, move.into, move.because)
        return founded

    def _found(self, moves: Sequence[Move], rows: Mapping[str, int]) -> int:
        founded = 0
        for move in moves:
            if isinstance(move, Membership) and move.via is None:
                self.writer.add_event(move.event, move.claim)
                founded += 1
            elif isinstance(move, Split):
                self.writer.add_event(move.part, move.claims[0])
                founded += 1
        return founded


Reason = tuple[str | None, float | None, tuple[str, ...]]


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
