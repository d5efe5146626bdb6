"""All events of a record as short rows in memory, as known on any day: what the map and the time line ask for.

Making an event of its claims takes a tenth of a millisecond a claim, too long for a map of thousands. So each event is
made once for each day on which something came to be known of it, in the background when the record is opened, and
again when something of it changes. Until that is done, answers are made anew from the record.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np
import sqlalchemy as sa

from tadmor.model import Event, Telling
from tadmor.outlets.drawing.families import FAMILIES, family_of
from tadmor.outlets.exports import lines
from tadmor.outlets.exports.facts import figure
from tadmor.outlets.http import rows
from tadmor.outlets.web.words import headline
from tadmor.query import Query
from tadmor.record.events import matching
from tadmor.record.filters import conditions
from tadmor.record.schema import claim, event, gone, member, undone
from tadmor.record.tellings import ALWAYS, batches, ordinal_or_always

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tadmor.pipeline import Monitor

COLUMNS = (
    "id", "kind", "family", "day", "lat", "lon", "precision", "label", "killed", "origins", "disputed", "until",
    "grain", "place",
)  # fmt: skip
FAMILY_KEYS = tuple(family.key for family in FAMILIES)
_FEW = 300  # events that are made anew at once when something changed; more are made in the background
_VERSIONS = 400  # days of knowledge for which one event is made; of more than that the newest


def short_row(event: Event) -> list[Any]:
    """The values of COLUMNS of an event."""
    when, where = event.when, event.where
    place = where.place if where else None
    start, end = (when.start or when.end, when.end or when.start) if when else (None, None)
    return [
        event.id, event.kind, family_of(event.kind).key, start.isoformat() if start else None,
        round(place.lat, 4) if place else None, round(place.lon, 4) if place else None,
        where.precision if where else None, headline(event), figure(event, "killed").best, event.origins,
        int(event.disputed), end.isoformat() if end else None, when.grain if when else None,
        place.id if place else None,
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Version:
    """An event as known from one day up to the day before another."""

    first: int
    last: int
    start: int
    end: int
    family: int
    kind: str
    disputed: bool
    row: bytes


@dataclass(frozen=True, slots=True)
class _Sheet:
    """All versions of all events by their first day, in columns."""

    number: NDArray[np.int64]
    first: NDArray[np.int32]
    last: NDArray[np.int32]
    start: NDArray[np.int32]
    end: NDArray[np.int32]
    family: NDArray[np.int8]
    kind: NDArray[np.str_]
    disputed: NDArray[np.bool_]
    rows: list[bytes]


class Almanac:
    """The events of a monitor's record, as far as they are made; ``whole`` once all are."""

    def __init__(self, monitor: Monitor) -> None:
        self._monitor = monitor
        self._versions: dict[int, list[_Version]] = {}
        self._sheet: _Sheet | None = None
        self._write = 0
        self._head = ""
        self._lock = Lock()

    def is_at(self, head: str) -> bool:
        """Whether all is made up to a head; the few events that a decision changed are made at once."""
        if self._sheet is None:
            return False
        if self._head != head and self._lock.acquire(blocking=False):
            try:
                self._catch_up(head)
            finally:
                self._lock.release()
        return self._head == head

    def build(self, head: str, stopped: Callable[[], bool], rest: Callable[[], None]) -> None:
        """Make every event; ``rest`` is called now and then; where ``stopped`` says so it ends with nothing made."""
        with self._lock:
            if self._head == head:
                return
            write = rows.newest(self._monitor.record)[0]
            made: dict[int, list[_Version]] = {}
            for number, versions in self._all():
                made[number] = versions
                if len(made) % 50 == 0:
                    rest()
                if stopped():
                    return
            self._versions, self._sheet = made, _sheet(made)
            self._write, self._head = write, head

    def rows(self, query: Query, chosen: Sequence[int] | None = None) -> list[bytes]:
        """The JSON rows by first day; days, kinds and dispute are the events' own. ``chosen`` are numbers of events."""
        sheet, kept = self._kept(query, chosen)
        found = np.flatnonzero(kept)
        return [sheet.rows[at] for at in found]

    def days(self, query: Query, chosen: Sequence[int] | None = None) -> dict[int, list[int]]:
        """Day -> events that begin on it, by family."""
        sheet, kept = self._kept(query, chosen)
        keys = sheet.start[kept].astype(np.int64) * len(FAMILY_KEYS) + sheet.family[kept]
        out: dict[int, list[int]] = {}
        for key, count in zip(*np.unique(keys, return_counts=True), strict=True):
            day, family = divmod(int(key), len(FAMILY_KEYS))
            if day:
                out.setdefault(day, [0] * len(FAMILY_KEYS))[family] = int(count)
        return out

    def _kept(self, query: Query, chosen: Sequence[int] | None) -> tuple[_Sheet, NDArray[np.bool_]]:
        sheet = self._sheet
        assert sheet is not None
        known = ordinal_or_always(query.as_of)
        kept = (sheet.first <= known) & (known < sheet.last)
        if query.until:
            kept &= (sheet.start <= query.until.toordinal()) & (sheet.start > 0)
        if query.since:
            kept &= sheet.end >= query.since.toordinal()
        if query.kinds:
            kept &= np.isin(sheet.kind, query.kinds)
        if query.disputed is not None:
            kept &= sheet.disputed == query.disputed
        if chosen is not None:
            kept &= np.isin(sheet.number, np.fromiter(chosen, np.int64, len(chosen)))
        return sheet, kept

    def _all(self) -> Iterator[tuple[int, list[_Version]]]:
        """(number, versions) of every event."""
        record = self._monitor.record
        numbers = self._numbers()
        several = self._with_retractions()
        for ident, tellings in record.events_of():
            if numbers[ident] not in several:
                yield numbers[ident], self._told(ident, tellings)
        for number in several:
            yield number, self._apart(number)

    def _numbers(self) -> dict[str, int]:
        with self._monitor.record._reading() as connection:
            return {str(ident): int(n) for ident, n in connection.execute(sa.select(event.c.id, event.c.n))}

    def _with_retractions(self) -> set[int]:
        """The events of claims that went on a day: they were otherwise known before."""
        back = sa.exists().where(undone.c.gone_n == gone.c.n)
        query = sa.select(gone.c.claim_n).where(gone.c.known > 0, ~back)
        with self._monitor.record._reading() as connection:
            return _events_of(connection, list(connection.scalars(query)))

    def _told(self, ident: str, tellings: Sequence[Telling]) -> list[_Version]:
        """The versions of an event whose claims came to be known one after another."""
        days = sorted({t.known.toordinal() for t in tellings})[-_VERSIONS:]
        made = [(day, [t for t in tellings if t.known.toordinal() <= day]) for day in days]
        return self._made(ident, made)

    def _apart(self, number: int) -> list[_Version]:
        """The versions of an event, each asked of the record."""
        with self._monitor.record._reading() as connection:
            ident = connection.scalars(sa.select(event.c.id).where(event.c.n == number)).one()
            inside = sa.select(member.c.claim_n).where(member.c.event_n == number)
            turns = set(connection.scalars(sa.select(claim.c.known).where(claim.c.n.in_(inside))))
            turns |= set(
                connection.scalars(sa.select(gone.c.known).where(gone.c.claim_n.in_(inside), gone.c.known > 0))
            )
        made: list[tuple[int, Sequence[Telling]]] = []
        for day in sorted(turns)[-_VERSIONS:]:
            found, tellings = self._monitor.record.event(ident, date.fromordinal(day))
            made.append((day, tellings if found == ident else ()))
        return self._made(ident, made)

    def _made(self, ident: str, told: Sequence[tuple[int, Sequence[Telling]]]) -> list[_Version]:
        out: list[_Version] = []
        for at, (day, tellings) in enumerate(told):
            last = told[at + 1][0] if at + 1 < len(told) else ALWAYS + 1
            if tellings:
                out.append(_version(self._monitor._event(ident, tellings), day, last))
        return out

    def _catch_up(self, head: str) -> None:
        """Makes the events anew that a few decisions changed."""
        record = self._monitor.record
        write = rows.newest(record)[0]
        changed = [ident for ident, _ in rows.changed_since(record, self._write)]
        if len(changed) > _FEW * 10:
            return
        with record._reading() as connection:
            claims: list[int] = []
            for some in batches(changed):
                claims += connection.scalars(sa.select(claim.c.n).where(claim.c.id.in_(some)))
            touched = _events_of(connection, claims)
        if len(touched) > _FEW:
            return
        for number in touched:
            self._versions[number] = self._apart(number)
        if touched:
            self._sheet = _sheet(self._versions)
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


def _events_of(connection: sa.Connection, claims: Sequence[int]) -> set[int]:
    """The numbers of the events that these claims are in or were."""
    out: set[int] = set()
    for some in batches(claims):
        query = sa.select(member.c.event_n).where(member.c.claim_n.in_(some), member.c.event_n.is_not(None))
        out.update(connection.scalars(query))
    return out


def _version(made: Event, first: int, last: int) -> _Version:
    when = made.when
    start, end = (when.start or when.end, when.end or when.start) if when else (None, None)
    return _Version(
        first, last, start.toordinal() if start else 0, end.toordinal() if end else 0,
        FAMILY_KEYS.index(family_of(made.kind).key), made.kind, made.disputed, lines.line(short_row(made)).encode(),
    )  # fmt: skip


def _sheet(versions: dict[int, list[_Version]]) -> _Sheet:
    flat = [(number, version) for number, some in versions.items() for version in some]
    flat.sort(key=lambda pair: (pair[1].start or ALWAYS, pair[0]))

    def column(values: Iterable[Any], kind: Any) -> Any:
        return np.array(list(values), dtype=kind)

    each = [version for _, version in flat]
    return _Sheet(
        column((number for number, _ in flat), np.int64), column((v.first for v in each), np.int32),
        column((v.last for v in each), np.int32), column((v.start for v in each), np.int32),
        column((v.end for v in each), np.int32), column((v.family for v in each), np.int8),
        column((v.kind for v in each), "U12"), column((v.disputed for v in each), np.bool_), [v.row for v in each],
    )  # fmt: skip
