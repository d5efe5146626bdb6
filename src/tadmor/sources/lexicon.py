"""The words by which the parts of a page are told apart, loaded once from data/sources.toml."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def _tables() -> dict[str, Any]:
    return tomllib.loads(files("tadmor").joinpath("data/sources.toml").read_text(encoding="utf-8"))


@cache
def _agencies() -> dict[str, str]:
    return {way.casefold(): name for name, ways in _tables()["agencies"].items() for way in ways}


def agency(words: str) -> str | None:
    """The usual name of the agency written so ("Associated Press" gives "AP"), or None."""
    return _agencies().get(" ".join(words.split()).casefold())


@cache
def agency_names() -> str:
    """A pattern that matches any way of writing any agency, longest first."""
    return "|".join(re.escape(way) for way in sorted(_agencies(), key=len, reverse=True))


@cache
def agency_beside() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Patterns of an agency that ends the words before a day at the head, and of one that signs the end of a text."""
    ways = {form for way in _agencies_as_written() for form in (way, way.upper())}
    names = "|".join(re.escape(way) for way in sorted(ways, key=len, reverse=True))
    return re.compile(rf"(?<![\w-])({names})[\s,|-]*$"), re.compile(rf"(?:[–—(/]|-)\s*({names})\s*[)/]?\W*$")


def _agencies_as_written() -> list[str]:
    return [way for ways in _tables()["agencies"].values() for way in ways]


@cache
def not_places() -> frozenset[str]:
    """Words, casefolded, that may open a text like a place and are none."""
    return frozenset(_tables()["dateline"]["not_places"])


@cache
def caption_mark() -> re.Pattern[str]:
    """A pattern that is found in captions of pictures."""
    return re.compile("|".join(f"(?:{mark})" for mark in _tables()["caption"]["marks"]))


@cache
def furniture(part: str) -> re.Pattern[str]:
    """A pattern for a whole paragraph that is furniture of the part "lines", "comments" or "lists"."""
    return re.compile("|".join(f"(?:{line})" for line in _tables()["furniture"][part]), re.IGNORECASE | re.DOTALL)


@cache
def page(part: str) -> frozenset[str]:
    """Tags, roles, or words of class names by which a page's elements are told: "tags", "roles", "comments"…"""
    return frozenset(_tables()["page"][part])


@cache
def published_names(part: str) -> tuple[str, ...]:
    """Names of meta elements that tell the day of publication ("published") or some day ("published_weak")."""
    return tuple(_tables()["page"][part])


@cache
def english_words() -> frozenset[str]:
    """Small words by which English is told."""
    return frozenset(_tables()["language"]["english"])


def language_name(code: str) -> str | None:
    """The English name of a language by its ISO 639-1 code, or None."""
    names: dict[str, str] = _tables()["language"]["names"]
    return names.get(code)
