"""Seconds by stage."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

T = TypeVar("T")


class Clock:
    """Adds up how long each stage takes.

    >>> clock = Clock()
    >>> list(clock.over("records", "ab")), list(clock.seconds())
    (['a', 'b'], ['records'])
    """

    def __init__(self) -> None:
        self._spent: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Adds the time spent within to a stage."""
        start = time.perf_counter()
        try:
            yield
        finally:
            self._add(name, start)

    def over(self, name: str, items: Iterable[T]) -> Iterator[T]:
        """The items; the time that each takes to come is added to a stage."""
        start = time.perf_counter()
        for item in items:
            self._add(name, start)
            yield item
            start = time.perf_counter()
        self._add(name, start)

    def _add(self, name: str, start: float) -> None:
        self._spent[name] = self._spent.get(name, 0.0) + time.perf_counter() - start

    def seconds(self) -> dict[str, float]:
        """Seconds by stage, in the order in which the stages were first met."""
        return {name: round(spent, 3) for name, spent in self._spent.items()}
