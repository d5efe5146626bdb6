"""Who stands on whose side: how holders are compared, and whose voice speaks of them."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable
from datetime import date
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Literal

from tadmor.model import Mention

Lineage = Callable[[str], tuple[str, ...]]
Voice = Literal["own", "opponent", "third"]
Row = tuple[int, int, str]
_ALWAYS = (0, 9999)


@cache
def weights() -> dict[str, dict[str, Any]]:
    """The tables of ``data/control.toml``."""
    return tomllib.loads(files("tadmor").joinpath("data", "control.toml").read_text(encoding="utf-8"))


@cache
def word_list(sort: str) -> frozenset[str]:
    """The words of one list of ``data/control.toml``."""
    return frozenset(weights()["words"][sort].split())


@cache
def _rows() -> dict[tuple[str, str], Row]:
    """(name, country or "") -> first year, last year and side, from ``data/sides.tsv``."""
    lines = files("tadmor").joinpath("data", "sides.tsv").read_text(encoding="utf-8").splitlines()[1:]
    out: dict[tuple[str, str], Row] = {}
    for name, country, first, last, side in (line.split("\t") for line in lines):
        out[name, country] = (int(first or _ALWAYS[0]), int(last or _ALWAYS[1]), side)
    return out


@cache
def _known() -> frozenset[str]:
    return frozenset(side for _, _, side in _rows().values())


@lru_cache(maxsize=65536)
def side_of(holder: str) -> str:
    """The side that a holder is compared as; one that stands in no row is a side of its own.

    >>> side_of("ahrar-al-sham"), side_of("houthi-movement")
    ('syrian-opposition', 'houthi-movement')
    """
    row = _rows().get((holder, ""))
    return row[2] if row else holder


def _in_country(name: str, country: str, year: int) -> str | None:
    row = _rows().get((name, country))
    return row[2] if row and row[0] <= year <= row[1] else None


def holder_of(mention: Mention, country: str, day: date, lineage: Lineage) -> str:
    """The key that a holder goes by: an actor's id (a force goes by its government), else words in lower case.

    Bare words ("rebels") and outside powers go by the side that they plainly mean in that country and year.
    """
    if mention.ref is None:
        return _from_words(mention.span.text.lower(), country, day.year)
    line = lineage(mention.ref)
    for name in line:
        if beside := _in_country(name, country, day.year):
            return beside
        if (name, "") in _rows():
            return name
    return next((name for name in reversed(line) if name not in word_list("umbrellas")), line[0])


def _from_words(words: str, country: str, year: int) -> str:
    for token in (words, *words.split()):
        if side := _in_country(token, country, year):
            return side
    return words


@cache
def has_sides(country: str) -> bool:
    """Whether the sides of a country are known, so that words which fit none of them are too vague to count."""
    return any(where == country for _, where in _rows())


def is_side(holder: str) -> bool:
    """Whether a holder is one that fights, as far as the register of sides knows."""
    return side_of(holder) in _known()


def voice_of(speakers: Iterable[str], gainer: str | None, loser: str | None) -> Voice:
    """Who says so, by the first of them that has a side in it; ``gainer`` is whom the news favours.

    >>> voice_of(["islamic-state"], "syria-government", "islamic-state")
    'opponent'
    """
    for speaker in speakers:
        side = side_of(speaker)
        if gainer and side == side_of(gainer):
            return "own"
        if loser and side == side_of(loser):
            return "opponent"
        if side in _known() and (gainer or loser):
            return "opponent" if gainer else "own"
    return "third"
