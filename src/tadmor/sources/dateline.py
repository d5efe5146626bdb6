"""Where, when and by which agency a report was filed, read from the opening of its first paragraph."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from tadmor.model import Dateline, Span
from tadmor.sources import lexicon
from tadmor.sources.dates import ANY_DAY, WEEKDAY, day_of

# Possessive: without the ++ a chain of hyphens takes minutes to fail.
_WORD = r"[^\W\d_][\w'’ʿ.]*+(?:-+[\w'’ʿ.]++)*+"
_PLACE = rf"(?P<place>{_WORD}(?:[ /]+{_WORD}){{0,4}}(?:\s*,\s*(?!(?-i:\d)){_WORD}(?: {_WORD}){{0,2}})??)"
_WHEN = rf"(?P<when>NO DATE|(?:{WEEKDAY},?\s+)?{ANY_DAY})"
_SOURCE = r"(?P<open>[(\[/])(?P<source>[^()\[\]/\n\d]{2,44}(?: \d)?)[)\]/]"
_DASH = r"(?P<dash>\s*(?:--+|[–—―_]|-(?=\s)|(?<=[A-Z)])-(?=[A-Z][a-z]))\s*)"
_TAGS = r"(?P<tags>(?:\s*\[[A-Za-z][^\[\]\n]{2,60}(?:\n[^\[\]\n]{0,60})?\])*\s*)"
_SHAPES = (
    rf"{_PLACE}(?:\s*\([^()\d\n]{{3,30}}\))?(?:\s*[,.]|(?<=\.))\s*{_WHEN}(?:\s*[,.]?\s*{_SOURCE}|\s*,\s*(?P<bare>{{agencies}}))?"
    rf"(?:{_DASH}|\s*:\s+|(?<=/)\.?\s+)",  # BEIRUT, March 27 (X) --
    rf"{_PLACE}\s*,?\s*{_SOURCE}(?:\s*,?\s*{_WHEN})?(?:{_DASH}|\s*:\s+)",  # BEIRUT (X) -
    rf"{_PLACE}\s*,\s*(?P<bare>{{agencies}})(?:\s*,?\s*{_WHEN})?{_DASH}",  # Damascus, SANA -
    rf"{_PLACE}{_DASH}",  # BEIRUT –
    r"(?P<place>(?-i:[A-Z][A-Z'’.-]+(?: [A-Z][A-Z'’.-]+){0,2}))\s*:\s+(?=\S)",  # BEIRUT: The
    rf"{_SOURCE}{_DASH}",  # (Reuters) -
)
_PARTICLES = frozenset(("al", "el", "as", "ash", "and", "of", "de", "la", "the", "du"))
_REACH = 220  # characters within which a dateline ends; the longest seen names two stations and a programme


@dataclass(frozen=True, slots=True)
class Filing:
    """A dateline with its agency; ``end`` is the code point of the text where the report's own words begin."""

    dateline: Dateline
    agency: str | None
    end: int


@cache
def _shapes() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(s.replace("{agencies}", lexicon.agency_names()) + _TAGS, re.IGNORECASE) for s in _SHAPES)


def read_dateline(text: str, start: int, end: int, published: date | None = None) -> Filing | None:
    """The dateline that opens the paragraph ``text[start:end]``, its year worked out from ``published``; or None."""
    reach = min(end, start + _REACH)
    for number, shape in enumerate(_shapes()):
        match = shape.match(text, start, reach)
        if match and _credible(match, number, text[match.end() : end]):
            return _filing(match, published)
    return None


def _credible(match: re.Match[str], number: int, rest: str) -> bool:
    """Whether the match is a dateline: the less it holds, the more its place must look like one."""
    g = match.groupdict()
    place = g.get("place")
    if place is None:
        return lexicon.agency(g["source"]) is not None
    words = re.split(r"[\s/,]+", place.strip())
    if place.casefold() in lexicon.not_places() or not all(_capital(w) for w in words):
        return False
    if number <= 2:
        known = lexicon.agency(g.get("source") or g.get("bare") or "")
        return bool(g.get("when") or known) or place.isupper()
    if not rest:
        return place.isupper() and "dash" in g
    # Only a dash or a colon: capitals before words that are not, or a short place before a sentence.
    mixed = not rest[:80].isupper() and len(rest) >= 40
    if place.isupper():
        return mixed and len(words) <= 4
    return mixed and len(words) <= 2 and g["dash"].strip() not in {"-", "_"} and rest[:1].isupper()


def _capital(word: str) -> bool:
    """Whether a word may stand in a place's name: a capital, a particle ("al", "of"), or "ad-Dawr"."""
    return not word or word[0].isupper() or "-" in word or word in _PARTICLES


def _filing(match: re.Match[str], published: date | None) -> Filing:
    g = match.groupdict()
    source = g.get("source") or g.get("bare")
    agency = (lexicon.agency(source) or " ".join(source.split())) if source else None
    when = g.get("when")
    day = day_of(match, published) if when and "no date" not in when.casefold() else None
    span = Span(match.start(), match.end(), match[0])
    return Filing(Dateline(_place_name(g.get("place")), day, _trimmed(span)), agency, match.end())


def _trimmed(span: Span) -> Span:
    words = span.text.rstrip()
    return replace(span, end=span.start + len(words), text=words)


def _place_name(place: str | None) -> str | None:
    """The place in usual case: "SAN SALVADOR" gives "San Salvador"; None for a radio that hides its own."""
    if place is None or place.casefold() in {"clandestine", "unknown", "undated"}:
        return None
    place = " ".join(place.split()).rstrip(".,")
    return ", ".join(_usual_case(part) for part in re.split(r"\s*,\s*", place))


def _usual_case(words: str) -> str:
    return re.sub(r"[^\W\d_]+", lambda w: w[0].capitalize(), words) if words.isupper() else words
