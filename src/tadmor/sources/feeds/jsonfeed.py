"""JSON Feed 1.0 and 1.1 (jsonfeed.org)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from tadmor.errors import SourceError
from tadmor.sources.feeds.entry import Draft
from tadmor.sources.feeds.markup import sound

_SHAPE = "a JSON Feed is an object with a list of items"
_MAX_PARTS = 1_000_000  # braces, brackets and commas: an object of "{}," takes 64 bytes of memory, of "{"a":0}," 230


def loaded(text: str) -> dict[str, Any]:
    """The feed's object; SourceError where there is none, or where it has more parts than fit in memory."""
    if (parts := sum(map(text.count, "{[,"))) > _MAX_PARTS:
        raise SourceError(f"the feed has {parts:,} braces and commas, more than the {_MAX_PARTS:,} that are read")
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as fault:
        raise SourceError(f"this is no JSON that can be read: {fault}", remedy="tell the site") from None
    if not isinstance(found, dict) or not isinstance(found.get("items"), list):
        raise SourceError("this is JSON, but no feed", remedy=_SHAPE)
    return found


def drafts(found: dict[str, Any], base_url: str) -> Iterator[Draft]:
    """The entries of a feed in its own words; what is of the wrong type is left out."""
    for item in found["items"]:
        known = item if isinstance(item, dict) else {}
        number = known.get("id")
        yield Draft(
            link=_words(known, "url") or _words(known, "external_url"),
            base=base_url,
            ident=str(number) if isinstance(number, int | float) else _words(known, "id"),
            title=_words(known, "title"),
            published=_words(known, "date_published"),
            updated=_words(known, "date_modified"),
            summary=_words(known, "summary") or _words(known, "content_text"),
            content_html=_words(known, "content_html"),
        )


def _words(found: dict[str, Any], key: str) -> str | None:
    value = found.get(key)
    return sound(value) if isinstance(value, str) and value.strip() else None


def title(found: dict[str, Any]) -> str | None:
    """The feed's title, or None."""
    return _words(found, "title")


def next_page(found: dict[str, Any]) -> str | None:
    """The address of the feed's next page, or None."""
    return _words(found, "next_url")
