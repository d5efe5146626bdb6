"""Sentences with their two sides exchanged, and countries for others: the same happenings must come out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tadmor import claims
from tadmor.model import Claim, Mention

SWAPS = Path(__file__).parent / "swaps.json"
Happening = tuple[Any, ...]


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
    when = claim.when and (claim.when.start, claim.when.end)
    counts = tuple((q.low, q.high, q.unit) for q in claim.counts)
    who = tuple(tuple(_who(m, said) for m in mentions) for mentions in (claim.actors, claim.targets))
    return claim.kind, _who(claim.trigger, said), claim.modality, when, counts, *who


def _who(named: Any, said: Telling) -> str:
    """The side whose name these words overlap, else the words."""
    span = named.span if isinstance(named, Mention) else named
    return next((side for side, (a, b) in said.sides.items() if span.start < b and a < span.end), span.text)


def differing() -> Iterator[str]:
    """Sentences that tell nothing, or other happenings once their names are exchanged, as lines to read."""
    for case in cases():
        first, second = happenings(case, False), happenings(case, True)
        if not first or first != second:
            yield f"{case['id']}: {telling(case, True).text}\n  {first}\n  {second}"


def measured() -> dict[str, float]:
    """How many sentences tell the same."""
    return {"same": len(cases()) - len(list(differing()))}
