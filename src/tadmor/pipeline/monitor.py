"""The front door of a record: reports come in, and every question is answered as known on any day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from getpass import getuser
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from tadmor.errors import RecordError, TadmorError
from tadmor.model import Event, Place, Stake, Telling
from tadmor.pipeline import deciding, learning, tallies
from tadmor.pipeline.adding import Adder, identified
from tadmor.pipeline.answers import (
    ActorRow,
    Added,
    ClaimView,
    Decided,
    Held,
    Learnt,
    PlaceRow,
    Reconciled,
    ReportView,
    SourceRow,
)
from tadmor.pipeline.events import Clusters
from tadmor.pipeline.grouping import Compare, here
from tadmor.pipeline.naming import AREAS, actor_keys, contains, lineage, place_ids, place_named
from tadmor.pipeline.reader import Given, Item, Reader, Reading, documents
from tadmor.pipeline.together import together
from tadmor.query import Query
from tadmor.reading.register import actor, canonical, kind_of
from tadmor.reconcile.control import history
from tadmor.reconcile.control import staleness as staleness
from tadmor.reconcile.control import state as state
from tadmor.reconcile.ledger import event_of
from tadmor.record import open as open_record
from tadmor.settings import Settings

if TYPE_CHECKING:
    from tadmor.record.record import Record
    from tadmor.record.values import Entry, Finding


ALL = Query()
_AHEAD = 8  # stakes of later days that are asked who held the place until then


class Monitor:
    """A record with the reading of reports before it and the reconciling of claims behind it.

    >>> Monitor.open("no-such-folder/syria.db", create=False)
    Traceback (most recent call last):
    ...
    tadmor.errors.RecordError: no-such-folder/syria.db: there is no record (give another path, or let it be made)
    """

    def __init__(self, record: Record, settings: Settings | None = None) -> None:
        self.record, self.settings = record, settings or Settings()

    @classmethod
    def open(cls, url: str | Path, *, create: bool = True, settings: Settings | None = None) -> Monitor:
        """The monitor of the record at a path or a postgresql:// address. Raises RecordError."""
        return cls(open_record(url, create=create), settings)

    def close(self) -> None:
        """Let go of the record."""
        self.record.close()

    def __enter__(self) -> Monitor:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # Bringing reports in.

    def add(
        self, uris: Iterable[str], *, given: Given | None = None, n_process: int = 1, who: str | None = None
    ) -> Iterator[Added | TadmorError]:
        """Read documents and record their claims; what became of each, and the error of each that failed.

        Reports that the record has are left as they are.
        """
        given = given or Given()
        items = documents(uris, self.settings)
        return self._add((i if isinstance(i, TadmorError) else given.over(i) for i in items), n_process, who)

    def _add(self, items: Iterable[Item], n_process: int, who: str | None) -> Iterator[Added | TadmorError]:
        known: list[Added] = []
        raw: dict[str, bytes | None] = {}
        fresh = self._unknown(items, known, raw)
        readings = Reader(self.settings).pipe(fresh, n_process)
        adder = Adder(self.record, who or getuser())
        for batch in together(readings):
            yield from known
            known.clear()
            yield from (item for item in batch if isinstance(item, TadmorError))
            yield from adder.write([r.with_raw(raw.pop(r.report.id)) for r in batch if isinstance(r, Reading)])
        yield from known

    def _unknown(self, items: Iterable[Item], known: list[Added], raw: dict[str, bytes | None]) -> Iterator[Item]:
        """The reports that the record has not, without their bytes, which need not travel to other processes."""
        coming: dict[str, str] = {}
        for item in items:
            if isinstance(item, TadmorError):
                yield item
            elif (report := identified(item, self.record, coming)) is None:
                known.append(Added(item.id, item.title, known=True))
            else:
                raw[report.id] = report.raw
                yield report.without_raw()

    def add_readings(
        self, readings: Iterable[Reading | TadmorError], *, who: str | None = None, verb: str = "import",
        rules: str | None = None,
    ) -> Iterator[Added | TadmorError]:  # fmt: skip
        """Record reports with claims that were read elsewhere; ``rules`` is the digest by which, else this Tadmor's."""
        adder = Adder(self.record, who or getuser(), verb, rules)
        coming: dict[str, str] = {}
        for batch in together(readings):
            fresh: list[Reading] = []
            for item in batch:
                if isinstance(item, TadmorError):
                    yield item
                elif (report := identified(item.report, self.record, coming)) is None:
                    yield Added(item.report.id, item.report.title, known=True)
                else:
                    # A claim of another record keeps the id by which people there know it.
                    fresh.append(item.under(report) if verb == "add" else replace(item, report=report))
            yield from adder.write(fresh)

    def reread(self, *, n_process: int = 1, who: str | None = None) -> Iterator[Added | TadmorError]:
        """Read all reports again with this model and these rules; what people decided stands."""
        adder = Adder(self.record, who or getuser(), "reread")
        for batch in together(Reader(self.settings).pipe(self.record.reports(), n_process)):
            yield from (item for item in batch if isinstance(item, TadmorError))
            yield from adder.write([r for r in batch if isinstance(r, Reading)])

    def reconcile(self, *, who: str | None = None, compare: Compare = here) -> Reconciled:
        """Work out anew which claims tell of one happening; events keep their ids as far as their claims do.

        ``compare`` says where claims are compared: in this process, or as ``scale.reconciling`` gives it.
        """
        with self.record.write("reconcile", who or getuser()) as writer:
            return Reconciled(*Clusters(writer).anew(compare))

    # Asking.

    def claims(self, query: Query = ALL) -> Iterator[Telling]:
        """The claims that a query lets through, by day; those without a day last."""
        return self.record.tellings(query, **self._named(query))

    def tellings(self, ids: Iterable[str], as_of: date | None = None) -> list[Telling]:
        """The claims of these ids, in order; those that do not stand are left out."""
        return self.record.tellings_of(ids, as_of)

    def events(self, query: Query = ALL, among: Sequence[int] | None = None) -> Iterator[Event]:
        """The events of which a claim meets the query, by its first day, each with all its claims known by then.

        Their own days, if known, must meet ``since`` and ``until``, too: one loose telling does not bring in another
        year's event. ``among`` are the numbers of those that do as a whole, in that order, where they are known.
        """
        by_event = among is None and (query.disputed is not None or query.since or query.until)
        asked = replace(query, limit=None) if by_event else query
        found = (self._event(*pair) for pair in self.record.events_of(asked, among=among, **self._named(query)))
        return islice((event for event in found if _meets(event, query)), query.limit)

    def event(self, ident: str, as_of: date | None = None) -> Event:
        """The event of an id, its beginning, or the id of one that was merged into it. Raises RecordError."""
        found, tellings = self.record.event(ident, as_of)
        if not tellings:
            by_then = f"by {as_of}" if as_of else "now: its claims were all taken back"
            raise RecordError(f"nobody tells of event {found} {by_then}", remedy="ask as of another day")
        return self._event(found, tellings)

    def _event(self, ident: str, tellings: Sequence[Telling]) -> Event:
        return event_of(ident, tellings, lineage, rule=self.settings.toll_rule, ranks=self.settings.ranks)

    def control(self, at: date, place: str | None = None, as_of: date | None = None) -> list[Held]:
        """Who holds a place, the places of an area, or every place that anybody speaks of, on a day."""
        known = self.record.place_rows()
        if place is None:
            return [held for held in self._states(known, at, as_of) if held.control.holding != "unknown"]
        asked = place_named(place, known)
        inside = {p.id: p for p in known.values() if contains(asked, p)} if asked.feature in AREAS else {}
        if inside:
            return [h for h in self._states(inside, at, as_of) if h.control.holding != "unknown"]
        stakes = next((found for _, found in self.record.stakes(asked.id, at, as_of, ahead=_AHEAD)), [])
        return [_held(asked, stakes, at)]

    def _states(self, places: Mapping[str, Place], at: date, as_of: date | None) -> Iterator[Held]:
        for ident, stakes in self.record.stakes(None, at, as_of, ahead=_AHEAD):
            if ident in places:
                yield _held(places[ident], stakes, at)

    def history(self, place: str, as_of: date | None = None) -> list[Held]:
        """Who held a place over time, a row a change."""
        asked = self.place(place)
        stakes = next((found for _, found in self.record.stakes(asked.id, None, as_of, last=None)), [])
        return [Held(asked, control, None) for control in history(stakes)]

    def place(self, name: str) -> Place:
        """The place that a name or an id means. Raises SettingError where it is none."""
        return place_named(name, self.record.place_rows())

    def places(self, query: Query = ALL) -> list[PlaceRow]:
        """The places that the claims let through tell of, most told of first."""
        return tallies.places(self.record, query, **self._named(query))

    def actors(self, query: Query = ALL) -> list[ActorRow]:
        """The actors of the claims let through, those most often named first."""
        return tallies.actors(self.record, query, **self._named(query))

    def sources(self, query: Query = ALL) -> list[SourceRow]:
        """The outlets of the claims let through, those with most reports first."""
        return tallies.sources(self.record, query, **self._named(query))

    def explain(self, ident: str) -> ClaimView | Event | ReportView:
        """The claim, event or report of an id or its beginning, with all that is known of why. Raises RecordError."""
        return learning.explain(self.record, ident, self._event)

    def diff(self, since: date, until: date) -> Iterator[Learnt]:
        """What was learnt after the one day and up to the other: new and changed events, places that changed hands."""
        yield from learning.events(self.record, since, until, self._event)
        yield from learning.control(self, since, until)

    def log(self) -> Iterator[Entry]:
        """The writes, in order."""
        return self.record.log()

    def decisions(self) -> list[Decided]:
        """What people decided, in order."""
        return deciding.decisions(self.record)

    def verify(self) -> Iterator[Finding]:
        """What is wrong with the record; nothing where all is well."""
        return self.record.verify()

    def label(self, key: str) -> str:
        """The usual name of an actor's id; words without an id stay as they are."""
        return canonical(key)

    def kind_of(self, key: str) -> str | None:
        """Person, force, group, state… of an actor's id; None for words."""
        return kind_of(key)

    def country_of(self, key: str) -> str | None:
        """ISO code of the country of an actor's id; None where it has none."""
        found = actor(key)
        return found.country if found else None

    def lineage(self, key: str) -> tuple[str, ...]:
        """An actor's id, then whom it belongs to, the nearest first."""
        return lineage(key)

    # Deciding.

    def judge(self, a: str, b: str, *, same: bool, because: str, who: str | None = None) -> str:
        """Say whether two claims or events tell of one happening; what came of it, in a sentence."""
        return deciding.judge(self.record, a, b, same, because, who or getuser())

    def retract(self, ident: str, *, because: str, known: date | None = None, who: str | None = None) -> str:
        """Take back a claim or all claims of a report, from a day on (today); earlier as-of days still see them."""
        return deciding.retract(self.record, ident, because, known or date.today(), who or getuser())

    def correct(self, ident: str, changes: Mapping[str, str], *, because: str, who: str | None = None) -> str:
        """Set fields of a claim anew (see ``correcting.FIELDS``); it stands over any later reading."""
        return deciding.correct(self.record, ident, changes, because, who or getuser())

    def accept(self, ident: str, *, because: str = "", who: str | None = None) -> str:
        """Say that a claim was read rightly."""
        return deciding.accept(self.record, ident, because, who or getuser())

    def reject(self, ident: str, *, because: str, who: str | None = None) -> str:
        """Say that the report does not claim this: it is left out of every answer."""
        return deciding.reject(self.record, ident, because, who or getuser())

    def undo(self, number: int, *, because: str = "", who: str | None = None) -> str:
        """Take a decision back, by its number in the log."""
        return deciding.undo(self.record, number, because, who or getuser())

    def _named(self, query: Query) -> dict[str, frozenset[str] | None]:
        """The ids and keys that the names of a query stand for; None where it names none."""
        places = names = speakers = None
        if query.places:
            places = place_ids(query.places, self.record.place_rows().values(), query.within_km)
        if query.actors or query.speakers:
            known = self.record.name_keys()
            names = actor_keys(query.actors, known) if query.actors else None
            speakers = actor_keys(query.speakers, known) if query.speakers else None
        return {"places": places, "names": names, "speakers": speakers}


def _meets(event: Event, query: Query) -> bool:
    """Whether an event as a whole is one that the query asks for."""
    if query.disputed is not None and event.disputed is not query.disputed:
        return False
    first, last = (event.when.start, event.when.end) if event.when else (None, None)
    late = query.until and first and first > query.until
    early = query.since and last and last < query.since
    return not (late or early)


def _held(place: Place, stakes: Sequence[Stake], at: date) -> Held:
    control = state(stakes, at)
    return Held(place, control, staleness(control, at))
