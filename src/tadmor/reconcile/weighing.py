"""How stakes weigh: each becomes evidence for or against a side on a day, and the best course of holders is found.

The course is the best path of a two-term score (Viterbi): what is said for the holder of each day, less the cost of
each change of holder. So one misreading among five reports costs less than the two changes that it would need.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from math import exp
from typing import NamedTuple

from tadmor.model import Stake
from tadmor.reconcile.sides import side_of, weights

SHORT, LONG = 7, 100
"""Days within which a change is dated well enough to say who held a place before, and beyond which it weighs less."""
_NEVER = (-9999, 0.0)
_Seen = dict[tuple[str, str, bool, bool], tuple[int, float]]
"""(origin, side, for it, gains by it) -> first day, weight so far."""


Evidence = tuple[int, str, float, int]
"""Day (proleptic ordinal), side, weight for it (below 0: against), and the number of the stake. Bare, to be quick."""


class Stretch(NamedTuple):
    """A stretch of a course: who holds from the evidence ``first`` on (None: unknown), and the stretch before."""

    side: str | None
    first: int
    before: Stretch | None


class Worth(NamedTuple):
    """What a stake weighs for its holder, for its loser, and for its loser on the day before."""

    gain: float
    loss: float
    eve: float


@cache
def _worth(sort: str, modality: str, voice: str, grain: str) -> Worth:
    """What a stake weighs for its holder, for its loser, and for its loser on the day before."""
    table = weights()
    much = float(table["voice"][voice] * table["grain"][grain])
    gain, loss = table["gain"].get(sort, 0.0), table["loss"].get(sort, 0.0)
    if modality == "asserted":
        return Worth(gain * much, loss * much, table["eve"].get(sort, 0.0) * much)
    if modality == "ended":
        return Worth(0.0, loss * much, 0.0) if sort == "control" else Worth(0.0, 0.0, 0.0)
    if modality == "denied":
        return Worth(table["attempt"]["denied"] * much if gain > 0 else 0.0, -loss * 0.5 * much, 0.0)
    return Worth(
        table["attempt"].get(sort, 0.0) * much, 0.0, table["attempt"]["eve"] * much if sort == "capture" else 0.0
    )


def worth(stake: Stake) -> Worth:
    """What a stake weighs."""
    return _worth(stake.sort, stake.modality, stake.voice, stake.grain)


def evidence(stakes: Sequence[Stake], at: int = date.max.toordinal()) -> list[Evidence]:
    """What stakes say of each side, in order of days; what is said of days after ``at`` is left out."""
    out: list[Evidence] = []
    for number, stake in enumerate(stakes):
        gain, loss, eve = _worth(stake.sort, stake.modality, stake.voice, stake.grain)
        day, until = stake.day.toordinal(), stake.until.toordinal()
        vouches = stake.sort == "control"  # a state holds on both its days, a change has come about by the last
        if stake.holder and gain and (vouches or until <= at):
            side = side_of(stake.holder)
            last = until if until <= at else at
            loose = vouches and until - day > SHORT and stake.until != stake.known
            if not loose:  # "its capital", in a history of 2016 and 2017, was so at some time of the two years
                out.append((last, side, gain if vouches else gain * _spread(until - day), number))
            if vouches and (day < last or loose):
                out.append((day, side, gain * _spread(until - day) if loose else gain, number))
        if stake.loser:
            if eve and until - day <= SHORT:
                out.append((day - 1, side_of(stake.loser), eve, number))
            if loss and until <= at:
                out.append((until, side_of(stake.loser), loss * _spread(until - day), number))
    out.sort()
    return out


def _spread(days: int) -> float:
    """What a change keeps of its weight that took place somewhere within so many days."""
    return 1.0 if days <= LONG else LONG / days


def foretold(stakes: Sequence[Stake], at: int) -> Evidence | None:
    """The first word of who held a place, in stakes of days after ``at``: who is said to hold it or to lose it then.

    What is said of a side after it is said to have taken the place tells nothing of the time before.
    """
    after = [(number, stake) for number, stake in enumerate(stakes) if stake.day.toordinal() > at]
    taken: dict[str, int] = {}
    for _, stake in after:
        if stake.holder and stake.sort == "capture" and stake.modality == "asserted":
            side, day = side_of(stake.holder), stake.day.toordinal()
            taken[side] = min(day, taken.get(side, day))
    told = [
        (day, side, weight, after[number][0])
        for day, side, weight, number in evidence([stake for _, stake in after])
        if at <= day < taken.get(side, day + 1) and weight > 0 and _held_until(after[number][1], side)
    ]
    near = [found for found in told if found[0] <= told[0][0] + weights()["change"]["same"]]
    return max(near, key=lambda found: found[2], default=None)


def _held_until(stake: Stake, side: str) -> bool:
    """Whether a stake tells that a side held the place before it: not that it took it."""
    loses = stake.loser is not None and side_of(stake.loser) == side
    return stake.modality == "asserted" and (stake.sort == "control" or (loses and stake.sort == "capture"))


def _news(seen: _Seen, stake: Stake, told: Evidence) -> float:
    """The weight of evidence less what its origin has said to the same end within some days; noted in ``seen``."""
    change = weights()["change"]
    day, side, weight, _ = told
    key = (stake.origin, side, weight > 0, stake.holder is not None and side_of(stake.holder) == side)
    since, had = seen.get(key, _NEVER)
    if day - since > change["same"]:
        seen[key] = day, weight
        return weight
    more, again = weight - had, change["again"] * weight
    weight = more if abs(more) > abs(again) and more * weight > 0 else again
    seen[key] = since, had + weight
    return weight


def course(stakes: Sequence[Stake], found: Sequence[Evidence]) -> Stretch:
    """The last stretch of the best course of holders through evidence in order of days."""
    change = weights()["change"]
    cost = change["cost"]
    start = Stretch(None, -1, None)
    scores: dict[str | None, float] = {None: 0.0}
    paths: dict[str | None, Stretch] = {None: start}
    seen: _Seen = {}
    best: str | None = None
    before = 0
    for number, (day, side, weight, stake) in enumerate(found):
        if stakes[stake].sort == "part" and best is not None:
            continue  # a part in anybody's hands leaves the rest with whom it was
        weight = _news(seen, stakes[stake], found[number])
        gap, before = day - before, day
        top = scores[best]
        if side != best:
            price = change["first"] if best is None else cost * _kept(gap)
            stay = scores.get(side, -1e9)
            if side in paths and stakes[stake].sort == "capture":  # who takes a place did not hold it
                stay -= change["taken_again"] if day - found[paths[side].first][0] > change["while"] else 0.0
            if top - price >= stay:
                scores[side], paths[side] = top - price, Stretch(side, number, paths[best])
        scores[side] += weight
        if weight > 0:
            if scores[side] > scores[best]:
                best = side
        elif side == best:
            if top - change["loss"] > scores[None]:
                scores[None], paths[None] = top - change["loss"], Stretch(None, number, paths[best])
            best = max(scores, key=scores.__getitem__)
    return paths[best]


@cache
def _kept(gap: int) -> float:
    """The share of the cost of a change that is left after so many days of silence."""
    change = weights()["change"]
    return float(change["least"] + (1 - change["least"]) * exp(-gap / change["fades"]))
