"""What changes when claims are clustered anew: who joins which event, which events unite, which part."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from tadmor.reconcile.compare import compare
from tadmor.reconcile.judgements import Judgements
from tadmor.reconcile.sketch import Sketch

_LOOKED_AT = 8  # members on each side, where a reason is looked for
FOUNDED = ("first told here",)


@dataclass(frozen=True, slots=True)
class Membership:
    """A claim is told of an event: ``via`` is the member it is likest to, None where the claim founds the event."""

    claim: str
    event: str
    via: str | None
    score: float
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Merge:
    """What is left of an event goes into another, to which its id is forwarded."""

    event: str
    into: str
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Split:
    """Some claims of an event go to another id, new or one that there is already."""

    event: str
    part: str
    claims: tuple[str, ...]
    because: tuple[str, ...]


Move = Membership | Merge | Split


def event_id(claim: str) -> str:
    """The id of the event that a claim founds."""
    return "e" + blake2b(claim.encode(), digest_size=8).hexdigest()


def order(sketch: Sketch) -> tuple[int, str, int, int, str]:
    """The order in which claims are clustered: by publication; within a report the plainest first, then as told."""
    told = sketch.published if sketch.published is not None else 10**7
    return told, sketch.report, -_plainness(sketch), sketch.sentence, sketch.claim


def _plainness(sketch: Sketch) -> int:
    """How much of day, place, actor and count a claim tells."""
    near = sketch.spot is not None and sketch.spot.precision in ("site", "town", "near", "district")
    return 2 * near + (sketch.basis != "none") + bool(sketch.actors) + bool(sketch.counts)


def applied(events: Mapping[str, str], moves: Iterable[Move]) -> dict[str, str]:
    """Claim -> event after the moves: splits first, then merges, then new members."""
    out, listed = dict(events), list(moves)
    for move in listed:
        if isinstance(move, Split):
            out.update(dict.fromkeys(move.claims, move.part))
    into = {move.event: move.into for move in listed if isinstance(move, Merge)}
    out = {claim: into.get(event, event) for claim, event in out.items()}
    out.update({move.claim: move.event for move in listed if isinstance(move, Membership)})
    return out


def moves_between(
    before: Mapping[str, str], after: Mapping[str, str], sketches: Mapping[str, Sketch], judged: Judgements
) -> list[Move]:
    """The moves that lead from one clustering to another of the same claims and more, each with its reasons."""
    groups: dict[str, list[Sketch]] = defaultdict(list)
    for claim in sorted(after, key=lambda c: order(sketches[c])):
        groups[after[claim]].append(sketches[claim])
    out: list[Move] = []
    for event, members in sorted(_members(before).items()):
        out += _parted(event, members, after, groups, sketches, judged)
    for group in groups.values():
        out += [_joined(s, after[s.claim], group, judged) for s in group if s.claim not in before]
    return out


def _members(before: Mapping[str, str]) -> dict[str, list[str]]:
    out: dict[str, list[str]] = defaultdict(list)
    for claim, event in sorted(before.items()):
        out[event].append(claim)
    return out


def _parted(
    event: str,
    members: list[str],
    after: Mapping[str, str],
    groups: Mapping[str, list[Sketch]],
    sketches: Mapping[str, Sketch],
    judged: Judgements,
) -> list[Move]:
    """What became of an event that there was: nothing, a merge, or parts that left it."""
    lots: dict[str, list[str]] = defaultdict(list)
    for claim in sorted(members, key=lambda c: order(sketches[c])):
        lots[after[claim]].append(claim)
    home = event if event in lots else most_of(after[c] for c in members)
    rest = [sketches[c] for c in lots[home]]
    out: list[Move] = []
    for part, claims in sorted(lots.items()):
        if part != home:
            out.append(Split(event, part, tuple(claims), _why([sketches[c] for c in claims], rest, False, judged)))
    if home != event:
        others = [s for s in groups[home] if s.claim not in set(members)]
        out.append(Merge(event, home, _why(rest, others or rest, True, judged)))
    return out


def most_of(events: Iterable[str]) -> str:
    """The event met most often, the first in order among equals."""
    counted = Counter(events)
    return min(counted, key=lambda event: (-counted[event], event))


def _joined(sketch: Sketch, event: str, group: Sequence[Sketch], judged: Judgements) -> Membership:
    """The membership of a new claim, by its likest fellow member; the first of all members founds the event."""
    others = [s for s in group if s.claim != sketch.claim]
    if group[0].claim == sketch.claim:
        return Membership(sketch.claim, event, None, 1.0, FOUNDED)
    if link := judged.between((sketch.claim,), (s.claim for s in others), "same"):
        via = link.b if link.a == sketch.claim else link.a
        return Membership(sketch.claim, event, via, 1.0, (f"judged the same by {link.by}", *link.because))
    found = [(compare(sketch, s), s.claim) for s in others[: 2 * _LOOKED_AT]]
    best, via = max(found, key=lambda pair: (pair[0].score, pair[1]))
    return Membership(sketch.claim, event, via, best.score, best.because)


def _why(some: list[Sketch], others: list[Sketch], same: bool, judged: Judgements) -> tuple[str, ...]:
    """Reasons why two lots of claims are united or parted: a person's, else those of the likest or unlikest pair."""
    verdict = "same" if same else "different"
    link = judged.between((s.claim for s in some), (s.claim for s in others), verdict)
    if link:
        return (f"judged {'the same' if same else 'different'} by {link.by}", *link.because)
    pairs = [compare(a, b) for a in some[:_LOOKED_AT] for b in others[:_LOOKED_AT] if a.claim != b.claim]
    choose = max if same else min
    return choose(pairs, key=lambda c: (c.score, c.because)).because if pairs else ()
