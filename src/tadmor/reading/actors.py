"""Actors in a report: names of the register, and descriptions ("government forces", "Turkish-backed rebels")."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

from tadmor.doc import Doc
from tadmor.model import Mention, MentionKind
from tadmor.reading.lexicon import load_lexicon, split_words
from tadmor.reading.register import ARTICLES, WORD, Name, actor, capitals, office, plain, register, trie
from tadmor.reading.register import actor_words as actor_words
from tadmor.reading.register import canonical as canonical
from tadmor.reading.register import kind_of as kind_of
from tadmor.reading.register import saying_sources as saying_sources

DOERS = frozenset(("nsubj", "nsubj:pass", "obl:agent", "iobj", "obj"))
GAP = re.compile(r"\s{1,3}|-|\s-\s|['’]|\s?[\"“”]\s?|\.\s|")
KINDS: dict[str, MentionKind] = {
    "army": "force",
    "forces": "force",
    "police": "force",
    "government": "state",
    "rebel": "group",
    "alliance": "force",
}


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
def _around(name: str) -> frozenset[str]:
    return split_words(load_lexicon("actor_words.toml")["around"][name])


@cache
def _modifiers(name: str) -> frozenset[str]:
    return split_words(load_lexicon("actor_words.toml")["modifiers"][name])


@cache
def _heads() -> dict[str, str]:
    """Head word or phrase ("air force") -> army, forces, police, government, rebel or alliance."""
    table = load_lexicon("actor_words.toml")["heads"]
    return {phrase.replace("-", " "): kind for kind, listing in table.items() for phrase in split_words(listing)}


@cache
def _first_of_head() -> frozenset[str]:
    return frozenset(phrase.split()[0] for phrase in _heads())


@cache
def _bare() -> frozenset[str]:
    table = load_lexicon("actor_words.toml")["bare"]
    return frozenset(p.replace("-", " ") for listing in table.values() for p in split_words(listing))


def _scan(doc: Doc) -> Scan:
    """The report's words, hyphens split ("rebel-held" is two)."""
    found = list(WORD.finditer(doc.text))
    words = [plain(m[0]) for m in found]
    for i, m in enumerate(found):
        if words[i] in ARTICLES and doc.text[m.end() : m.end() + 1] == "-":
            words[i] = "al"
    year = doc.report.published.year if doc.report.published else None
    return Scan(doc.text, words, [m.start() for m in found], [m.end() for m in found], year)


def _joined(s: Scan, left: int, right: int) -> bool:
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
        common = s.words[first] in _around("caps_words")
        return text.isupper() and (dotted or not common or not _shouted(s, first))
    if not name.proper:
        return True
    written = name.written.split()
    if last - first == 1 and s.words[first] in _around("caps_words") and _shouted(s, first):
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
    while i < len(s.words) and (i == at or _joined(s, i - 1, i)):
        node = node.get(s.words[i], {})
        if not node:
            break
        i += 1
        if fit := [n for n in node.get("", ()) if _suits(s, n, at, i)]:
            end, best = i, fit
    return end, best


def _head(s: Scan, at: int) -> tuple[int, str]:
    """(end, kind) of the longest head noun that begins at a word; end is ``at`` if there is none."""
    heads = _heads()
    for n in (3, 2, 1) if s.words[at] in _first_of_head() else ():
        last = at + n
        if last <= len(s.words) and all(_joined(s, i, i + 1) for i in range(at, last - 1)):
            kind = heads.get(" ".join(s.words[at:last]))
            if kind:
                return last, kind
    return at, ""


def _segment(s: Scan, at: int) -> Segment | None:
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
        if word in _modifiers(role):
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


def _countries(doc: Doc, s: Scan) -> Counter[str]:
    """How often each country is named, by its names, its people, its towns and its actors."""
    lands: Counter[str] = Counter(w.place.country for w in doc.places if w.place and w.place.country)
    for i, word in enumerate(s.words):
        if word in trie():
            _, names = _named(s, i)
            lands.update({n.country for n in names if n.country and kind_of(n.ref or "") != "outlet"} if names else ())
        if word in capitals() and s.text[s.starts[i]].isupper():
            lands[capitals()[word]] += 1
    return lands


def _home(s: Scan) -> str | None:
    """The country that a bare "the army" belongs to: the one the report names most, if it stands out."""
    first = s.lands.most_common(2)
    if not first or first[0][1] < 2 or (len(first) > 1 and first[0][1] < 1.3 * first[1][1]):
        return None
    return first[0][0]


def _chain(s: Scan, at: int) -> list[Segment]:
    """Segments side by side from a word on, up to the last head or name among them."""
    out: list[Segment] = []
    while at in s.segments:
        seg = s.segments[at]
        if out and not _fits_chain(s, out, seg):
            break
        out.append(seg)
        at = seg.last
        if at + 1 < len(s.words) and s.words[at] == "s" and _joined(s, at - 1, at) and seg.role in ("actor", "country"):
            at += 1
    while len(out) > 1 and out[-1].role in ("modifier", "tail", "front"):
        out.pop()
    return out


def _fits_chain(s: Scan, before: list[Segment], seg: Segment) -> bool:
    """Whether a segment goes on with the name that those before it began."""
    last = before[-1]
    if not _joined(s, seg.first - 1, seg.first):
        return False
    if seg.role == "actor":
        return last.role in ("adjective", "modifier", "tail", "country", "front")
    if seg.role in ("country", "adjective"):
        return last.role in ("modifier", "front", "tail") or (
            last.role == "adjective" and "-" in s.text[last.first : seg.last]
        )
    word = s.words[last.last - 1]
    plural = last.role == "head" and (word in _around("plural") or (word.endswith("s") and word != "special forces"))
    return not plural


def _neutralise(s: Scan, chain: list[Segment]) -> None:
    """Mark "Turkish" in "Turkish-backed" and "government" in "anti-government" as naming nobody."""
    for one, nxt in pairwise(chain):
        if nxt.role == "tail":
            one.neutral = True
        if one.role == "front":
            nxt.neutral = True


def _resolve(s: Scan, chain: list[Segment]) -> str | None:
    """The id of who is meant by a description, or None where that is not beyond doubt."""
    head, before = chain[-1], [c for c in chain[:-1] if not c.neutral]
    words = {w for c in chain for w in s.words[c.first : c.last]}
    for seg in reversed(before):
        if seg.role == "actor" and seg.name and seg.name.ref:
            row = actor(seg.name.ref)
            if row and row.kind == "person" and row.parent and row.country and row.parent.endswith("-government"):
                return office(row.country, "government" if head.kind == "government" else "government-forces")
            return seg.name.ref if row and row.kind != "outlet" else None
    land = next((c.name.country for c in reversed(before) if c.name and c.role in ("adjective", "country")), None)
    neutral = any(c.neutral for c in chain)
    if head.kind in ("rebel", "alliance") or (words & _around("outsiders")) or (neutral and not words & {"pro"}):
        return None
    if land is None and head.kind == "forces" and not words & _around("own"):
        return None
    land = land or _home(s)
    return office(land, _office_of(head.kind, words)) if land else None


def _office_of(kind: str, words: set[str]) -> str:
    if kind in ("police", "government"):
        return kind
    return "government-forces" if kind == "forces" and words & _around("own") else "armed-forces"


def _mention(doc: Doc, s: Scan, first: int, last: int, kind: MentionKind, ref: str | None) -> Mention:
    while first < last - 1 and s.words[first] in _around("trim"):
        first += 1
    return Mention(doc.report.span(s.starts[first], s.ends[last - 1]), kind, ref)


def _follows(s: Scan, at: int, reach: int = 1) -> list[str]:
    """The plain words that follow without a break."""
    out: list[str] = []
    while at < len(s.words) and len(out) < reach and at > 0 and _joined(s, at - 1, at):
        out.append(s.words[at])
        at += 1
    return out


def _before_strike(s: Scan, at: int) -> bool:
    """What follows is an attack ("air strikes", "artillery fire") or "-held": the word before it names who."""
    for word in _follows(s, at, 3):
        if word in _around("strikes") or word in _around("held"):
            return True
        if word not in _around("weapons"):
            return False
    return False


def _state(doc: Doc, s: Scan, seg: Segment) -> Mention | None:
    """A country as an actor ("Turkey said"), not as a place ("in Turkey")."""
    if seg.name is None or seg.name.country is None:
        return None
    before = s.words[seg.first - 1] if seg.first else ""
    gap = s.text[s.ends[seg.first - 1] : s.starts[seg.first]] if seg.first else ""
    follows = _follows(s, seg.last, 2)
    sure = bool(follows) and follows[0] in _around("acts")
    if (
        seg.name.exact
        and "-" not in s.text[s.ends[seg.last - 1] : s.ends[seg.last - 1] + 1]
        and before not in _around("places_before")
    ):
        sure = True
    listed = s.state_end >= 0 and re.fullmatch(r",?\s(?:and\s)?", s.text[s.state_end : s.starts[seg.first]]) is not None
    if before in _around("places_before") or not (sure or listed or ("," not in gap and _is_doer(doc, s, seg))):
        return None
    s.state_end = s.ends[seg.last - 1]
    return _mention(doc, s, seg.first, seg.last, "state", office(seg.name.country, "government"))


def _is_doer(doc: Doc, s: Scan, seg: Segment) -> bool:
    """The country stands after "by", "between" or "against", or the tree has it as subject, object or agent."""
    if seg.first > 0 and s.words[seg.first - 1] in _around("doer_before"):
        return True
    word = doc.word_at(s.starts[seg.last - 1])
    return word is not None and bool(doc.deprels) and doc.deprels[word] in DOERS


def _is_attribute(doc: Doc, s: Scan, seg: Segment) -> bool:
    """The tree has the word before a noun that is no attack ("military sources", "government ally")."""
    word = doc.word_at(s.starts[seg.last - 1])
    if s.words[seg.first] not in _around("attributes") or word is None or not doc.deprels:
        return False
    before_noun = doc.deprels[word] in ("amod", "compound") and doc.heads[word] > word
    return before_noun and not _before_strike(s, seg.last)


def _shares_head(s: Scan, seg: Segment) -> bool:
    """ "Russian" in "Russian and Syrian jets": an adjective that shares the head of the next name."""
    if seg.last + 1 >= len(s.words) or s.words[seg.last] != "and" or not _joined(s, seg.last, seg.last + 1):
        return False
    other = _chain(s, seg.last + 1)
    if not other or (seg.name is None and s.words[seg.first] != "kurdish"):
        return False
    return other[-1].role == "head" or _before_strike(s, other[-1].last)


def _lone(doc: Doc, s: Scan, seg: Segment) -> Mention | None:
    """A mention of one segment: an adjective before an attack, a bare head, or a country."""
    follows = _follows(s, seg.last)
    if seg.role == "country":
        if _before_strike(s, seg.last) and seg.name and seg.name.country:
            return _mention(doc, s, seg.first, seg.last, "state", office(seg.name.country, "armed-forces"))
        return _state(doc, s, seg)
    if seg.role in ("adjective", "modifier"):
        if not (_before_strike(s, seg.last) or _shares_head(s, seg)) or (
            seg.role == "modifier" and s.words[seg.first] not in ("kurdish", "rebel")
        ):
            return None
        ref = office(seg.name.country, "armed-forces") if seg.name and seg.name.country else None
        return _mention(doc, s, seg.first, seg.last, "state" if seg.name else "group", ref)
    phrase = " ".join(s.words[seg.first : seg.last])
    if phrase not in _bare() and not (phrase in _heads() and _before_strike(s, seg.last) and seg.kind == "rebel"):
        return None
    if follows and follows[0] in _around("not_actor") and _joined(s, seg.last - 1, seg.last):
        return None
    if _is_attribute(doc, s, seg):
        return None
    ref = _coalition(s) if seg.kind == "alliance" else _resolve(s, [seg])
    return _mention(doc, s, seg.first, seg.last, KINDS[seg.kind], ref)


def _unit(doc: Doc, s: Scan, chain: list[Segment]) -> Mention | None:
    """A unit by its name or number ("Atonal Battalion", "6th Infantry Brigade"), or None for a bare "battalion"."""
    first, last = chain[0].first, chain[-1].last
    while first > 0 and chain[0].first - first < 3 and _joined(s, first - 1, first):
        before = s.text[s.starts[first - 1] : s.ends[first - 1]]
        if not (before[0].isupper() or re.match(r"\d+(?:st|nd|rd|th)$", before, re.I)) or before.lower() in _around(
            "not_unit"
        ):
            break
        first -= 1
    return _mention(doc, s, first, last, "force", None) if last - first > 1 else None


def _coalition(s: Scan) -> str | None:
    """The coalition that the report names in full, for a bare "the coalition"."""
    named = [c.name.ref for c in s.segments.values() if c.name and c.name.ref and "oalition" in c.name.written]
    refs = {ref for ref in named if kind_of(ref) == "force"}
    return refs.pop() if len(refs) == 1 else None


def _linked(s: Scan, chain: list[Segment]) -> list[Segment]:
    """The name after "members of the …", "forces loyal to …", or an empty list."""
    at = chain[-1].last
    for n in (2, 1):
        phrase = " ".join(s.words[at : at + n])
        if phrase in _modifiers("links") and all(
            _joined(s, i - 1, i) for i in range(at, min(at + n + 1, len(s.words)))
        ):
            at += n
            if at < len(s.words) and s.words[at] in ("the", "president"):
                at += 1
            further = _chain(s, at)
            good = (
                further
                and not further[-1].neutral
                and (any(c.role == "actor" for c in further) or (further[-1].role == "head" and len(further) > 1))
            )
            return further if good else []
    return []


def _emit(doc: Doc, s: Scan, chain: list[Segment]) -> tuple[Mention | None, int]:
    """(mention or None, word after it) for a chain of segments."""
    _neutralise(s, chain)
    last, end = chain[-1], chain[-1].last
    phrase = last.role == "head" and last.last - last.first > 1
    if (last.neutral and not phrase) or last.role in ("tail", "front"):
        return None, end
    if last.role == "actor" and last.name and last.name.ref:
        if _blocked(s, last):
            return None, end
        return _mention(doc, s, last.first, end, kind_of(last.name.ref) or "group", last.name.ref), end
    if last.role == "head" and (further := _linked(s, chain)):
        _neutralise(s, further)
        ref = _led_by(further[-1].name.ref) if further[-1].name else _resolve(s, further)
        return _mention(doc, s, chain[0].first, further[-1].last, _kind(last.kind, ref), ref), further[-1].last
    if s.words[end - 1] in _around("units") and all(c.name is None for c in chain):
        return _unit(doc, s, chain), end
    if len(chain) == 1:
        return _lone(doc, s, last), end
    if last.role != "head":
        return _lone(doc, s, last), end
    follows = _follows(s, end)
    named = end in s.segments and s.segments[end].role == "actor" and s.words[end - 1] in _around("groups")
    if follows and (named or follows[0] in _around("not_actor")):
        return None, end
    if all(c.role == "modifier" and s.words[c.first] in _around("trim") for c in chain[:-1]):
        return _lone(doc, s, last), end
    ref = _resolve(s, chain)
    return _mention(doc, s, chain[0].first, end, _kind(last.kind, ref), ref), end


def _led_by(ref: str | None) -> str | None:
    """A party for its leader ("the government of …"), any other actor for itself."""
    row = actor(ref or "")
    return row.parent if row and row.kind == "person" and row.parent else ref


def _kind(head: str, ref: str | None) -> MentionKind:
    """The kind of a description: that of the armed group it names, else that of its noun."""
    return "group" if ref and kind_of(ref) == "group" else KINDS[head]


def _blocked(s: Scan, seg: Segment) -> bool:
    """A name that is no actor here: an acronym of another country, or the first half of "X-backed"."""
    text = s.text[s.starts[seg.first] : s.ends[seg.last - 1]]
    if (
        text.upper().replace("'", "") in _around("needs_country")
        and seg.name
        and seg.name.country
        and not s.lands[seg.name.country] - 1
    ):
        return True
    return (
        bool(_follows(s, seg.last)) and s.words[seg.last] in _modifiers("tails") and s.text[s.ends[seg.last - 1]] == "-"
    )


def _mentions(doc: Doc, s: Scan) -> Iterator[Mention]:
    at = 0
    while at < len(s.words):
        chain = _chain(s, at) if at in s.segments else []
        if not chain:
            at = s.segments[at].last if at in s.segments else at + 1
            continue
        found, at = _emit(doc, s, chain)
        if found:
            yield found


def find_actors(doc: Doc) -> list[Mention]:
    """Every actor named or described in a report, in order, none overlapping; ``ref`` is None where it is not sure."""
    s = _scan(doc)
    s.lands = _countries(doc, s)
    at = 0
    while at < len(s.words):
        seg = _segment(s, at)
        if seg:
            s.segments[at] = seg
        at = seg.last if seg else at + 1
    return list(_mentions(doc, s))
