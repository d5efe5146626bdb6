"""The day on which a page says that it was published, chosen among all that it says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from typing import Any

from tadmor.sources import lexicon
from tadmor.sources.dates import day_in_address, day_within, head_date, numeric_day, parse_day
from tadmor.sources.prune import sorts_of
from tadmor.sources.report import Facts
from tadmor.sources.tree import Element, around, fold, leads_away, longer_than, names_of, text_of

_DATE_WORDS = frozenset(
    ("date", "datetime", "timestamp", "published", "pubdate", "posted", "time", "dateline", "storydate", "postdate",
     "createdate", "created", "submitted", "datum", "postmetadata", "postmeta")
)  # fmt: skip
_UPDATE_WORDS = frozenset(("updated", "modified", "changed", "update", "lastmod", "edited"))
_LINE_TAGS = frozenset(
    ("span", "div", "p", "li", "dd", "h2", "h3", "h4", "h5", "h6", "td", "b", "small", "em", "i", "abbr", "a", "font")
)
_UPDATED = re.compile(r"\W*(?:last\s+)?(?:updated?|modified|edited|changed)\b", re.I)
_PUBLISHED = re.compile(r"\b(?:dc|dcterms|schema):(?:date|created|issued|datePublished)\b")
_NO_DAYS = (date(1970, 1, 1), date(1900, 1, 1))  # a clock that was never set
_LINE_CHARS, _NOTE_CHARS, _TITLE_CHARS = 120, 400, 20
_POSTED = re.compile(r"\b(?:posted|published|submitted|filed)\s+(?:on|at)\b\s*", re.I)


def published_words(
    root: Element, meta: dict[str, str], thing: dict[str, Any], language: str, known: Facts
) -> str | None:
    """The day in the page's words or as ISO 8601; words that are no day where the page has no better; else None.

    The first that is of the day that the page's address is filed under, if it is filed under one. ``known`` holds the
    page's title, and its address where that is known beforehand.
    """
    address = known.url or meta.get("og:url") or _canonical(root)
    filed = day_in_address(address) if address else None
    first = odd = None
    for sure, words in _told(root, meta, thing, language, known.title):
        day = day_told(words, language) if words else None
        if day and day not in _NO_DAYS:
            first = first or (sure, day)
            if filed is None or _near(day, filed):
                return words if parse_day(words or "") == day else day.isoformat()
        odd = odd or words
    if filed and not (first and first[0]):
        return filed.isoformat()
    return first[1].isoformat() if first else odd


def _near(day: date, other: date) -> bool:
    return abs(day - other) <= timedelta(days=1)


def _canonical(root: Element) -> str | None:
    return next((e.get("href") for e in root.iter("link") if e.get("rel") == "canonical"), None)


def day_told(words: str, language: str) -> date | None:
    """The day of a field or line; figures with slashes are read as the page's country writes them."""
    return parse_day(words) or numeric_day(words, language)


def _told(
    root: Element, meta: dict[str, str], thing: dict[str, Any], language: str, title: str | None
) -> Iterator[tuple[bool, str | None]]:
    """(whether the field means publication and nothing else, its words), surest first."""
    yield True, _short(thing.get("datePublished"))
    yield from ((True, meta.get(name)) for name in lexicon.published_names("published"))
    marks = list(_marks(root, title))
    yield from ((True, words) for sure, words in marks if sure)
    yield from ((False, words) for sure, words in marks if not sure)
    yield from ((False, meta.get(name)) for name in lexicon.published_names("published_weak"))
    yield False, _short(thing.get("dateCreated"))
    yield from ((False, words) for words in _lines(root, language, title))
    times = list(root.iter("time"))
    if len(times) == 1:
        yield False, _short(times[0].get("datetime") or text_of(times[0]))


def _short(words: object, limit: int = 80) -> str | None:
    folded = fold(words.replace("\xa0", " ")) if isinstance(words, str) else ""
    return folded if 0 < len(folded) <= limit else None


def _marks(root: Element, title: str | None) -> Iterator[tuple[bool, str | None]]:
    """What is marked as a date by element or attribute, in order; sure where the mark says publication."""
    for element in root.iter("time", "abbr", "span", "meta", "div", "a", "p", "dd"):
        published = element.get("itemprop") == "datePublished" or element.get("pubdate") is not None
        published = published or _PUBLISHED.search(element.get("property", "")) is not None
        if not (published or element.tag == "time") or _aside(element):
            continue
        words = element.get("datetime") or element.get("content") or element.get("title") or text_of(element)
        if published:
            yield True, _short(words)
        elif not _update(element) and _in_article(element) and not _of_another(element, title):
            yield False, _short(words)


def _in_article(element: Element) -> bool:
    return any(holder.tag in ("article", "main") for holder in around(element))


def _of_another(element: Element, title: str | None) -> bool:
    """Whether a day stands beside the linked title of another article."""
    for holder in islice(element.iterancestors(), 2):
        if longer_than(holder, _NOTE_CHARS):
            return False
        links = (fold(text_of(link)) for link in holder.iter("a") if leads_away(link))
        if any(len(words) >= _TITLE_CHARS and words != title and not day_within(words) for words in links):
            return True
    return False


def _aside(element: Element) -> bool:
    """Whether an element stands in readers' comments."""
    return any("comments" in sorts_of(holder) for holder in around(element))


def _update(element: Element) -> bool:
    return any(not _UPDATE_WORDS.isdisjoint(words) for words in names_of(element))


def _lines(root: Element, language: str, title: str | None) -> Iterator[str]:
    """The days of short lines whose class says that they tell one."""
    for element in root.iter():
        if element.tag not in _LINE_TAGS or not (element.get("class") or element.get("id")):
            continue
        if not any(not _DATE_WORDS.isdisjoint(words) for words in names_of(element)) or _update(element):
            continue
        words = _short(text_of(element), _NOTE_CHARS)
        if words and (posted := _POSTED.search(words)):
            words = words[posted.end() :][:_LINE_CHARS]
        words = _short(words, _LINE_CHARS)
        if words and not _UPDATED.match(words) and not _aside(element) and not _of_another(element, title):
            found = head_date(words)
            day = found[0] if found else numeric_day(words, language)
            if day:
                yield day.isoformat()
