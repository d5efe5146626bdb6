"""Who held a place, since when, how surely, and by whose word."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import accumulate, pairwise, zip_longest

from tadmor.model import Control, Holding, Rival, Stake
from tadmor.reconcile.presses import Press, presses
from tadmor.reconcile.sides import side_of, weights
from tadmor.reconcile.weighing import Evidence, Stretch, course, evidence, foretold, worth

_GAINS = frozenset({"capture", "control", "part"})
_CHANGES = frozenset({"capture", "withdrawal", "surrender"})
_HOW = {
    "capture": "taken",
    "withdrawal": "left to it",
    "surrender": "left to it",
    "control": "said to be held",
    "part": "said to be held in part",
}
_NOTHING = Control("", None, "unknown", None, None, None, 0.0, (), "nothing is told of who holds it")


def state(stakes: Sequence[Stake], at: date) -> Control:
    """Who holds a place on a day, from stakes in any order; those of later days tell only who held it until then."""
    if not stakes:
        return _NOTHING
    told = [stake for stake in stakes if stake.day <= at]
    now = _now(told, at) if told else replace(_NOTHING, place=stakes[0].place)
    later = foretold(stakes, at.toordinal()) if len(told) < len(stakes) else None
    return _settled(now, later, stakes, at)


def _now(told: Sequence[Stake], at: date) -> Control:
    found = evidence(told, at.toordinal())
    last = course(told, found)
    since = date.fromordinal(found[last.first][0]) if last.first >= 0 else None
    return _control(told, last, since, at)


def _settled(now: Control, later: Evidence | None, stakes: Sequence[Stake], at: date) -> Control:
    """The state once it is seen how long ago it was told, and whether what is told later bears it out."""
    fresh = weights()["fresh"]
    silent = staleness(now, at) or 0
    if now.holding in ("unknown", "lost"):
        return _foretold(now, later, stakes, at) if later and later[0] - at.toordinal() <= fresh["before"] else now
    assert now.holder
    if later and later[1] == side_of(now.holder):
        return now
    if later and silent > fresh["nearer"] * (later[0] - at.toordinal()) and silent > fresh["rival"]:
        return _foretold(now, later, stakes, at)
    lasting = fresh["pressed"] if _was_besieged(stakes, now, at) else fresh["known"] + fresh["known_more"] * now.weight
    because = f"nothing is told of who holds it since {_in_words(now.said)}"
    return now if silent <= lasting else replace(_NOTHING, place=now.place, said=now.said, because=because)


def _was_besieged(stakes: Sequence[Stake], now: Control, at: date) -> bool:
    """Whether its holder was besieged in a place when it was last said to be there, or by two origins since."""
    assert now.holder
    assert now.start
    assert now.said
    found = presses([s for s in stakes if s.day <= at], side_of(now.holder), now.start)
    sieges = [press for press in found if press.holding == "besieged" and press.last >= now.said]
    return any(p.first <= now.said or len({s.origin for s in p.stakes}) > 1 for p in sieges)


def _foretold(now: Control, later: Evidence, stakes: Sequence[Stake], at: date) -> Control:
    """The holder by what is first told later; when it took the place is not known."""
    stake, day = stakes[later[3]], date.fromordinal(later[0])
    holder = stake.loser if stake.loser and side_of(stake.loser) == later[1] else stake.holder
    because = f"said to hold it by {_in_words(day)}, and nobody is said to have taken it before"
    found = Control(now.place, holder, "held", None, None, day, round(later[2], 2), (stake.claim,), because)
    press = _press_on([s for s in stakes if s.day <= at], later[1], now.said or date.min, at)
    return _pressed(found, press) if press else found


def _in_words(day: date | None) -> str:
    return f"{day.day} {day:%B %Y}" if day else "a day not told"


def history(stakes: Sequence[Stake]) -> list[Control]:
    """Who held a place from the first day told of to the last, in order; a stretch ends the day the next one starts.

    A siege or a fight over the place is a stretch of its own.
    """
    found = evidence(stakes)
    kept = _kept(course(stakes, found), [day for day, *_ in found])
    days = [date.fromordinal(found[stretch.first][0]) for stretch in kept]
    around = _Around(stakes)
    bands: list[Control] = []
    for number, stretch in enumerate(kept):
        end = days[number + 1] if number + 1 < len(kept) else None
        told = around(days[number], end and end + timedelta(days=2))  # who loses it held it the day before
        last = end - timedelta(days=1) if end else max(stake.until for stake in told)
        bands.append(_control(told, stretch, days[number], last, quiet=True))
    return [piece for band in _in_order(bands) for piece in _pieces(band, around)]


def _in_order(bands: Sequence[Control]) -> list[Control]:
    """Bands that end where the next begins; none begins before the one before it, whatever its change is dated."""
    starts = accumulate((band.start or date.min for band in bands), max)
    begun = [replace(band, start=start) for band, start in zip(bands, starts, strict=True)]
    ordered = [replace(b, end=after.start if after else None) for b, after in zip_longest(begun, begun[1:])]
    return [band for band in ordered if band.start != band.end]


class _Around:
    """Finds the stakes that may speak of a stretch without a walk through all of them."""

    def __init__(self, stakes: Sequence[Stake]) -> None:
        self.stakes = sorted(stakes, key=lambda stake: stake.day)
        self.days = [stake.day for stake in self.stakes]
        self.reach = timedelta(days=weights()["fresh"]["reach"])
        self.long = [stake for stake in self.stakes if stake.until - stake.day > self.reach]

    def __call__(self, start: date, end: date | None) -> list[Stake]:
        """The stakes of a stretch, of what went shortly before it, and those that reach into it from long before."""
        first = bisect_left(self.days, start - self.reach)
        last = bisect_left(self.days, end) if end else len(self.days)
        before = [s for s in self.long if s.day < start - self.reach and s.until >= start]
        return before + self.stakes[first:last]


def _kept(last: Stretch, days: Sequence[int]) -> list[Stretch]:
    """The stretches of a course in order, without short gaps between two holders; one side's neighbours are joined."""
    stretches: list[Stretch] = []
    walked: Stretch | None = last
    while walked is not None and walked.first >= 0:
        stretches.append(walked)
        walked = walked.before
    stretches.reverse()
    gap = weights()["fresh"]["rival"]
    out: list[Stretch] = []
    for stretch, after in zip_longest(stretches, stretches[1:]):
        if stretch.side is None and after is not None and days[after.first] - days[stretch.first] <= gap:
            continue
        if not out or out[-1].side != stretch.side:
            out.append(Stretch(stretch.side, stretch.first, out[-1] if out else None))
    return out


def _pieces(band: Control, around: _Around) -> Iterator[Control]:
    """A stretch cut where sieges and fights begin and end; of two at one time the siege counts."""
    if band.start is None or band.holding not in ("held", "partly") or band.holder is None:
        yield band
        return
    found = presses(around(band.start, band.end), side_of(band.holder), band.start)
    last = (band.end or date.max) - timedelta(days=1)
    cuts = sorted({day for p in found for day in (p.first, p.last + timedelta(days=1)) if band.start < day <= last})
    told = [(cut, next((p for p in found if p.first <= cut <= p.last), None)) for cut in (band.start, *cuts)]
    kept = [told[0], *(pair for before, pair in pairwise(told) if _alike(before[1]) != _alike(pair[1]))]
    for (start, press), after in zip_longest(kept, kept[1:]):
        piece = replace(band, start=start, end=after[0] if after else band.end)
        yield _pressed(piece, press) if press else piece


def _alike(press: Press | None) -> tuple[str, str | None] | None:
    return (press.holding, press.by) if press else None


def staleness(control: Control, at: date) -> int | None:
    """Days since somebody last vouched for it; None where nobody did."""
    return (at - control.said).days if control.said else None


def _control(told: Sequence[Stake], last: Stretch, since: date | None, at: date, quiet: bool = False) -> Control:
    """What a stretch that begins on ``since`` comes to on a day; ``quiet`` leaves out who presses upon the holder."""
    place = told[0].place
    if last.side is None or since is None:
        return _lost(told, last, since) if last.before and last.before.side else replace(_NOTHING, place=place)
    ours = [s for s in told if s.sort in _GAINS and s.modality == "asserted" and s.until >= since]
    ours = [s for s in ours if s.holder and side_of(s.holder) == last.side]
    start, change = _change(told, last, since)
    others = _others(told, last.side, start, at)
    if ours and all(s.sort == "part" for s in ours) and _other_parts(told, last.side):
        return replace(_NOTHING, place=place, start=since, because="parts of it are said to be in several hands")
    said = max((min(s.until, at) for s in ours), default=start)
    holding: Holding = "partly" if ours and all(s.sort == "part" for s in ours) else "held"
    weight = round(sum(worth(s).gain for s in ours), 2)
    claims = tuple(dict.fromkeys(s.claim for s in change))
    because, rivals = _because(change, start, start if quiet else said), _rivals(others)
    control = Control(
        place, _named(ours or change, last.side), holding, start, None, said, weight, claims, because, None, rivals
    )
    press = None if quiet else _press_on(told, last.side, start, at) or _contest(others)
    return _pressed(control, press) if press else control


def _press_on(told: Sequence[Stake], side: str, start: date, at: date) -> Press | None:
    return next((p for p in presses(told, side, start) if p.first <= at <= p.last), None)


def _pressed(control: Control, press: Press) -> Control:
    """The same, besieged or contested."""
    claims = tuple(dict.fromkeys((*control.claims, *(s.claim for s in press.stakes))))
    because = f"{control.because}; {press.holding} then"
    said = control.said
    if said and press.holding == "besieged":  # who is besieged in a place is in it
        said = max(said, *(stake.day for stake in press.stakes))
    return replace(control, holding=press.holding, by=press.by, claims=claims, because=because, said=said)


def _lost(told: Sequence[Stake], last: Stretch, since: date | None) -> Control:
    """A place that its holder left, and nobody is said to hold since."""
    assert last.before
    side = last.before.side
    left = [s for s in told if s.loser and side_of(s.loser) == side and since and abs((s.until - since).days) <= 3]
    holder = left[0].loser if left else side
    claims = tuple(s.claim for s in left)
    because = f"left on {_in_words(since)}, with no word of who holds it since"
    weight = round(sum(-worth(stake).loss for stake in left), 2)
    return Control(told[0].place, holder, "lost", since, None, since, weight, claims, because)


def _change(told: Sequence[Stake], last: Stretch, since: date) -> tuple[date, list[Stake]]:
    """The best day of the change to a stretch, and the stakes that tell of it."""
    change = [stake for stake in told if _tells_of(stake, last, since)]
    days: dict[date, float] = {}
    for stake in change:
        if stake.day == stake.until:
            days[stake.day] = days.get(stake.day, 0.0) + worth(stake).gain - worth(stake).loss
    start = max(days, key=lambda day: (days[day], -day.toordinal())) if days else since
    if not change:
        change = [s for s in told if s.holder and side_of(s.holder) == last.side and s.day <= since <= s.until]
    return start, change


def _tells_of(stake: Stake, last: Stretch, since: date) -> bool:
    """Whether a stake tells that a side took a place about that day, or that the side before it left then."""
    if stake.modality != "asserted" or stake.sort not in _CHANGES:
        return False
    if not stake.day <= since <= stake.until and abs(stake.until - since).days > weights()["fresh"]["date"]:
        return False
    if stake.holder is not None:
        return stake.sort == "capture" and side_of(stake.holder) == last.side
    return stake.loser is not None and last.before is not None and side_of(stake.loser) == last.before.side


def _others(told: Sequence[Stake], side: str, start: date, at: date) -> dict[str, list[Stake]]:
    """What is freshly said for other sides since a place was taken, by side."""
    fresh, others = weights()["fresh"]["rival"], dict[str, list[Stake]]()
    for stake in told:
        if stake.holder is None or stake.sort not in ("capture", "control") or stake.modality != "asserted":
            continue
        other = side_of(stake.holder)
        if other != side and stake.until > start and (at - stake.until).days <= fresh:
            others.setdefault(other, []).append(stake)
    return others


def _other_parts(told: Sequence[Stake], side: str) -> bool:
    """Whether another side is said to hold a part as well."""
    return any(s.sort == "part" and s.modality == "asserted" and s.holder and side_of(s.holder) != side for s in told)


def _rivals(others: dict[str, list[Stake]]) -> tuple[Rival, ...]:
    """Other versions of who holds a place, the weightiest first."""
    rivals = [
        Rival(_named(found, other), "held", round(sum(worth(s).gain for s in found), 2), tuple(s.claim for s in found))
        for other, found in others.items()
    ]
    return tuple(sorted(rivals, key=lambda rival: -rival.weight))


def _contest(others: dict[str, list[Stake]]) -> Press | None:
    """The other side whose claim to a place stands by the word of so many origins that it is contested."""
    for other, found in others.items():
        if len({stake.origin for stake in found}) >= weights()["fresh"]["origins"]:
            days = min(s.day for s in found), max(s.until for s in found)
            return Press(*days, "contested", _named(found, other), tuple(found))
    return None


def _named(stakes: Sequence[Stake], side: str) -> str:
    """The name under which a side most often holds a place, the latest on a tie."""
    votes: dict[str, float] = {}
    for stake in stakes:
        if stake.holder:
            votes[stake.holder] = votes.get(stake.holder, 0.0) + (2.0 if stake.sort == "capture" else 1.0)
    return max(votes, key=votes.__getitem__) if votes else side


def _because(change: Sequence[Stake], start: date, said: date) -> str:
    """The rule in words: the change, how many tell of it and on whose side they are, and when it was last said."""
    sorts = {s.sort for s in change}
    how = next((words for sort, words in _HOW.items() if sort in sorts), "held until lost")
    words = f"{how} on {_in_words(start)}"
    if origins := len({s.origin for s in change}):
        words += f", said by {origins} origin{'s' if origins != 1 else ''}"
    if any(s.voice == "opponent" for s in change):
        words += ", one of them the loser's side" if origins > 1 else ", the loser's side"
    elif change and all(s.voice == "own" for s in change):
        words += ", all of the holder's own side"
    return words + (f"; last said on {_in_words(said)}" if said > start else "")
