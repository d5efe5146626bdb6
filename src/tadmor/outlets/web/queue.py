"""Which claims a reviewer is shown, and in which order: those read with the least certainty first."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, replace
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING

from tadmor.model import Telling
from tadmor.pipeline.answers import ClaimView, Decided
from tadmor.query import Query

if TYPE_CHECKING:
    from tadmor.outlets.http.lens import Lens

MOST = 2000
"""Claims that are put in order at once; the filters choose which."""
_KEPT, _SECONDS = 16, 600.0
_VERBS = ("accept", "reject", "correct", "retract")


class Orders:
    """The order of claims by question, kept for some minutes: an order that changed under one's hands would confuse."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, Query], tuple[float, tuple[str, ...]]] = OrderedDict()
        self._lock = Lock()

    def of(self, lens: Lens, query: Query) -> tuple[str, ...]:
        """The ids of the claims that a query lets through, the least certain first, then in order of time."""
        asked = replace(query, limit=MOST, after=None, disputed=None)
        key = lens.record.url, asked
        with self._lock:
            kept = self._kept.get(key)
        if kept and monotonic() - kept[0] < _SECONDS:
            return kept[1]
        found = [t for t in lens.claims(asked) if t.standing == "proposed"]
        ids = tuple(t.claim.id for t in sorted(found, key=_certainty))
        with self._lock:
            self._kept[key] = monotonic(), ids
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return ids


def _certainty(telling: Telling) -> float:
    return round(telling.claim.score, 2)


@dataclass(frozen=True, slots=True)
class Item:
    """A claim to be decided: itself with its report and event, the claim that it was joined to, what is left, and
    what is decided on it already (nothing for a blind reader but their own).
    """

    view: ClaimView
    via: Telling | None
    left: int
    done: int
    decided: tuple[Decided, ...]


def queue(lens: Lens, orders: Orders, query: Query, who: str, blind: bool) -> tuple[list[str], int]:
    """(claims that are left in order, how many are done). A blind reader's queue begins with what others decided."""
    taken = [d for d in lens.decisions() if d.verb in _VERBS and not d.undone]
    own = {d.subject for d in taken if d.who == who and d.verb != "retract"}
    done = own if blind else {d.subject for d in taken}
    ids = list(orders.of(lens, query))
    if blind:
        # One that another corrected would show how, one that was retracted stands no more: not for blind eyes.
        shows = {d.subject for d in taken if d.verb == "retract" or (d.verb == "correct" and d.who != who)}
        done = own | shows
        others = dict.fromkeys(d.subject for d in taken if d.who != who)
        ids = [*others, *(ident for ident in ids if ident not in others)]
    left = [ident for ident in ids if ident not in done]
    return left, len(own)


def item(lens: Lens, ident: str, left: int, done: int, who: str, blind: bool) -> Item:
    """The claim of an id, ready to be decided. Raises RecordError."""
    view = lens.explain(lens.telling(ident).claim.id)
    assert isinstance(view, ClaimView)
    via = next(iter(lens.tellings([view.via])), None) if view.via and view.via != view.telling.claim.id else None
    if not blind:
        return Item(view, via, left, done, view.decisions)
    decided = tuple(d for d in view.decisions if d.who == who)
    return Item(_unseen(view), replace(via, standing="proposed") if via else None, left, done, decided)


def _unseen(view: ClaimView) -> ClaimView:
    """The same without what others decided on it: how it stands, and a person's judgement on whether it is the same."""
    judged = any(d.verb == "judge" for d in view.decisions)
    telling = replace(view.telling, standing="proposed")
    return replace(view, telling=telling, because=(), score=None) if judged else replace(view, telling=telling)
