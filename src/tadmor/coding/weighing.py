"""The scores of the small models: what is found, by name, times fitted weights (``training/days.py`` fits them)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent.parent / "data"
LEAST = 0.003
"""What a probability is raised to before its logarithm is taken."""


def score(found: Mapping[str, float], file: Path) -> float:
    """What is found, each times its weight in a file, added up; what has no weight there counts nothing."""
    known = weights(file)
    return sum(value * known.get(name, 0.0) for name, value in found.items())


def log(probability: float) -> float:
    """The natural logarithm of a probability of at least ``LEAST``.

    >>> log(1.0), log(0.0) == log(LEAST)
    (0.0, True)
    """
    return math.log(max(probability, LEAST))


@cache
def weights(file: Path) -> dict[str, float]:
    """The weights of a file by name: lines of name, tab, number; those that begin with "#" are remarks."""
    rows = (line.split("\t") for line in file.read_text(encoding="utf-8").splitlines() if line[:1] != "#")
    return {name: float(value) for name, value in rows}
