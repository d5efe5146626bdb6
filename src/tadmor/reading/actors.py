"""Actors in a report: names of the register, and descriptions ("government forces", "Turkish-backed rebels")."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from tadmor.doc import Doc
from tadmor.model import Mention, MentionKind
from tadmor.reading.actor_names import (
    Scan,
    Segment,
    around,
    bare,
    before_strike,
    chain_at,
    countries_named,
    follows,
    heads,
    home,
    joined,
    modifiers,
    scan_words,
    segment_at,
)
from tadmor.reading.register import actor, office
from tadmor.reading.register import actor_words as actor_words
from tadmor.reading.register import canonical as canonical
from tadmor.reading.register import kind_of as kind_of
from tadmor.reading.register import saying_sources as saying_sources

DOERS = frozenset(("nsubj", "nsubj:pass", "obl:agent", "iobj", "obj"))
KINDS: dict[str, MentionKind] = {
    "army": "force",
    "forces": "force",
    "police": "force",
    "government": "state",
    "rebel": "group",
    "alliance": "force",
}


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
    if head.kind in ("rebel", "alliance") or (words & around("outsiders")) or (neutral and not words & {"pro"}):
        return None
    if land is None and head.kind == "forces" and not words & around("own"):
        return None
    land = land or home(s)
    return office(land, _office_of(head.kind, words)) if land else None


def _office_of(kind: str, words: set[str]) -> str:
    if kind in ("police", "government"):
        return kind
    return "government-forces" if kind == "forces" and words & around("own") else "armed-forces"


def _mention(doc: Doc, s: Scan, first: int, last: int, kind: MentionKind, ref: str | None) -> Mention:
    while first < last - 1 and s.words[first] in around("trim"):
        first += 1
    return Mention(doc.report.span(s.starts[first], s.ends[last - 1]), kind, ref)


def _state(doc: Doc, s: Scan, seg: Segment) -> Mention | None:
    """A country as an actor ("Turkey said"), not as a place ("in Turkey")."""
    if seg.name is None or seg.name.country is None:
        return None
    before = s.words[seg.first - 1] if seg.first else ""
    gap = s.text[s.ends[seg.first - 1] : s.starts[seg.first]] if seg.first else ""
    ahead = follows(s, seg.last, 2)
    sure = bool(ahead) and ahead[0] in around("acts")
    if (
        seg.name.exact
        and "-" not in s.text[s.ends[seg.last - 1] : s.ends[seg.last - 1] + 1]
        and before not in around("places_before")
    ):
        sure = True
    listed = s.state_end >= 0 and re.fullmatch(r",?\s(?:and\s)?", s.text[s.state_end : s.starts[seg.first]]) is not None
    if before in around("places_before") or not (sure or listed or ("," not in gap and _is_doer(doc, s, seg))):
        return None
    s.state_end = s.ends[seg.last - 1]
    return _mention(doc, s, seg.first, seg.last, "state", office(seg.name.country, "government"))


def _is_doer(doc: Doc, s: Scan, seg: Segment) -> bool:
    """The country stands after "by", "between" or "against", or the tree has it as subject, object or agent."""
    if seg.first > 0 and s.words[seg.first - 1] in around("doer_before"):
        return True
    word = doc.word_at(s.starts[seg.last - 1])
    return word is not None and bool(doc.deprels) and doc.deprels[word] in DOERS


def _is_attribute(doc: Doc, s: Scan, seg: Segment) -> bool:
    """The tree has the word before a noun that is no attack ("military sources", "government ally")."""
    word = doc.word_at(s.starts[seg.last - 1])
    if s.words[seg.first] not in around("attributes") or word is None or not doc.deprels:
        return False
    before_noun = doc.deprels[word] in ("amod", "compound") and doc.heads[word] > word
    return before_noun and not before_strike(s, seg.last)


def _shares_head(s: Scan, seg: Segment) -> bool:
    """ "Russian" in "Russian and Syrian jets": an adjective that shares the head of the next name."""
    if seg.last + 1 >= len(s.words) or s.words[seg.last] != "and" or not joined(s, seg.last, seg.last + 1):
        return False
    other = chain_at(s, seg.last + 1)
    if not other or (seg.name is None and s.words[seg.first] != "kurdish"):
        return False
    return other[-1].role == "head" or before_strike(s, other[-1].last)


def _lone(doc: Doc, s: Scan, seg: Segment) -> Mention | None:
    """A mention of one segment: an adjective before an attack, a bare head, or a country."""
    ahead = follows(s, seg.last)
    if seg.name and seg.role != "actor" and ahead == ["led"] and before_strike(s, seg.last + 1):
        return _mention(doc, s, seg.first, seg.last + 1, "force", _coalition(s))
    if seg.role == "country":
        if before_strike(s, seg.last) and seg.name and seg.name.country:
            return _mention(doc, s, seg.first, seg.last, "state", office(seg.name.country, "armed-forces"))
        return _state(doc, s, seg)
    if seg.role in ("adjective", "modifier"):
        if not (before_strike(s, seg.last) or _shares_head(s, seg)) or (
            seg.role == "modifier" and s.words[seg.first] not in ("kurdish", "rebel")
        ):
            return None
        ref = office(seg.name.country, "armed-forces") if seg.name and seg.name.country else None
        return _mention(doc, s, seg.first, seg.last, "state" if seg.name else "group", ref)
    phrase = " ".join(s.words[seg.first : seg.last])
    if phrase not in bare() and not (phrase in heads() and before_strike(s, seg.last) and seg.kind == "rebel"):
        return None
    if ahead and ahead[0] in around("not_actor") and joined(s, seg.last - 1, seg.last):
        return None
    if _is_attribute(doc, s, seg):
        return None
    ref = _coalition(s) if seg.kind == "alliance" else _resolve(s, [seg])
    return _mention(doc, s, seg.first, seg.last, KINDS[seg.kind], ref)


def _unit(doc: Doc, s: Scan, chain: list[Segment]) -> Mention | None:
    """A unit by its name or number ("Atonal Battalion", "6th Infantry Brigade"), or None for a bare "battalion"."""
    first, last = chain[0].first, chain[-1].last
    while first > 0 and chain[0].first - first < 3 and joined(s, first - 1, first):
        before = s.text[s.starts[first - 1] : s.ends[first - 1]]
        if not (before[0].isupper() or re.match(r"\d+(?:st|nd|rd|th)$", before, re.I)) or before.lower() in around(
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
        if phrase in modifiers("links") and all(joined(s, i - 1, i) for i in range(at, min(at + n + 1, len(s.words)))):
            at += n
            if at < len(s.words) and s.words[at] in ("the", "president"):
                at += 1
            further = chain_at(s, at)
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
    if s.words[end - 1] in around("units") and all(c.name is None for c in chain):
        return _unit(doc, s, chain), end
    if len(chain) == 1:
        return _lone(doc, s, last), end
    if last.role != "head":
        return _lone(doc, s, last), end
    ahead = follows(s, end)
    named = end in s.segments and s.segments[end].role == "actor" and s.words[end - 1] in around("groups")
    if ahead and (named or ahead[0] in around("not_actor")):
        return None, end
    if all(c.role == "modifier" and s.words[c.first] in around("trim") for c in chain[:-1]):
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
        text.upper().replace("'", "") in around("needs_country")
        and seg.name
        and seg.name.country
        and not s.lands[seg.name.country] - 1
    ):
        return True
    return (
        bool(follows(s, seg.last)) and s.words[seg.last] in modifiers("tails") and s.text[s.ends[seg.last - 1]] == "-"
    )


def _mentions(doc: Doc, s: Scan) -> Iterator[Mention]:
    at = 0
    while at < len(s.words):
        chain = chain_at(s, at) if at in s.segments else []
        if not chain:
            at = s.segments[at].last if at in s.segments else at + 1
            continue
        found, at = _emit(doc, s, chain)
        if found:
            yield found


def find_actors(doc: Doc) -> list[Mention]:
    """Every actor named or described in a report, in order, none overlapping; ``ref`` is None where it is not sure."""
    s = scan_words(doc)
    s.lands = countries_named(doc, s)
    at = 0
    while at < len(s.words):
        seg = segment_at(s, at)
        if seg:
            s.segments[at] = seg
        at = seg.last if seg else at + 1
    return list(_mentions(doc, s))
