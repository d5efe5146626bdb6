"""Which numbers of a sentence count something of a happening, and what became of those counted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from tadmor.coding.fillers import sorts_of
from tadmor.coding.learned import Array
from tadmor.doc import Doc, around
from tadmor.model import Claim, Mention, Quantity, Span, Unit

COUNTED, STRAY = 0.5, 0.1
"""The least probability that a number counts something of a happening; of one that nothing else in the sentence has."""
REACH = 8  # words between two numbers of one toll
TOLLED: tuple[Unit, ...] = ("killed", "wounded")
LINKS = frozenset({"and", "or", ","})
ASIDE = frozenset({"while", "as", "when", "after", "before", "since", "until", "but", ";", "ago"})
"""Words that part a number from a happening before it."""
CAUSE = frozenset({"as", "when", "after"})
"""Those of them that part no number from what comes after it ("nine were hurt when a bomb went off")."""
DEADLY = frozenset(
    {"airstrike", "shelling", "bombing", "attack", "clash", "offensive", "execution", "casualties", "mining"}
)
"""Kinds whose claim takes a number of dead or hurt that is nobody's: of 19 such numbers in 149 reports 17 were of what
their sentence told.
"""
Stray = tuple[float, Quantity]
"""A number below ``COUNTED``, with its probability."""


def counts(
    doc: Doc, sentence: int, kind: str, scores: Array, speakers: tuple[Mention, ...]
) -> tuple[tuple[Quantity, ...], list[Stray]]:
    """The quantities that count something of a happening by the network's scores (words of the sentence), and those
    that may; not how many say so.
    """
    saying = {m.span for m in speakers}
    a, b = doc.sentences[sentence]
    span = doc.span(a, b - 1)
    sure: list[Quantity] = []
    strays: list[Stray] = []
    for q in around(doc.quantities, span.start, span.end):
        if q.who in saying or not (span.start <= q.span.start and q.span.end <= span.end):
            continue
        score = max((float(scores[i - a]) for i in doc.words_in(q.span)), default=0.0)
        counted = replace(q, unit=_unit(doc, q, kind))
        if score >= COUNTED:
            sure.append(counted)
        elif q.unit is not None and not _describes(doc, q):
            strays.append((score, counted))
    return tuple(sure), strays


def with_strays(doc: Doc, here: Sequence[Claim], strays: dict[Span, list[Stray]]) -> list[Claim]:
    """The claims of a sentence; a number of dead or hurt that is nobody's joins the toll before it ("killing five and
    injuring ten") or what is deadly, another the claim (by trigger) that the network thinks likeliest.
    """
    taken = {q.span for c in here for q in c.counts}
    free = sorted({q.span for s in strays.values() for _, q in s} - taken, key=lambda span: span.start)
    given: dict[Span, set[Span]] = {}
    deadly = {c.trigger for c in here if _deadly(c)}
    for span in free:
        mays = {t: score for t, some in strays.items() for score, q in some if q.span == span}
        tolled = any(q.unit in TOLLED for some in strays.values() for _, q in some if q.span == span)
        likely = {t: s for t, s in mays.items() if (t in deadly and not _aside(doc, t, span) if tolled else s >= STRAY)}
        given[span] = (_toll_before(doc, here, span) if tolled else set()) or set(
            sorted(likely, key=likely.__getitem__)[-1:]
        )
    return [_counting(c, (q for _, q in strays.get(c.trigger, ()) if c.trigger in given.get(q.span, ()))) for c in here]


def uncounted(doc: Doc, sentence: int, here: Sequence[Claim]) -> list[Quantity]:
    """The numbers of dead and hurt in a sentence that no claim takes, where it tells nothing deadly."""
    a, b = doc.sentences[sentence]
    span = doc.span(a, b - 1)
    taken = {q.span for c in here for q in c.counts}
    deadly = [c.trigger for c in here if _deadly(c)]
    some = (q for q in around(doc.quantities, span.start, span.end) if q.unit in TOLLED and q.span not in taken)
    return [q for q in some if not _describes(doc, q) and all(_aside(doc, t, q.span) for t in deadly)]


def _deadly(claim: Claim) -> bool:
    """Whether a claim tells of what happened and may kill; no plan and no foiled attempt has dead of its own."""
    return claim.kind in DEADLY and claim.modality == "asserted"


def _aside(doc: Doc, happening: Span, number: Span) -> bool:
    """Whether a clause parts a happening and a number of its sentence ("shelled Norvik, while in Sarn two died")."""
    first, last = sorted((happening, number), key=lambda span: span.start)
    between = {doc.words[w].lower() for w in doc.words_in(doc.report.span(min(first.end, last.start), last.start))}
    return not between.isdisjoint(ASIDE - CAUSE if first is number else ASIDE)


def _describes(doc: Doc, q: Quantity) -> bool:
    """Whether "a leader" only says who somebody named is."""
    return q.low == q.high == 1 and q.who is not None and any(doc.deprels[w] == "appos" for w in doc.words_in(q.who))


def _counting(claim: Claim, more: Iterable[Quantity]) -> Claim:
    return replace(claim, counts=tuple(sorted((*claim.counts, *more), key=lambda q: q.span.start)))


def _toll_before(doc: Doc, here: Sequence[Claim], span: Span) -> set[Span]:
    """The triggers whose toll this number goes on: that of the last number before it, if a few words with a link part
    them, and no other place or clause.
    """
    before = max(
        (q.span for c in here for q in c.counts if q.unit in TOLLED and q.span.end <= span.start),
        key=lambda other: other.start,
        default=None,
    )
    if before is None:
        return set()
    between = doc.words_in(doc.report.span(before.end, span.start))
    own = {c.where.span for c in here if c.where and any(q.span == before for q in c.counts)}
    elsewhere = any(w.span not in own for w in around(doc.places, before.end, span.start) if w.span.start >= before.end)
    parted = elsewhere or _aside(doc, before, span) or any(before.end <= c.trigger.start < span.start for c in here)
    if parted or len(between) > REACH or not LINKS & {doc.words[w].lower() for w in between}:
        return set()
    return {c.trigger for c in here if any(q.span == before for q in c.counts)}


def _unit(doc: Doc, q: Quantity, kind: str) -> Unit:
    """What became of those counted: as their words tell, else as the kind does; buildings are not killed."""
    unit = q.unit or UNIT_BY_KIND.get(kind, "involved")
    if unit in ("killed", "wounded") and q.who is not None:
        words = doc.words_in(q.who)
        if len(words) and "building" in sorts_of(doc, words[-1]):
            return "destroyed"
    return unit


UNIT_BY_KIND: dict[str, Unit] = {
    "execution": "killed", "casualties": "killed", "arrest": "captured", "abduction": "captured", "release": "freed",
    "displacement": "displaced", "destruction": "destroyed", "capture": "captured",
}  # fmt: skip
