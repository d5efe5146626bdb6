"""The words of actors: names of the register, countries, nouns such as "rebels", and the words before them."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cache

from tadmor.doc import Doc
from tadmor.reading.lexicon import load_lexicon, split_words
from tadmor.reading.register import ARTICLES, WORD, Name, capitals, kind_of, plain, register, trie

GAP = re.compile(r"\s{1,3}|-|\s-\s|['’]|\s?[\"“”]\s?|\.\s|")


@dataclass(slots=True)
class Segment:
    """Words ``first:last`` in a role: actor, country, adjective, head, modifier, tail ("-backed"), front ("pro-")."""

    first: int
    last: int
    role: str
    name: Name | None = None
    kind: str = ""
    neutral: bool = False  # "Turkish" in "Turkish-backed" names nobody


@dataclass(slots=True)
class Scan:
    """The words of a report as the register spells them, and what country the report is about."""

    text: str
    words: list[str]
    starts: list[int]
    ends: list[int]
    year: int | None = None
    lands: Counter[str] = field(default_factory=Counter)
    names: dict[int, tuple[int, list[Name]]] = field(default_factory=dict)
    segments: dict[int, Segment] = field(default_factory=dict)
    state_end: int = -1  # where the last state named as an actor ended: "Turkey, Russia and Iran"


@cache
def around(name: str) -> frozenset[str]:
    return split_words(load_lexicon("actor_words.toml")["around"][name])


@cache
def modifiers(name: str) -> frozenset[str]:
    return split_words(load_lexicon("actor_words.toml")["modifiers"][name])


@cache
def heads() -> dict[str, str]:
    """Head word or phrase ("air force") -> army, forces, police, government, rebel or alliance."""
    table = load_lexicon("actor_words.toml")["heads"]
    return {phrase.replace("-", " "): kind for kind, listing in table.items() for phrase in split_words(listing)}


@cache
def _first_of_head() -> frozenset[str]:
    return frozenset(phrase.split()[0] for phrase in heads())


@cache
def bare() -> frozenset[str]:
    table = load_lexicon("actor_words.toml")["bare"]
    return frozenset(p.replace("-", " ") for listing in table.values() for p in split_words(listing))


def scan_words(doc: Doc) -> Scan:
    """The report's words, hyphens split ("rebel-held" is two)."""
    found = list(WORD.finditer(doc.text))
    words = [plain(m[0]) for m in found]
    for i, m in enumerate(found):
        if words[i] in ARTICLES and doc.text[m.end() : m.end() + 1] == "-":
            words[i] = "al"
    year = doc.report.published.year if doc.report.published else None
    return Scan(doc.text, words, [m.start() for m in found], [m.end() for m in found], year)


def joined(s: Scan, left: int, right: int) -> bool:
    """Words ``left`` and ``right`` stand side by side in one name (a space, a hyphen, "'s")."""
    gap = s.text[s.ends[left] : s.starts[right]]
    return GAP.fullmatch(gap) is not None and (gap[:1] != "." or s.text[s.ends[left] - 1].isupper())


def _shouted(s: Scan, at: int) -> bool:
    """The words about this one are all in capitals."""
    near = [s.text[s.starts[i] : s.ends[i]] for i in range(max(0, at - 5), min(len(s.words), at + 6)) if i != at]
    long = [w for w in near if len(w) > 1]
    return bool(long) and sum(w.isupper() for w in long) > 0.7 * len(long)


def _suits(s: Scan, name: Name, first: int, last: int) -> bool:
    """The letters of the text are as this name is written: acronyms capital, names with capital first letters."""
    text = s.text[s.starts[first] : s.ends[last - 1]]
    if name.exact:
        dotted = "." in text
        common = s.words[first] in around("caps_words")
        return text.isupper() and (dotted or not common or not _shouted(s, first))
    if not name.proper:
        return True
    written = name.written.split()
    if last - first == 1 and s.words[first] in around("caps_words") and _shouted(s, first):
        return False
    end = s.text[s.starts[last - 1]]
    return text[0].isupper() and (not written[-1][0].isupper() or end.isupper() or "-" in text or last - first == 1)


def _named(s: Scan, at: int) -> tuple[int, list[Name]]:
    """(end, names) of the longest name of the register that begins at a word; end is ``at`` if there is none."""
    if at not in s.names:
        s.names[at] = _longest(s, at) if s.words[at] in trie() else (at, [])
    return s.names[at]


def _longest(s: Scan, at: int) -> tuple[int, list[Name]]:
    node, end, best = trie(), at, list[Name]()
    i = at
    while i < len(s.words) and (i == at or joined(s, i - 1, i)):
        node = node.get(s.words[i], {})
        if not node:
            break
        i += 1
        if fit := [n for n in node.get("", ()) if _suits(s, n, at, i)]:
            end, best = i, fit
    return end, best


def _head(s: Scan, at: int) -> tuple[int, str]:
    """(end, kind) of the longest head noun that begins at a word; end is ``at`` if there is none."""
    nouns = heads()
    for n in (3, 2, 1) if s.words[at] in _first_of_head() else ():
        last = at + n
        if last <= len(s.words) and all(joined(s, i, i + 1) for i in range(at, last - 1)):
            kind = nouns.get(" ".join(s.words[at:last]))
            if kind:
                return last, kind
    return at, ""


def segment_at(s: Scan, at: int) -> Segment | None:
    """What stands at a word, or None for a word that is no part of an actor."""
    end, names = _named(s, at)
    last, kind = _head(s, at)
    if end > at and end >= last:
        name = names[0] if len(names) == 1 else _best(s, names)
        return Segment(at, end, name.role if name.role != "possessive" else "adjective", name)
    if last > at:
        return Segment(at, last, "head", None, kind)
    word = s.words[at]
    for role in ("tails", "fronts", "words"):
        if word in modifiers(role):
            return Segment(at, at + 1, {"tails": "tail", "fronts": "front", "words": "modifier"}[role])
    return None


def _fits_year(s: Scan, ref: str | None) -> bool:
    row = register().get(ref or "")
    if row is None or s.year is None:
        return True
    return (row.first or 0) - 1 <= s.year <= (row.last or 9999) + 1


def _best(s: Scan, names: list[Name]) -> Name:
    """Of several actors of one name, the one of the report's country and years."""
    return max(names, key=lambda n: (s.lands[n.country or ""], _fits_year(s, n.ref), n.role == "actor"))


def countries_named(doc: Doc, s: Scan) -> Counter[str]:
    """How often each country is named, by its names, its people, its towns and its actors."""
    lands: Counter[str] = Counter(w.place.country for w in doc.places if w.place and w.place.country)
    for i, word in enumerate(s.words):
        if word in trie():
            _, names = _named(s, i)
            lands.update({n.country for n in names if n.country and kind_of(n.ref or "") != "outlet"} if names else ())
        if word in capitals() and s.text[s.starts[i]].isupper():
            lands[capitals()[word]] += 1
    return lands


def home(s: Scan) -> str | None:
    """The country that a bare "the army" belongs to: the one the report names most, if it stands out."""
    first = s.lands.most_common(2)
    if not first or first[0][1] < 2 or (len(first) > 1 and first[0][1] < 1.3 * first[1][1]):
        return None
    return first[0][0]


def chain_at(s: Scan, at: int) -> list[Segment]:
    """Segments side by side from a word on, up to the last head or name among them."""
    out: list[Segment] = []
    while at in s.segments:
        seg = s.segments[at]
        if out and not _fits_chain(s, out, seg):
            break
        out.append(seg)
        at = seg.last
        if at + 1 < len(s.words) and s.words[at] == "s" and joined(s, at - 1, at) and seg.role in ("actor", "country"):
            at += 1
    while len(out) > 1 and out[-1].role in ("modifier", "tail", "front"):
        out.pop()
    return out


def _fits_chain(s: Scan, before: list[Segment], seg: Segment) -> bool:
    """Whether a segment goes on with the name that those before it began."""
    last = before[-1]
    if not joined(s, seg.first - 1, seg.first):
        return False
    if seg.role == "actor":
        return last.role in ("adjective", "modifier", "tail", "country", "front")
    if seg.role in ("country", "adjective"):
        return last.role in ("modifier", "front", "tail") or (
            last.role == "adjective" and "-" in s.text[last.first : seg.last]
        )
    word = s.words[last.last - 1]
    plural = last.role == "head" and (word in around("plural") or (word.endswith("s") and word != "special forces"))
    return not plural


def follows(s: Scan, at: int, reach: int = 1) -> list[str]:
    """The plain words that follow without a break."""
    out: list[str] = []
    while at < len(s.words) and len(out) < reach and at > 0 and joined(s, at - 1, at):
        out.append(s.words[at])
        at += 1
    return out


def before_strike(s: Scan, at: int) -> bool:
    """What follows is an attack ("air strikes", "artillery fire") or "-held": the word before it names who."""
    for word in follows(s, at, 3):
        if word in around("strikes") or word in around("held"):
            return True
        if word not in around("weapons"):
            return False
    return False
