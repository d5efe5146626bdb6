"""Whether a claim speaks of a place itself, of a part of it, or of something beside it."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from itertools import pairwise
from typing import Literal

from tadmor.model import Claim, Precision, Where
from tadmor.reconcile.sides import weights, word_list

Extent = Literal["whole", "part"]
_WORD = re.compile(r"[A-Za-z][\w'’-]*")
_CLAUSE = re.compile(r"[;:.!?](?:\s|$)")
_PAUSE = re.compile(r"[,;:.]")
_STOP = re.compile(r"[,.;:()\[\]\"“”]|\b(?:and|on|after|from|in|by|to)\b")
_CONTAINED = re.compile(r"\b(?:towns?|village|city|camp|hamlet|base)\s+(?:in|inside|within|near|outside|around)\b")
_INSIDE = re.compile(r"\b(?:in|inside|within)\s+(?:the\s+)?(?:\w+\s+){0,3}$")
_TOPIC = r"\b(?:battle|siege|fall|liberation|recapture) (?:of|for) (?:the city of )?"
_OF_AREA = frozenset({"region", "province", "district"})


def extent_of(claim: Claim, title: str | None) -> Extent | None:
    """How much of its place a claim speaks of; None where it is about what lies beside it, or a whole country."""
    where = claim.where
    if where is None or where.place is None or where.precision in ("near", "country", None):
        return None
    related = _related(where, claim.kind)
    if related is None:
        return None
    if not _inside(where, claim):
        return "whole" if related == "whole" and _pointed_back(claim, title or "") else None
    beside = _beside(where, claim)
    if beside is None:
        return None
    told = _told(beside, where.precision)
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


def _pointed_back(claim: Claim, title: str) -> bool:
    """Whether "took the city" means the place: only where the report's title names it, else it is too often another."""
    assert claim.where
    if not re.search(rf"{_TOPIC}{re.escape(_plain(claim.where.span.text))}", _plain(title.replace("_", " "))):
        return False
    at, end = claim.trigger.start - claim.sentence.start, claim.trigger.end - claim.sentence.start
    after = _words_of(_STOP.split(claim.sentence.text[end : end + 60].replace(" of ", " "), maxsplit=1)[0])[:4]
    before = _words_of(_PAUSE.split(claim.sentence.text[:at])[-1])[-5:]
    if "%" in claim.sentence.text[end : end + 60]:
        return False
    return any(
        noun in word_list("pointing") and the in ("the", "entire", "whole") and not set(words) & _not_it()
        for words in (after, before)
        for the, noun in pairwise(words)
    )


def _plain(text: str) -> str:
    marks = unicodedata.normalize("NFKD", text)
    return "".join(c for c in marks if not unicodedata.combining(c)).lower()


def _words_of(text: str) -> list[str]:
    return [word for word in _WORD.findall(text) if word[0].islower()]


@cache
def _not_it() -> frozenset[str]:
    return word_list("part") | word_list("beside")


def _beside(where: Where, claim: Claim) -> list[str] | None:
    """The words that tell what of a place is meant: beside its name, and what was captured or held; None if untied."""
    text, base = claim.sentence.text, claim.sentence.start
    named_first = where.span.start < claim.trigger.start
    first, last = (where.span, claim.trigger) if named_first else (claim.trigger, where.span)
    gap = text[max(0, first.end - base) : max(0, last.start - base)]
    if len(gap) > weights()["least"]["gap"] or _CLAUSE.search(gap):
        return None
    if not named_first and gap.lstrip().startswith(","):
        return None
    after_name = _after(text[where.span.end - base :])
    of_it = _words_of(claim.trigger.text) + after_name + (["percent"] if "%" in gap else [])
    if not named_first:
        return of_it + _words_of(gap) + (_contained(gap) if claim.kind in ("capture", "control") else [])
    after = text[claim.trigger.end - base :]
    if claim.kind == "capture" and _has_object(after):
        return None
    before = _words_of(_PAUSE.split(text[: where.span.start - base])[-1])[-5:]
    return before + of_it + _words_of(_STOP.split(after, maxsplit=1)[0])[:3]


def _after(text: str) -> list[str]:
    """The words right after a name, up to where something else begins; more of them where it owns something."""
    owned = re.match(r"\s?['’]s?\b", text)
    stop = _PAUSE if owned else _STOP
    return _words_of(stop.split(text[owned.end() if owned else 0 :], maxsplit=1)[0])[: 5 if owned else 3]


def _contained(gap: str) -> list[str]:
    """What is held in a place is a part of it; a town in it is none, as the name is then an area's."""
    return ["near"] if _CONTAINED.search(gap) else ["part"] if _INSIDE.search(gap) else []


def _has_object(after: str) -> bool:
    """Whether something else is what is taken, in the words after "captured" ("entered X, capturing several hills")."""
    words = re.match(r"\s*([\w'’-]+)", after)
    return words is not None and words[1].lower() not in word_list("closing")


def _told(words: list[str], precision: Precision | None) -> Extent | None:
    low = set(words) - (word_list("quarters") if precision == "district" else frozenset())
    if low & word_list("beside") and precision not in _OF_AREA:
        return None
    return "part" if low & word_list("part") else "whole"
