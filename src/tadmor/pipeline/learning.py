"""What is known of one claim, event or report, and what was learnt between two days."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from tadmor.errors import RecordError
from tadmor.model import Event, Telling
from tadmor.pipeline.answers import ClaimView, Held, Learnt, ReportView
from tadmor.pipeline.deciding import decisions
from tadmor.query import Query

if TYPE_CHECKING:
    from tadmor.pipeline.monitor import Monitor
    from tadmor.record.record import Record

_NONE = ("there is no ", "an empty text ")  # how the record says that no id begins so

Maker = Callable[[str, Sequence[Telling]], Event]


def explain(record: Record, ident: str, make: Maker) -> ClaimView | Event | ReportView:
    """The claim, event or report of an id or its beginning. Raises RecordError where it is none, or several."""
    for look in (_claim, _event, _report):
        try:
            return look(record, ident, make)
        except RecordError as fault:
            if not fault.message.startswith(_NONE):
                raise
    message = f"no claim, event or report has an id that begins with {ident!r}"
    raise RecordError(message, where=record.url, remedy="'tadmor claims' and 'tadmor events' show ids")


def _claim(record: Record, ident: str, make: Maker) -> ClaimView:
    telling = record.telling(ident)
    joined = record.membership(telling.row)
    decided = tuple(decisions(record, telling.claim.id))
    return ClaimView(telling, record.report(telling.claim.report), *joined, decided)


def _event(record: Record, ident: str, make: Maker) -> Event:
    found, tellings = record.event(ident)
    if not tellings:
        raise RecordError(
            f"nobody tells of event {found} now: its claims were all taken back", remedy="see 'tadmor log'"
        )
    return make(found, tellings)


def _report(record: Record, ident: str, make: Maker) -> ReportView:
    report = record.report(ident)
    return ReportView(report, tuple(record.tellings(Query(report=report.id))), record.origin(report.id))


def events(record: Record, since: date, until: date, make: Maker) -> Iterator[Learnt]:
    """The events of which something became known after the one day and up to the other, as they were and are."""
    for ident in record.learnt(since, until):
        _, now = record.event(ident, until)
        _, then = record.event(ident, since)
        if now and {t.row for t in now} != {t.row for t in then}:
            yield Learnt(make(ident, then) if then else None, make(ident, now))


def control(monitor: Monitor, since: date, until: date) -> Iterator[Learnt]:
    """The places of which it is told otherwise, as known on the second day, who held them then."""
    before = {held.place.id: held for held in monitor.control(until, None, since)}
    for held in monitor.control(until, None, until):
        then = before.get(held.place.id)
        if then is None or _stands(then) != _stands(held):
            yield Learnt(then, held)


def _stands(held: Held) -> tuple[str | None, str, str | None]:
    return held.control.holder, held.control.holding, held.control.by
