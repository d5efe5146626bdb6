"""Whether a report is a history, published long after what it tells, and the time that its title tells of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from tadmor.model import When
from tadmor.reading.times.calendar import full_year, month_days
from tadmor.reading.times.finder import find_times
from tadmor.reading.times.grammar import pattern
from tadmor.reading.times.lexer import lex

LONG_AGO, LATELY, FRESH = timedelta(days=180), timedelta(days=45), timedelta(days=7)
"""A date with a year that lies further back is old. A day and month without a year speaks for a history where, counted
from the day of publication, it lies far off; in the last week it is news; between, it may be either."""
LEAST, OUTWEIGH = 3, 4
"""Old dates that make a history, and how many it has for each word of news ("on Sunday", "yesterday", a late date)."""
_HEAD = 60_000  # code points read
_LEAST_ENTRIES, _BEFORE_HEADING, _OF_ENTRIES = 3, 40, ("day", "span")
"""Headed lines that make a chronicle; code points before the time on them; grains of such times."""
_DASH = re.compile(r"[\s)*\]]*(?:[\u2013\u2014:]|-+\s)")
_YEAR = re.compile(r"\b(?:19|20)\d\d")


def is_history(text: str, day: date | None, title: str | None = None) -> bool:
    """Whether a report published on ``day`` tells of what was long past by its own dates: an encyclopedia's page, a
    chronicle, a yearly report. Its publication then dates nothing in it.

    >>> is_history("On 4 May 2014 it fell. On 9 May it burned. It was freed in June 2015.", date(2023, 10, 17))
    True
    """
    scope = told_by(title) if title else None
    if day is None or not (scope or _YEAR.search(text, 0, _HEAD)):
        return False
    titled = scope is not None and scope.end is not None and day - scope.end > LONG_AGO
    old, stale, news = int(titled), 0, 0
    for when in find_times(text[:_HEAD], day):
        age = day - (when.end or when.start or day)
        words = lex(when.span.text).classes if when.span else ""
        if when.basis == "stated":
            old += age > LONG_AGO
            news += age <= LONG_AGO and when.grain != "year"
        elif when.basis == "relative" and _month().search(words):
            stale += abs(age) > LATELY
            news += abs(age) <= FRESH
        elif when.basis == "relative" and _news().search(words):
            news += 1
    return old > 0 and old + stale >= LEAST and old + stale >= news * (1 if titled else OUTWEIGH)


def headings(text: str, times: Sequence[When]) -> dict[int, When]:
    """The times that head the lines of a chronicle ("* 4 May 2014 – Shells hit …"), by the first code point of each
    line; none where fewer than three lines are headed so.
    """
    heads: dict[int, When] = {}
    for when in times:
        if when.span is None or when.start is None or when.grain not in _OF_ENTRIES:
            continue
        line = text.rfind("\n", 0, when.span.start) + 1
        if when.span.start - line <= _BEFORE_HEADING and _DASH.match(text, when.span.end):
            heads.setdefault(line, when)
    return heads if len(heads) >= _LEAST_ENTRIES else {}


def _month() -> re.Pattern[str]:
    return pattern("[MONTH MONTH_WEAK MONTH_SHORT MONTH_LEVANT]")


def _news() -> re.Pattern[str]:
    return pattern("[DEICTIC WEEKDAY AGO OVERNIGHT WEEKEND]|[LAST THIS][UNIT PART]")


def told_by(title: str) -> When | None:
    """The time that a title tells, from its first year to its last; None without a year.

    >>> told_by("Siege of Example (May 2014)").end.isoformat()
    '2014-05-31'
    """
    lexed = lex(title)
    found = [lexed.tokens[m.start()].value for m in pattern("YEAR").finditer(lexed.classes)]
    short = pattern("(?<=YEAR DASH)(?:DAYNUM|SHORTYEAR)(?!MONTH)").search(lexed.classes)  # "2016-17"
    if not found:
        return None
    last = full_year(int(lexed.tokens[short.start()].text)) if short else found[-1]
    named = pattern("[MONTH MONTH_WEAK]").finditer(lexed.classes)
    months = [lexed.tokens[m.start()].value for m in named] or [1, 12]
    start, end = date(min(found), months[0], 1), month_days(max(last, *found), months[-1])[1]
    return When(start, end, "span", "stated") if start < end else None
