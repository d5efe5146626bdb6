"""Tellings written by hand: a sentence, and what was read in it."""

from __future__ import annotations

import re
from datetime import date

from tadmor.model import (
    Attribution,
    Claim,
    Mention,
    MentionKind,
    Modality,
    Place,
    Precision,
    Quantity,
    Span,
    Standing,
    Telling,
    TimeBasis,
    Unit,
    When,
    Where,
)

PARENTS = {
    "north-army": "north-government",
    "north-air-force": "north-army",
    "north-agency": "north-government",
    "red-brigade": "red-front",
    "rami-abdel-rahman": "syrian-observatory-for-human-rights",
}
REFS = {
    "army": "north-army",
    "air force": "north-air-force",
    "government": "north-government",
    "Red Front": "red-front",
    "Red Brigade": "red-brigade",
    "Blue League": "blue-league",
    "its director": "rami-abdel-rahman",
    "the Watch": "syrian-observatory-for-human-rights",
    "United Nations": "united-nations",
    "coalition": "global-coalition-against-daesh",
    "Americans": "united-states-government",
    "Northern Agency": "north-agency",
}
PLACES = {
    "Alba": Place("p:alba", "Alba", "SY", 35.0, 38.0, "PPL", "01"),
    "Berva": Place("p:berva", "Berva", "SY", 35.04, 38.0, "PPL", "01"),  # 4 km off
    "Corda": Place("p:corda", "Corda", "SY", 36.5, 38.0, "PPL", "02"),  # 167 km off
    "Alba market": Place("p:market", "Alba market", "SY", 35.01, 38.0, "MKT", "01"),
    "Syria": Place("p:sy", "Syria", "SY", 35.0, 38.5, "PCLI"),
}
_NUMBER = re.compile(r"(at least |up to |around )?(\d+|dozens|a)\b")


def lineage(key: str) -> tuple[str, ...]:
    """An actor's id, its parent, its grandparent…"""
    out = [key]
    while parent := PARENTS.get(out[-1]):
        out.append(parent)
    return tuple(out)


def mention(words: str, sentence: Span, kind: MentionKind = "group") -> Mention:
    """Words of a sentence, known to the register where REFS has them."""
    at = sentence.start + max(sentence.text.find(words), 0)
    return Mention(Span(at, at + len(words), words), kind, REFS.get(words))


def count(words: str, unit: Unit, sentence: Span, total: bool = False) -> Quantity:
    """ "at least 12 civilians" as a count of the unit; the words after the number are who is counted."""
    at = sentence.start + sentence.text.index(words)
    found = _NUMBER.match(words)
    assert found
    number = {"dozens": 24, "a": 1}.get(found[2]) or int(found[2])
    low = None if found[1] == "up to " else number
    high = None if found[1] == "at least " or found[2] == "dozens" else number
    rest = words[found.end() :].strip()
    start = at + len(words) - len(rest)
    who = Span(start, start + len(rest), rest) if rest else None
    return Quantity(Span(at, at + found.end(), found[0]), low, high, unit, who, total)


def telling(
    sentence: str,
    *counts: tuple[str, Unit] | tuple[str, Unit, bool],
    kind: str = "shelling",
    actors: tuple[str, ...] = (),
    targets: tuple[str, ...] = (),
    speaker: str | None = None,
    speaking: MentionKind = "group",
    modality: Modality = "asserted",
    place: str | None = None,
    precision: Precision = "town",
    day: int | tuple[int, int] | None = None,
    basis: TimeBasis = "stated",
    origin: str = "r1",
    report: str | None = None,
    outlet: str | None = None,
    known: int = 1,
    standing: Standing = "proposed",
    row: int = 0,
    at: int | None = None,
) -> Telling:
    """A telling of March 2016; days are numbers of the month. The sentence stands at ``at``, else further on by row."""
    start = 1000 * row if at is None else at
    words = Span(start, start + len(sentence), sentence)
    first, last = day if isinstance(day, tuple) else (day, day)
    when = (
        When(date(2016, 3, first), date(2016, 3, last or first), "day" if first == last else "span", basis)
        if first
        else None
    )
    claim = Claim(
        f"{report or origin}:{row}",
        report or origin,
        kind,
        modality,
        words,
        Span(start, start + 1, sentence[:1]),
        tuple(mention(actor, words) for actor in actors),
        tuple(mention(target, words) for target in targets),
        Where(Span(0, len(place), place), PLACES.get(place), "in", precision) if place else None,
        when,
        tuple(count(c[0], c[1], words, *c[2:]) for c in counts),
        Attribution(outlet, (mention(speaker, words, speaking),) if speaker else ()),
    )
    return Telling(claim, date(2016, 3, known), origin, outlet=outlet, standing=standing, row=row)
