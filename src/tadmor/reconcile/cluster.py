"""From pairs to events: which event each claim joins, founds or unites, with people's judgements above all.

Claims are taken in one order (see ``moves.order``); each joins the event to whose members it is likest, if it is like
enough to the nearest and to all on average, and hardly one of them rules it out. So a chain of weak likeness does not
grow into one event, and reports added in order of publication give what all of them give at once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from functools import cache
from math import log

from tadmor.model import Link
from tadmor.reconcile.blocks import block_keys
from tadmor.reconcile.compare import IMPOSSIBLE, log_odds
from tadmor.reconcile.judgements import Judgements
from tadmor.reconcile.kinds import rules
from tadmor.reconcile.moves import Move, event_id, most_of, moves_between, order
from tadmor.reconcile.sketch import Sketch


def assign(new: Sequence[Sketch], near: Sequence[tuple[Sketch, str]], links: Sequence[Link] = ()) -> list[Move]:
    """The moves that new claims, or new judgements on those that are near, bring about.

    ``near`` holds every claim of each event that shares a key of ``block_keys``, a report or a link with a new claim
    (or, with nothing new, of the events that are judged), with its event's id. ``links`` are those among them.
    """
    before = {sketch.claim: event for sketch, event in near}
    clusters = _Clusters(Judgements(links))
    for sketch, event in sorted(near, key=lambda pair: order(pair[0])):
        clusters.put(sketch, event)
    for sketch in sorted((s for s in new if s.claim not in before), key=order):
        clusters.place(sketch)
    clusters.heed()
    return moves_between(before, clusters.event_of, clusters.sketches, clusters.judged)


Alike = Mapping[str, Collection[str]]
"""Claim -> at least those that share something they are ``found_by`` with it, and are like enough (``may_join``)."""


def recluster(
    sketches: Iterable[Sketch], events: Mapping[str, str], links: Sequence[Link] = (), alike: Alike | None = None
) -> list[Move]:
    """The moves from the events that these claims have now to those made from scratch, whatever the order given.

    An event keeps its id where most of its claims are; where two would be one, the one with more claims there. The
    moves are the same where the pairs of claims were compared before, and ``alike`` tells which are worth a look.
    """
    clusters = _Clusters(Judgements(links), alike)
    for sketch in sorted({s.claim: s for s in sketches}.values(), key=order):
        clusters.place(sketch)
    clusters.heed()
    before = {claim: event for claim, event in events.items() if claim in clusters.sketches}
    return moves_between(before, _renamed(clusters, before), clusters.sketches, clusters.judged)


def _renamed(clusters: _Clusters, before: Mapping[str, str]) -> dict[str, str]:
    """Claim -> event, with the ids that there were kept by greatest overlap."""
    overlap: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))  # new id -> old id -> claims
    members: dict[str, list[str]] = defaultdict(list)
    for claim, event in before.items():
        members[event].append(claim)
        overlap[clusters.event_of[claim]][event] += 1
    home = {event: most_of(clusters.event_of[c] for c in claims) for event, claims in members.items()}
    names: dict[str, str] = {}
    for group, counts in overlap.items():
        kept = [event for event in counts if home[event] == group]
        if kept:
            names[group] = min(kept, key=lambda event: (-counts[event], event))
    taken = set(members)
    for group, sketches in sorted(clusters.members.items()):
        if group not in names:
            names[group] = _fresh(sketches[0].claim, taken)
            taken.add(names[group])
    return {claim: names[group] for claim, group in clusters.event_of.items()}


def _fresh(claim: str, taken: Container[str]) -> str:
    """An id for the event that a claim founds; after a split its own may be in use."""
    name = event_id(claim)
    while name in taken:
        name = event_id(name)
    return name


class _Clusters:
    """Events in the making: their members in order, and the claims by key."""

    def __init__(self, judged: Judgements, alike: Alike | None = None) -> None:
        self.judged, self.alike = judged, alike
        self.sketches: dict[str, Sketch] = {}
        self.event_of: dict[str, str] = {}
        self.members: dict[str, list[Sketch]] = {}
        self.by_key: dict[int | str, list[str]] = defaultdict(list)
        self.odds: dict[tuple[str, str], float] = {}

    def put(self, sketch: Sketch, event: str) -> None:
        """Takes a claim in as a member of an event."""
        self.sketches[sketch.claim] = sketch
        self.event_of[sketch.claim] = event
        group = self.members.setdefault(event, [])
        group.append(sketch)
        for key in found_by(sketch):
            self.by_key[key].append(sketch.claim)

    def place(self, sketch: Sketch) -> None:
        """Finds the event of a new claim, founds one for it, or unites those between which it stands."""
        fits = sorted(self._fits(sketch), reverse=True)
        if not fits:
            self.put(sketch, _fresh(sketch.claim, self.members))
            return
        home = fits[0][1]
        self.put(sketch, home)
        for _, event in fits[1:]:
            if self._mergeable(home, event):
                home = self.merge(home, event)

    def _fits(self, sketch: Sketch) -> list[tuple[float, str]]:
        """The events that a claim may join, with how well it fits: log-odds to the nearest member and to all."""
        r, out = rules(), []
        for event in self._within_reach(sketch):
            group = self.members[event]
            odds = [self._between(sketch, member) for member in group[: r.members]]
            best, mean = max(odds), _mean(odds)
            like = best >= _logit(r.join) and mean >= _logit(r.mean)
            if like and not self.judged.apart((sketch.claim,), (m.claim for m in group)):
                out.append((best + mean, event))
        return out

    def _within_reach(self, sketch: Sketch) -> set[str]:
        """The events that share a key with a claim; where pairs were compared before, only those that it may join."""
        there = {claim for key in found_by(sketch) for claim in self.by_key[key]}
        events = {self.event_of[claim] for claim in there}
        if self.alike is None:
            return events
        like = {self.event_of[claim] for claim in self.alike.get(sketch.claim, ()) if claim in there}
        larger = (event for event in events - like if len(self.members[event]) > 1)
        return like | {event for event in larger if self._draws(event, sketch, there)}

    def _draws(self, event: str, sketch: Sketch, compared: Container[str]) -> bool:
        """Whether a member that shares no key with a claim, and was not compared with it, is like enough to it."""
        some = self.members[event][: rules().members]
        return any(may_join(sketch, m) for m in some if m.claim not in compared)

    def _between(self, a: Sketch, b: Sketch) -> float:
        pair = (a.claim, b.claim) if a.claim < b.claim else (b.claim, a.claim)
        if pair not in self.odds:
            self.odds[pair] = log_odds(a, b)
        return self.odds[pair]

    def _mergeable(self, one: str, other: str) -> bool:
        """Whether two events that a claim fits are one: alike on average, hardly any two members ruling it out."""
        r, left, right = rules(), self.members[one], self.members[other]
        if self.judged.apart((s.claim for s in left), (s.claim for s in right)):
            return False
        odds = [self._between(a, b) for a in left[: r.members] for b in right[: r.members]]
        return _mean(odds) >= _logit(r.merge)

    def merge(self, one: str, other: str) -> str:
        """Unites two events; the older one, which has the earliest claim, lives on and is handed back."""
        old, young = sorted((one, other), key=lambda event: order(self.members[event][0]))
        self.members[old] = sorted(self.members[old] + self.members.pop(young), key=order)
        self.event_of.update({s.claim: old for s in self.members[old]})
        return old

    def heed(self) -> None:
        """Brings the events in line with what people have judged: unites first, then parts."""
        for a, b in self.judged.same():
            one, other = self.event_of.get(a), self.event_of.get(b)
            if one and other and one != other:
                self.merge(one, other)
        for event in sorted(self.members):
            self._part(event)

    def _part(self, event: str) -> None:
        """Parts an event until none of its claims are judged different; the part with the first keeps the id."""
        pair = self.judged.conflict(s.claim for s in self.members[event])
        if pair is None:
            return
        left, right = self._sides(self.members[event], *pair)
        stay, leave = (left, right) if order(left[0]) < order(right[0]) else (right, left)
        self.members[event] = stay
        part = _fresh(leave[0].claim, self.members)
        self.members[part] = leave
        self.event_of.update({s.claim: part for s in leave})
        self._part(event)
        self._part(part)

    def _sides(self, group: Sequence[Sketch], a: str, b: str) -> tuple[list[Sketch], list[Sketch]]:
        """The members on the side of ``a`` and of ``b``: what is judged the same stays together, others by likeness."""
        lots: dict[str, list[Sketch]] = defaultdict(list)
        for sketch in group:
            lots[self.judged.root(sketch.claim)].append(sketch)
        left, right = lots.pop(self.judged.root(a)), lots.pop(self.judged.root(b))
        for lot in lots.values():
            near = self._likeness(lot, left) >= self._likeness(lot, right)
            (left if near else right).extend(lot)
        return sorted(left, key=order), sorted(right, key=order)

    def _likeness(self, some: Sequence[Sketch], others: Sequence[Sketch]) -> float:
        odds = [self._between(a, b) for a in some for b in others]
        return sum(odds) / len(odds)


def found_by(sketch: Sketch) -> tuple[int | str, ...]:
    """What it may be found by: its block keys, and its report."""
    return (*block_keys(sketch), sketch.report)


def _mean(odds: Sequence[float]) -> float:
    """The mean of the better part of log-odds; IMPOSSIBLE where more of them rule it out than may be amiss."""
    r = rules()
    if sum(o <= IMPOSSIBLE for o in odds) > r.amiss * len(odds):
        return IMPOSSIBLE
    best = sorted(odds, reverse=True)[: max(1, round(r.core * len(odds)))]
    return sum(max(o, r.least) for o in best) / len(best)


def may_join(a: Sketch, b: Sketch, slack: float = 0.0) -> bool:
    """Whether a claim is like enough to another to join its event, if the other members let it.

    With ``slack`` (log-odds) it is enough if it nearly is.
    """
    return log_odds(a, b) >= _logit(rules().join) - slack


@cache
def _logit(probability: float) -> float:
    return log(probability / (1 - probability))
