"""What a watch remembers between runs: feeds, pages, and where each capture of a page stands in the archive.

Times are seconds since 1970 in UTC. A feed's marks and the pages that it listed are written together, so a kill in
between never loses a page to a 304.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from tadmor.errors import RecordError

Stand = Literal["archived", "read", "same", "failed"]
_VERSION = 2
_BARS_KEPT = 30 * 86400.0  # seconds
_TABLES = """
CREATE TABLE source (
  url TEXT PRIMARY KEY, parent TEXT, etag TEXT, last_modified TEXT, next_at REAL NOT NULL DEFAULT 0,
  failures INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE page (
  n INTEGER PRIMARY KEY, url TEXT NOT NULL UNIQUE, host TEXT NOT NULL, source TEXT, outlet TEXT, title TEXT,
  published REAL, updated REAL, next_at REAL, visits INTEGER NOT NULL DEFAULT 0, failures INTEGER NOT NULL DEFAULT 0,
  missing INTEGER NOT NULL DEFAULT 0, vanished REAL, etag TEXT, last_modified TEXT, sha256 TEXT, report TEXT
);
CREATE INDEX page_due ON page (host, next_at) WHERE next_at IS NOT NULL;
CREATE TABLE capture (
  n INTEGER PRIMARY KEY, page_n INTEGER NOT NULL REFERENCES page, final_url TEXT NOT NULL, fetched REAL NOT NULL,
  media TEXT, file TEXT NOT NULL, offset INTEGER NOT NULL, length INTEGER NOT NULL, sha256 TEXT NOT NULL,
  stand TEXT NOT NULL, report TEXT, fault TEXT
);
CREATE INDEX capture_page ON capture (page_n);
CREATE INDEX capture_waiting ON capture (n) WHERE stand = 'archived';
CREATE INDEX capture_place ON capture (file, offset);
CREATE TABLE list (digest TEXT);
CREATE TABLE notice (report TEXT PRIMARY KEY, known TEXT NOT NULL, until REAL NOT NULL);
"""
_SINCE_2 = """
CREATE TABLE bar (host TEXT PRIMARY KEY, since REAL NOT NULL, until REAL NOT NULL);
CREATE TABLE damage (file TEXT, offset INTEGER, length INTEGER NOT NULL, PRIMARY KEY (file, offset));
"""
_FILLED = """
UPDATE page SET outlet = COALESCE(outlet, ?1), title = COALESCE(title, ?2), published = COALESCE(published, ?3),
  source = COALESCE(NULLIF(source, ''), ?4)
WHERE n = ?5 AND (outlet IS NULL AND ?1 IS NOT NULL OR title IS NULL AND ?2 IS NOT NULL
  OR published IS NULL AND ?3 IS NOT NULL OR COALESCE(source, '') = '' AND ?4 <> '')
"""


@dataclass(frozen=True, slots=True)
class Listed:
    """A page as a feed lists it; times in seconds, None where the feed does not tell or tells what cannot be."""

    url: str
    host: str
    outlet: str | None = None
    title: str | None = None
    published: float | None = None
    updated: float | None = None


@dataclass(frozen=True, slots=True)
class PageRow:
    """A page that is known."""

    n: int
    url: str
    host: str
    source: str | None
    outlet: str | None
    title: str | None
    published: float | None
    updated: float | None
    next_at: float | None
    visits: int
    failures: int
    missing: int
    vanished: float | None
    etag: str | None
    last_modified: str | None
    sha256: str | None
    report: str | None


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A feed or sitemap that is known; ``parent`` is the one that named it, None where the list does."""

    url: str
    parent: str | None
    etag: str | None
    last_modified: str | None
    next_at: float
    failures: int


@dataclass(frozen=True, slots=True)
class Capture:
    """A page as fetched once: where it stands in the archive, and what became of it."""

    n: int
    page_n: int
    final_url: str
    fetched: float
    media: str | None
    file: str
    offset: int
    length: int
    sha256: str
    stand: Stand
    report: str | None
    fault: str | None


class State:
    """The memory of one watch, for one thread. To be closed."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._connection = sqlite3.connect(path, isolation_level=None)
            self._connection.executescript("PRAGMA journal_mode=WAL; PRAGMA cache_size=-8000")
            self._connection.execute("PRAGMA synchronous=NORMAL")
            version = self._connection.execute("PRAGMA user_version").fetchone()[0]
            if version < _VERSION:
                tables = _SINCE_2 if version else _TABLES + _SINCE_2
                self._connection.executescript(f"BEGIN;{tables}PRAGMA user_version={_VERSION};COMMIT")
        except sqlite3.Error as fault:
            message = f"the memory of the watch cannot be opened: {fault}"
            remedy = "take it away: it is made anew from the archive, and no page is doubled"
            raise RecordError(message, where=str(path), remedy=remedy) from None
        if version > _VERSION:
            raise RecordError("this watch is of a later Tadmor", where=str(path), remedy="install the newer one")

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    @contextmanager
    def together(self) -> Iterator[None]:
        """All that is written within is kept, or nothing."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    # Feeds and sitemaps.

    def take_list(self, digest: str, now: float) -> None:
        """Note the list by which a run goes; where it was changed, what failed or was given up is due at once."""
        if self._connection.execute("SELECT 1 FROM list WHERE digest = ?", (digest,)).fetchone() is None:
            self._connection.execute("DELETE FROM list")
            self._connection.execute("INSERT INTO list VALUES (?)", (digest,))
            self._connection.execute("UPDATE source SET next_at = 0 WHERE failures > 0")
            given_up = "next_at IS NULL AND failures > 0 AND vanished IS NULL"
            self._connection.execute(f"UPDATE page SET next_at = ?, failures = 0 WHERE {given_up}", (now,))

    def take_sources(self, urls: Iterable[str], parent: str | None = None) -> None:
        """Take in feeds that are listed, or that another one names."""
        self._connection.executemany(
            "INSERT OR IGNORE INTO source (url, parent) VALUES (?, ?)", [(url, parent) for url in urls]
        )

    def drop_sources(self, parent: str, besides: Collection[str]) -> None:
        """Forget the feeds that another one named, ``besides`` some."""
        rows = self._connection.execute("SELECT url FROM source WHERE parent = ?", (parent,)).fetchall()
        gone = [row for row in rows if row[0] not in besides]
        self._connection.executemany("DELETE FROM source WHERE url = ?", gone)

    def sources_due(self, listed: Collection[str], now: float) -> list[SourceRow]:
        """The feeds to be asked by now, of those that are listed and those that these name."""
        rows = self._connection.execute("SELECT * FROM source WHERE next_at <= ? ORDER BY next_at", (now,))
        return [row for values in rows if _is_watched(row := SourceRow(*values), listed)]

    def source(self, url: str) -> SourceRow | None:
        """The feed of an address; None where it was dropped."""
        row = self._connection.execute("SELECT * FROM source WHERE url = ?", (url,)).fetchone()
        return SourceRow(*row) if row else None

    def source_asked(
        self, url: str, next_at: float, failures: int = 0, marks: tuple[str | None, str | None] | None = None
    ) -> None:
        """Note that a feed was asked; ``marks`` are its new ETag and Last-Modified, None where they stay."""
        self._connection.execute("UPDATE source SET next_at = ?, failures = ? WHERE url = ?", (next_at, failures, url))
        if marks is not None:
            self._connection.execute("UPDATE source SET etag = ?, last_modified = ? WHERE url = ?", (*marks, url))

    def list_pages(self, source: str, pages: Iterable[Listed], now: float) -> int:
        """Take in what a feed lists; how many are new. A page that the feed says was updated since is due again.

        What is not known of a page, as after it was found in the archive alone, is filled in.
        """
        fresh = 0
        for page in pages:
            row = self._connection.execute("SELECT n, updated FROM page WHERE url = ?", (page.url,)).fetchone()
            if row is not None:
                self._connection.execute(_FILLED, (page.outlet, page.title, page.published, source, row[0]))
            if row is None:
                fresh += 1
                self._connection.execute(
                    "INSERT INTO page (url, host, source, outlet, title, published, updated, next_at) "
                    "VALUES (?,?,?,?,?,?,?,?)",
                    (page.url, page.host, source, page.outlet, page.title, page.published, page.updated, now),
                )
            elif page.updated is not None and page.updated > (row[1] or 0):
                self._connection.execute(
                    "UPDATE page SET updated = ?, next_at = ?, failures = 0 WHERE n = ?", (page.updated, now, row[0])
                )
        return fresh

    # Pages.

    def pages_due(self, now: float, besides: Collection[str], each: int) -> dict[str, list[PageRow]]:
        """The pages to be asked by now, the earliest first, up to ``each`` of every host that is not ``besides``."""
        hosts = self._connection.execute("SELECT DISTINCT host FROM page WHERE next_at <= ?", (now,)).fetchall()
        query = "SELECT * FROM page WHERE host = ? AND next_at <= ? ORDER BY next_at, n LIMIT ?"
        return {
            host: [PageRow(*row) for row in self._connection.execute(query, (host, now, each))]
            for (host,) in hosts
            if host not in besides
        }

    def page(self, n: int) -> PageRow:
        """The page of a number."""
        return PageRow(*self._connection.execute("SELECT * FROM page WHERE n = ?", (n,)).fetchone())

    def page_of(self, url: str) -> PageRow | None:
        """The page of an address."""
        row = self._connection.execute("SELECT * FROM page WHERE url = ?", (url,)).fetchone()
        return PageRow(*row) if row else None

    def set_page(self, n: int, **columns: object) -> None:
        """Write columns of a page anew."""
        names = ", ".join(f"{name} = ?" for name in columns)
        self._connection.execute(f"UPDATE page SET {names} WHERE n = ?", (*columns.values(), n))

    def next_pages(self) -> dict[str, float]:
        """When the next page of each host is to be asked."""
        query = "SELECT host, MIN(next_at) FROM page WHERE next_at IS NOT NULL GROUP BY host"
        return dict(self._connection.execute(query).fetchall())

    def look_by(self, n: int, at: float | None) -> None:
        """Let a page be asked at that time, unless it is due before."""
        query = "UPDATE page SET next_at = MIN(COALESCE(next_at, :at), COALESCE(:at, next_at)) WHERE n = :n"
        self._connection.execute(query, {"at": at, "n": n})

    # Captures.

    def add_capture(
        self, page_n: int, final_url: str, fetched: float, media: str | None, place: tuple[str, int, int], sha256: str,
        stand: Stand,
    ) -> None:  # fmt: skip
        """Take in a capture that stands in the archive, at (file, offset, length); one that is known stays."""
        if self.has_capture(place[0], place[1]):
            return
        self._connection.execute(
            "INSERT INTO capture (page_n, final_url, fetched, media, file, offset, length, sha256, stand) "
            "VALUES (?,?,?,?,?,?,?,?,?)", (page_n, final_url, fetched, media, *place, sha256, stand),
        )  # fmt: skip

    def has_capture(self, file: str, offset: int) -> bool:
        """Whether the capture at this place is known."""
        found = self._connection.execute("SELECT 1 FROM capture WHERE file = ? AND offset = ?", (file, offset))
        return found.fetchone() is not None

    def same_before(self, page_n: int, sha256: str) -> tuple[str, float] | None:
        """(address, time) of the first capture of a page with these bytes."""
        query = "SELECT final_url, fetched FROM capture WHERE page_n = ? AND sha256 = ? ORDER BY n LIMIT 1"
        found: tuple[str, float] | None = self._connection.execute(query, (page_n, sha256)).fetchone()
        return found

    def waiting(self, most: int) -> list[Capture]:
        """The captures that were archived and not read, in order, one a page at most."""
        query = "SELECT * FROM capture WHERE stand = 'archived' ORDER BY n LIMIT ?"
        first: dict[int, Capture] = {}
        for row in self._connection.execute(query, (most,)):
            first.setdefault(row[1], Capture(*row))
        return list(first.values())

    def settle(self, capture: Capture, stand: Stand, report: str | None = None, fault: str | None = None) -> None:
        """Write down what became of a capture."""
        self._connection.execute(
            "UPDATE capture SET stand = ?, report = ?, fault = ? WHERE n = ?", (stand, report, fault, capture.n)
        )

    def reports_of(self, page_n: int) -> list[str]:
        """The reports that a page was read as, the latest first."""
        query = (
            "SELECT report FROM capture WHERE page_n = ? AND report IS NOT NULL GROUP BY report ORDER BY MAX(n) DESC"
        )
        return [row[0] for row in self._connection.execute(query, (page_n,))]

    def counts(self) -> dict[str, int]:
        """How many captures there are by what became of them."""
        return dict(self._connection.execute("SELECT stand, COUNT(*) FROM capture GROUP BY stand").fetchall())

    def unknown(self, file: str, size: int) -> list[tuple[int, int]]:
        """(start, end) of what is not known of the first bytes of a file: its head, and what a kill left.

        Captures may be noted in another order than that in which they were written.
        """
        known = "SELECT offset, length FROM {} WHERE file = :file"
        rows = self._connection.execute(
            f"{known.format('capture')} UNION ALL {known.format('damage')} UNION ALL SELECT :size, 0 ORDER BY offset",
            {"file": file, "size": size},
        )
        found, end = [], 0
        for offset, length in rows:
            found += [(end, offset)] if offset > end else []
            end = max(end, offset + length)
        return found

    def add_damage(self, file: str, offset: int, length: int) -> None:
        """Note bytes of the archive that are no record any more."""
        self._connection.execute("INSERT OR IGNORE INTO damage VALUES (?, ?, ?)", (file, offset, length))

    # Hosts that ask to be left alone.

    def bar(self, host: str, since: float, until: float) -> None:
        """Leave a host alone until then, in later runs too."""
        self._connection.execute("INSERT OR REPLACE INTO bar VALUES (?, ?, ?)", (host, since, until))

    def bars(self, now: float) -> dict[str, tuple[float, float]]:
        """(since, until) of the hosts that are, or lately were, left alone."""
        self._connection.execute("DELETE FROM bar WHERE until < ?", (now - _BARS_KEPT,))
        rows = self._connection.execute("SELECT host, since, until FROM bar")
        return {host: (since, until) for host, since, until in rows}

    # Notices whose story is not there yet.

    def add_notice(self, report: str, known: str, until: float) -> None:
        """Keep a notice in mind."""
        self._connection.execute("INSERT OR IGNORE INTO notice VALUES (?,?,?)", (report, known, until))

    def notices(self, now: float, most: int = 100) -> list[tuple[str, str]]:
        """(report, day known) of the notices in mind, the latest first; those past their time go."""
        self._connection.execute("DELETE FROM notice WHERE until < ?", (now,))
        return self._connection.execute(
            "SELECT report, known FROM notice ORDER BY until DESC LIMIT ?", (most,)
        ).fetchall()

    def drop_notice(self, report: str) -> None:
        """A notice has found its story."""
        self._connection.execute("DELETE FROM notice WHERE report = ?", (report,))


def _is_watched(source: SourceRow, listed: Collection[str]) -> bool:
    """Whether the list still holds a feed, or the one that named it."""
    return source.url in listed or source.parent in listed
