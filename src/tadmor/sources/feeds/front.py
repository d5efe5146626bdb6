"""The front door of feeds: what a document is, and what it lists."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from tadmor.errors import SettingError, SourceError
from tadmor.sources.feeds import jsonfeed, maps, syndication
from tadmor.sources.feeds.entry import Entry, Feed, FeedKind, Listed, checked
from tadmor.sources.feeds.markup import child, local, text_of, tree_of
from tadmor.sources.feeds.words import plain, web_link
from tadmor.sources.fetching.unpack import gunzipped
from tadmor.sources.report import SourceNote, placed

MAX_BYTES = 52_428_800  # of a feed, unpacked: what the protocol of sitemaps allows
# Possessive, and a comment ends at its first "-->": there is one way to match, so none to go back to.
_HTML = re.compile(r"(?:<\?xml[^>]*+>|<!--(?:(?!-->).)*+-->|\s)*+<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)
_KINDS: dict[str, FeedKind] = {
    "rss": "rss", "rdf": "rss", "feed": "atom", "urlset": "sitemap", "sitemapindex": "sitemap index", "opml": "opml",
}  # fmt: skip


def entries(
    content: bytes,
    base_url: str,
    media: str | None = None,
    *,
    fetched: datetime | None = None,
    max_bytes: int = MAX_BYTES,
) -> Feed:
    """What a feed lists: RSS, Atom, JSON Feed, a sitemap or an index of them (gzip too), or a list of feeds (OPML).

    ``base_url`` is where it was fetched, ``media`` its content type as told. With ``fetched``, an aware datetime, a
    day after it is not believed. Whatever the bytes are, nothing is raised: what is wrong is in ``faults``, a
    SourceNote where the thing was read all the same. Only a missing package raises SettingError.

    >>> feed = entries(b'<rss><channel><item><link>/a.html</link><title>Shells</title></item></channel></rss>',
    ...                "https://example.org/rss")
    >>> feed.entries[0].url, feed.entries[0].title
    ('https://example.org/a.html', 'Shells')
    """
    try:
        return _read(content, base_url, media, fetched, max_bytes)
    except SourceError as fault:
        return Feed(None, faults=(placed(fault, base_url),))
    except SettingError:
        raise
    except Exception as fault:  # a parser's own failure: the next feed is read all the same
        message = f"reading failed: {type(fault).__name__}: {fault}"
        return Feed(None, faults=(SourceError(message, where=base_url, remedy="report this with the feed"),))


def _read(content: bytes, base_url: str, media: str | None, fetched: datetime | None, max_bytes: int) -> Feed:
    if content.startswith(b"\x1f\x8b"):
        content = gunzipped(content, max_bytes)
    if len(content) > max_bytes:
        raise SourceError(f"the feed has {len(content):,} bytes, more than the {max_bytes:,} that are read")
    text, amiss = text_of(content, media)
    notes = [SourceNote(amiss, where=base_url, remedy="tell the site")] if amiss else []
    if text.lstrip("\ufeff \t\r\n")[:1] in ("{", "["):
        return _json(text.lstrip("\ufeff"), base_url, fetched, notes)
    if _HTML.match(text[:4096].lstrip("\ufeff \t\r\n")):
        raise SourceError("this is a web page, not a feed", remedy="give the address of the feed itself")
    root, broken = tree_of(text)
    if broken:
        notes.append(
            SourceNote(f"broken XML, read as far as it goes: {broken}", where=base_url, remedy="tell the site")
        )
    feed = _xml(root, base_url, fetched, notes)
    return replace(feed, cut=True) if broken else feed


def _json(text: str, base_url: str, fetched: datetime | None, notes: Iterable[SourceError]) -> Feed:
    found = jsonfeed.loaded(text)
    items, faults = _sorted(checked(jsonfeed.drafts(found, base_url), base_url, fetched))
    onward = web_link(jsonfeed.next_page(found), base_url)
    return Feed("json", items, (*notes, *faults), plain(jsonfeed.title(found)), next_url=onward)


def _xml(root: Any, base_url: str, fetched: datetime | None, notes: Iterable[SourceError]) -> Feed:
    kind = _KINDS.get(local(root))
    if kind is None:
        raise SourceError(
            f"this is XML, but no feed: its root is <{local(root)[:40]}>", remedy="give the address of the feed itself"
        )
    if kind in ("rss", "atom"):
        return _syndicated(root, kind, base_url, fetched, notes)
    if kind == "sitemap":
        items, faults = _sorted(checked(maps.pages(root, base_url), base_url, fetched))
        return Feed(kind, items, (*notes, *faults))
    lists: Callable[[Any, str], Iterable[Listed | SourceError]] = maps.outlines if kind == "opml" else maps.maps
    rows = list(lists(root, base_url))
    listed = tuple(row for row in rows if isinstance(row, Listed))
    faults = tuple(row for row in rows if isinstance(row, SourceError))
    return Feed(kind, (), (*notes, *faults), plain(child(root, "head", "title")), listed)


def _syndicated(
    root: Any, kind: FeedKind, base_url: str, fetched: datetime | None, notes: Iterable[SourceError]
) -> Feed:
    found = syndication.parsed(root, base_url)
    drafts = syndication.drafts(found, base_url, atom=kind == "atom")
    items, faults = _sorted(checked(drafts, base_url, fetched, syndication.MAX_ITEMS))
    return Feed(
        kind,
        items,
        (*notes, *faults),
        plain(dict.get(found.feed, "title")),
        next_url=web_link(syndication.next_page(found), base_url),
        refresh=syndication.refresh(found),
    )


def _sorted(rows: Iterable[Entry | SourceError]) -> tuple[tuple[Entry, ...], tuple[SourceError, ...]]:
    """(entries, faults), each in their order."""
    found = list(rows)
    return (
        tuple(row for row in found if isinstance(row, Entry)),
        tuple(row for row in found if isinstance(row, SourceError)),
    )
