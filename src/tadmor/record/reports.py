"""Reports, their origins, and the search for their words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import sqlalchemy as sa

from tadmor.model import Report
from tadmor.record.schema import band, reading, report
from tadmor.record.search import matching, snippet
from tadmor.record.stored import report_of
from tadmor.record.tellings import batches, first_of
from tadmor.record.values import Hit

ID: sa.Column[str] = report.c.id
_STEP = 200


def one(connection: sa.Connection, id: str) -> Report:
    """The report of this id."""
    return report_of(connection.execute(sa.select(report).where(report.c.id == id)).one())


def several(connection: sa.Connection, ids: Iterable[str] | None) -> Iterator[Report]:
    """The reports of these ids that are there, or all, in the order in which they came in."""
    query = sa.select(report).order_by(report.c.n)
    if ids is None:
        result = connection.execute(query.execution_options(yield_per=_STEP))
        yield from (report_of(row) for row in result)
        return
    found = [row for some in batches(ids) for row in connection.execute(query.where(report.c.id.in_(some)))]
    yield from (report_of(row) for row in sorted(found, key=lambda row: int(row.n)))


def there(connection: sa.Connection, ids: Iterable[str]) -> set[str]:
    """Those of these ids that are in the record."""
    out: set[str] = set()
    for some in batches(ids):
        out.update(connection.scalars(sa.select(report.c.id).where(report.c.id.in_(some))))
    return out


def number(connection: sa.Connection, id: str) -> int | None:
    """The number of the report of this id."""
    return connection.scalar(sa.select(report.c.n).where(report.c.id == id))


def origin_id() -> sa.ColumnElement[str]:
    """The id of the first report of a report's story by the latest word on it, else its own."""
    return sa.func.coalesce(first_of(report), report.c.id)


def origin_of(connection: sa.Connection, id: str) -> str:
    """The id of the first report of the same story."""
    return connection.scalar(sa.select(origin_id()).where(report.c.id == id)) or id


def rules_of(connection: sa.Connection, id: str) -> str | None:
    """The rules of a report's latest reading."""
    query = sa.select(reading.c.rules).join(report, report.c.n == reading.c.report_n).where(report.c.id == id)
    return connection.scalar(query.order_by(reading.c.n.desc()).limit(1))


def under_bands(connection: sa.Connection, keys: Iterable[int], most: int | None) -> list[tuple[Report, str]]:
    """(report, id of its origin) of the reports under any of these keys, each once, in the order they came in.

    A key of more than ``most`` reports is passed over.
    """
    found: dict[int, list[int]] = {}
    for some in batches(set(keys)):
        for key, n in connection.execute(sa.select(band.c.key, band.c.report_n).where(band.c.key.in_(some))):
            found.setdefault(key, []).append(n)
    numbers = {n for some in found.values() if most is None or len(some) <= most for n in some}
    out: list[tuple[Report, str]] = []
    for part in batches(sorted(numbers)):
        query = sa.select(report, origin_id().label("first_id")).where(report.c.n.in_(part)).order_by(report.c.n)
        out += [(report_of(row), row.first_id) for row in connection.execute(query)]
    return out


def holding(connection: sa.Connection, words: str, limit: int | None) -> list[Hit]:
    """The reports that hold all words and phrases, the newest first."""
    wanted = matching(connection.dialect.name, words)
    if wanted is None:
        return []
    numbers = sa.select(wanted.columns(sa.column("report_n", sa.BigInteger)).subquery().c.report_n)
    query = sa.select(report.c.id, report.c.title, report.c.text).where(report.c.n.in_(numbers))
    rows = connection.execute(query.order_by(report.c.known.desc(), report.c.n.desc()).limit(limit))
    return [Hit(id, snippet(text, words)) for id, _, text in rows]
