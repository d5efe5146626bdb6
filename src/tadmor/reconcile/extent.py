"""Whether a claim speaks of a place itself, of a part of it, or of something beside it."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Literal

from tadmor.model import Claim, Where
from tadmor.reconcile.sides import weights

Extent = Literal["whole", "part"]
_WORD = re.compile(r"[A-Za-z][\w'’-]*")
_CLAUSE = re.compile(r"[;:.!?](?:\s|$)")
_OF_AREA = frozenset({"region", "province", "district"})


@cache
def _words(sort: str) -> frozenset[str]:
    path = files("tadmor").joinpath("data", "control.toml")
    return frozenset(tomllib.loads(path.read_text(encoding="utf-8"))["extent"][sort].split())


def extent_of(claim: Claim) -> Extent | None:
    """How much of its place a claim speaks of; None where it is about what lies beside it, or a whole country."""
    where = claim.where
    if where is None or where.place is None or where.precision in ("near", "country", None):
        return None
    related = _related(where, claim.kind)
    if related is None:
        return None
    if not _inside(where, claim):
        return _pointed_back(claim) if related == "whole" else None
    between = _between(where, claim)
    if between is None:
        return None
    told = _told(between, where.precision in _OF_AREA)
    return "part" if told == "whole" and related == "part" else told


def _related(where: Where, kind: str) -> Extent | None:
    """What the relation leaves of the place: "in the east of" is a part, "near" and "north of" nothing."""
    if where.relation == "in" or (where.relation == "from" and kind in ("withdrawal", "surrender", "capture")):
        return "whole"
    if where.relation == "toward":
        return "whole" if kind == "withdrawal" else None
    return "part" if where.relation.startswith("in the ") else None


def _inside(where: Where, claim: Claim) -> bool:
    return claim.sentence.start <= where.span.start and where.span.end <= claim.sentence.end


def _pointed_back(claim: Claim) -> Extent | None:
    """A place that the sentence does not name counts only where its words point back to it ("took the city")."""
    at = claim.trigger.end - claim.sentence.start
    after = _WORD.findall(claim.sentence.text[at : at + 40].lower())[:5]
    before = _WORD.findall(claim.sentence.text[: claim.trigger.start - claim.sentence.start].lower())[-8:]
    for words in (after, before):
        for the, noun in zip(words, words[1:], strict=False):
            if the == "the" and noun in _words("pointing") and not set(words) & (_words("part") | _words("beside")):
                return "whole"
    return None


def _between(where: Where, claim: Claim) -> list[str] | None:
    """Words between what happened and the place's name, and the three after the name; None if they lie too far apart."""
    text, base = claim.sentence.text, claim.sentence.start
    first, last = sorted((claim.trigger, where.span), key=lambda span: span.start)
    gap = text[max(0, first.end - base) : max(0, last.start - base)]
    if len(gap) > weights()["least"]["gap"] or _CLAUSE.search(gap):
        return None
    after = text[where.span.end - base :][:40]
    stop = re.search(r"[,.;:()\[\]\"“”]|\b(?:and|on|after|from|in|by|to)\b", after)
    return _WORD.findall(gap) + _WORD.findall(after[: stop.start()] if stop else after)[:3]


def _told(words: list[str], area: bool) -> Extent | None:
    low = {word.lower() for word in words if word[0].islower()}
    if low & _words("beside") and not area:
        return None
    return "part" if low & _words("part") else "whole"
