"""What a published text says of where it comes from: the agency credited, marks of an updated version, furniture."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def table(name: str) -> dict[str, Any]:
    """One table of ``tadmor/data/origins.toml``."""
    found: dict[str, Any] = _read("origins.toml")[name]
    return found


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(files("tadmor").joinpath("data", name).read_text(encoding="utf-8"))


@cache
def _agencies() -> dict[str, str]:
    """Ways of writing an agency, as written and in capitals -> its usual name."""
    named: dict[str, list[str]] = _read("sources.toml")["agencies"]
    return {form: name for name, ways in named.items() for way in ways for form in (way, way.upper())}


@cache
def _patterns(part: str) -> tuple[re.Pattern[str], ...]:
    names = "|".join(re.escape(way) for way in sorted(_agencies(), key=len, reverse=True))
    return tuple(re.compile(pattern.replace("{agency}", names)) for pattern in table("credit")[part])


@cache
def _signs() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name, re.compile(sign)) for name, sign in table("credit")["signs"].items())


def credit(text: str, outlet: str | None = None) -> str | None:
    """The usual name of the agency that a text credits at its head or end, or that the outlet is; else None.

    >>> credit("BEIRUT (Reuters) - Shells fell on the town."), credit("He told Reuters that shells fell on the town.")
    ('Reuters', None)
    """
    head, tail = text[: table("credit")["head_chars"]], text[-table("credit")["tail_chars"] :]
    for part, words in (("head", head), ("tail", tail)):
        for pattern in _patterns(part):
            if match := pattern.search(words):
                return _agencies()[match[1]]
    signed = next((name for name, sign in _signs() if sign.search(tail)), None)
    return signed or (_by_outlet().get(outlet.casefold()) if outlet else None)


@cache
def _by_outlet() -> dict[str, str]:
    return {way.casefold(): name for way, name in _agencies().items()}


@cache
def _any_of(name: str, key: str) -> re.Pattern[str]:
    """A pattern that matches any of a list of patterns."""
    return re.compile("|".join(f"(?:{pattern})" for pattern in table(name)[key]))


def update_mark(title: str | None, text: str) -> str | None:
    """The words by which title or head says that this is a later version ("UPDATE 2", "death toll rises"), or None."""
    for words in (title or "", text[: table("version")["head_chars"]]):
        if match := _any_of("version", "marks").search(words):
            return " ".join(match[0].split())
    return None


def bare_text(text: str) -> str:
    """The text without the words that sites put around articles."""
    return _any_of("furniture", "patterns").sub(" ", text)
