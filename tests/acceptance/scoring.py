"""Claims against expected claims: found, kind, each slot and the whole record, as precision, recall and F1.

A claim can be paired with an expected one where their sentences overlap, one to one, best agreement first: same kind,
then like trigger, then slots that agree. ``found`` counts pairs, ``kind`` pairs of one kind, a slot its values over
pairs of one kind, ``record`` every (kind, slot, value) of every claim, paired or not.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from tadmor.model import Claim

LISTS = ("actor", "target", "speakers", "counts")
SINGLES = ("place", "when", "modality")
SLOTS = LISTS + SINGLES
_EMPTY = {"the", "a", "an", "of", "s", "al", "el"}

Counted = tuple[int, int, int]  # right, told, expected


@dataclass(frozen=True, slots=True)
class Told:
    """A claim reduced to what is compared; every slot is a list, of one value or none where it is single.

    A place is a pair (words, name).
    """

    kind: str
    sentence: tuple[int, int]
    trigger: str
    slots: dict[str, list[Any]]


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall and F1 of one measure, and of how many expected values."""

    precision: float
    recall: float
    f1: float
    expected: int


def expected(text: str, row: dict[str, Any]) -> Told:
    """A claim of an annotated file; its sentence must stand in the text."""
    start = text.index(row["sentence"])
    days = row["when"] and (row["when"]["start"], row["when"]["end"])
    place = row["place"] or row["place_name"]
    slots = {
        "actor": row["actor"],
        "target": row["target"],
        "speakers": row["speakers"],
        "counts": [(q["low"], q["high"], q["unit"]) for q in row["counts"]],
        "place": [(place, row["place_name"])] if place else [],
        "when": [days] if days and any(days) else [],
        "modality": [row["modality"]],
    }
    return Told(row["kind"], (start, start + len(row["sentence"])), row["trigger"], slots)


def told(claim: Claim) -> Told:
    """A claim of the reader."""
    where, when = claim.where, claim.when
    days = (when.start and when.start.isoformat(), when.end and when.end.isoformat()) if when else (None, None)
    slots = {
        "actor": [m.span.text for m in claim.actors],
        "target": [m.span.text for m in claim.targets],
        "speakers": [m.span.text for m in claim.attribution.speakers],
        "counts": [(q.low, q.high, q.unit) for q in claim.counts],
        "place": [(where.span.text, where.place.name if where.place else None)] if where else [],
        "when": [days] if any(days) else [],
        "modality": [claim.modality],
    }
    return Told(claim.kind, (claim.sentence.start, claim.sentence.end), claim.trigger.text, slots)


def _content(phrase: str | None) -> set[str]:
    plain = unicodedata.normalize("NFKD", phrase or "").encode("ascii", "ignore").decode().lower()
    return set(re.findall(r"[a-z0-9]+", plain)) - _EMPTY


def alike(one: str | None, other: str | None) -> bool:
    """Two phrases name the same thing: half of their joint words shared, or one within the other."""
    a, b = _content(one), _content(other)
    return bool(a and b) and (2 * len(a & b) >= len(a | b) or a <= b or b <= a)


def _same(slot: str, one: Any, other: Any) -> bool:
    if slot == "place":
        return alike(one[0], other[0]) or alike(one[1], other[1])
    if slot in ("counts", "when", "modality"):
        return bool(one == other)
    return alike(one, other)


def agreement(slot: str, claim: Told, wanted: Told) -> Counted:
    """How many values of a slot are right, told and expected."""
    left, right = list(wanted.slots[slot]), 0
    for value in claim.slots[slot]:
        match = next((w for w in left if _same(slot, value, w)), None)
        if match is not None:
            left.remove(match)
            right += 1
    return right, len(claim.slots[slot]), len(wanted.slots[slot])


def pairs(claims: list[Told], wanted: list[Told]) -> Iterator[tuple[Told, Told]]:
    """Claims with the expected claims that they tell, one to one."""
    both = [(c, w) for w in wanted for c in claims if _overlap(c, w)]
    taken: set[int] = set()
    for claim, want in sorted(both, key=lambda pair: _rank(*pair), reverse=True):
        if not taken & {id(claim), id(want)}:
            taken |= {id(claim), id(want)}
            yield claim, want


def _overlap(one: Told, other: Told) -> bool:
    return min(one.sentence[1], other.sentence[1]) > max(one.sentence[0], other.sentence[0])


def _rank(claim: Told, wanted: Told) -> tuple[bool, bool, int]:
    agreeing = sum(agreement(slot, claim, wanted)[0] for slot in SLOTS)
    return claim.kind == wanted.kind, alike(claim.trigger, wanted.trigger), agreeing


def scores(reports: Iterable[tuple[list[Told], list[Told]]]) -> dict[str, Score]:
    """The measures over (claims, expected claims) of each report."""
    tally: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for claims, wanted in reports:
        _count(tally, claims, wanted)
    return {name: _score(*tally[name]) for name in ("found", "kind", *SLOTS, "record")}


def _count(tally: dict[str, list[int]], claims: list[Told], wanted: list[Told]) -> None:
    def add(name: str, counted: Counted) -> None:
        tally[name] = [old + new for old, new in zip(tally[name], counted, strict=True)]

    paired = list(pairs(claims, wanted))
    same_kind = [(c, w) for c, w in paired if c.kind == w.kind]
    add("found", (len(paired), len(claims), len(wanted)))
    add("kind", (len(same_kind), len(claims), len(wanted)))
    add("record", (len(same_kind), _values(claims), _values(wanted)))
    for slot in SLOTS:
        for claim, want in same_kind:
            counted = agreement(slot, claim, want)
            add(slot, counted)
            add("record", (counted[0], 0, 0))


def _values(claims: list[Told]) -> int:
    return len(claims) + sum(len(values) for c in claims for values in c.slots.values())


def _score(right: int, claims: int, wanted: int) -> Score:
    precision, recall = right / claims if claims else 0.0, right / wanted if wanted else 0.0
    f1 = 2 * precision * recall / (precision + recall) if right else 0.0
    return Score(precision, recall, f1, wanted)
