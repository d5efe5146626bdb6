"""What is kept in memory of a record for maps: who held what, the events, and the last answers; by its newest write."""

from __future__ import annotations

import logging
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Event as Flag
from threading import Lock, Thread
from typing import TYPE_CHECKING, Any, TypeVar

from tadmor.model import Place
from tadmor.outlets.http.almanac import Almanac
from tadmor.outlets.http.ground import Cell, Ground
from tadmor.query import Query

if TYPE_CHECKING:
    from tadmor.pipeline import Monitor

_KEPT = 512
_BYTES = 128 << 20
_STATES = 200_000
_LISTS = 24  # of all actors or places, some thousands of rows
_REST = 0.001  # seconds in which requests come first
_LOG = logging.getLogger("tadmor.http")
T = TypeVar("T")
Written = tuple[Cell, Place, str, str]
"""A state, its place, and what a row of JSON holds before and behind what changes with each day."""


class Atlas:
    """The memory of one record; ``warm`` fills it in the background."""

    def __init__(self, monitor: Monitor, head: Callable[[], str], warm: bool) -> None:
        self._head, self._warm = head, warm
        self.ground, self.almanac = Ground(monitor.record), Almanac(monitor)
        self._answers: OrderedDict[Hashable, bytes] = OrderedDict()
        self._written: dict[int, Written] = {}
        self._lists: OrderedDict[Hashable, list[Any]] = OrderedDict()
        self._size = 0
        self._lock = Lock()
        self._stop = Flag()
        self._work: Thread | None = None

    @property
    def written(self) -> dict[int, Written]:
        """What was written of states, by their id(): as many as are on some hundred maps, then it begins anew."""
        if len(self._written) > _STATES:
            self._written = {}
        return self._written

    def kept(self, key: Hashable) -> bytes | None:
        """An answer that was kept under a key; None where it was not."""
        with self._lock:
            found = self._answers.get(key)
            if found is not None:
                self._answers.move_to_end(key)
            return found

    def keep(self, key: Hashable, answer: bytes) -> bytes:
        """The answer, kept under a key until others push it out."""
        with self._lock:
            self._size += len(answer) - len(self._answers.pop(key, b""))
            self._answers[key] = answer
            while len(self._answers) > _KEPT or self._size > _BYTES:
                self._size -= len(self._answers.popitem(last=False)[1])
        return answer

    def counted(self, key: Hashable, make: Callable[[], list[T]]) -> list[T]:
        """A list that is made once for each write, kept until others push it out."""
        whole = (self._head(), key)
        with self._lock:
            found: list[T] | None = self._lists.get(whole)
        if found is None:
            found = make()
            with self._lock:
                self._lists[whole] = found
                while len(self._lists) > _LISTS:
                    self._lists.popitem(last=False)
        return found

    def has_events(self, head: str) -> bool:
        """Whether all events are made up to a head; where they are not, making them begins."""
        if self.almanac.is_at(head):
            return True
        self.begin()
        return False

    def meeting(self, query: Query) -> list[int] | None:
        """The numbers of the events that meet a query's days and dispute as a whole, in order of their claims' days.

        None where that tells nothing, or the events are not made.
        """
        by_event = query.disputed is not None or query.since or query.until
        plain = query == Query(as_of=query.as_of, limit=query.limit, after=query.after)
        return self.almanac.meeting(query) if (by_event or plain) and self.has_events(self._head()) else None

    def begin(self) -> None:
        """Work in the background, where that is wished for and is not going on; before the first, take what is kept."""
        with self._lock:
            if self._warm and not self._stop.is_set() and (self._work is None or not self._work.is_alive()):
                if self._work is None:
                    self.almanac.fetch()
                self._work = Thread(target=self._fill, name="tadmor-atlas", daemon=True)
                self._work.start()

    def _fill(self) -> None:
        try:
            head = self._head()
            self.ground.refresh(head)
            self.ground.warm(self._stop.is_set, _rest)
            self.almanac.build(head, self._stop.is_set, _rest)
        except Exception:
            if not self._stop.is_set():
                _LOG.exception("the map's memory could not be filled")

    def wait(self, seconds: float) -> bool:
        """Wait for the work in the background; whether it is done."""
        if self._work is not None:
            self._work.join(seconds)
        return self._work is None or not self._work.is_alive()

    def close(self) -> None:
        """Stop working."""
        self._stop.set()
        self.wait(10)


def _rest() -> None:
    time.sleep(_REST)
