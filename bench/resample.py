"""Readings by the thousand, made of real ones: sentences with their claims are drawn anew into reports of other days.

Each made report takes some sentences of several real reports; their days keep their distance from the report's day, and
half of the places are moved to other towns, so that a record has as many places as a war has. A third of the words that
no claim rests on give way to others of their length: else every report would print passages of many others.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import readings

from tadmor.model import Claim, Mention, Place, Quantity, Report, Span, When
from tadmor.pipeline import Reading

_WORD = re.compile(r"[a-z]{4,}")
_OTHER = 0.35
FIRST, A_DAY = date(2011, 3, 15), 274  # a million claims are ten years of a war, as dense at any size
_SENTENCES, _MOVED, _TOWNS = (5, 16), 0.5, 3_000
_OUTLETS = [f"Outlet {n}" for n in range(40)]


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence with its claims, spans counted from its start, and the day of its report."""

    text: str
    claims: tuple[Claim, ...]
    day: date


def pieces(paths: list[Path]) -> list[Piece]:
    """The sentences that make claims in files of claim lines."""
    found: list[Piece] = []
    for path in paths:
        for row in readings.reports(path):
            told: dict[Span, list[Claim]] = {}
            for telling in readings.tellings(row):
                told.setdefault(telling.claim.sentence, []).append(telling.claim)
            day = date.fromisoformat(row["published"]) if row["published"] else None
            if day:
                found += [Piece(s.text, tuple(_bare(c, s) for c in claims), day) for s, claims in told.items()]
    return found


def _bare(claim: Claim, sentence: Span) -> Claim:
    """The claim without spans of other sentences, its own counted from the sentence's start."""

    def inside(span: Span) -> bool:
        return sentence.start <= span.start and span.end <= sentence.end

    def kept(mentions: tuple[Mention, ...]) -> tuple[Mention, ...]:
        return tuple(replace(m, span=_moved(m.span, -sentence.start)) for m in mentions if inside(m.span))

    counts = tuple(_count(c, -sentence.start) for c in claim.counts if inside(c.span) and (not c.who or inside(c.who)))
    where = claim.where if claim.where and inside(claim.where.span) else None
    return replace(
        claim, sentence=_moved(sentence, -sentence.start), trigger=_moved(claim.trigger, -sentence.start),
        actors=kept(claim.actors), targets=kept(claim.targets), counts=counts,
        where=replace(where, span=_moved(where.span, -sentence.start)) if where else None,
        when=replace(claim.when, span=None) if claim.when else None,
        attribution=replace(claim.attribution, speakers=kept(claim.attribution.speakers), cue=None),
    )  # fmt: skip


def _moved(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by, span.text)


def made(found: list[Piece], claims: int, seed: int = 1, number: int = 0, begun: int = 0) -> Iterator[Reading]:
    """Readings in order of publication with so many claims in all, numbered from ``number``, ``begun`` days on."""
    dice = random.Random(seed)
    places = towns(dice)
    words: dict[int, list[str]] = {}
    for word in sorted({w for piece in found for w in _WORD.findall(piece.text)}):
        words.setdefault(len(word), []).append(word)
    total = 0
    while total < claims:
        day = FIRST + timedelta(days=begun + total // A_DAY)
        reading = _report(dice, found, places, words, number, day)
        number += 1
        total += len(reading.claims)
        yield reading


def _report(
    dice: random.Random, found: list[Piece], towns: list[Place], words: dict[int, list[str]], number: int, day: date
) -> Reading:
    ident, at = f"made-{number}", 0
    texts: list[str] = []
    claims: list[Claim] = []
    for piece in dice.sample(found, dice.randint(*_SENTENCES)):
        town = dice.choice(towns) if dice.random() < _MOVED else None
        sentence = _reworded(dice, piece, words)
        for claim in piece.claims:
            told = shifted(replace(claim, sentence=Span(0, len(sentence), sentence)), at, day - piece.day, town)
            claims.append(replace(told, id=f"{number:08x}{len(claims):08x}", report=ident))
        texts.append(sentence)
        at += len(piece.text) + 1
    text = "\n".join(texts)
    report = Report(ident, text, title=texts[0][:80], outlet=dice.choice(_OUTLETS), published=day)
    return Reading(report, tuple(claims))


def _reworded(dice: random.Random, piece: Piece, words: dict[int, list[str]]) -> str:
    """The sentence with some of its words changed, none of them within a claim's words."""
    kept = [(s.start, s.end) for claim in piece.claims for s in _spans(claim)]

    def other(match: re.Match[str]) -> str:
        free = all(match.end() <= start or end <= match.start() for start, end in kept)
        return dice.choice(words[len(match[0])]) if free and dice.random() < _OTHER else match[0]

    return _WORD.sub(other, piece.text)


def _spans(claim: Claim) -> Iterator[Span]:
    """The spans of a claim within its sentence."""
    yield claim.trigger
    yield from (m.span for m in (*claim.actors, *claim.targets, *claim.attribution.speakers))
    yield from (c.span for c in claim.counts)
    yield from (c.who for c in claim.counts if c.who)
    if claim.where:
        yield claim.where.span


def shifted(claim: Claim, at: int, by: timedelta, town: Place | None) -> Claim:
    """The claim of a sentence that begins at ``at``, its days so much later, in another town where one is given."""

    def there(mentions: tuple[Mention, ...]) -> tuple[Mention, ...]:
        return tuple(replace(m, span=_moved(m.span, at)) for m in mentions)

    where = claim.where
    if where is not None:
        place = town if town and where.place and where.precision in ("town", "site") else where.place
        where = replace(where, span=_moved(where.span, at), place=place)
    return replace(
        claim, sentence=_moved(claim.sentence, at), trigger=_moved(claim.trigger, at), actors=there(claim.actors),
        targets=there(claim.targets), where=where, when=_later(claim.when, by),
        counts=tuple(_count(c, at) for c in claim.counts),
        attribution=replace(claim.attribution, speakers=there(claim.attribution.speakers)),
    )  # fmt: skip


def _count(count: Quantity, at: int) -> Quantity:
    return replace(count, span=_moved(count.span, at), who=_moved(count.who, at) if count.who else None)


def _later(when: When | None, by: timedelta) -> When | None:
    if when is None:
        return None
    return replace(when, start=when.start and when.start + by, end=when.end and when.end + by)


def towns(dice: random.Random) -> list[Place]:
    """Towns of Syria and Iraq and the countries around."""
    import sqlite3
    from importlib.resources import files

    base = sqlite3.connect(str(files("tadmor").joinpath("data", "gazetteer.sqlite")))
    query = """SELECT p.id, p.name, p.country, a.name, p.lat, p.lon, p.population FROM places p
               LEFT JOIN admin1 a ON a.country = p.country AND a.code = p.admin1
               WHERE p.country IN ('SY', 'IQ', 'YE', 'LY', 'AF', 'UA') AND coalesce(p.feature, '') = '' AND p.id > 0
               ORDER BY p.id"""
    rows = list(base.execute(query))
    chosen = dice.sample(rows, min(_TOWNS, len(rows)))
    return [
        Place(f"geonames:{n}", name, c, lat / 1e4, lon / 1e4, "town", a, p) for n, name, c, a, lat, lon, p in chosen
    ]
