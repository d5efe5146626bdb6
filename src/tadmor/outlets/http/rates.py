"""How often a client may ask: buckets of tokens in memory that fill as time goes by."""

from __future__ import annotations

import time
from collections.abc import Callable

from tadmor.outlets.http.problems import ProblemError

_CLIENTS = 10_000
_BURST = 6  # seconds' worth of tokens that may be spent at once, and never less than ten


class Rate:
    """At most so many in a span of seconds for each key; 0 is no limit."""

    def __init__(
        self,
        most: int,
        seconds: float,
        what: str,
        burst: float | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.most, self.seconds, self.what, self._clock = most, seconds, what, clock
        self._full = burst if burst is not None else max(10.0, most / seconds * _BURST)
        self._left: dict[str, tuple[float, float]] = {}

    def spend(self, key: str) -> None:
        """Take one. Raises ProblemError 429 where none is left."""
        self.check(key)
        self.fail(key)

    def check(self, key: str) -> None:
        """Raises ProblemError 429 where none is left; takes none."""
        if self.most and (left := self._now(key)) < 1:
            wait = int((1 - left) * self.seconds / self.most) + 1
            raise ProblemError(429, f"too many {self.what}", remedy=f"wait {wait} seconds", wait=wait)

    def fail(self, key: str) -> None:
        """Take one, whether or not any is left."""
        if self.most:
            left = self._now(key)
            self._left.pop(key, None)  # the oldest key stands first, and goes first
            self._left[key] = (left - 1, self._clock())
            while len(self._left) > _CLIENTS:
                del self._left[next(iter(self._left))]

    def give_back(self, key: str) -> None:
        """Undo one that was taken."""
        if self.most and key in self._left:
            self._left[key] = (self._now(key) + 1, self._clock())

    def _now(self, key: str) -> float:
        left, at = self._left.get(key, (self._full, self._clock()))
        return min(self._full, left + (self._clock() - at) * self.most / self.seconds)
