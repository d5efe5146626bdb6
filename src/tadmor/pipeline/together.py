"""Outcomes gathered for one write: many where they come fast, one where reading takes its time."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")
_MOST, _SECONDS = 500, 1.0


def together(outcomes: Iterable[T]) -> Iterator[list[T]]:
    """The outcomes in order, in lists of what came within a second, 500 at most; no more than that is lost by a kill.

    >>> list(together([1, 2, 3]))
    [[1, 2, 3]]
    """
    batch: list[T] = []
    since = time.monotonic()
    for outcome in outcomes:
        batch.append(outcome)
        if len(batch) >= _MOST or time.monotonic() - since > _SECONDS:
            yield batch
            batch, since = [], time.monotonic()
    if batch:
        yield batch
