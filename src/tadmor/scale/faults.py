"""The faults of one shard, as many as fit into an entry that people read."""

from __future__ import annotations

import re
from dataclasses import replace

from tadmor.scale.manifest import Fault

_EACH = 100  # faults that are listed one by one
_KINDS = 100  # sorts of the others
_NUMBER = re.compile(r"\d+")


class Faults:
    """The first faults one by one; of the others those alike, but for numbers, as one with how many times they came.

    >>> faults = Faults()
    >>> for row in range(300):
    ...     faults.add(Fault("record", f"a.jsonl:{row}", None, f"this is no JSON: column {row}", None))
    >>> [(fault.where, fault.times) for fault in faults.listed()[-2:]]
    [('a.jsonl:99', 1), ('a.jsonl:100', 200)]
    """

    def __init__(self) -> None:
        self._first: list[Fault] = []
        self._others: dict[tuple[str, str], Fault] = {}

    def add(self, fault: Fault) -> None:
        """Add a fault."""
        if len(self._first) < _EACH:
            self._first.append(fault)
            return
        kind = fault.stage, _NUMBER.sub("0", fault.message)
        if kind not in self._others and len(self._others) >= _KINDS:
            kind = fault.stage, ""
        first = self._others.get(kind)
        self._others[kind] = replace(first, times=first.times + 1) if first else fault

    def listed(self) -> tuple[Fault, ...]:
        """The faults in the order in which they, or the first of those alike, came."""
        return (*self._first, *self._others.values())
