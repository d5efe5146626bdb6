"""Whose losses a figure counts: an actor's, civilians', or nobody says."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from tadmor.model import Claim, Mention, Quantity, Span
from tadmor.reconcile.lists import entries

CIVILIANS = "civilians"
VictimSort = Literal["civilians", "armed", "anyone", "not_people", "other"]
_SORTS: tuple[VictimSort, ...] = ("civilians", "armed", "anyone", "not_people")
_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")


def key_of(mention: Mention) -> str:
    """The id of who is mentioned, or the words in lower case."""
    return mention.ref or mention.span.text.lower()


@lru_cache(maxsize=4096)
def victim_sort(words: str) -> VictimSort:
    """What sort of victims words name, by the last noun that is known ("Syrian civilians" -> "civilians").

    >>> victim_sort("Islamic State fighters"), victim_sort("people"), victim_sort("houses")
    ('armed', 'anyone', 'other')
    """
    for word in reversed(_WORD.findall(words.lower())):
        for sort in _SORTS:
            if word in entries("victims", sort):
                return sort
    return "other"


@lru_cache(maxsize=4096)
def is_part(words: str) -> bool:
    """Whether words name victims who as a rule are told as a part of all ("three children among them")."""
    return any(word in entries("victims", "parts") for word in _WORD.findall(words.lower())[-1:])


def side_of(claim: Claim, count: Quantity) -> str | None:
    """Whose losses a count of a claim is: an actor's id or words, "civilians", or None.

    For what was destroyed it is the things, in lower case: tanks and houses do not add up to one toll.
    """
    if count.unit == "destroyed":
        return count.who.text.lower() if count.who else None
    if count.who is None:
        sides = {victim(target) for target in claim.targets}
        return sides.pop() if len(sides) == 1 else None
    for mention in (*claim.targets, *claim.actors):
        if mention.ref and _overlap(mention.span, count.who):
            return victim(mention)
    return _side(count.who.text, None)


def victim(mention: Mention) -> str | None:
    """The side that a mentioned victim is of, or None where the words leave it open ("people", "the market")."""
    return _side(mention.span.text, mention.ref)


def _side(words: str, ref: str | None) -> str | None:
    sort = victim_sort(words)
    if sort == "civilians":
        return CIVILIANS
    return ref or (words.lower() if sort == "armed" else None)


def _overlap(a: Span, b: Span) -> bool:
    return a.start < b.end and b.start < a.end
