"""Counts in a report: how many, what became of them, who they are."""

from __future__ import annotations

import re
from functools import cache

from tadmor.doc import Doc
from tadmor.model import Quantity
from tadmor.reading import counted_groups, counted_verbs
from tadmor.reading.counted import Counted, Stretch, closed, nouns, unit_words
from tadmor.reading.lexicon import load_lexicon, split_words
from tadmor.reading.numerals import Numeral, find_numerals

NOMINAL = frozenset(("NOUN", "PROPN", "ADJ", "X", "SYM"))
LONGEST_PHRASE = 6
YEARS = range(1900, 2100)


@cache
def _words(name: str) -> frozenset[str]:
    return split_words(load_lexicon("quantities.toml")["exclude"][name])


@cache
def _months() -> frozenset[str]:
    return split_words(load_lexicon("quantities.toml")["months"]["names"])


def _in_time(doc: Doc, n: Numeral) -> bool:
    """The number is part of words that the times module read as a day, an hour or a span."""
    return any(t.span and t.span.start <= n.core and n.end <= t.span.end for t in doc.times)


def _stuck(text: str, n: Numeral) -> bool:
    """The number is glued to other signs: "T-72", "12-year-old", "4:30", "12/05/2016", "82mm", "[4]", "12%", "$5"."""
    before, after = text[max(0, n.core - 2) : n.core], text[n.end : n.end + 3]
    if re.match(r"[\w%°]|[-–/:.,]\d|[-–][A-Za-z]|/|\s?%|['’]s\b|\)|\]|['’]\d", after) and not re.match(
        r"[’']s\b", after
    ):
        return True
    return bool(re.search(r"[\w)][-–/.:]$|[$€£¥#/°]\s?$|[-–]$|S\$$", before)) or text[n.core : n.core + 1] == "0"


def _is_year(word_before: str, word_after: str, n: Numeral) -> bool:
    if not n.bare or n.low not in YEARS:
        return False
    return word_after not in nouns("person") or word_before in closed("year_before") | _months()


def _is_named(doc: Doc, first: int, after: int, n: Numeral) -> bool:
    """The words about the number make it a date, a measure, an age or a name with a number ("Route 5", "45 days")."""
    before = doc.words[first - 1].lower() if first else ""
    nxt = doc.words[after].lower() if after < len(doc.words) else ""
    third = doc.words[after + 1].lower() if after + 1 < len(doc.words) else ""
    if nxt in _words("after") or (nxt in closed("measured") and third in _words("after")):
        return True
    if n.bare and (before in _words("before") or (len(before) == 1 and before.isalpha() and before not in "ai")):
        return True
    if n.bare and before in ("at", "until", "since", "by") and n.end - n.core == 4 and nxt not in nouns("person"):
        return True
    small = n.high is not None and n.high <= 31
    dated = first > 1 and doc.words[first - 2].isdigit()
    if small and (
        (before.rstrip(".") in _months() and not dated)
        or nxt.rstrip(".") in _months() - {"may", "march"}
        or (nxt in ("may", "march") and n.bare)
    ):
        return True
    if small and nxt == "of" and third in _months():
        return True
    return _is_year(before, nxt, n) or _is_age(doc, first, after, n)


def _is_age(doc: Doc, first: int, after: int, n: Numeral) -> bool:
    """ "Ali Hassan, 45, a farmer", "children under 5": a number set off by commas after a name, or below an age."""
    if n.high is not None and n.low is None and doc.text[n.start : n.core].lower().strip() in ("under", "below"):
        return (
            after >= len(doc.words)
            or not doc.words[after][:1].isalpha()
            or doc.words[after].lower() in closed("after_nouns")
        )
    if not n.bare or n.low is None or n.low > 110 or first < 2 or doc.words[first - 1] not in (",", "("):
        return False
    name = doc.words[first - 2]
    set_off = after < len(doc.words) and doc.words[after] in (",", ")", ".", ";")
    return set_off and name[:1].isupper() and not name[:1].isdigit()


def _is_pronoun(doc: Doc, first: int, after: int, n: Numeral) -> bool:
    """ "one of", "no one", "one another", "the one": "one" that counts nothing."""
    if doc.text[n.core : n.end].lower() != "one":
        return False
    before = doc.words[first - 1].lower() if first else ""
    nxt = doc.words[after].lower() if after < len(doc.words) else ""
    if before == "the" and n.start != n.core:
        return True
    if nxt not in nouns("person") and n.start == n.core and before in closed("not_one"):
        return True
    if nxt in nouns("person"):
        return False
    return nxt in closed("one_of")


def _phrase(doc: Doc, lower: list[str], at: int, end: int) -> tuple[int, int, int | None]:
    """(first, stop, head) of the nouns counted that begin at a word; head is None when none follow."""
    while at < end and (_opens(lower, at) or (lower[at] == '"')):
        at += 1
    first, stop, head = at, at, None
    while stop < end and stop - first < LONGEST_PHRASE and _continues(doc, lower, stop, head):
        if (
            lower[stop][0].isalpha()
            and not lower[stop].endswith("ly")
            and (not doc.tags or doc.tags[stop] != "ADJ" or lower[stop] in nouns("person"))
        ):
            head = stop
        stop += 1
    if head is None:
        return at, at, None
    return first, head + 1, head


def _opens(lower: list[str], at: int) -> bool:
    """A word between the number and what is counted: "more", "of", "of the"."""
    return lower[at] in closed("openers") or (lower[at] in closed("object") and lower[at - 1] == "of")


def _continues(doc: Doc, lower: list[str], at: int, head: int | None) -> bool:
    word = lower[at]
    if word in closed("after_nouns"):
        return False
    if word in ("-", "–", "'s", "’s", "'", "’", "&"):
        return head is not None or word == "-"
    if not word[0].isalpha():
        return False
    known = word in nouns("person") or word in nouns("involved")
    if doc.tags:
        tag = doc.tags[at]
        return (
            tag in NOMINAL
            or known
            or (tag == "VERB" and head is None and word.endswith(("ed", "ing")) and at + 1 < len(lower))
        )
    if any(form == "nouns" for _, form in unit_words().get(word, ())) and word.endswith("s"):
        return True
    follows = lower[at + 1] if at + 1 < len(lower) else ""
    if head is not None and not known and word.endswith("ed") and follows in nouns("person"):
        return True
    if head is not None and not known and (word.endswith(("ed", "ing", "ly")) or word in unit_words()):
        return False
    return not (
        head is not None
        and lower[head] in nouns("person")
        and lower[head].endswith(("s", "people", "men"))
        and not known
    )


def _members(doc: Doc, lower: list[str], first: int, stop: int, end: int) -> int:
    """The end of "members of the group", "fighters from X": the word after the name that says whose they are."""
    if stop + 1 < end and lower[stop - 1] in ("members", "member") and lower[stop] == "of":
        after = _phrase(doc, lower, stop + 1, end)
        return after[1] if after[2] is not None else stop
    return stop


def _past_age(lower: list[str], at: int) -> int:
    """The word after "10-year-old" where that begins at a word, else the word itself."""
    ahead = "".join(lower[at : at + 5])
    if not re.match(r"[\w-]+-year-?old", ahead):
        return at
    return next((k + 1 for k in range(at, min(at + 6, len(lower))) if lower[k].endswith("old")), at)


def _single(doc: Doc, lower: list[str], s: Stretch, at: int) -> Counted | None:
    """ "a soldier", "an old man", "his wife": one person, or None."""
    word = lower[at]
    if word not in ("a", "an", "his", "her", "their"):
        return None
    begin = _past_age(lower, at + 1)
    first, stop, head = _phrase(doc, lower, begin, s.end)
    if head is None or first != begin:
        return None
    wanted = nouns("person") if word in ("a", "an") else nouns("kin")
    plural = lower[head].endswith("s") or lower[head] in closed("plural_people")
    if lower[head] not in wanted or plural or (stop < s.end and lower[stop] in ("'s", "’s", "'", "-", "who")):
        return None
    return Counted(at, at + 1, stop, head, article=True)


def _counts(doc: Doc, lower: list[str], s: Stretch, numerals: dict[int, Numeral]) -> list[Counted]:
    """The counts of one sentence in order, units not yet read."""
    out: list[Counted] = []
    at = s.begin
    while at < s.end:
        found: Counted | None = None
        if (n := numerals.get(at)) is not None:
            after = doc.words_in(doc.report.span(n.start, n.end)).stop
            if not _dropped(doc, at, after, n):
                _, stop, head = _phrase(doc, lower, after, s.end)
                found = Counted(at, after, max(stop, after), head)
        elif doc.words[at].isalpha():
            found = _single(doc, lower, s, at)
        if found:
            out.append(found)
        at = max(at + 1, found.after if found else 0)
    return out


def _dropped(doc: Doc, first: int, after: int, n: Numeral) -> bool:
    return (
        _stuck(doc.text, n) or _in_time(doc, n) or _is_pronoun(doc, first, after, n) or _is_named(doc, first, after, n)
    )


READERS = (
    counted_groups.read_casualties,
    counted_groups.read_among,
    counted_verbs.read_left,
    counted_verbs.read_right,
    counted_verbs.read_bridge,
)


def _read_units(doc: Doc, s: Stretch, counts: list[Counted]) -> None:
    """Fill the units of every count of a sentence."""
    s.counts = {c.first: c for c in counts}
    counted_groups.link_subsets(s, counts)
    for c in counts:
        for read in READERS:
            if not c.units:
                read(s, c)
        if not c.article:
            counted_groups.read_toll(s, c)
    counted_groups.spread(s, counts)
    for c in counts:
        for read in (counted_groups.read_noun, counted_groups.read_modifier):
            if not c.units and not c.article:
                read(s, c)
        if not c.units:
            counted_verbs.read_tree(doc, c)
        counted_groups.read_part(s, c)


def _worth(s: Stretch, c: Counted) -> bool:
    """Whether a count is kept: a person after "a" must be a victim, a bare number must count something."""
    if c.article:
        return bool(set(c.units) & {"killed", "wounded"})
    if c.units:
        return True
    return (
        c.head is not None
        and s.lower[c.head] not in _words("abstract")
        and s.lower[c.head].endswith(("s", "men", "people", "ren"))
    )


def _quantities(doc: Doc, s: Stretch, c: Counted, n: Numeral | None) -> list[Quantity]:
    """One Quantity a unit (one with unit None if none was told)."""
    who = None
    if c.head is not None:
        first, stop, _ = _phrase(doc, s.lower, c.after, s.end)
        who = doc.span(first, _members(doc, s.lower, first, stop, s.end) - 1)
    if n is None:
        span, low, high = doc.span(c.first, c.head if c.head is not None else c.first), 1, 1
        return [Quantity(span, low, high, unit, who) for unit in c.units]
    span = doc.report.span(n.start, n.end)
    return [Quantity(span, n.low, n.high, unit, who, c.total) for unit in (c.units or (None,))]


def find_quantities(doc: Doc) -> list[Quantity]:
    """Every count of a report in order; a figure under two units ("killed or wounded") gives two."""
    lower = [w.lower() for w in doc.words]
    numerals: dict[int, Numeral] = {}
    for n in find_numerals(doc.text):
        if words := doc.words_in(doc.report.span(n.start, n.end)):
            numerals[words.start] = n
    out: list[Quantity] = []
    for begin, end in doc.sentences:
        s = Stretch(lower, doc.tags, begin, end)
        counts = _counts(doc, lower, s, numerals)
        _read_units(doc, s, counts)
        for c in counts:
            if _worth(s, c):
                out += _quantities(doc, s, c, numerals.get(c.first))
    return out
