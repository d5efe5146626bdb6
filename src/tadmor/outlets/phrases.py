"""Days, places, numbers and speakers in the words a person would use."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from datetime import date
from functools import cache
from importlib.resources import files

from tadmor.model import Claim, Quantity, Report, Span, When, Where

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_HOW_DATED = {"metadata": "from its metadata", "dateline": "from its dateline", "head": "from the head of its text"}
_NEIGHBOURS = 16  # characters between number and who is counted: "of the", "of its own"
_PLAIN_RELATIONS = {"in", "of", "from", "toward"}  # the happening is, or was, or is to be at the place itself
_JOINERS = "\u200c\u200d"  # they shape Persian words and emoji, and reorder nothing
_REORDERING = re.compile("[\u202a-\u202e\u2066-\u2069]")


def visible(text: str) -> str:
    """The text on one line, safe for a terminal: control and reordering characters stand as "<U+202E>"."""
    return "".join(map(_visible, text)) if not text.isascii() or not text.isprintable() else text


def _visible(char: str) -> str:
    if char.isprintable() or char in _JOINERS:
        return char
    if char.isspace():
        return " "
    if unicodedata.category(char) == "Cf" and not _REORDERING.match(char):
        return ""
    return f"<U+{ord(char):04X}>"


def words_of(span: Span | None) -> str | None:
    """The words of a span as shown, with white space folded."""
    return " ".join(visible(span.text).split()) if span else None


def day(value: date) -> str:
    """A day as "27 March 2016"."""
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


def days(start: date | None, end: date | None) -> str:
    """A span of days as a person says it.

    >>> days(date(2015, 5, 1), date(2015, 5, 31)), days(date(2016, 3, 7), date(2016, 3, 27))
    ('May 2015', '7–27 March 2016')
    """
    if start is None:
        return f"until {day(end)}" if end else "day not known"
    if end is None:
        return f"since {day(start)}"
    if start == end:
        return day(start)
    if start.day == 1 and end.day == monthrange(end.year, end.month)[1]:
        return _months(start, end)
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}–{day(end)}"
    return f"{day(start).removesuffix(f' {end.year}')} – {day(end)}"


def _months(start: date, end: date) -> str:
    if start.month == 1 and end.month == 12:
        return str(start.year) if start.year == end.year else f"{start.year}–{end.year}"
    first, last = _MONTHS[start.month - 1], f"{_MONTHS[end.month - 1]} {end.year}"
    if (start.year, start.month) == (end.year, end.month):
        return last
    return f"{first}–{last}" if start.year == end.year else f"{first} {start.year} – {last}"


def dated(report: Report) -> str:
    """The day of publication and where it was read."""
    if report.published is None:
        return "day of publication not known (--published DAY gives it)"
    how = f" ({_HOW_DATED[report.published_basis]})" if report.published_basis else ""
    return f"published {day(report.published)}{how}"


def filed(report: Report) -> str | None:
    """The dateline: place and day."""
    line = report.dateline
    told = [visible(line.place) if line.place else None, day(line.date) if line.date else None] if line else []
    return "filed " + ", ".join(filter(None, told)) if any(told) else None


def heading(report: Report) -> str:
    """Outlet (or agency) and title (or the first words of the text)."""
    title = " ".join(visible(report.title or _first_words(report.text)).split())
    outlet = report.outlet or report.agency
    return f"{' '.join(visible(outlet).split())} · {title}" if outlet else title


def _first_words(text: str, limit: int = 70) -> str:
    head = " ".join(text[: 4 * limit].split())
    return head if len(head) <= limit else head[:limit].rsplit(" ", 1)[0] + " …"


def meaning(when: When) -> tuple[str | None, str]:
    """(time words or None, the days they mean or where the days come from)."""
    words, told = words_of(when.span), days(when.start, when.end)
    if words is None:
        basis = {"published": " (the report's day)", "context": " (from the context)"}.get(when.basis, "")
        return None, told + basis
    return words, "" if words.casefold() == told.casefold() else told


def resolved(where: Where) -> str:
    """What a place's words were resolved to: name, country, and how precisely ("Tadmur, Syria; town")."""
    if where.place is None:
        return "not resolved"
    name = visible(where.place.name)
    home = country(where.place.country) if where.place.country else None
    relation = "" if where.relation in _PLAIN_RELATIONS else where.relation
    home = home if home != name else None
    same = not relation and name.casefold() == (words_of(where.span) or "").casefold()
    named = ", ".join(filter(None, (None if same else name, home)))
    told = " ".join(filter(None, (relation, named)))
    precision = where.precision if where.precision != relation else None
    return "; ".join(filter(None, (told, precision)))


@cache
def _countries() -> dict[str, str]:
    lines = files("tadmor").joinpath("data/countries.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return {row[0]: row[1] for row in rows[1:]}


def country(code: str) -> str:
    """The English name of a country by its ISO 3166 code, or the code."""
    return _countries().get(code, code)


def bounds(low: int | None, high: int | None) -> str:
    """A number that may be open to one side: "12", "12 or more", "up to 30", "200–300"."""
    if low is None:
        return "number not known" if high is None else f"up to {high:,}"
    if high is None:
        return f"{low:,} or more"
    return f"{low:,}" if low == high else f"{low:,}–{high:,}"


def counted(count: Quantity, sentence: Span) -> tuple[str, str]:
    """(the words of number and of who is counted, what they mean: unit, and the number where the words hide it)."""
    words = _number_and_who(count, sentence)
    told: list[str] = [count.unit or ""]
    if not _plain(words, count):
        told.append(f"({bounds(count.low, count.high)})")
    if count.total:
        told.append("in all")
    return words, " ".join(filter(None, told))


def _number_and_who(count: Quantity, sentence: Span) -> str:
    """ "dozens of soldiers" as it stands where the two are neighbours, else the two side by side."""
    number, who = count.span, count.who
    if who is None:
        return words_of(number) or ""
    start, end = min(number.start, who.start), max(number.end, who.end)
    apart = max(number.start, who.start) - min(number.end, who.end)
    if apart <= _NEIGHBOURS and sentence.start <= start and end <= sentence.end:
        return words_of(Span(start, end, sentence.text[start - sentence.start : end - sentence.start])) or ""
    return f"{words_of(number)} {words_of(who)}"


def _plain(words: str, count: Quantity) -> bool:
    """Whether the words say the number themselves: in figures, or as a word below a hundred ("twelve")."""
    if count.low == count.high and (count.low or 0) < 100:
        return True
    figures = {int(re.sub(r"\D", "", figure)) for figure in re.findall(r"\d[\d,]*", words)}
    return figures >= {n for n in (count.low, count.high) if n is not None}


def says(claim: Claim) -> list[str]:
    """Who says so, nearest the claim first; empty where the report says so in its own voice."""
    return [words_of(mention.span) or "" for mention in claim.attribution.speakers]
