"""Events made into the short rows of maps, as known from each day on which something came to be known of them.

Making an event of its claims takes a tenth of a millisecond a claim and version. Many are made in processes of their
own, which give way to whoever answers requests.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from tadmor.model import Event, Telling
from tadmor.outlets.drawing.families import family_of
from tadmor.outlets.exports import lines
from tadmor.outlets.exports.facts import figure
from tadmor.outlets.http import apart
from tadmor.outlets.http.sheet import KINDS, Piece, Version
from tadmor.outlets.web.words import headline
from tadmor.pipeline import Monitor
from tadmor.record import open as open_record
from tadmor.record.schema import claim, gone, member, undone
from tadmor.record.tellings import ALWAYS, batches

if TYPE_CHECKING:
    from tadmor.settings import Settings

COLUMNS = (
    "id", "kind", "family", "day", "lat", "lon", "precision", "label", "killed", "origins", "disputed", "until",
    "grain", "place",
)  # fmt: skip
_VERSIONS = 400  # days of knowledge for which one event is made; of more than that the newest
_STEP = 200  # events made at a time: some tenths of a second
_FEW = 2_000  # events for which no process is started: that alone takes a second
_KIND = {kind: at for at, kind in enumerate(KINDS)}


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


def pieces(
    monitor: Monitor, numbers: Sequence[int], stopped: Callable[[], bool], rest: Callable[[], None]
) -> Iterator[Piece]:
    """All versions of the events of these numbers; it ends early where ``stopped`` says so.

    Few are made here, with ``rest`` called between; many by other processes. Raises RuntimeError where one dies.
    """
    if len(numbers) > _FEW:
        given = [(monitor.record.address, monitor.settings, share) for share in apart.shares(numbers)]
        yield from apart.results(_work, given, stopped)
        return
    for some in _steps(numbers):
        yield piece(monitor, some)
        rest()
        if stopped():
            return


def piece(monitor: Monitor, numbers: Sequence[int]) -> Piece:
    """All versions of the events of these numbers."""
    return Piece.of(version for some in batches(numbers) for version in _versions(monitor, some))


def _versions(monitor: Monitor, numbers: Sequence[int]) -> Iterator[Version]:
    several = _with_retractions(monitor, numbers)
    for number, ident, tellings in monitor.record.events_at(n for n in numbers if n not in several):
        days = sorted({t.known for t in tellings})[-_VERSIONS:]
        told = [(day.toordinal(), [t for t in tellings if t.known <= day]) for day in days]
        yield from _in_turn(monitor, number, ident, told)
    for number, turns in several.items():
        kept = turns[-_VERSIONS:]
        asked = [next(monitor.record.events_at([number], date.fromordinal(day))) for day in kept]
        yield from _in_turn(monitor, number, asked[0][1], list(zip(kept, (told for _, _, told in asked), strict=True)))


def _with_retractions(monitor: Monitor, numbers: Sequence[int]) -> dict[int, list[int]]:
    """Number -> days of knowledge of those events of which a claim went on a day: they were otherwise known before."""
    back = sa.exists().where(undone.c.gone_n == gone.c.n)
    inside = sa.select(member.c.event_n, member.c.claim_n).where(member.c.event_n.in_(numbers)).subquery()
    left = sa.select(inside.c.event_n, gone.c.known).join(gone, gone.c.claim_n == inside.c.claim_n)
    came = sa.select(inside.c.event_n, claim.c.known).join(claim, claim.c.n == inside.c.claim_n)
    turns: dict[int, set[int]] = {}
    with monitor.record._reading() as connection:
        for number, day in connection.execute(left.where(gone.c.known > 0, ~back)):
            turns.setdefault(number, set()).add(day)
        for number, day in connection.execute(came.where(inside.c.event_n.in_(list(turns)))) if turns else ():
            turns[number].add(day)
    return {number: sorted(days) for number, days in turns.items()}


def _in_turn(
    monitor: Monitor, number: int, ident: str, told: Sequence[tuple[int, Sequence[Telling]]]
) -> Iterator[Version]:
    """The versions of an event by the tellings that stand from each day on; none where none stands."""
    for at, (day, tellings) in enumerate(told):
        last = told[at + 1][0] if at + 1 < len(told) else ALWAYS + 1
        if tellings:
            begins = min((t.claim.when.start.toordinal() for t in tellings if t.claim.when and t.claim.when.start),
                         default=ALWAYS)  # fmt: skip
            yield _version(number, day, last, begins, monitor._event(ident, tellings))


def _version(number: int, first: int, last: int, begins: int, made: Event) -> Version:
    start, end = (made.when.start, made.when.end) if made.when else (None, None)
    opens, closes = start.toordinal() if start else 0, end.toordinal() if end else ALWAYS
    row = lines.line(short_row(made)).encode()
    return Version(
        number, first, last, opens or (closes if end else 0), closes if end else opens, opens, closes, begins,
        _KIND[made.kind], made.disputed, row,
    )  # fmt: skip


def _steps(numbers: Sequence[int]) -> Iterator[list[int]]:
    left = iter(numbers)
    while some := list(islice(left, _STEP)):
        yield some


def _work(address: str, settings: Settings, numbers: Sequence[int]) -> Iterator[Piece]:
    """All versions of the events of these numbers, some events at a time."""
    with Monitor(open_record(address, read_only=True), settings) as monitor:
        for some in _steps(numbers):
            yield piece(monitor, some)
