"""Claims gathered by report: an export has them by event, a record takes them by report."""

from __future__ import annotations

import pickle
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from tadmor.errors import SourceError
from tadmor.model import Report, Telling
from tadmor.outlets.exports.excerpt import excerpt, spans
from tadmor.outlets.exports.value import Imported


@dataclass(frozen=True, slots=True)
class Told:
    """A claim as an export has it, and where it stands in the file."""

    telling: Telling
    event: str
    where: str


Piece = Told | Report | SourceError


def gathered(pieces: Iterable[Piece], source: str) -> Iterator[Imported | SourceError]:
    """One ``Imported`` a report, errors first, as they are met.

    Reports and claims come in the order of the record that they left: which report is the first of a story hangs on it.

    What was read waits in a nameless database on disk, so that an export may be larger than memory.
    """
    with _Pile() as pile:
        for piece in pieces:
            if isinstance(piece, SourceError):
                yield piece
            else:
                pile.add(piece)
        for report, told in pile.reports():
            yield from _imported(report, told, source)


class _Pile:
    def __init__(self) -> None:
        self._db = sqlite3.connect("")
        self._db.execute("CREATE TABLE told (report TEXT, row INTEGER, value BLOB)")
        self._db.execute("CREATE TABLE whole (report TEXT PRIMARY KEY, value BLOB)")

    def __enter__(self) -> _Pile:
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()

    def add(self, piece: Told | Report) -> None:
        if isinstance(piece, Report):
            self._db.execute("INSERT OR REPLACE INTO whole VALUES (?, ?)", (piece.id, pickle.dumps(piece)))
        else:
            row = (piece.telling.claim.report, piece.telling.row, pickle.dumps(piece))
            self._db.execute("INSERT INTO told VALUES (?, ?, ?)", row)

    def reports(self) -> Iterator[tuple[Report | None, list[Told]]]:
        """Each report that is there whole, or None, with its claims; then the ones without any."""
        self._db.execute("CREATE INDEX by_report ON told (report)")
        ids = self._db.execute("SELECT report FROM told GROUP BY report ORDER BY min(row), min(rowid)")
        rest = self._db.execute("SELECT report FROM whole WHERE report NOT IN (SELECT report FROM told) ORDER BY rowid")
        for query in (ids, rest):
            for (id,) in query:
                yield self._whole(id), self._told(id)

    def _whole(self, id: str) -> Report | None:
        row = self._db.execute("SELECT value FROM whole WHERE report = ?", (id,)).fetchone()
        return pickle.loads(row[0]) if row else None  # our own, of this very run

    def _told(self, id: str) -> list[Told]:
        rows = self._db.execute("SELECT value FROM told WHERE report = ? ORDER BY row, rowid", (id,))
        return [pickle.loads(value) for (value,) in rows]


def _imported(report: Report | None, told: list[Told], source: str) -> Iterator[Imported | SourceError]:
    """The report with the claims that its text bears out, and an error for each that it does not."""
    if report is None:
        try:
            report = _excerpt(told, source)
        except ValueError as fault:
            yield SourceError(
                f"the quotes of report {told[0].telling.claim.report} contradict: {fault}", where=told[0].where
            )
            return
        yield _of(report, told, True)
        return
    kept = [one for one in told if _borne_out(one, report)]
    for one in told:
        if one not in kept:
            message = f"the words of claim {one.telling.claim.id} do not stand in report {report.id}"
            yield SourceError(message, where=one.where, remedy="export it again")
    yield _of(report, kept, False)


def _borne_out(one: Told, report: Report) -> bool:
    return all(report.text[span.start : span.end] == span.text for span in spans(one.telling.claim))


def _excerpt(told: list[Told], source: str) -> Report:
    """The report as far as its quotes tell it."""
    first = told[0].telling
    text, blocks = excerpt(span for one in told for span in spans(one.telling.claim))
    return Report(
        first.claim.report, text, first.title, first.outlet, first.agency, url=first.url, published=first.published,
        blocks=blocks, source=source,
    )  # fmt: skip


def _of(report: Report, told: list[Told], is_excerpt: bool) -> Imported:
    unique = {one.telling.claim.id: one for one in told}
    tellings = [one.telling for one in unique.values()]
    base = Imported(report, tuple(telling.claim for telling in tellings), is_excerpt)
    return replace(
        base,
        standings={telling.claim.id: telling.standing for telling in tellings if telling.standing != "proposed"},
        events={id: one.event for id, one in unique.items() if one.event},
        origin=tellings[0].origin if tellings else None,
        known=min((telling.known for telling in tellings), default=None),
    )
