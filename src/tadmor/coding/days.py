"""The day of a happening to which its sentence ties no time words: chosen among the days that its report tells.

Each claim left open has a few candidates: the report's day, days told in words before it (of anything, at its place, of
its kind there), the first told after it, that of the claim before it, time words of its own sentence that are tied to
nothing, and no day at all. A conditional log-linear model (McFadden's choice model) weighs what speaks for each: where
it stands, what the network says, and how the happening is told. ``training/days.py`` fits the weights.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from tadmor.coding.attribution import words as saying_words
from tadmor.coding.context import place_key
from tadmor.coding.slots import bare, case_of, governor
from tadmor.coding.weighing import DATA, log, score
from tadmor.doc import Doc
from tadmor.model import DATINGS, Claim, Span, Unit, When

WEIGHTS_FILE = DATA / "days.tsv"
AKIN = tuple(
    frozenset(kinds.split())
    for kinds in (
        "bombing attack casualties execution shelling airstrike clash destruction displacement",
        "capture advance offensive withdrawal clash",
        "arrest abduction release",
        "siege aid ceasefire talks",
    )
)
"""Kinds that tell of one happening: a bombing, the attack it is called next, and its dead."""
STATES = frozenset({"control", "siege", "mining", "intact", "ceasefire"})
ARTICLES = (
    ("the", frozenset({"the", "this", "that", "these", "those", "its", "their"})),
    ("a", frozenset({"a", "an"})),
)
CASES = frozenset({"after", "before", "since"})
TENSES: tuple[tuple[str, frozenset[str], frozenset[str]], ...] = (
    ("had", frozenset({"had"}), frozenset()),
    ("has", frozenset({"has", "have", "'ve"}), frozenset()),
    ("will", frozenset({"will", "would", "may", "could"}), frozenset()),
    ("is", frozenset({"is", "are"}), frozenset({"VBZ", "VBP"})),
    ("was", frozenset({"was", "were"}), frozenset({"VBD"})),
)
"""Tense, auxiliaries and Penn tags by which it is told; the first that fits."""
ANNOUNCED = frozenset({"capture", "withdrawal", "surrender", "release", "ceasefire"})
"""Kinds that are news on the day on which somebody says so, if that is told, and have a day."""
REACH = 40
"""Dated claims looked at on either side."""
Days = tuple[date | None, date | None] | None
"""First and last day, or no day."""


@dataclass(frozen=True, slots=True)
class Open:
    """What is known of the day of a claim without time words: the network's probabilities of where it comes from, how
    its trigger is told, the time words of its sentence with the probability that they are its own, and which of them
    tell when somebody said so.
    """

    dating: Mapping[str, float]
    form: tuple[str, ...]
    near: tuple[tuple[float, When], ...]
    saying: tuple[When, ...] = ()


@dataclass(slots=True)
class Choice:
    """A candidate: its days, and where they were found."""

    when: When | None
    found: dict[str, float]


def opened(
    doc: Doc, sentence: int, words: tuple[int, ...], dating: dict[str, float], near: Sequence[tuple[float, When]]
) -> Open:
    """What stands open of a trigger of a sentence."""
    saying = tuple(when for _, when in near if _of_saying(doc, words, when))
    dated = ["said.dated"] if saying else []
    return Open(dating, (*told_as(doc, words), *stands(doc, sentence), *dated), tuple(near), saying)


def _of_saying(doc: Doc, words: tuple[int, ...], when: When) -> bool:
    """Whether these words tell when somebody said so ("said on Monday that it had left", "it left, he said on Monday"),
    by the verb of saying that they hang on.
    """
    if when.span is None:
        return False
    verb = governor(doc, words)
    while bare(doc.deprels[verb]) in ("conj", "xcomp", "obj", "obl", "nsubj") and doc.heads[verb] != verb:
        verb = doc.heads[verb]
    above = {doc.heads[verb]} if doc.deprels[verb] in ("ccomp", "parataxis") else set()
    above |= {c for c in doc.children(verb) if doc.deprels[c] == "parataxis"}
    cues = {w for w in above if doc.lemmas[w] in saying_words("verbs")}
    return any(doc.heads[w] in cues for w in doc.words_in(when.span))


def settled(claims: Sequence[Claim], opens: Mapping[Span, Open], day: date) -> list[Claim]:
    """The claims of a report of a day; each that is open, by its trigger, takes the likeliest of its days."""
    out = list(claims)
    dated = [i for i, c in enumerate(claims) if c.when is not None and c.when.span is not None]
    for i, claim in enumerate(claims):
        if is_open(claim, opens):
            found = choices(out, i, dated, opens[claim.trigger], day)
            out[i] = replace(claim, when=max(found, key=lambda c: score(c.found, WEIGHTS_FILE)).when)
    return out


def is_open(claim: Claim, opens: Mapping[Span, Open]) -> bool:
    """Whether a claim's day is to be chosen."""
    return claim.when is None and claim.trigger in opens


def choices(claims: Sequence[Claim], at: int, dated: Sequence[int], told: Open, day: date) -> list[Choice]:
    """The candidates of a claim, those of the same days as one. The claims before it have their days already."""
    claim = claims[at]
    out: dict[Days, Choice] = {}

    def add(when: When | None, *found: str) -> None:
        key = (when.start, when.end) if when else None
        tags = out.setdefault(key, Choice(when, {})).found
        tags.update(dict.fromkeys(found, 1.0))

    add(When(day, day, "day", "published"), "report")
    add(None, "none")
    before = [i for i in dated if i < at][-REACH:]
    after = [i for i in dated if i > at][:REACH]
    ahead = "after" if before else "opening"
    for side, near in (("before", before[::-1]), (ahead, after)):
        for name, i in _of_interest(claims, claim, near):
            here = [f"{side}.here"] if claims[i].sentence == claim.sentence else []
            add(_lent(claims[i].when), f"{side}.{name}", *here)
    if before:
        add(_lent(claims[before[0]].when), "first")
    if at and claims[at - 1].sentence == claim.sentence:
        add(_lent(claims[at - 1].when), "previous.here")
    elif at:
        add(_lent(claims[at - 1].when), "previous")
    for much, when in told.near:
        add(when, "near")
        out[when.start, when.end].found["near.much"] = log(much)
    for when in told.saying:
        add(when, "near.said")
    for choice in out.values():
        _weigh(choice, claim, told, day)
    if told.saying and claim.modality == "asserted" and claim.kind in ANNOUNCED and len(out) > 1:
        out.pop(None, None)
    return list(out.values())


def _of_interest(claims: Sequence[Claim], claim: Claim, near: Sequence[int]) -> list[tuple[str, int]]:
    """(name, index) of the nearest dated claim, the nearest at the place, the nearest there of the kind or akin, and of
    these the nearest with one of its figures.
    """
    here = place_key(claim.where)
    there = [i for i in near if here is not None and place_key(claims[i].where) == here]
    same = [i for i in there if claims[i].kind == claim.kind]
    akin = [i for i in there if any({claims[i].kind, claim.kind} <= kinds for kinds in AKIN)]
    twin = [i for i in akin + same if _counts(claim) & _counts(claims[i])]
    named = (("last", near), ("place", there), ("kind", same), ("akin", akin), ("twin", twin))
    return [(name, found[0]) for name, found in named if found]


def _counts(claim: Claim) -> set[tuple[int | None, int | None, Unit | None]]:
    return {(q.low, q.high, q.unit) for q in claim.counts}


def _lent(when: When | None) -> When | None:
    return replace(when, basis="context", span=None) if when else None


def _weigh(choice: Choice, claim: Claim, told: Open, day: date) -> None:
    """Adds to a candidate what the network says of its sort, how it lies to the report's day, and how all is told."""
    found, when = choice.found, choice.when
    if when is not None:
        found[_length(when)] = 1.0
        found[_age(when, day)] = 1.0
    sort = "report" if "report" in found else "none" if when is None else "near" if "near" in found else "earlier"
    for label in DATINGS:
        found[f"{sort}/{label}"] = log(told.dating[label])
    state = "state" if claim.kind in STATES else "toll" if claim.kind == "casualties" else "deed"
    for form in (*told.form, state, claim.modality, *(["total"] if any(q.total for q in claim.counts) else [])):
        found[f"{sort}|{form}"] = 1.0
        if sort == "earlier" and any(tag.endswith((".kind", ".akin")) for tag in found):
            found[f"same|{form}"] = 1.0


def _length(when: When) -> str:
    if when.start is None or when.end is None:
        return "open"
    days = (when.end - when.start).days
    return "one day" if days == 0 else "some days" if days < 10 else "long"


def _age(when: When, day: date) -> str:
    last = when.end or when.start
    days = (day - last).days if last else 9999
    return "ahead" if days < 0 else "that day" if days == 0 else "week" if days < 8 else "month" if days < 32 else "old"


def told_as(doc: Doc, words: tuple[int, ...]) -> list[str]:
    """How a trigger is told: as a noun, definite or not, or as a verb in some tense."""
    head = governor(doc, words)
    if doc.tags[head] in ("NOUN", "PROPN"):
        near, case = {doc.words[c].lower() for c in doc.children(head)}, case_of(doc, head)
        shown = next((name for name, some in ARTICLES if near & some), "bare")
        return ["noun", f"noun.{shown}", *([f"case.{case}"] if case in CASES else [])]
    near = {doc.words[c].lower() for c in doc.children(head) if doc.deprels[c].startswith("aux")}
    tag = doc.xtags[head] if doc.xtags else ""
    tense = next((name for name, some, tags in TENSES if near & some or tag in tags), "other")
    said = (
        ["said", f"said.{tense}"] if doc.deprels[head] == "ccomp" else []
    )  # what had happened is news where it is said
    return ["verb", f"verb.{tense}", *said]


def stands(doc: Doc, sentence: int) -> list[str]:
    """Where a sentence stands in its report."""
    return ["head" if sentence < 2 else "lead" if sentence < 4 else "body"]
