"""Days as publishers write them: in a metadata field, and at the head of a text."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache

from tadmor.model import Span

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
            "september sept sep", "october oct", "november nov", "december dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)\.?"
)
WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?"
_YEAR = r"(?:1[89]|20)\d\d"
# Day and month by name, either order; "Apr 232017" has lost the comma between day and year. A year of two digits
# stands only after the month ("15 JAN 90"), for "January 15 90" is more often a day and a count.
_DAY = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"
DAY_MONTH = rf"(?P<d1>{_DAY})[\s./-]{{0,2}}(?P<m1>{MONTH})(?:[\s,./-]{{1,2}}(?P<y1>{_YEAR}|'?\d\d(?![\d:.]))(?!\d))?"
MONTH_DAY = rf"(?P<m2>{MONTH})[\s.-]{{0,2}}(?P<d2>{_DAY})(?:[\s,]{{0,3}}(?P<y2>{_YEAR})(?!\d))?"
NUMERIC = (
    rf"(?P<y3>{_YEAR})[-/.](?P<m3>\d\d?)[-/.](?P<d3>\d\d?)(?!\d)|"
    rf"(?P<a4>\d\d?)(?P<sep>[-/.])(?P<b4>\d\d?)(?P=sep)(?P<y4>{_YEAR})(?!\d)"
)
ANY_DAY = rf"(?:{DAY_MONTH}|{MONTH_DAY}|{NUMERIC})"

_FIELD = re.compile(rf"\W*(?:{WEEKDAY}\W+)?{ANY_DAY}", re.I)
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:\D?\d{4,6}Z?)?")
_LABEL = (
    r"(?:(?:posted|published|updated|last\s+updated?|created|issued|released|date(?:\s+of\s+publication)?|"
    r"publication\s+date)\b[\s:]*(?:(?:on|at)\b[\s:]*)?)"
)
_CLOCK = (
    r"(?:[\s,]*(?:at\s+)?\d\d?[:.]?\d\d(?::\d\d)?\s*(?:[ap]\.?m\.?)?"
    r"(?:\s*(?:UTC|GMT|KSA|EST|EDT|BST|CET|local time)(?:\s*[+-]\s*\d\d?)?)?(?=[\s.,|)]|$))?"
)
_HEAD = re.compile(rf"(?P<label>{_LABEL})?(?P<weekday>{WEEKDAY}[\s,]+)?(?<![\w/.,-]){ANY_DAY}{_CLOCK}", re.I)
_ANYWHERE = re.compile(rf"(?:\b{WEEKDAY}[\s,]+)?(?<![\w/.,-]){ANY_DAY}", re.I)
_HEAD_CHARS = 260  # a headline, an agency and a date; a day further on is more often the day of something told
_PREPOSITION = re.compile(
    r"\b(?:on|since|until|till|from|by|before|after|of|in|between|and|to|dated|for|during|the|around|early|late)[\s,]+$",
    re.I,
)
_ENTRY = re.compile(rf"^.{{0,40}}?(?<![\w/.,-]){ANY_DAY}[\s)*\]]*(?:[\u2013\u2014:]|-+\s)", re.I | re.M)
_ENTRIES, _FIRST_PART = 3, 60_000  # lines headed by days that make a chronicle; code points looked through for them
_NEXT_SENTENCE = re.compile(r"""[\s.,:;|\u2013\u2014()\[\]"'“‘-]*(?:[^\W_a-z]|by\s|$)""")


def _year(words: str, about: date | None) -> int:
    year = int(words.lstrip("'"))
    if year > 99:
        return year
    if about:
        return min((year + 1900, year + 2000), key=lambda y: abs(y - about.year))
    return year + (1900 if year >= 50 else 2000)


def _safe(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _numbered(first: int, second: int, separator: str, year: int) -> date | None:
    """Day first, unless only month first is a day of the calendar; with slashes both orders are common, so None."""
    day_first, month_first = _safe(year, second, first), _safe(year, first, second)
    if separator == "/" and day_first and month_first and day_first != month_first:
        return None
    return day_first or month_first


def day_of(match: re.Match[str], published: date | None = None) -> date | None:
    """The day that a match of ANY_DAY means, or None; a missing year is the last that is not after ``published``."""
    g = match.groupdict()
    if g["y3"]:
        return _safe(int(g["y3"]), int(g["m3"]), int(g["d3"]))
    if g["y4"]:
        return _numbered(int(g["a4"]), int(g["b4"]), g["sep"], int(g["y4"]))
    month = MONTHS[(g["m1"] or g["m2"]).lower().rstrip(".")]
    day = int(re.sub(r"\D", "", g["d1"] or g["d2"]))
    if year := g["y1"] or g["y2"]:
        return _safe(_year(year, published), month, day)
    return _last(month, day, published) if published else None


def _last(month: int, day: int, published: date) -> date | None:
    """The last such day up to the day after publication: a zone further east may already write tomorrow."""
    days = [d for y in (published.year + 1, published.year, published.year - 1) if (d := _safe(y, month, day))]
    return next((d for d in days if d - published <= timedelta(days=1)), None)


@lru_cache(maxsize=4096)
def parse_day(words: str) -> date | None:
    """The day that a metadata field names ("2016-03-27T10:00Z", "Sun, 27 Mar 2016", "20160327"), or None."""
    if compact := _COMPACT.fullmatch(words.strip()):
        return _safe(*(int(part) for part in compact.groups()))
    match = _FIELD.match(words)
    return day_of(match) if match else None


_SLASHED = re.compile(r"(?<![\d/])(\d\d?)([/.-])(\d\d?)\2((?:19|20)\d\d|\d\d)(?![\d/])")
_WEEKDAY = re.compile(rf"\b{WEEKDAY}(?!\w)", re.I)
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTH_FIRST = frozenset(("en-us", "en-ph", "es-us"))
_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)([/-]?)(\d\d?)\2(\d\d?)(?=[/_-]|$)")


def numeric_day(words: str, language: str) -> date | None:
    """The day written in figures ("27/03/2016"); where both orders are days, the weekday beside it or the country of
    the language ("en-gb") decides, else None. A year of two digits stands only after points ("27.03.16")."""
    match = _SLASHED.search(words)
    if match is None or (len(match[4]) == 2 and match[2] != "."):
        return None
    year = int(match[4]) if len(match[4]) == 4 else _year(match[4], None)
    day_first, month_first = _safe(year, int(match[3]), int(match[1])), _safe(year, int(match[1]), int(match[3]))
    if match[2] != "/" or not (day_first and month_first) or day_first == month_first:
        return day_first or month_first
    if weekday := _WEEKDAY.search(words):
        number = _WEEKDAYS.index(weekday[0][:3].lower())
        fitting = [day for day in (day_first, month_first) if day.weekday() == number]
        if len(fitting) == 1:
            return fitting[0]
    if "-" not in language and language in ("", "en"):
        return None
    return month_first if language in _MONTH_FIRST else day_first


def day_in_address(address: str) -> date | None:
    """The day that a page's address is filed under ("…/2016/03/27/…"), or None."""
    match = _IN_ADDRESS.search(address[:2000])
    return _safe(int(match[1]), int(match[3]), int(match[4])) if match else None


def day_within(words: str) -> tuple[int, int] | None:
    """(start, end) of the first day with its year in a line, a weekday before it included, or None."""
    for match in _ANYWHERE.finditer(words):
        if any(match[g] for g in ("y1", "y2", "y3", "y4")):
            return match.start(), match.end()
    return None


def head_date(text: str) -> tuple[date, Span] | None:
    """The day of publication written at the head of a text, with its words; None where the head tells none.

    A day with its year counts where it opens the text, follows a word such as "Posted" or a weekday, or stands alone
    between two sentences; after a preposition ("on 3 May 2016") it is the day of something told, as are those that head
    the lines of a chronicle.
    """
    head = text[:_HEAD_CHARS]
    heads = [m.span() for m in _ENTRY.finditer(text, 0, _FIRST_PART)]
    chronicle = heads if len(heads) >= _ENTRIES else []
    for match in _HEAD.finditer(head):
        if not any(match[g] for g in ("y1", "y2", "y3", "y4")):
            continue
        if not match["label"] and any(a <= match.start() < b for a, b in chronicle):
            continue
        if (day := day_of(match)) and _stands_alone(head, match, text):
            return day, Span(match.start(), match.end(), match[0])
    return None


def _stands_alone(head: str, match: re.Match[str], text: str) -> bool:
    before = head[: match.start()]
    if match["label"] and not before.strip():
        return True
    return not _PREPOSITION.search(before) and _NEXT_SENTENCE.match(text, match.end()) is not None
