"""What can be asked of a record: each question in one read that sees one state of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import date

import sqlalchemy as sa

from tadmor.model import Link, Place, Report, Stake, Telling
from tadmor.query import Query
from tadmor.record import counts, decisions, events, memberships, reports, tellings
from tadmor.record.filters import Chosen, conditions
from tadmor.record.schema import claim, name, place
from tadmor.record.stakes import StakeRow, stake_of, stake_rows
from tadmor.record.stored import place_of
from tadmor.record.tellings import Placed, Places, batches, ordinal_or_always
from tadmor.record.values import Decision, Entry, Hit, NameCount, OutletCount, PlaceCount

ALL = Query()
"""The query that all claims meet."""


class View:
    """The questions, over the connections that ``reading`` lends: a record's own, or a write's."""

    def __init__(self, reading: Callable[[], AbstractContextManager[sa.Connection]]) -> None:
        self._reading = reading
        self._places = Places()
        self._met: dict[str, Place] = {}

    def tellings(
        self, query: Query = ALL, *, places: Chosen = None, names: Chosen = None, speakers: Chosen = None
    ) -> Iterator[Telling]:
        """The standing claims that a query asks for, by first day, then number; those without a first day last.

        ``places`` are ids, ``names`` (of actors or targets) and ``speakers`` keys, widened already by the caller, in
        the place of the query's own words; None is no filter. ``disputed`` and ``within_km`` are the caller's, too.
        """
        for telling, _ in self.placed(query, places=places, names=names, speakers=speakers):
            yield telling

    def placed(
        self, query: Query = ALL, *, places: Chosen = None, names: Chosen = None, speakers: Chosen = None
    ) -> Iterator[Placed]:
        """The same, each with the id of its event or None."""
        as_of = ordinal_or_always(query.as_of)
        with self._reading() as connection:
            found = conditions(connection, query, places, names, speakers)
            after = tellings.place_in_order(connection, query.after) if query.after else None
            yield from tellings.in_order(connection, found, as_of, self._places, after, query.limit)

    def telling(self, id: str, as_of: date | None = None) -> Telling:
        """The claim of an id or of its beginning; one that is gone says so by its standing.

        Raises RecordError where none or several begin so.
        """
        with self._reading() as connection:
            whole = tellings.whole_id(connection, claim.c.id, id, "claim")
            return tellings.latest(connection, whole, ordinal_or_always(as_of), self._places)[0]

    def tellings_of(self, ids: Iterable[str], as_of: date | None = None) -> list[Telling]:
        """The standing claims of these ids, in their order; those that do not stand are left out."""
        with self._reading() as connection:
            found = tellings.by_ids(connection, ids, ordinal_or_always(as_of), self._places)
        return [telling for telling, _ in found]

    def events_of(
        self, query: Query = ALL, *, places: Chosen = None, names: Chosen = None, speakers: Chosen = None,
        among: Sequence[int] | None = None,
    ) -> Iterator[tuple[str, tuple[Telling, ...]]]:  # fmt: skip
        """(event id, all its standing claims in order of publication) of the events of which a claim meets the query.

        In order of the first day of such claims; ``limit`` and ``after`` count events. An event's claims that do not
        meet the query are given too. Events of other numbers than ``among``, which is in that order, are left out.
        """
        as_of = ordinal_or_always(query.as_of)
        with self._reading() as connection:
            found = conditions(connection, query, places, names, speakers)
            numbers = events.matching(connection, found, as_of, query.after, query.limit, among)
            for some in batches(numbers):
                yield from events.with_tellings(connection, some, as_of, self._places)

    def events_at(
        self, numbers: Iterable[int], as_of: date | None = None
    ) -> Iterator[tuple[int, str, tuple[Telling, ...]]]:
        """(number, id, all standing claims in order of publication, or none) of the events of these numbers."""
        with self._reading() as connection:
            for some in batches(numbers):
                found = events.with_tellings(connection, some, ordinal_or_always(as_of), self._places, empty=True)
                yield from ((n, id, told) for n, (id, told) in zip(some, found, strict=True))

    def event(self, id: str, as_of: date | None = None) -> tuple[str, tuple[Telling, ...]]:
        """The event of an id or of its beginning, or the one that it was merged into: (id, standing claims)."""
        with self._reading() as connection:
            n = events.forwarded(connection, tellings.whole_id(connection, events.ID, id, "event"))
            as_of_n = ordinal_or_always(as_of)
            return next(events.with_tellings(connection, [n], as_of_n, self._places, empty=True))

    def event_ids(self, claim_ns: Iterable[int]) -> dict[int, str]:
        """The event id of each of these claim numbers that is in one."""
        with self._reading() as connection:
            return events.ids_of(connection, claim_ns)

    def taken_out(self, claim_id: str) -> int | None:
        """The number of the claim of this id that a person took out last, None where none is out."""
        with self._reading() as connection:
            return memberships.taken_out(connection, claim_id)

    def rows_under(self, keys: Iterable[int]) -> list[tuple[int, int]]:
        """(key, claim number) under these block keys, whether or not the claims stand."""
        with self._reading() as connection:
            return memberships.rows_under(connection, keys)

    def member_rows(self, events: Iterable[str]) -> list[tuple[int, str]]:
        """(claim number, event id) of all claims of these events, whether or not they stand."""
        with self._reading() as connection:
            return memberships.rows_of(connection, events)

    def tellings_at(self, rows: Iterable[int]) -> list[Telling]:
        """The standing claims of these numbers."""
        with self._reading() as connection:
            return [t for t, _ in tellings.by_numbers(connection, rows, tellings.ALWAYS, self._places)]

    def events_of_reports(self, ids: Iterable[str]) -> set[str]:
        """The events that claims of these reports are in."""
        with self._reading() as connection:
            return memberships.of_reports(connection, ids)

    def membership(self, claim_n: int) -> memberships.Why:
        """(event id, id of the claim by which it joined, score, reasons) of a claim's number."""
        with self._reading() as connection:
            return memberships.why(connection, claim_n)

    def learnt(self, since: date, until: date) -> list[str]:
        """The events of which a claim became known, or was taken back, after the one day and up to the other."""
        with self._reading() as connection:
            return memberships.learnt(connection, since.toordinal(), until.toordinal())

    def bands(self, keys: Iterable[int], most: int | None = None) -> list[tuple[Report, str]]:
        """(report, id of its origin) of the reports under any of these band keys, each once.

        A key of more than ``most`` reports is passed over: what all print tells nothing.
        """
        with self._reading() as connection:
            return reports.under_bands(connection, keys, most)

    def place_rows(self) -> dict[str, Place]:
        """Every place that the record has met, whether or not a claim of it stands, by id; not to be changed."""
        with self._reading() as connection:
            last = len(self._met)  # numbers count up without a gap
            if (connection.scalar(sa.select(sa.func.max(place.c.n))) or 0) > last:
                newer = connection.execute(sa.select(place).where(place.c.n > last).order_by(place.c.n))
                self._met.update({row.id: place_of(row[2:]) for row in newer})
            return self._met

    def name_keys(self) -> list[str]:
        """Every actor's id or words that the record has met."""
        with self._reading() as connection:
            return list(connection.scalars(sa.select(name.c.key).order_by(name.c.n)))

    def stakes(
        self, place: str | None = None, at: date | None = None, as_of: date | None = None, last: int | None = 24,
        ahead: int = 0,
    ) -> Iterator[tuple[str, list[Stake]]]:  # fmt: skip
        """(place id, its newest stakes up to ``at``, as known by then) of one place or all; ``last`` of None is all.

        The first ``ahead`` captures and holdings of later days follow: they tell who held a place until then.
        """
        for id, rows in self.stake_rows(place, at, as_of, last, ahead):
            yield id, [stake_of(row) for row in rows]

    def stake_rows(
        self, place: str | None = None, at: date | None = None, as_of: date | None = None, last: int | None = 24,
        ahead: int = 0,
    ) -> Iterator[tuple[str, list[StakeRow]]]:  # fmt: skip
        """The same as plain tuples in the order of Stake's fields, days as ordinals: for maps of all places."""
        days = ordinal_or_always(at), ordinal_or_always(as_of)
        with self._reading() as connection:
            yield from stake_rows(connection, place, *days, last, ahead)

    def report(self, id: str) -> Report:
        """The report of an id or of its beginning. Raises RecordError where none or several begin so."""
        with self._reading() as connection:
            return reports.one(connection, tellings.whole_id(connection, reports.ID, id, "report"))

    def reports(self, ids: Iterable[str] | None = None) -> Iterator[Report]:
        """The reports of these ids that are there, or all, in the order in which they came in."""
        with self._reading() as connection:
            yield from reports.several(connection, ids)

    def has(self, ids: Iterable[str]) -> set[str]:
        """Those of these ids of reports that are in the record."""
        with self._reading() as connection:
            return reports.there(connection, ids)

    def report_n(self, id: str) -> int | None:
        """The number of the report of this id, None where there is none."""
        with self._reading() as connection:
            return reports.number(connection, id)

    def origin(self, id: str) -> str:
        """The id of the first report of the same story; the report's own where nothing else was said."""
        with self._reading() as connection:
            return reports.origin_of(connection, id)

    def known_rules(self, id: str) -> str | None:
        """The rules by which a report was read last; None where it was never read."""
        with self._reading() as connection:
            return reports.rules_of(connection, id)

    def search(self, words: str, limit: int | None = None) -> list[Hit]:
        """The reports that hold all words and "phrases", the newest first, with the words around the first found."""
        with self._reading() as connection:
            return reports.holding(connection, words, limit)

    def places(self, as_of: date | None = None) -> list[PlaceCount]:
        """The places of standing claims, those most told of first."""
        with self._reading() as connection:
            return counts.places(connection, ordinal_or_always(as_of), self._places)

    def names(self, as_of: date | None = None) -> list[NameCount]:
        """Whom standing claims name, those most named first."""
        with self._reading() as connection:
            return counts.names(connection, ordinal_or_always(as_of))

    def outlets(self, as_of: date | None = None) -> list[OutletCount]:
        """The outlets of reports known by then, those with most reports first."""
        with self._reading() as connection:
            return counts.outlets(connection, ordinal_or_always(as_of))

    def decisions(self, subject: str | None = None) -> list[Decision]:
        """What persons decided, on one claim or event or on all, in order; those undone among them."""
        with self._reading() as connection:
            return decisions.decisions(connection, subject)

    def links(self) -> list[Link]:
        """Persons' judgements on two claims: the latest on each pair that was not undone."""
        with self._reading() as connection:
            return decisions.links(connection)

    def log(self) -> Iterator[Entry]:
        """The writes, in order."""
        with self._reading() as connection:
            yield from decisions.log(connection)
