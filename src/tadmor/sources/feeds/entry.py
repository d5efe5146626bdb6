"""What a feed holds, and how what it says is checked: addresses made whole, days read, doubles left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal

from tadmor.errors import SourceError
from tadmor.sources.feeds.moments import Moment, moment
from tadmor.sources.feeds.words import plain, web_link
from tadmor.sources.report import SourceNote

FeedKind = Literal["rss", "atom", "json", "sitemap", "sitemap index", "opml"]
MAX_ENTRIES = 50_000  # as many as a sitemap may hold


@dataclass(frozen=True, slots=True)
class Entry:
    """A page that a feed names. ``ident`` is the feed's own name for it, else its address, and no two are alike.

    A time without a zone is a day: ``published`` and ``updated`` are aware datetimes or dates. ``title`` and
    ``summary`` are without markup; ``content_html`` is as sent, not made safe, its links not made whole.
    """

    url: str
    ident: str
    title: str | None = None
    published: Moment | None = None
    updated: Moment | None = None
    summary: str | None = None
    content_html: str | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """A further feed that a list of feeds (OPML) or a sitemap index names."""

    url: str
    title: str | None = None
    updated: Moment | None = None


@dataclass(frozen=True, slots=True)
class Feed:
    """What one document lists. ``kind`` is None where it is no feed at all; a fault then says what it is.

    ``listed`` are further feeds, ``next_url`` is this one's next page, ``refresh`` how often it says that it changes.
    ``cut`` is whether it was broken, so that some of what it lists may be missing.
    """

    kind: FeedKind | None
    entries: tuple[Entry, ...] = ()
    faults: tuple[SourceError, ...] = ()
    title: str | None = None
    listed: tuple[Listed, ...] = ()
    next_url: str | None = None
    refresh: timedelta | None = None
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry in its feed's own words, unchecked; ``base`` is what its link is relative to."""

    link: str | None
    base: str
    ident: str | None = None
    title: str | None = None
    published: str | None = None
    updated: str | None = None
    summary: str | None = None
    content_html: str | None = None


def checked(
    drafts: Iterable[Draft], where: str, fetched: datetime | None, limit: int = MAX_ENTRIES
) -> Iterator[Entry | SourceError]:
    """The entries of a feed in its order, each fault and note in its place."""
    taken: dict[str, str] = {}
    for number, draft in enumerate(drafts, start=1):
        place = f"{where}, entry {number}"
        if number > limit:
            yield SourceNote(f"what follows the first {limit:,} entries was not read", where=where)
            return
        url = web_link(draft.link, draft.base)
        if url is None:
            yield _no_link(draft.link, place)
            continue
        ident = (draft.ident or "").strip() or url
        if taken.get(ident) == url:
            yield SourceNote(f"the entry {ident[:80]!r} stands here again and was left out", where=place)
            continue
        if ident in taken:
            yield SourceNote(f"two pages bear the name {ident[:80]!r}; this one goes by its address", where=place)
            ident = url
            if ident in taken:
                continue
        taken[ident] = url
        yield from _entry(draft, url, ident, place, fetched)


def _no_link(link: str | None, place: str) -> SourceError:
    if not (link or "").strip():
        return SourceError("the entry names no page", where=place, remedy="tell the site")
    return SourceError(f"the link {str(link).strip()[:80]!r} is no web address", where=place, remedy="tell the site")


def _entry(draft: Draft, url: str, ident: str, place: str, fetched: datetime | None) -> Iterator[Entry | SourceError]:
    notes: list[SourceError] = []
    published = _day("published", draft.published, place, fetched, notes)
    updated = _day("updated", draft.updated, place, fetched, notes)
    yield Entry(url, ident, plain(draft.title), published, updated, plain(draft.summary), draft.content_html or None)
    yield from notes


def _day(name: str, words: str | None, place: str, fetched: datetime | None, notes: list[SourceError]) -> Moment | None:
    """What a date says, or None; a note is added where it says what cannot be."""
    if not words or not words.strip():
        return None
    found = moment(words)
    if found is None:
        notes.append(SourceNote(f"{name} is {words.strip()[:60]!r}, which is no day", where=place))
    elif fetched is not None and _day_of(found) > fetched.astimezone(UTC).date() + timedelta(days=1):
        notes.append(SourceNote(f"{name} is {words.strip()[:60]!r}, after the feed was fetched", where=place))
        return None
    return found


def _day_of(found: Moment) -> date:
    return found.date() if isinstance(found, datetime) else found
