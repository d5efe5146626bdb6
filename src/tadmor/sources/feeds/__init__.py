"""Feeds: lists of pages, as sites publish them, to entries. Pure functions of bytes; nothing is fetched here."""

from tadmor.sources.feeds.entry import Entry, Feed, Listed
from tadmor.sources.feeds.front import entries

__all__ = ["Entry", "Feed", "Listed", "entries"]
