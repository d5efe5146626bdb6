"""Sitemaps, sitemap indexes and lists of feeds (OPML)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from tadmor.errors import SourceError
from tadmor.sources.feeds.entry import MAX_ENTRIES, Draft, Listed
from tadmor.sources.feeds.markup import child, local
from tadmor.sources.feeds.moments import moment
from tadmor.sources.feeds.words import plain, web_link


def pages(root: Any, base_url: str) -> Iterator[Draft]:
    """The pages of a sitemap; a news sitemap gives their titles and days of publication."""
    for page in root:
        if local(page) == "url":
            yield Draft(
                link=child(page, "loc"),
                base=base_url,
                title=child(page, "news", "title"),
                published=child(page, "news", "publication_date"),
                updated=child(page, "lastmod"),
            )


def maps(root: Any, base_url: str) -> Iterator[Listed | SourceError]:
    """The sitemaps that an index names."""
    for number, row in enumerate(islice((row for row in root if local(row) == "sitemap"), MAX_ENTRIES), start=1):
        link = child(row, "loc")
        url = web_link(link, base_url)
        if url is None:
            yield _no_feed(link, f"{base_url}, sitemap {number}")
        else:
            yield Listed(url, None, moment(child(row, "lastmod") or ""))


def outlines(root: Any, base_url: str) -> Iterator[Listed | SourceError]:
    """The feeds of an OPML list, those of its folders too, each once."""
    seen: set[str] = set()
    rows = (row for row in root.iter("{*}outline", "outline") if "xmlUrl" in row.attrib or row.get("type") == "include")
    for number, row in enumerate(islice(rows, MAX_ENTRIES), start=1):
        link = row.get("xmlUrl") or row.get("url")
        url = web_link(link, base_url)
        if url is None:
            yield _no_feed(link, f"{base_url}, feed {number}")
        elif url not in seen:
            seen.add(url)
            yield Listed(url, plain(row.get("title") or row.get("text")))


def _no_feed(link: str | None, where: str) -> SourceError:
    return SourceError(f"{(link or '')[:80]!r} is no web address", where=where, remedy="correct the list")
