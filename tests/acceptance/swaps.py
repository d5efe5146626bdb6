"""Sentences with their two sides exchanged, and countries for others: the same happenings must come out.

``python tests/acceptance/swaps.py`` shows the sentences for which they do not.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tadmor import claims
from tadmor.model import Claim, Span

SWAPS = Path(__file__).parent / "swaps.json"


@dataclass(frozen=True, slots=True)
class Happening:
    """What is compared of a claim; A and B stand for the names of the sides."""

    kind: str
    modality: str
    trigger: str
    when: tuple[str, str] | None
    counts: tuple[tuple[int | None, int | None, str | None], ...]
    actors: tuple[str, ...]
    targets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Telling:
    """A sentence with its names filled in, and where each side stands in it, by side."""

    text: str
    sides: dict[str, tuple[int, int]]


def cases() -> list[dict[str, Any]]:
    """The sentences with their names left open."""
    rows: list[dict[str, Any]] = json.loads(SWAPS.read_text(encoding="utf-8"))
    return rows


def telling(case: dict[str, Any], exchanged: bool) -> Telling:
    """The sentence as it is or with its sides, and the countries of some, exchanged; the first word takes a capital."""
    lands = {key: names[exchanged] for key, names in case["lands"].items()}
    names = dict(zip("AB", reversed(case["sides"]) if exchanged else case["sides"], strict=True))
    text, sides = "", {}
    for n, piece in enumerate(case["text"].replace("{", "\0{").replace("}", "}\0").split("\0")):
        side = piece[1:-1] if piece in ("{A}", "{B}") else None
        words = (names[side] if side else piece).format(**lands)
        words = words[:1].upper() + words[1:] if not text and n else words
        if side:
            sides[side] = (len(text), len(text) + len(words))
        text += words
    return Telling(text, sides)


def happenings(case: dict[str, Any], exchanged: bool) -> list[Happening]:
    """What the reader tells of a sentence, with A and B for the names of its sides, in the order of the text."""
    said = telling(case, exchanged)
    return [_happening(c, said) for c in claims(said.text, published=case["published"])]


def _happening(claim: Claim, said: Telling) -> Happening:
    return Happening(
        kind=claim.kind,
        modality=claim.modality,
        trigger=_named(claim.trigger, said),
        when=(str(claim.when.start), str(claim.when.end)) if claim.when else None,
        counts=tuple((q.low, q.high, q.unit) for q in claim.counts),
        actors=tuple(_named(m.span, said) for m in claim.actors),
        targets=tuple(_named(m.span, said) for m in claim.targets),
    )


def _named(span: Span, said: Telling) -> str:
    """The side whose name these words overlap, else the words."""
    return next((side for side, (a, b) in said.sides.items() if span.start < b and a < span.end), span.text)


def tellings() -> Iterator[tuple[dict[str, Any], list[Happening], list[Happening]]]:
    """Every sentence with what it tells before and after its names are exchanged."""
    for case in cases():
        yield case, happenings(case, False), happenings(case, True)


def measured() -> dict[str, float]:
    """How many sentences tell something, and the same when exchanged: all of it, and kinds and modality alone."""
    told = [(before, after) for _, before, after in tellings() if before]
    same = sum(before == after for before, after in told)
    kinds = sum(_kinds(before) == _kinds(after) for before, after in told)
    return {"same": same, "same kinds": kinds}


def differing() -> Iterator[str]:
    """Sentences that tell nothing, or other happenings once their names are exchanged, as lines to read."""
    for case, before, after in tellings():
        if not before or before != after:
            told = [*(f"  before {h}" for h in _only(before, after)), *(f"  after {h}" for h in _only(after, before))]
            yield "\n".join([f"{case['id']}: {telling(case, True).text}", *(told or ["  nothing"])])


def _kinds(told: list[Happening]) -> list[tuple[str, str]]:
    return [(h.kind, h.modality) for h in told]


def _only(these: list[Happening], those: list[Happening]) -> list[Happening]:
    return [h for h in these if h not in those]


if __name__ == "__main__":
    print("\n".join(differing()))
    print(json.dumps(measured()))
