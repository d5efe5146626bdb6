"""RSS of every version and Atom, by feedparser."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from typing import Any

from tadmor.errors import SettingError, SourceError
from tadmor.sources.feeds.entry import Draft

_PERIODS = {"hourly": 3600, "daily": 86_400, "weekly": 604_800, "monthly": 2_592_000, "yearly": 31_536_000}
_MAX_REFRESH = 365 * 86_400
_MAX_ELEMENTS = 150_000
MAX_ITEMS = 10_000


def parsed(root: Any, base_url: str) -> Any:
    """feedparser's reading of a feed; SourceError where it has too many elements.

    It is given sound XML only: its own way with broken XML takes a time that grows with the square of some inputs
    (600 kB of opened tags: 8 s), and entities could be made to grow. An element takes it some 40 microseconds.
    """
    from lxml import etree

    try:
        import feedparser
    except ImportError:
        raise SettingError("feedparser is not installed", remedy="pip install 'tadmor[feeds]'") from None
    for item in list(root.iter("{*}item", "{*}entry"))[MAX_ITEMS + 1 :]:
        item.getparent().remove(item)
    if (count := sum(1 for _ in root.iter())) > _MAX_ELEMENTS:
        raise SourceError(f"the feed has {count:,} elements, more than the {_MAX_ELEMENTS:,} that are read")
    for guid in root.iter("{*}guid"):
        if not (guid.text or "").strip().startswith(("http://", "https://")):
            guid.set("isPermaLink", "false")  # or it would be made whole by the feed's address, which may change
    headers = {"content-type": "application/xml; charset=utf-8", "content-location": base_url}
    # A stream, never the bytes: feedparser would fetch bytes that look like an address.
    return feedparser.parse(
        BytesIO(etree.tostring(root, encoding="utf-8")), response_headers=headers, resolve_relative_uris=False,
        sanitize_html=False,
    )  # fmt: skip


def drafts(found: Any, base_url: str, *, atom: bool) -> Iterator[Draft]:
    """The entries of a feed in its own words."""
    for entry in found.entries:
        # feedparser's get answers "updated" with "published" and a warning; a plain dict's does not.
        published, updated = dict.get(entry, "published"), dict.get(entry, "updated")
        if published is None and not atom:
            published, updated = updated, None  # dc:date, the only date that RSS 1.0 has
        yield Draft(
            link=_link(entry),
            base=base_url,
            ident=dict.get(entry, "id"),
            title=dict.get(entry, "title"),
            published=published,
            updated=updated,
            summary=dict.get(entry, "summary"),
            content_html=_content(entry),
        )


def _link(entry: Any) -> str | None:
    """The page of an entry: its link, else a guid that is an address."""
    link, ident = dict.get(entry, "link"), dict.get(entry, "id")
    return link or (ident if ident and ident.startswith(("http://", "https://", "/")) else None)


def _content(entry: Any) -> str | None:
    parts = dict.get(entry, "content") or []
    return next((p.get("value") for p in parts if "html" in (p.get("type") or "") and p.get("value")), None)


def next_page(found: Any) -> str | None:
    """The address of the next page of a feed (RFC 5005), or None."""
    links = dict.get(found.feed, "links") or []
    return next((link.get("href") for link in links if link.get("rel") == "next"), None)


def refresh(found: Any) -> timedelta | None:
    """How often a feed says that it changes: its ttl in minutes, or its period and frequency; None where unsaid."""
    ttl = str(dict.get(found.feed, "ttl") or "").strip()
    if ttl.isascii() and ttl.isdigit() and int(ttl[:9]) > 0:
        return timedelta(seconds=min(int(ttl[:9]) * 60, _MAX_REFRESH))
    seconds = _PERIODS.get(str(dict.get(found.feed, "sy_updateperiod") or "").strip().lower())
    times = str(dict.get(found.feed, "sy_updatefrequency") or "1").strip()
    if seconds is None or not (times.isascii() and times.isdigit() and int(times[:9])):
        return None
    return timedelta(seconds=seconds / int(times[:9]))
