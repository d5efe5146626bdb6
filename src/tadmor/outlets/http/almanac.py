"""All events of a record as short rows in memory, as known on any day: what the map and the time line ask for.

Making an event of its claims takes a tenth of a millisecond a claim, too long for a map of thousands. So each event is
made once for each day on which something came to be known of it, in the background; what is made is kept in a file
beside the record. Where something changed only the events that it touches are made again: few at once, many in the
background. Until that is done, answers are made anew from the record.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import Lock
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from tadmor.outlets.http import making, rows, shelf
from tadmor.outlets.http.making import COLUMNS
from tadmor.outlets.http.sheet import Piece, Sheet
from tadmor.query import Query
from tadmor.record.events import matching
from tadmor.record.filters import conditions
from tadmor.record.schema import claim, event, member
from tadmor.record.tellings import batches, ordinal_or_always

if TYPE_CHECKING:
    from tadmor.pipeline import Monitor

_FEW = 300  # events that are made anew at once when something changed; more are made in the background


class Almanac:
    """The events of a monitor's record, as far as they are made."""

    def __init__(self, monitor: Monitor) -> None:
        self._monitor = monitor
        self._sheet: Sheet | None = None
        self._write = 0
        self._head = ""
        self._too_many = ""  # the head up to which more events changed than are made at once
        self._lock = Lock()
        settings = monitor.settings
        self._shelf = shelf.Shelf(monitor.record, "almanac", settings.toll_rule, *settings.ranks)

    def is_at(self, head: str) -> bool:
        """Whether all is made up to a head; the few events that a decision changed are made at once."""
        if self._sheet is None:
            return False
        if head not in (self._head, self._too_many) and self._lock.acquire(blocking=False):
            try:
                self._catch_up(head)
            finally:
                self._lock.release()
        return self._head == head

    def fetch(self) -> None:
        """Take what the file beside the record keeps, where that is of this record."""
        with self._lock:
            if self._sheet is not None or (found := self._shelf.read()) is None:
                return
            file, write, count = found
            with self._monitor.record._reading() as connection:
                if not shelf.has(connection, write):
                    return
            self._sheet = Sheet.read(file, shelf.HEAD, count)
            self._write, self._head = write

    def build(self, head: str, stopped: Callable[[], bool], rest: Callable[[], None]) -> None:
        """Make what is not made up to a head, and keep it in the file.

        ``rest`` is called now and then; where ``stopped`` says so it ends with nothing made.
        """
        with self._lock:
            if self._sheet is not None and self._head == head:
                return
            write = self._newest()
            numbers = self._touched() if self._sheet is not None else self._numbers()
            made = Piece.joined(making.pieces(self._monitor, numbers, stopped, rest))
            if stopped():
                return
            self._sheet = self._sheet.with_changed(numbers, made) if self._sheet is not None else Sheet.of(made)
            self._write, self._head = write[0], head
            self._shelf.write(self._sheet.parts(), write, len(self._sheet))

    def rows(self, query: Query, chosen: Sequence[int] | None = None) -> list[bytes]:
        """The JSON rows by first day; days, kinds and dispute are the events' own. ``chosen`` are numbers of events."""
        sheet = self._made()
        return [sheet.row(at) for at in sheet.chosen(query, chosen)]

    def days(self, query: Query, chosen: Sequence[int] | None = None) -> dict[int, list[int]]:
        """Day -> events that begin on it, by family."""
        return self._made().days(query, chosen)

    def meeting(self, query: Query) -> list[int]:
        """The numbers of the events that as a whole meet a query's days and dispute, by the first day of a claim."""
        return self._made().meeting(query)

    def _made(self) -> Sheet:
        assert self._sheet is not None
        return self._sheet

    def _newest(self) -> shelf.Write:
        with self._monitor.record._reading() as connection:
            return shelf.newest(connection)

    def _numbers(self) -> list[int]:
        with self._monitor.record._reading() as connection:
            return list(connection.scalars(sa.select(event.c.n).order_by(event.c.n)))

    def _touched(self) -> list[int]:
        """The events of claims that came, went or were decided on since."""
        changed = [ident for ident, _ in rows.changed_since(self._monitor.record, self._write)]
        with self._monitor.record._reading() as connection:
            asked = sa.select(member.c.event_n).join(claim, claim.c.n == member.c.claim_n)
            inside = asked.where(member.c.event_n.is_not(None))
            found = {n for some in batches(changed) for n in connection.scalars(inside.where(claim.c.id.in_(some)))}
        return sorted(found)

    def _catch_up(self, head: str) -> None:
        """Makes the events anew that a few decisions changed."""
        assert self._sheet is not None
        write, _ = self._newest()
        touched = self._touched()
        if len(touched) > _FEW:
            self._too_many = head
            return
        if touched:
            self._sheet = self._sheet.with_changed(touched, making.piece(self._monitor, touched))
        self._write, self._head = write, head


def meets(row: Sequence[Any], query: Query) -> bool:
    """Whether an event's own days and kind are those that a query asks for; dispute was seen to."""
    _, kind, _, start, *_ = row
    end = row[COLUMNS.index("until")]
    early = query.until is None or (start is not None and start <= query.until.isoformat())
    late = query.since is None or (end is not None and end >= query.since.isoformat())
    return early and late and (not query.kinds or kind in query.kinds)


def numbers_of(monitor: Monitor, query: Query) -> list[int] | None:
    """The numbers of the events of which a claim is of these places, actors, speakers, outlets and words; None: all."""
    asked = Query(
        places=query.places, within_km=query.within_km, actors=query.actors, speakers=query.speakers,
        outlets=query.outlets, words=query.words, as_of=query.as_of,
    )  # fmt: skip
    if asked == Query(as_of=query.as_of):
        return None
    named = monitor._named(asked)
    with monitor.record._reading() as connection:
        found = conditions(connection, asked, named["places"], named["names"], named["speakers"])
        return matching(connection, found, ordinal_or_always(query.as_of), None, None)
