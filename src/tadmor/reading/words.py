"""Words and sentences of a text, with their offsets.

Words follow the English treebanks of Universal Dependencies: clitics apart ("Syria" + "'s", "do" + "n't"),
hyphens apart
("rebel" + "-" + "held"), abbreviations whole ("U.S."). Nothing of the text but white space is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

Range = tuple[int, int]

TITLES = frozenset(
    "mr mrs ms dr prof gen col lt sgt maj capt cpl cmdr brig adm pvt rev fr sr jr st mt ft hon gov sen rep pres "
    "messrs mme ing lic arq no nos art vs cf ca al fig vol pp ch op".split()
)
SHORT = frozenset(
    "jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun u.s u.n u.k u.a.e "
    "e.u d.c a.m p.m e.g i.e etc inc ltd co corp bros dept est approx u.s.s.r ph.d i.d vs".split()
)
STARTERS = frozenset(
    "the a an in on at he she it they we i but and this that these those there his her its their meanwhile however "
    "after as when while for according another some many two three several earlier later also according".split()
)

_DOTTED = "|".join(
    sorted((TITLES | {w for w in SHORT if "." not in w}) - {"no", "sun", "sat", "art", "ch", "op", "al"})
)
WORD = re.compile(
    rf"""
    https?://\S+?(?=[.,;:!?)\]"”’]*(?:\s|$)) | www\.[^\s,;]+?(?=[.,;:!?)\]"”’]*(?:\s|$))
  | [\w.+-]+@[\w-]+\.[\w.-]*\w
  | (?:[^\W\d_]\.){{2,}}                                 # U.S.  a.m.
  | (?i:\b(?:{_DOTTED}))\.(?=\s*\w)                      # Gen.  Jan.
  | \b[A-Z]\.(?=\s*[A-Z][a-z])                           # J. Smith
  | \b(?i:co)-[^\W\d_]{{3,}}                             # co-operation
  | \d+(?:[.,:/]\d+)*(?:st|nd|rd|th|s)?(?!\w)            # 1,200  14:30  17th  1980s
  | \d+(?:[.,:]\d+)*                                     # the 20 of 20km
  | [^\W_][^\W_\u0300-\u036f]*(?:[\u0300-\u036f\u064b-\u0652]+[^\W_]*)*(?:['’ʿʾ`][^\W\d_]+)*['’]?
  | ([^\w\s])\1+ | _+ | \S
    """,
    re.X,
)
CLITIC = re.compile(r"(?i)^(.+?)(n['’]t|['’](?:s|re|ve|ll|d|m))$")
CANNOT = re.compile(r"(?i)^(can)(not)$")
STOP = re.compile(r"""[.!?…]+["'”’»)\]]*(?:\s?\[\d+\])*(?=\s|$)|(?<=[a-z0-9)])\.(?=[A-Z][a-z])|\n""")


def words_of(text: str, start: int = 0, end: int | None = None) -> Iterator[Range]:
    """(start, end) of every word of ``text[start:end]``, as offsets into ``text``."""
    for m in WORD.finditer(text, start, len(text) if end is None else end):
        yield from _split(text, m.start(), m.end())


def _split(text: str, a: int, b: int) -> Iterator[Range]:
    """A match as one word or more: clitics, closing quotes and the full stop of a last word come apart."""
    word = text[a:b]
    if len(word) > 1 and word[-1] in "'’" and word[-2].isalnum():
        yield from _split(text, a, b - 1)
        yield b - 1, b
    elif m := CLITIC.match(word) or CANNOT.match(word):
        cut = a + m.end(1)
        yield from ((a, cut), (cut, b))
    else:
        yield a, b


def sentences_of(text: str, blocks: Iterable[Range] | None = None) -> Iterator[Range]:
    """(start, end) of every sentence in these stretches of text (default: all of it), white space trimmed."""
    for a, b in blocks if blocks is not None else [(0, len(text))]:
        start = a
        wrapped = _hard_wrapped(text[a:b])
        for m in STOP.finditer(text, a, b):
            if m.start() >= start and _ends(text, m, a, b, wrapped):
                yield from _trimmed(text, start, m.end())
                start = m.end()
        yield from _trimmed(text, start, b)


def _trimmed(text: str, a: int, b: int) -> Iterator[Range]:
    while a < b and text[a].isspace():
        a += 1
    while b > a and text[b - 1].isspace():
        b -= 1
    if a < b:
        yield a, b


def _hard_wrapped(block: str) -> bool:
    """Lines broken at a fixed width, as old wire copy has them."""
    lines = block.split("\n")
    lengths = [len(x) for x in lines[:-1] if x.strip()]
    return len(lengths) >= 2 and max(lengths) <= 90 and sum(n > 45 for n in lengths) >= 0.6 * len(lengths)


def _ends(text: str, m: re.Match[str], a: int, b: int, wrapped: bool) -> bool:
    """Whether this mark ends a sentence."""
    if m.group() == "\n":
        return not wrapped or not text[m.end() : b].lstrip(" ")[:1].strip()
    after = re.compile(r"\s*[\"'“‘«(\[]*").match(text, m.end())
    rest = text[after.end() if after else m.end() : b]
    if not rest.strip():
        return True
    if rest[0].islower() and m.group()[-1] not in "!?":
        return False
    if m.group()[:1] != "." or len(m.group()) > 1:
        return not rest[0].islower()
    before = re.search(r"([^\s(\[\"“‘]+)$", text[a : m.start()])
    return _full_stop(before.group(1) if before else "", rest)


def _full_stop(word: str, rest: str) -> bool:
    """Whether a dot after this word is a full stop, given what follows."""
    low = word.lower()
    following = re.match(r"[\w’']+", rest)
    next_word = following.group().lower() if following else ""
    if low in TITLES and not (low in {"no", "al", "st", "art"} and next_word in STARTERS):
        return low == "no" and not rest[0].isdigit()
    if low in SHORT or re.fullmatch(r"(?:[a-z]\.)+[a-z]", low):
        return next_word in STARTERS
    if re.fullmatch(r"[A-Z]", word):
        return next_word in STARTERS
    return not (low.isdigit() and rest[0].isdigit() and len(low) < 3)
