"""Sieges of a place and fights over it: for which days its holder was pressed, by whom, and by which claims."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from tadmor.model import Holding, Stake
from tadmor.reconcile.sides import side_of, weights

FIGHTS = frozenset({"clash", "offensive", "advance", "part"})


class Press(NamedTuple):
    """Days, both included, for which a holder is besieged or fought over, by whom (None: not told), and the claims."""

    first: date
    last: date
    holding: Holding
    by: str | None
    stakes: tuple[Stake, ...]


def presses(stakes: Iterable[Stake], side: str, start: date) -> list[Press]:
    """Sieges of a side that holds a place since ``start``, then fights over it, each in order of days."""
    fresh = weights()["fresh"]
    told = [stake for stake in stakes if stake.until > start]
    sieges = [s for s in told if s.sort == "siege" and s.modality == "asserted" and not _of(s.holder, side)]
    fights = [s for s in told if s.sort in FIGHTS and s.day > start and _is_fight(s, side, fresh["fight"])]
    ends = sorted(stake.until for stake in told if _ends_siege(stake, side))
    return [
        *_runs(sieges, "besieged", side, fresh["siege"], ends, 1),
        *_runs(fights, "contested", side, fresh["fight"], [], fresh["origins"]),
    ]


def _of(party: str | None, side: str) -> bool:
    return party is not None and side_of(party) == side


def _is_fight(stake: Stake, side: str, longest: int) -> bool:
    """Whether somebody fights a side in a place; a fight "in 2014" is not one all year long."""
    short = (stake.until - stake.day).days <= longest
    return short and stake.modality == "asserted" and _foe(stake, side) is not None


def _ends_siege(stake: Stake, side: str) -> bool:
    """Whether a siege is told to be over; who takes the rest of a place is besieged in it no more."""
    if stake.sort == "siege":
        return stake.modality == "ended"
    return stake.sort == "capture" and stake.modality == "asserted" and _of(stake.holder, side)


def _runs(
    stakes: Sequence[Stake], holding: Holding, side: str, fresh: int, ends: list[date], origins: int
) -> list[Press]:
    """Stretches of claims that follow each other within ``fresh`` days, told of by so many origins at least."""
    runs: list[list[Stake]] = []
    last = date.min
    for stake in sorted(stakes, key=lambda s: s.day):
        parted = any(last <= end < stake.day for end in ends)
        until = min(stake.until, next((end for end in ends if end > stake.day), date.max))
        if not runs or parted or stake.day > last + timedelta(days=fresh):
            runs.append([])
            last = until
        runs[-1].append(stake)
        last = max(last, until)
    return [_press(run, holding, side, fresh, ends) for run in runs if len({s.origin for s in run}) >= origins]


def _press(run: list[Stake], holding: Holding, side: str, fresh: int, ends: list[date]) -> Press:
    first, last = run[0].day, max(stake.until for stake in run)
    over = min((end - timedelta(days=1) for end in ends if end >= run[-1].day), default=date.max)
    by = next((foe for stake in reversed(run) if (foe := _foe(stake, side))), None)
    return Press(first, min(over, last + timedelta(days=fresh)), holding, by, tuple(run))


def _foe(stake: Stake, side: str) -> str | None:
    """The party of a stake that is not on this side."""
    for party in (stake.holder, stake.loser):
        if party and side_of(party) != side:
            return party
    return None
