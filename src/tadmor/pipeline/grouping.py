"""The comparing of claims, cut into groups of blocks: each a piece of work by itself, for whatever process there is.

A group holds plain values, and gives the pairs of its claims that may tell of one happening. The order in which groups
end, and how claims are shared out among them, changes nothing: what they give is a set of pairs, and each of these is
looked at again where events are made (see ``reconcile.cluster``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, combinations, combinations_with_replacement, product

from tadmor.reconcile.cluster import found_by, may_join
from tadmor.reconcile.moves import order
from tadmor.reconcile.sketch import Sketch

Pair = tuple[str, str]
Side = tuple[int, ...]
Tile = tuple[Side, Side]
_SIDE = 700  # claims of a block that are compared with as many others at a time: at most 490,000 pairs
_PAIRS, _CLAIMS = 500_000, 10_000  # most of a group: it takes a core a second or two, and some 30 MB
_SLACK = 1e-6  # log-odds: the last digits of a logarithm may be others on another machine


@dataclass(frozen=True, slots=True)
class Group:
    """Claims, and which of them to compare: in each tile those of the one side with those of the other.

    Sides are positions in ``claims``; where both are the same, each pair of it is compared once.
    """

    number: int
    claims: tuple[Sketch, ...]
    tiles: tuple[Tile, ...]

    def __str__(self) -> str:
        return f"group {self.number}, {len(self.claims):,} claims"


Compare = Callable[[Sequence[Group]], Iterable[Sequence[Pair]]]
"""Gives what ``alike`` gives for each group, in any order."""


def alike(group: Group) -> list[Pair]:
    """The pairs of claims of a group that are like enough, or nearly, to be members of one event."""
    return [
        (a.claim, b.claim)
        for left, right in group.tiles
        for a, b in _pairs([group.claims[n] for n in left], [group.claims[n] for n in right], left == right)
        if may_join(a, b, _SLACK)
    ]


def _pairs(some: Sequence[Sketch], others: Sequence[Sketch], same: bool) -> Iterator[tuple[Sketch, Sketch]]:
    return combinations(some, 2) if same else product(some, others)


def here(groups: Sequence[Group]) -> Iterable[Sequence[Pair]]:
    """The pairs of each group, compared in this process."""
    return map(alike, groups)


def both_ways(found: Iterable[Sequence[Pair]]) -> dict[str, set[str]]:
    """Claim -> those that may be told of the same happening."""
    out: dict[str, set[str]] = defaultdict(set)
    for a, b in chain.from_iterable(found):
        out[a].add(b)
        out[b].add(a)
    return out


def groups(sketches: Iterable[Sketch]) -> list[Group]:
    """The groups in which all pairs of claims with a common key are compared.

    Claims are taken by publication, as claims of neighbouring blocks are published together: few are in two groups.
    """
    told = sorted({s.claim: s for s in sketches}.values(), key=order)
    out: list[Group] = []
    tiles: list[Tile] = []
    pairs, claims = 0, set[int]()
    for left, right in _tiles(told):
        if tiles and (pairs + len(left) * len(right) > _PAIRS or len(claims) + len(left) + len(right) > _CLAIMS):
            out.append(_group(len(out) + 1, told, tiles, claims))
            tiles, pairs, claims = [], 0, set()
        tiles.append((left, right))
        pairs += len(left) * len(right)
        claims.update(left, right)
    return [*out, _group(len(out) + 1, told, tiles, claims)] if tiles else out


def _tiles(told: Sequence[Sketch]) -> Iterator[Tile]:
    """The blocks of claims, by their numbers; a large one is cut into tiles, which together have all its pairs."""
    blocks: dict[int | str, list[int]] = defaultdict(list)
    for n, sketch in enumerate(told):
        for key in found_by(sketch):
            blocks[key].append(n)
    for block in blocks.values():
        sides = [tuple(block[at : at + _SIDE]) for at in range(0, len(block), _SIDE)]
        if len(block) > 1:
            yield from combinations_with_replacement(sides, 2)


def _group(number: int, told: Sequence[Sketch], tiles: Sequence[Tile], claims: set[int]) -> Group:
    listed = sorted(claims)
    at = {n: position for position, n in enumerate(listed)}
    sides = tuple((tuple(at[n] for n in left), tuple(at[n] for n in right)) for left, right in tiles)
    return Group(number, tuple(told[n] for n in listed), sides)
