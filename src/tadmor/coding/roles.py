"""Who plays which role at a trigger: runs of words that the network marks, helped by where a frame expects the role."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from tadmor.coding.slots import bare, case_of, phrase
from tadmor.doc import Doc, around
from tadmor.model import Mention, MentionKind, Span

SURE, LIKELY = 0.5, 0.1
"""A word is in a role at 0.5; where a frame expects the role there, 0.1 is enough."""
EDGE_TAGS = frozenset({"DET", "PUNCT", "ADP", "CCONJ", "SCONJ", "AUX", "PART"})
PRONOUNS = frozenset("he she it they them him her his its their who which that this those these i we us one".split())
NUMBERS = frozenset("dozens scores hundreds thousands millions number handful majority most some many".split())
INNER = frozenset({"of", "the", "a", "an"})
JOINERS = frozenset({"-", "–", "'s", "’s", "'", "’", "/"})

Array = np.ndarray[Any, np.dtype[Any]]


@dataclass(frozen=True, slots=True)
class Part:
    """Words ``first`` to ``last`` (inclusive, of the Doc) in a role, with their score."""

    first: int
    last: int
    score: float


def parts(doc: Doc, sentence: int, scores: Array, expected: list[int], least: float = SURE) -> list[Part]:
    """The phrases of a sentence in one role, in order. ``scores`` has one probability a word."""
    a, b = doc.sentences[sentence]
    found = _runs(doc, a, scores, least)
    for head in expected:
        if a <= head < b and scores[head - a] >= LIKELY and not any(p.first <= head <= p.last for p in found):
            first, last = phrase(doc, head)
            found.append(Part(first, last, float(scores[head - a])))
    trimmed = [t for p in found if (t := trim(doc, p)) is not None]
    return sorted(trimmed, key=lambda p: p.first)


def sided(doc: Doc, sentence: int, scores: dict[str, Array], expected: dict[str, list[int]]) -> dict[str, Array]:
    """The scores of actor and target; a phrase that a frame expects on one side alone has its whole score there.

    Which side "from the rebels" is on is a matter of the clause, not of what is named there.
    """
    first, end = doc.sentences[sentence]
    out = {side: scores[side].copy() for side in ("actor", "target")}
    for side, other in (("actor", "target"), ("target", "actor")):
        for head in {w for e in set(expected[side]) - set(expected[other]) for w in (e, *_counted(doc, e))}:
            if not first <= head < end:
                continue
            a, b = phrase(doc, head)
            words = slice(max(a, first) - first, min(b, end - 1) - first + 1)
            if max(out[side][words].max(), out[other][words].max()) >= LIKELY:
                out[side][words] = np.maximum(out[side][words], out[other][words])
                out[other][words] = 0.0
    return out


def _counted(doc: Doc, word: int) -> list[int]:
    """Who is meant by a mere number of them ("thousands of people")."""
    if doc.words[word].lower() not in NUMBERS:
        return []
    return [c for c in doc.children(word) if bare(doc.deprels[c]) == "nmod" and case_of(doc, c) == "of"]


def _runs(doc: Doc, first: int, scores: Array, least: float) -> list[Part]:
    out: list[Part] = []
    for i, s in enumerate(scores):
        word = first + i
        if s < least and not (0 < i < len(scores) - 1 and _bridges(doc, first, scores, i, least)):
            continue
        if out and out[-1].last == word - 1:
            out[-1] = Part(out[-1].first, word, max(out[-1].score, float(s)))
        else:
            out.append(Part(word, word, float(s)))
    return out


def _bridges(doc: Doc, first: int, scores: Array, i: int, least: float) -> bool:
    """Whether a word that is not in the role itself holds together what is."""
    if doc.words[first + i].lower() in INNER:
        return _within(doc, first, scores, i, least)
    if min(scores[i - 1], scores[i + 1]) < least:
        return False
    return doc.words[first + i] in JOINERS or _amid(doc, first + i)


def _within(doc: Doc, first: int, scores: Array, i: int, least: float) -> bool:
    """Whether word i is "of" or an article between two words in the role, of one noun phrase ("camps of the army")."""
    a = i
    while a > 0 and doc.words[first + a].lower() in INNER:
        a -= 1
    b = i
    while b < len(scores) - 1 and doc.words[first + b].lower() in INNER:
        b += 1
    inner = [doc.words[first + k].lower() for k in range(a + 1, b)]
    return a < i < b and inner[0] == "of" and min(scores[a], scores[b]) >= least


def _amid(doc: Doc, word: int) -> bool:
    """Whether a word is a modifier of a noun that another modifier stands before ("civil defence source")."""
    noun = doc.heads[word]
    modifies = noun > word and bare(doc.deprels[word]) in ("compound", "amod", "nmod")
    return modifies and doc.heads[word - 1] in (word, noun) and bare(doc.deprels[word - 1]) in ("compound", "amod")


def trim(doc: Doc, part: Part) -> Part | None:
    """The part without articles, prepositions and marks at its edges; None if nothing is left."""
    first, last = part.first, part.last
    while (
        first <= last
        and (doc.tags[first] in EDGE_TAGS or doc.words[first] in JOINERS)
        and doc.words[first].lower() not in PRONOUNS
        and not _acronym(doc, first)
    ):
        first += 1
    while last > first and (doc.tags[last] in EDGE_TAGS or doc.words[last] in JOINERS):
        last -= 1
    return Part(first, last, part.score) if first <= last else None


def _acronym(doc: Doc, word: int) -> bool:
    """Whether an auxiliary in capitals is none, as the next word is not in capitals ("IS fighters")."""
    form = doc.words[word]
    capital = doc.tags[word] == "AUX" and len(form) > 1 and form.isupper()
    return capital and word + 1 < len(doc.words) and doc.words[word + 1].islower()


def mention(doc: Doc, part: Part) -> Mention | None:
    """The part as a mention: a pronoun or bare noun gives way to what it refers to, None where that is not known."""
    span = doc.span(part.first, part.last)
    span = _unbracketed(doc, doc.references.get(span, span))
    if span.text.lower() in PRONOUNS and not (span.text == "US" and _names(doc, span)):
        return None
    named = [m for m in around(doc.actors, span.start, span.end) if m.span.end > span.start]
    if named:
        best = max(named, key=lambda m: min(m.span.end, span.end) - max(m.span.start, span.start))
        if best.span.start <= span.start and best.span.end >= span.end:
            span = _unbracketed(doc, best.span)
        return Mention(span, best.kind, best.ref)
    return Mention(span, _kind(doc, part, span), None)


def _names(doc: Doc, span: Span) -> bool:
    at = doc.words_in(span)
    return bool(at) and doc.tags[at[-1]] != "PRON"


def _unbracketed(doc: Doc, span: Span) -> Span:
    """The span without a bracket that does not close in it ("Norvik Relief Group (NRG")."""
    name = span.text.partition("(")[0].rstrip()
    return doc.report.span(span.start, span.start + len(name)) if name and ")" not in span.text else span


def _kind(doc: Doc, part: Part, span: Span) -> MentionKind:
    """The sort of a mention that the register does not know."""
    from tadmor.coding.fillers import sort_of

    words = doc.words_in(span)
    head = words[-1] if words else part.last
    kinds: dict[str, MentionKind] = {"force": "force", "people": "people", "place": "thing", "thing": "thing"}
    return kinds[sort_of(doc, head)]


def mentions(doc: Doc, found: list[Part]) -> tuple[Mention, ...]:
    """The parts as mentions, the same words once."""
    out: dict[tuple[int, int], Mention] = {}
    for p in found:
        m = mention(doc, p)
        if m is not None:
            out.setdefault((m.span.start, m.span.end), m)
    spans = list(out)
    return tuple(m for (a, b), m in out.items() if not any(x <= a and b <= y and (x, y) != (a, b) for x, y in spans))
