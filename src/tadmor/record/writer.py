"""The verbs of writing: what each adds to which tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa

from tadmor.errors import RecordError
from tadmor.model import Claim, Place, Report, Stake
from tadmor.record.interned import Interned
from tadmor.record.raw import Folder
from tadmor.record.rows import Facts, Rows
from tadmor.record.schema import claim, gone, report, undone
from tadmor.record.stored import compact, name_key, ordinal, place_row, rest_of, value_of
from tadmor.record.tellings import ALWAYS, by_person, standing
from tadmor.record.values import Departure, Verb
from tadmor.record.view import View


class Writer(Rows):
    """One write, all or nothing. Rows may be gathered still when a method returns; ``view`` shows them all the same."""

    def __init__(self, connection: sa.Connection, facts: Facts, raw: Folder, interned: Interned) -> None:
        super().__init__(connection, facts)
        self._raw, self._interned = raw, interned
        self._new_reports: dict[str, int] = {}
        self._days: dict[int, int] = {}
        self._read: set[int] = set()
        self._events: dict[str, int] = {}
        self.view = View(self._seen)

    @contextmanager
    def _seen(self) -> Iterator[sa.Connection]:
        self.flush()
        yield self.connection

    def is_new(self, report_n: int) -> bool:
        """Whether the report came in with this write."""
        return report_n in self._new_reports.values()

    def is_fresh(self, report_id: str) -> bool:
        """Whether the report of this id came in with this write."""
        return report_id in self._new_reports

    def add_report(self, report: Report, raw: bytes | None = None, known: date | None = None) -> int:
        """The report's number; one of the same id and text that is there already stays as it is.

        ``known`` is by default the day of publication, else today. Raises RecordError, with nothing added, where the
        record has another text of that id.
        """
        if found := self._number_of(report):
            return found
        day = known or report.published or datetime.now(UTC).date()
        digest = self._raw.keep(raw) if raw is not None else report.raw_sha256
        if raw is not None and report.raw_sha256 not in (None, digest):
            message = f"the raw bytes have the SHA-256 {digest}, the report says {report.raw_sha256}"
            raise RecordError(message, where=f"report {report.id}", remedy="read the report again from its source")
        _writable(report)
        n = self.row(
            "report", report.id, day.toordinal(), ordinal(report.published), report.outlet, report.agency,
            report.title, report.url, report.language, digest, None if raw is None else len(raw), report.text,
            rest_of(report),
        )  # fmt: skip
        self.take_words(n, report.title, report.text)
        self._new_reports[report.id], self._days[n] = n, day.toordinal()
        return n

    def add_reading(self, report_n: int, claims: Sequence[Claim]) -> list[int]:
        """The row numbers of the claims of a reading by this write's rules.

        A claim equal to one that stands is that one. Those of earlier readings that are not among them are gone, save
        what a person put in. A claim whose id a person corrected, rejected or retracted is not written again: in its
        place stands the correction's number, else that of the claim that is gone.
        """
        number = self.row("reading", report_n, self.facts.rules)
        fresh = self.is_new(report_n) and report_n not in self._read
        self._read.add(report_n)
        there = {} if fresh else self._standing(report_n)
        decided = {} if fresh else self._decided(report_n)
        self._intern(claims)
        out: list[int] = []
        for one in claims:
            values = self._values(report_n, one)
            n = decided.get(one.id) or there.pop((one.id, *values), 0)
            out.append(n or self._claim(report_n, number, one, values))
        put_in = set(decided.values())
        for n in there.values():
            if n not in put_in:
                self.add_gone(n, "reading")
        return out

    def add_correction(self, claim_n: int, corrected: Claim) -> int:
        """The number of the corrected claim, which stands in the place of the other for every as-of."""
        self.flush()
        row = self.connection.execute(sa.select(claim.c.report_n, claim.c.reading_n).where(claim.c.n == claim_n)).one()
        self._intern([corrected])
        n = self._claim(row.report_n, row.reading_n, corrected, self._values(row.report_n, corrected))
        self.add_gone(claim_n, "correction", instead_n=n)
        return n

    def add_gone(self, claim_n: int, by: Departure, known: date | None = None, instead_n: int | None = None) -> int:
        """Takes a claim out for every as-of from ``known`` on; None is for all of them."""
        return self.row("gone", claim_n, ordinal(known) or 0, by, instead_n)

    def undo_gone(self, claim_n: int) -> bool:
        """Brings a claim back that a person took out; what stood in its place goes. Whether there was one."""
        self.flush()
        back = sa.exists().where(undone.c.gone_n == gone.c.n)
        rows = self.connection.execute(
            sa.select(gone.c.n, gone.c.instead_n).where(gone.c.claim_n == claim_n, by_person(), ~back)
        ).all()
        for row in rows:
            self.row("undone", row.n)
            if row.instead_n is not None:
                self.add_gone(row.instead_n, "correction")
        return bool(rows)

    def add_place(self, place: Place) -> int:
        """The number of a place; one of the same id that is there already stays as it is."""
        if self._interned.find_places(self.connection, [place.id]):
            self._interned.places[place.id] = self.row("place", *place_row(place)), place
        return self._interned.places[place.id][0]

    def add_stakes(self, claim_n: int, stakes: Iterable[Stake]) -> None:
        """What a claim says of who holds places; each place must have come in with a claim or by ``add_place``."""
        for s in stakes:
            if self._interned.find_places(self.connection, [s.place]):
                raise RecordError(f"the place {s.place} is not in the record", where=f"stake of claim {s.claim}",
                                  remedy="write it first: add_place")  # fmt: skip
            self.row(
                "stake", claim_n, self._interned.places[s.place][0], s.day.toordinal(), s.until.toordinal(),
                s.known.toordinal(), s.sort, s.modality, s.holder, s.loser, s.voice, s.origin, s.claim, s.grain,
            )  # fmt: skip

    def add_blocks(self, claim_n: int, keys: Iterable[int]) -> None:
        """The block keys of a claim: 63-bit integers."""
        for key in keys:
            self.row("block", key, claim_n)

    def add_bands(self, report_n: int, keys: Iterable[int]) -> None:
        """The band keys of a report: 63-bit integers."""
        for key in keys:
            self.row("band", key, report_n)

    def add_origin(
        self, report_n: int, first_n: int, how: str | None = None, score: float | None = None,
        because: Sequence[str] = (),
    ) -> int:  # fmt: skip
        """Says which report is the first of the same story; the latest word on a report counts."""
        return self.row("origin", report_n, first_n, how, _real(score), compact(list(because)))

    def add_event(self, event_id: str, seed: str | None = None) -> int:
        """The number of a new event; ``seed`` is the id of the claim that began it. One that is there stays."""
        if (n := self._event(event_id)) is None:
            n = self._events[event_id] = self.row("event", event_id, seed)
        return n

    def add_members(self, members: Iterable[tuple[int, str | None, int | None, float | None, Sequence[str]]]) -> None:
        """Rows of (claim number, event id or None: taken out, number of the claim it joined by, score, because)."""
        for claim_n, event_id, via, score, because in members:
            event_n = None if event_id is None else self._event_or_fault(event_id)
            self.row("member", claim_n, event_n, via, _real(score), compact(list(because)))

    def add_forward(self, event_id: str, into: str, because: Sequence[str] = ()) -> int:
        """Sends whoever asks for an event to another."""
        numbers = self._event_or_fault(event_id), self._event_or_fault(into)
        return self.row("forward", *numbers, compact(list(because)))

    def add_decision(
        self, verb: Verb, subject: str, *, other: str | None = None, field: str | None = None, value: Any = None,
        quote: Any = None, because: str | None = None, who: str | None = None, known: date | None = None,
    ) -> int:  # fmt: skip
        """A person's decision on a claim's id; ``known`` of None holds for every as-of.

        "judge": ``other`` is the other claim, ``value`` the verdict. "undo": ``other`` is the number of the decision.
        """
        return self.row(
            "decision", verb, subject, other, field, None if value is None else compact(value),
            None if quote is None else compact(quote), because, who or self.facts.who, ordinal(known) or 0,
        )  # fmt: skip

    def _number_of(self, one: Report) -> int | None:
        if one.id in self._new_reports:
            self.flush()
        n = self.number("report", "id", one.id)
        if n and self.connection.scalar(sa.select(report.c.text).where(report.c.n == n)) != one.text:
            message, remedy = "the record holds another text under this id", "give the report an id of its own"
            raise RecordError(message, where=f"report {one.id}", remedy=remedy)
        return n

    def _known_of(self, report_n: int) -> int:
        if report_n not in self._days:
            known = self.connection.scalar(sa.select(report.c.known).where(report.c.n == report_n))
            if known is None:
                raise RecordError(f"there is no report number {report_n}", remedy="write the report first: add_report")
            self._days[report_n] = known
        return self._days[report_n]

    def _intern(self, claims: Sequence[Claim]) -> None:
        """Gives numbers to all names and places of claims."""
        keys = [key for one in claims for _, key in _parts(one)]
        for key in self._interned.find_names(self.connection, keys):
            self._interned.names[key] = self.row("name", key)
        places = {one.where.place.id: one.where.place for one in claims if one.where and one.where.place}
        for id in self._interned.find_places(self.connection, places):
            self._interned.places[id] = self.row("place", *place_row(places[id])), places[id]

    def _values(self, report_n: int, one: Claim) -> tuple[Any, ...]:
        """The columns of a claim from ``kind`` on."""
        place_n, place = self._interned.places[one.where.place.id] if one.where and one.where.place else (None, None)
        start, until = (ordinal(one.when.start), ordinal(one.when.end)) if one.when else (None, None)
        precision = one.where.precision if one.where else None
        return (
            one.kind, one.modality, start, until, place_n, precision, self._known_of(report_n), value_of(one, place),
        )  # fmt: skip

    def _claim(self, report_n: int, reading_n: int, one: Claim, values: tuple[Any, ...]) -> int:
        n = self.row("claim", one.id, report_n, reading_n, *values)
        for role, key in dict.fromkeys(_parts(one)):
            self.row("part", n, role, self._interned.names[key])
        return n

    def _standing(self, report_n: int) -> dict[tuple[Any, ...], int]:
        """The numbers of the report's claims that stand by now, by what tells whether two are equal."""
        self.flush()
        query = sa.select(
            claim.c.n, claim.c.id, claim.c.kind, claim.c.modality, claim.c.start, claim.c.until, claim.c.place_n,
            claim.c.precision, claim.c.known, claim.c.value,
        ).where(claim.c.report_n == report_n, standing(ALWAYS))  # fmt: skip
        return {tuple(row[1:]): row[0] for row in self.connection.execute(query)}

    def _decided(self, report_n: int) -> dict[str, int]:
        """By the id of each claim of the report that a person took out: the number that stands for it."""
        back = sa.exists().where(undone.c.gone_n == gone.c.n)
        query = (
            sa.select(claim.c.id, claim.c.n, gone.c.instead_n)
            .select_from(gone.join(claim, claim.c.n == gone.c.claim_n))
            .where(claim.c.report_n == report_n, by_person(), ~back)
            .order_by(gone.c.n)
        )
        return {row[0]: row[2] or row[1] for row in self.connection.execute(query)}

    def _event(self, event_id: str) -> int | None:
        """The number of an event, None where there is none; new ones are remembered before they are written."""
        if event_id not in self._events:
            n = self.number("event", "id", event_id)
            if n is None:
                return None
            self._events[event_id] = n
        return self._events[event_id]

    def _event_or_fault(self, event_id: str) -> int:
        n = self._event(event_id)
        if n is None:
            raise RecordError(f"there is no event {event_id}", remedy="write it first: add_event")
        return n


def _parts(one: Claim) -> Iterator[tuple[str, str]]:
    """(role, key) of all whom a claim names."""
    said = one.attribution.speakers
    for role, mentions in (("actor", one.actors), ("target", one.targets), ("speaker", said)):
        for mention in mentions:
            yield role, name_key(mention)


def _real(score: float | None) -> float | None:
    return None if score is None else float(score)


def _writable(report: Report) -> None:
    """Raises RecordError for a text that databases cannot keep."""
    for what in ("id", "text", "title", "outlet", "agency", "url"):
        value = getattr(report, what) or ""
        if (at := value.find("\0")) >= 0:
            message = f"character {at} of its {what} is a zero"
            raise RecordError(message, where=f"report {report.id!r}", remedy="see whether it is a text at all")
