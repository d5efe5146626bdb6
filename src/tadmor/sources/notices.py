"""The words by which publishers take back what they published."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def table() -> dict[str, Any]:
    """The table of patterns, ``data/notices.toml``."""
    return tomllib.loads(files("tadmor").joinpath("data", "notices.toml").read_text(encoding="utf-8"))


@cache
def any_of(taking: str, where: str) -> re.Pattern[str]:
    """What matches any pattern of a part of the table, "withdrawal", "correction" or "restating", for title or text."""
    return re.compile("|".join(f"(?:{pattern})" for pattern in _numberless(table()[taking][where])))


def _numberless(patterns: Sequence[str]) -> Iterator[str]:
    """The patterns with flags that hold for themselves alone: ``(?i)`` may only stand at the head of a whole."""
    for pattern in patterns:
        yield f"(?i:{pattern[4:]})" if pattern.startswith("(?i)") else pattern


def reads_as(taking: str, words: str, *, title: bool = False) -> bool:
    """Whether words are those of a "withdrawal", a "correction" or a "restating".

    >>> reads_as("withdrawal", "This story has been withdrawn."), reads_as("withdrawal", "The army has withdrawn.")
    (True, False)
    """
    return any_of(taking, "title" if title else "text").search(words) is not None
