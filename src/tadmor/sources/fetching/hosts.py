"""Whose turn it is: the delay between two requests to a host, and how long a host in trouble is left alone."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from tadmor.sources.fetching.answer import FetchError
from tadmor.sources.fetching.manners import Manners

_REMEMBERED = 10_000  # hosts; those not asked for longest are forgotten
_MAX_RETRY_AFTER = 86_400.0  # a site that asks for more is asked again the next day


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Clock:
    """The time, as a client sees it: ``ticks`` in seconds from anywhere, ``sleep``, and ``wall`` in UTC."""

    ticks: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    wall: Callable[[], datetime] = _now


@dataclass(slots=True)
class _Host:
    free: float = float("-inf")  # ticks from when the next request may start
    barred: float = float("-inf")  # ticks until when none may, for the host is in trouble
    failures: int = 0


class Hosts:
    """What is known of each host in this run; safe between threads."""

    def __init__(self, manners: Manners, clock: Clock) -> None:
        self._manners, self._clock = manners, clock
        self._hosts: OrderedDict[str, _Host] = OrderedDict()
        self._lock = threading.Lock()

    def turn(self, host: str, delay: float) -> float:
        """Seconds to wait before a request, whose place in the queue is taken; FetchError(busy) beyond patience."""
        with self._lock:
            now, state = self._clock.ticks(), self._state(host)
            wait = max(0.0, state.free - now, state.barred - now)
            if wait > self._manners.patience:
                because = f"left alone after {state.failures} failures" if state.barred > now else "asked slowly"
                raise self._busy(f"{host} is {because}, for another {wait:.0f} s", wait)
            state.free = now + wait + delay
            return wait

    def answered(self, host: str, delay: float) -> None:
        """Note that a host is well; its delay runs from now."""
        with self._lock:
            state = self._state(host)
            state.failures, state.free = 0, max(state.free, self._clock.ticks() + delay)

    def failed(self, host: str, retry_after: float | None = None) -> datetime:
        """When a host may be asked again: as it says, or twice as long after each failure."""
        with self._lock:
            state = self._state(host)
            state.failures += 1
            doubled = self._manners.first_backoff * 2.0 ** min(state.failures - 1, 30)
            wait = min(doubled, self._manners.max_backoff)
            if retry_after is not None:
                wait = max(self._manners.delay, min(retry_after, _MAX_RETRY_AFTER))
            state.barred = self._clock.ticks() + wait
            return self._clock.wall() + timedelta(seconds=wait)

    def _state(self, host: str) -> _Host:
        state = self._hosts.setdefault(host, _Host())
        self._hosts.move_to_end(host)
        if len(self._hosts) > _REMEMBERED:
            self._hosts.popitem(last=False)
        return state

    def _busy(self, message: str, wait: float) -> FetchError:
        again = self._clock.wall() + timedelta(seconds=wait)
        return FetchError(message, remedy=f"ask again after {again:%Y-%m-%d %H:%M:%S} UTC", reason="busy", again=again)
