"""Times told as a distance: "two weeks ago", "three days later", "a month after …"."""

from __future__ import annotations

from datetime import date, timedelta

from tadmor.model import When
from tadmor.reading.times import calendar as cal
from tadmor.reading.times.grammar import (
    ABOUT,
    COUNT,
    OPEN,
    Hit,
    Moment,
    is_plural,
    rule,
    stretch,
    unit_grain,
)

ONE_DAY = timedelta(days=1)


@rule(f"{ABOUT} (?P<n>{COUNT})? (?P<unit>UNIT|HOUR) (?P<half>AND AN HALF)? (?:OR SO)? AGO")
def ago(hit: Hit, moment: Moment) -> When | None:
    """ "two weeks ago": that day; months and years ago: the calendar month or year; "days ago": open at its start."""
    return _away(hit, moment.base, -1, moment.basis == "relative", moment)


@rule(
    f"{ABOUT} (?P<n>{COUNT})? (?P<unit>UNIT|HOUR) (?P<word>EDGE|AFTERWARDS)",
    f"{ABOUT} (?P<n>{COUNT}) (?P<unit>UNIT|HOUR) (?P<word>BEFORE|AFTER|PREVIOUS) (?=COMMA|DOT|END|BREAK|RPAR|THAT|$)",
)
def away(hit: Hit, moment: Moment) -> When | None:
    """ "three days later", "two days earlier", "a week before": from the day told last."""
    word = hit.token("word")
    text = word.text.lower() if word else ""
    if text in ("early", "late", "mid"):
        return None
    step = -1 if text in ("earlier", "before", "previous", "prior") else 1
    return _away(hit, moment.told_of(hit.value("unit")), step, False, moment)


def _away(hit: Hit, base: date | None, step: int, relative: bool, moment: Moment) -> When | None:
    """The day, month or year that lies so far before (-1) or after (1) ``base``; open where the count is vague."""
    unit, count = hit.value("unit"), hit.count("n") if hit.has("n") else None
    count = count + 0.5 if count and hit.has("half") else count
    if not hit.has("n") and not is_plural(hit.token("unit")):
        return None
    if base is None:
        return When(None, None, unit_grain(unit), "none")
    basis = "relative" if relative else "context" if moment.anchor else moment.basis
    if unit in ("hour", "minute"):
        whole = int((count or 0) // 24) if unit == "hour" else 0
        day = base + step * whole * ONE_DAY
        return When(day, day, "day", basis)
    if count is None:
        return When(None, base, "span", basis) if step < 0 else When(base, None, "span", basis)
    days = cal.unit_around(cal.shift(base, step * count, unit), unit if unit in ("month", "year") else "day")
    return stretch(days, unit_grain(unit) if unit in ("month", "year") else "day", basis)


@rule(
    f"{ABOUT} (?P<n>{COUNT}) (?P<unit>UNIT|HOUR) (?P<word>AFTER|BEFORE)",
    "THE? (?P<unit>UNIT|HOUR) (?P<word>AFTER|BEFORE)",
)
def away_from_happening(hit: Hit, moment: Moment) -> When | None:
    """ "three days after …": the happening named next lies that long back, unless its own day is told; after months or
    years that is no news of the day, and nothing is known.
    """
    word, unit = hit.token("word"), hit.value("unit")
    if word is None:
        return None
    count = hit.count("n") if hit.has("n") else None if is_plural(hit.token("unit")) else 1
    step = 1 if word.text.lower() == "after" else -1
    if count is not None and hit.after("COMMA", "DOT", "END"):
        return _day_beside(moment, step, unit)
    if step < 0 or count is None or moment.near is None or unit in ("month", "year", "decade"):
        return When(None, None, unit_grain(unit), "none")
    base = moment.told if moment.fresh and moment.told else moment.near or date.min
    day = base if unit in ("hour", "minute") else cal.shift(base, -count, unit)
    return When(day, day, "day", "context")


def away_from(hit: Hit, happening: When) -> When:
    """The time that "a week after" tells where the happening's own time is known; open where the count is not told."""
    word, unit = hit.token("word"), hit.value("unit")
    after = word is not None and word.text.lower() == "after"
    base = happening.end if after else happening.start
    if base is None:
        return OPEN
    if not hit.has("n") and is_plural(hit.token("unit")):
        return When(base, None, "span", "context") if after else When(None, base, "span", "context")
    count = hit.count("n") if hit.has("n") else 1
    grain = happening.grain
    if count is not None and ((grain == "month" and unit in ("month", "year")) or grain == unit == "year"):
        return stretch(cal.unit_around(cal.shift(base, count if after else -count, unit), grain), grain, "context")
    if count is None or happening.grain not in ("day", "time"):
        return OPEN
    day = base if unit in ("hour", "minute") else cal.shift(base, count if after else -count, unit)
    return When(day, day, "day", "context")


def _day_beside(moment: Moment, step: int, unit: str) -> When:
    """ "the day before", with nothing named after it."""
    if moment.told is None or unit != "day":
        return When(None, None, unit_grain(unit), "none")
    day = moment.told + step * ONE_DAY
    return When(day, day, "day", "context")
