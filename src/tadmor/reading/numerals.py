"""Numbers as reports write them: digits, words, ranges, bare plurals, and the words that make them open."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from tadmor.reading.lexicon import load_lexicon, split_words

DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?: \d{3})+(?![\d,])|\d+(?:\.\d+)?"
PARTS = {"half": 1 / 2, "quarter": 1 / 4, "third": 1 / 3}
WINDOW = 32  # characters looked back for a qualifier; the longest is 18


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number at ``start:end`` of a text, qualifier included; ``core`` is where the number itself begins.

    ``bare`` marks plain digits without qualifier, comma, scale or range: the form that years and names take.
    """

    start: int
    end: int
    low: int | None
    high: int | None
    core: int
    bare: bool


@dataclass(frozen=True, slots=True)
class _Value:
    end: int
    low: float
    high: float | None
    written: bool  # not plain digits
    scale: int = 1


@cache
def _numbers() -> tuple[dict[str, int], dict[str, int], dict[str, int]]:
    """(small numbers, scales, bare plurals), each word -> value."""
    lexicon = load_lexicon("quantities.toml")
    return lexicon["numbers"], lexicon["scales"], lexicon["plurals"]


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    """(where a number may begin, digits with a scale, indefinite scale, bare plural, parts of a scale, halves more)."""
    small, scales, plurals = _numbers()
    scale, plural = "|".join(scales), "|".join(plurals)
    begin = rf"(?<![\w$€£¥#])(?:\d|(?:{'|'.join(small)}|{plural}|an?|half|quarter|several|few|many)\b)"
    digits = rf"({DIGITS})(?:\s*-?\s*({scale})\b)?"
    how = r"an?|half an?|several|a few|few|many|a couple of|a couple"
    vague = rf"(?:({how})\s+)({scale})s?\b(?!\s+of\s+(?:thousands|millions))"
    plural_of = rf"({plural})\b(?:(?:\s+of|\s+upon)\s+(hundreds|thousands|millions)\b)?"
    part = rf"(?:(an?|{'|'.join(small)})[\s-]+)?({'|'.join(PARTS)})s?\s+of\s+(?:an?|one)\s+({scale})\b"
    halves = rf"(\d+|an?|{'|'.join(small)})\s+(?:and\s+a\s+half\s+({scale})|({scale})\s+and\s+a\s+half)\b(?!-|\s+of\b)"
    return tuple(re.compile(p, re.IGNORECASE) for p in (begin, digits, vague, plural_of, part, halves))


@cache
def _qualifiers() -> tuple[re.Pattern[str], dict[str, str]]:
    """A pattern for a qualifier that ends the text before a number, and qualifier -> floor, ceiling or about."""
    table = load_lexicon("quantities.toml")["qualifiers"]
    sense = {entry: kind for kind, listing in table.items() for entry in split_words(listing)}
    phrases = sorted(sense, key=len, reverse=True)
    pattern = "|".join(re.escape(p).replace(r"\ ", r"\s+") for p in phrases)
    return re.compile(rf"(?<![\w-])({pattern})\s+[\"“]?$", re.IGNORECASE), sense


def _read_digits(text: str, at: int) -> _Value | None:
    found = _patterns()[1].match(text, at)
    if not found:
        return None
    value = float(found[1].replace(",", "").replace(" ", ""))
    scale = _numbers()[1][found[2].lower()] if found[2] else 1
    written = bool(found[2]) or not found[1].isdigit()
    return _Value(found.end(), value * scale, value * scale, written, scale)


def _read_vague(text: str, at: int) -> _Value | None:
    found = _patterns()[2].match(text, at)
    if not found:
        return None
    how, word = found[1].lower(), found[2].lower()
    scale, plurals = _numbers()[1][word], _numbers()[2]
    if how.startswith("half"):
        return _Value(found.end(), scale / 2, scale / 2, True)
    if how in ("a", "an"):
        return _read_words(text, at)
    return _Value(found.end(), plurals[word + "s"], None, True)


def _read_part(text: str, at: int) -> _Value | None:
    """ "a quarter of a million", "two-thirds of a million"; "two and a half million", "a million and a half"."""
    small, scales, _ = _numbers()
    if (found := _patterns()[4].match(text, at)) and (found[1] or _opens(text, at)):
        scale = scales[found[3].lower()]
        value = float(int(small.get((found[1] or "a").lower(), 1) * PARTS[found[2].lower()] * scale))
    elif found := _patterns()[5].match(text, at):
        first = found[1].lower()
        whole = int(first) if first.isdigit() else small.get(first, 1)
        scale = scales[(found[2] or found[3]).lower()]
        value = (whole + 0.5) * scale
    else:
        return None
    return _Value(found.end(), value, value, True, scale)


def _opens(text: str, at: int) -> bool:
    """Whether a bare "quarter" or "half" begins a number: no other word but a qualifier stands before it."""
    before = re.search(r"([a-z]+)\s+$", text[max(0, at - WINDOW) : at], re.IGNORECASE)
    return before is None or any(q.split()[-1] == before[1].lower() for q in _qualifiers()[1])


def _read_plural(text: str, at: int) -> _Value | None:
    found = _patterns()[3].match(text, at)
    if not found:
        return None
    scales, plurals = _numbers()[1:]
    first = found[1].lower()
    if not found[2]:
        return _Value(found.end(), plurals[first], None, True)
    tens = {"tens": 10, "hundreds": 100, "dozens": 12}.get(first, 0)
    low = tens * scales[found[2].lower()[:-1]] * 2 if tens else plurals[first]
    return _Value(found.end(), low, None, True)


def _read_words(text: str, at: int) -> _Value | None:
    """The longest well-formed number in words: "two hundred and fifteen", "twenty-three"."""
    small, scales, _ = _numbers()
    total, current, scale, end, before = 0, 0, 1, at, ""
    for found in re.compile(r"(\s+and\s+|[\s-]+|)([a-z]+)\b", re.IGNORECASE).finditer(text, at):
        link, word = found[1].strip().lower(), found[2].lower()
        if found.start() != end or (link == "and" and before not in ("hundred", "thousand", "million")):
            break
        if word in ("a", "an") and not before:
            current = 1
        elif word in small and (not before or before in scales or (before.endswith("ty") and small[word] < 10)):
            current += small[word]
        elif word in scales and before:
            current, scale = current * scales[word], scales[word]
            if scale >= 1000:
                total, current = total + current, 0
        else:
            break
        end, before = found.end(), word
    value = total + current
    return _Value(end, value, value, True, scale) if before not in ("", "a", "an") else None


def _read_value(text: str, at: int) -> _Value | None:
    readers = (_read_part, _read_digits, _read_vague, _read_plural, _read_words)
    return next((value for read in readers if (value := read(text, at)) is not None), None)


RANGE = re.compile(r"\s*(?:-|–|—)\s*(?=\d)|\s+(?:to|or|and)\s+", re.IGNORECASE)
AFTER = re.compile(r"\+|\s+(?:or|and)\s+more\b|-plus\b|\s+plus\b", re.IGNORECASE)


def _read_range(text: str, first: _Value, before: str) -> _Value:
    """``first`` widened to "N to M", "N-M", "between N and M"; itself if no second number follows."""
    link = RANGE.match(text, first.end)
    if not link or first.high is None:
        return first
    word, between = link[0].strip().lower(), before.endswith("between")
    if (word == "and") != between:
        return first
    second = _read_value(text, link.end())
    if second is None or second.high is None:
        return first
    low = first.low * second.scale if first.scale == 1 else first.low
    return _Value(second.end, low, second.high, True) if low < second.high else first


def _bounds(value: _Value, qualifier: str | None, more: bool) -> tuple[int | None, int | None]:
    """(low, high) once the words about the number are heard; an open bound is None."""
    low, high = int(value.low), None if value.high is None else int(value.high)
    if qualifier == "floor" or more:
        return low, None
    if qualifier == "ceiling":
        return None, high if high is not None else low
    return low, high


def _numeral(text: str, at: int) -> Numeral | None:
    before = text[max(0, at - WINDOW) : at]
    first = _read_value(text, at)
    if first is None:
        return None
    value = _read_range(text, first, before.rstrip().lower())
    if value.low != int(value.low):
        return None
    pattern, senses = _qualifiers()
    if value is not first and before.rstrip().lower().endswith("between"):
        before = before.rstrip()[:-7]
        at -= len(text[:at]) - len(text[:at].rstrip()) + 7
    found = pattern.search(before)
    kind = senses[" ".join(found[1].lower().split())] if found else None
    more = AFTER.match(text, value.end)
    low, high = _bounds(value, kind, more is not None)
    start = at - (len(before) - found.start()) if found else at
    return Numeral(start, more.end() if more else value.end, low, high, at, not value.written and not found)


def find_numerals(text: str) -> Iterator[Numeral]:
    """Every number of a text in order, none overlapping; names, dates and measures are not yet weeded out."""
    begin, at = _patterns()[0], 0
    while found := begin.search(text, at):
        numeral = _numeral(text, found.start())
        at = max(found.end(), numeral.end if numeral else 0)
        if numeral:
            yield numeral
