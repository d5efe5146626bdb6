"""Who held a place, since when, how surely, and by whose word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from tadmor.model import Control, Holding, Rival, Stake
from tadmor.reconcile.sides import side_of, weights
from tadmor.reconcile.weighing import Stretch, course, evidence, worth

_FIGHTS = frozenset({"clash", "offensive", "advance"})
_GAINS = frozenset({"capture", "control", "part"})
_LEFT = frozenset({"withdrawal", "surrender"})
_NOTHING = Control("", None, "unknown", None, None, None, 0.0, (), "nothing is told of who holds it")


class _Press(NamedTuple):
    """Who presses upon a holder, how, how much is said of it, and by which claims."""

    holding: Holding
    by: str | None
    stakes: tuple[Stake, ...]


def state(stakes: Sequence[Stake], at: date) -> Control:
    """Who holds a place on a day, from stakes in any order; those of later days are left out."""
    told = [stake for stake in stakes if stake.day <= at]
    if not told:
        return replace(_NOTHING, place=stakes[0].place) if stakes else _NOTHING
    found = evidence(told, at.toordinal())
    last = course(told, found)
    since = date.fromordinal(found[last.first].day) if last.first >= 0 else None
    return _control(told, last, since, at, None)


def history(stakes: Sequence[Stake]) -> list[Control]:
    """Who held a place from the first day told of to the last, in order; a stretch ends the day the next one starts."""
    if not stakes:
        return []
    found = evidence(stakes)
    stretches: list[Stretch] = []
    last: Stretch | None = course(stakes, found)
    while last is not None:
        stretches.append(last)
        last = last.before
    stretches.reverse()
    days = [date.fromordinal(found[s.first].day) if s.first >= 0 else None for s in stretches]
    out = []
    for number, stretch in enumerate(stretches):
        end = days[number + 1] if number + 1 < len(stretches) else None
        told = [s for s in stakes if (end is None or s.day < end)]
        if told and days[number] is not None:
            at = end - timedelta(days=1) if end else max(s.until for s in told)
            out.append(_control(told, stretch, days[number], at, end))
    return _joined(out)


def _joined(bands: list[Control]) -> list[Control]:
    """Bands whose ends are the best dates of the changes that follow them."""
    for number in range(len(bands) - 1):
        bands[number] = replace(bands[number], end=bands[number + 1].start)
    return bands


def staleness(control: Control, at: date) -> int | None:
    """Days since somebody last vouched for it; None where nobody did."""
    return (at - control.said).days if control.said else None


def _control(told: Sequence[Stake], last: Stretch, since: date | None, at: date, end: date | None) -> Control:
    place = told[0].place
    if last.side is None:
        return _lost(told, last, since, end) if last.before and last.before.side else replace(_NOTHING, place=place)
    assert since
    fresh = weights()["fresh"]
    ours = [s for s in told if s.holder and s.sort in _GAINS and s.modality == "asserted" and side_of(s.holder) == last.side]
    ours = [s for s in ours if s.until >= since]
    start, change = _change(told, last, since)
    press = _press(told, last.side, start, at)
    said = max((min(s.until, at) for s in ours), default=start)
    rivals = _rivals(told, last.side, start, at)
    weight = sum(worth(s).gain for s in ours)
    if end is None and (at - said).days > fresh["known"] + fresh["known_more"] * weight:
        words = f"nothing is told of who holds it since {said:%-d %B %Y}"
        return replace(_NOTHING, place=place, start=said, said=said, because=words)
    holder = _named(ours or change, last.side)
    partly = press.holding == "held" and bool(ours) and all(s.sort == "part" for s in ours)
    holding: Holding = "partly" if partly else press.holding
    claims = tuple(dict.fromkeys(s.claim for s in (*change, *press.stakes)))
    return Control(
        place, holder, holding, start, end, said, round(weight, 2), claims, _because(change, start, said, press, last.side), press.by, rivals
    )


def _lost(told: Sequence[Stake], last: Stretch, since: date | None, end: date | None) -> Control:
    """A place that its holder left, and nobody is said to hold since."""
    assert last.before
    side = last.before.side
    left = [s for s in told if s.loser and side_of(s.loser) == side and since and abs((s.until - since).days) <= 3]
    holder = left[0].loser if left else side
    claims = tuple(s.claim for s in left)
    because = f"left on {since:%-d %B %Y}, with no word of who holds it since" if since else "left"
    return Control(told[0].place, holder, "lost", since, end, since, round(sum(-worth(s).loss for s in left), 2), claims, because)


def _change(told: Sequence[Stake], last: Stretch, since: date) -> tuple[date, list[Stake]]:
    """The best day of the change to a stretch, and the stakes that tell of it."""
    near = timedelta(days=weights()["fresh"]["date"])
    days: dict[date, float] = {}
    change = []
    for stake in told:
        if stake.modality != "asserted" or stake.sort not in ("capture", *_LEFT) or abs(stake.until - since) > near:
            continue
        gains = stake.holder is not None and side_of(stake.holder) == last.side and stake.sort == "capture"
        loses = stake.loser is not None and last.before is not None and side_of(stake.loser) == last.before.side
        if not (gains or (loses and stake.holder is None)):
            continue
        change.append(stake)
        if stake.day == stake.until:
            days[stake.day] = days.get(stake.day, 0.0) + abs(worth(stake).gain) + 0.01
    start = max(days, key=lambda day: (days[day], -day.toordinal())) if days else since
    if not change:
        change = [s for s in told if s.holder and side_of(s.holder) == last.side and s.day <= since <= s.until]
    return start, change


def _press(told: Sequence[Stake], side: str, start: date, at: date) -> _Press:
    """Whether the holder is besieged or fought over on a day, by claims since it took the place."""
    fresh = weights()["fresh"]
    siege: list[Stake] = []
    fights: list[Stake] = []
    ended = start
    for stake in told:
        if stake.until < start or stake.modality not in ("asserted", "ended"):
            continue
        if stake.sort == "siege":
            if stake.modality == "ended":
                ended = max(ended, stake.until)
            elif (stake.holder is None or side_of(stake.holder) != side) and (at - stake.until).days <= fresh["siege"]:
                siege.append(stake)
        elif stake.sort in _FIGHTS or stake.sort == "part":
            if stake.day > start and (at - stake.until).days <= fresh["fight"] and _foe(stake, side):
                fights.append(stake)
    siege = [s for s in siege if s.until > ended]
    if siege:
        return _Press("besieged", next((s.holder for s in reversed(siege) if s.holder), None), tuple(siege))
    if len({s.origin for s in fights}) >= fresh["origins"]:
        return _Press("contested", _foe(fights[-1], side), tuple(fights))
    return _Press("held", None, ())


def _foe(stake: Stake, side: str) -> str | None:
    """The party of a stake that is not on this side, where it is told who fights."""
    for party in (stake.holder, stake.loser):
        if party and side_of(party) != side:
            return party
    return None


def _rivals(told: Sequence[Stake], side: str, start: date, at: date) -> tuple[Rival, ...]:
    """Other versions of who holds a place, from fresh claims since it was taken, the weightiest first."""
    others: dict[str, list[Stake]] = {}
    for stake in told:
        if stake.holder is None or stake.sort not in ("capture", "control") or stake.modality != "asserted":
            continue
        other = side_of(stake.holder)
        if other != side and stake.until > start and (at - stake.until).days <= weights()["fresh"]["rival"]:
            others.setdefault(other, []).append(stake)
    rivals = [
        Rival(_named(found, other), "held", round(sum(worth(s).gain for s in found), 2), tuple(s.claim for s in found))
        for other, found in others.items()
    ]
    return tuple(sorted(rivals, key=lambda rival: -rival.weight))


def _named(stakes: Sequence[Stake], side: str) -> str:
    """The name under which a side most often holds a place, the latest on a tie."""
    votes: dict[str, float] = {}
    for stake in stakes:
        if stake.holder:
            votes[stake.holder] = votes.get(stake.holder, 0.0) + (2.0 if stake.sort == "capture" else 1.0)
    return max(votes, key=votes.__getitem__) if votes else side


def _because(change: Sequence[Stake], start: date, said: date, press: _Press, side: str) -> str:
    """The rule in words: the change, by whom it is told, and how it stands."""
    verbs = {s.sort for s in change}
    how = "taken" if "capture" in verbs else "left to it" if verbs & _LEFT else "first said to be held"
    origins = len({s.origin for s in change})
    words = f"{how} on {start:%-d %B %Y}, said by {origins} origin{'s' if origins != 1 else ''}"
    admitted = sum(s.voice == "opponent" for s in change)
    if admitted:
        words += ", one of them the loser's side" if origins > 1 else ", the loser's side"
    elif change and all(s.voice == "own" for s in change):
        words += ", all of the holder's own side"
    if press.by:
        words += f"; {press.holding} by {press.by}"
    return words + (f"; last said on {said:%-d %B %Y}" if said > start else "")
