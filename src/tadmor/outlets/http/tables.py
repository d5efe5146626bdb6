"""The columns of lists that only the pages and the API give; the others are in ``outlets.columns``."""

from __future__ import annotations

from datetime import date
from typing import Any

from tadmor.outlets.columns import TABLES, Column, Value


def _day(number: int | None) -> Value:
    return date.fromordinal(number).isoformat() if number else None


def _at(place: int, name: str, help: str) -> Column:
    return Column(name, help, lambda row: row[place])


REPORTS = (
    _at(0, "id", "id of the report"),
    _at(1, "title", "its title"),
    _at(2, "outlet", "who published it"),
    _at(3, "agency", "the agency it credits"),
    _at(4, "url", "its address"),
    Column("published", "day of publication", lambda r: _day(r[5])),
    _at(6, "language", "ISO 639-1 code of its language"),
    _at(7, "raw_sha256", "SHA-256 of the bytes it was read from"),
    _at(8, "write", "number of the write that brought it"),
)
HITS = (
    Column("report", "id of the report", lambda h: h[0].report),
    Column("title", "its title", lambda h: h[1].title if h[1] else None),
    Column("outlet", "who published it", lambda h: h[1].outlet if h[1] else None),
    Column("published", "day of publication", lambda h: _iso(h[1].published) if h[1] else None),
    Column("words", "the words around the first found", lambda h: h[0].snippet),
)
COVERAGE = (
    Column("day", "day of publication; empty where it is not known", lambda r: _day(r[0])),
    _at(1, "outlet", "who published; empty where it is not known"),
    _at(2, "reports", "reports of that day"),
)
RETRACTIONS = (
    _at(0, "claim", "id of the claim"),
    _at(1, "kind", "its kind"),
    _at(2, "report", "id of its report"),
    _at(3, "by", "retraction, rejection or correction"),
    Column("known", "day since which it is out; empty: for every day as known", lambda r: _day(r[4])),
    _at(5, "write", "number of the write"),
    _at(6, "at", "moment of the write"),
    _at(7, "instead", "id of the claim in its place"),
    Column("undone", "whether it was taken back", lambda r: int(bool(r[8]))),
)
LOG = (
    Column("write", "number of the write", lambda e: e.n),
    Column("at", "moment", lambda e: e.at.isoformat()),
    Column("who", "who wrote", lambda e: e.who),
    Column("verb", "add, judge, correct, retract…", lambda e: e.verb),
    Column("version", "version of the program", lambda e: e.version),
    Column("rules", "digest of model and rules", lambda e: e.rules),
    Column("rows", "rows of each table", lambda e: "; ".join(f"{name} {count}" for name, count in e.rows.items())),
    Column("digest", "digest of the write, which vouches for all before it", lambda e: e.digest),
)
DECISIONS = (
    Column("number", "number of the decision", lambda d: d.number),
    Column("verb", "judge, correct, retract, accept, reject or undo", lambda d: d.verb),
    Column("subject", "the claim or event decided on", lambda d: d.subject),
    Column("other", "the other claim; of undo the number of the decision", lambda d: d.other),
    Column("what", "the fields corrected, or the verdict", lambda d: d.what),
    Column("because", "the reason", lambda d: d.because),
    Column("who", "who decided", lambda d: d.who),
    Column("at", "moment", lambda d: d.at.isoformat()),
    Column("undone", "whether it was taken back", lambda d: int(d.undone)),
)
OURS: dict[str, tuple[Column, ...]] = {
    "reports": REPORTS, "hits": HITS, "coverage": COVERAGE, "retractions": RETRACTIONS, "log": LOG,
    "decisions": DECISIONS,
}  # fmt: skip
ALL: dict[str, tuple[Column, ...]] = {**TABLES, **OURS}


def _iso(day: Any) -> Value:
    return day.isoformat() if day else None
