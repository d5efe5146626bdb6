"""Stretches told from another day: "last week", "the past three days", "for two years", "since then"."""

from __future__ import annotations

from datetime import date, timedelta

from tadmor.model import When
from tadmor.reading.times import calendar as cal
from tadmor.reading.times.grammar import (
    ABOUT,
    COUNT,
    EDGE,
    OPEN,
    Hit,
    Moment,
    is_plural,
    pattern,
    rule,
    stretch,
    unit_grain,
)
from tadmor.reading.times.lexer import vocabulary

ONE_DAY = timedelta(days=1)
_BACK = ("last", "past", "previous", "preceding", "prior")
_ECHOED = ("same", "that", "previous", "preceding", "prior", "following", "ensuing")  # count from the day told last
_ON = ("next", "coming", "upcoming", "following", "ensuing")


@rule(
    f"(?:{EDGE})? (?P<which>LAST|THIS|NEXT|PREVIOUS|FOLLOWING|SAME|THAT) (?P<unit>UNIT)",
    "(?:(?P<edge>EDGE) IN?|(?P<bound>BOUND) OF) THE (?P<unit>UNIT)",
    "(?:SO FAR|FAR SO|FAR FAR|FAR) (?P<which>THIS) (?P<unit>UNIT)",
)
def calendar_unit(hit: Hit, moment: Moment) -> When | None:
    """ "last week", "this year" (up to the report's day), "earlier this month", "next month", "the following month"."""
    unit = hit.value("unit")
    which = hit.token("which") if hit.has("which") else None
    word = which.text.lower() if which else "this"
    if unit not in ("day", "week", "month", "year", "decade") or hit.after("OLD"):
        return None
    if unit == "day" and word in ("this", "current", "last"):
        return None
    if word in ("last", "past") and not hit.has("edge") and hit.led_by("which", "THE"):
        return rolling(1, unit, moment)
    if is_plural(hit.token("unit")) and word not in ("last", "this"):
        return rolling(None, unit, moment) if word in ("past", "previous") else None
    narrated = moment.day is None and (hit.has("bound") or word == "next")
    echoed = unit == "day" or narrated or word in _ECHOED
    base = moment.told_of(unit) if echoed else moment.base
    if base is None:
        return When(None, None, unit_grain(unit), "none")
    return _unit_at(hit, moment, base, unit, word, echoed)


def _unit_at(hit: Hit, moment: Moment, base: date, unit: str, word: str, echoed: bool) -> When:
    """The week, month or year that a word like "last" tells from ``base``, or the part of it that is told."""
    step = -1 if word in _BACK else 1 if word in _ON else 0
    days = cal.unit_around(cal.shift(base, step, unit), unit)
    basis = "context" if echoed else moment.basis
    edge = hit.value("edge") if hit.has("edge") else None
    if edge in ("early", "mid", "late"):
        days = cal.third(days, edge)
    elif hit.has("bound"):
        days = cal.bound(days, hit.value("bound"))
    if step == 0 and not echoed and not hit.has("bound"):
        days = _up_to(days, base, moment.future or edge == "later", edge)
    return stretch(days, unit_grain(unit) if not edge else "span", basis)


def _up_to(days: cal.Stretch, base: date, future: bool, edge: str | None) -> cal.Stretch:
    """What of the running week, month or year is over by ``base``, or is still to come."""
    first, last = days
    if future:
        return max(first, base + (ONE_DAY if edge else timedelta(0))) if base < last else first, last
    end = base - ONE_DAY if edge == "earlier" and base > first else base
    return first, max(first, min(last, end))


@rule(
    f"(?:IN|OVER|FOR|ON|AT|FROM)? THE? (?:LAST|PAST|PREVIOUS) (?P<n>{COUNT}) (?P<unit>UNIT|HOUR)",
    "(?:IN|OVER|FOR) (?:THE (?:LAST|PAST)|PAST) (?P<unit>UNIT|HOUR)",
    "THE (?:PAST) (?P<unit>UNIT|HOUR)",
    "(?:IN|OVER|OF) THE? RECENT (?P<many>UNIT|HOUR)",
)
def past_units(hit: Hit, moment: Moment) -> When | None:
    """ "over the past three days": that many days, the report's the last; "the past week": a week back to it;
    "in recent weeks": up to it; "the past few hours": its day.
    """
    if hit.has("many"):
        return rolling(None, hit.value("many"), moment)
    unit, alone = hit.value("unit"), None if is_plural(hit.token("unit")) else 1
    count = hit.count("n") if hit.has("n") else alone
    if unit == "hour" and count is None:
        return rolling(0, "day", moment)
    return rolling(count - 1 if unit == "day" and count and count > 1 else count, unit, moment)


@rule(f"(?:OVER|IN|FOR)? THE? (?:NEXT|FOLLOWING) (?P<n>{COUNT})? (?P<unit>UNIT|HOUR)")
def coming_units(hit: Hit, moment: Moment) -> When | None:
    """ "over the next four days": after the day told last, or after the report's where the future is told."""
    if not hit.has("n"):
        if is_plural(hit.lexed.tokens[hit.last - 1]):
            base = moment.base if moment.future or moment.anchor is None else moment.told
            return When(base, None, "span", moment.basis) if base else OPEN
        return None
    count, unit = hit.count("n"), hit.value("unit")
    base = moment.day if moment.future and moment.day else moment.told
    if base is None:
        return When(None, None, "span", "none")
    first = base if unit in ("hour", "minute") else base + ONE_DAY
    end = cal.shift(base, count, unit) if count is not None else None
    return When(first, end, "span", "context" if moment.anchor and not moment.future else moment.basis)


def rolling(count: float | None, unit: str, moment: Moment) -> When:
    """From ``count`` units back to the day; an open start where the count is not told."""
    base = moment.near
    if base is None:
        return When(None, None, "span", "none")
    start = cal.shift(base, -count, unit) if count is not None else None
    return When(start, base, "span", moment.basis)


@rule(
    f"(?P<for>FOR|OVER|IN) (?P<about>{ABOUT}) (?P<n>{COUNT}) (?P<unit>UNIT|HOUR)",
    "(?P<for>FOR) (?P<unit>UNIT|HOUR)",
)
def lasting(hit: Hit, moment: Moment) -> When | None:
    """ "for three weeks": that long, to the report's day; "for months": up to it; "in less than a week" as well."""
    word, unit = hit.token("for"), hit.value("unit")
    count = hit.count("n") if hit.has("n") else None
    if hit.after("OLD", "DASH") or word is None:
        return None
    plural = is_plural(hit.token("unit"))
    if not hit.has("n") and not plural:
        return None
    if moment.future or (word.text.lower() not in ("for", "over") and not (count and hit.match["about"])):
        return When(None, None, "span", "none")
    if unit == "minute" or (unit == "hour" and (count is None or count < 24)):
        return When(None, None, "span", "none")
    return rolling(count, unit, moment)


@rule(
    f"(?P<n>{COUNT}) DASH? (?P<unit>UNIT) (?:DASH? (?P<old>OLD|LONG))? (?:DASH)?", "(?P<unit>UNIT) DASH (?P<long>LONG)"
)
def long_happening(hit: Hit, moment: Moment) -> When | None:
    """ "a three-week campaign", "the five-year-old conflict": back from the report's day; years have basis "none"."""
    unit, token = hit.value("unit"), hit.token("unit")
    if token is None or (is_plural(token) and not hit.has("old")) or not _of_happening(hit):
        return None
    if token.text[0].isupper() and not hit.lexed.shouted:
        return None  # "the Six-Day War" is a name
    count = hit.count("n") if hit.has("n") else None if is_plural(token) else 1
    found = rolling(count, unit, moment)
    if unit in ("year", "decade"):
        return When(found.start, found.end, "year", "none")
    return found


def _of_happening(hit: Hit) -> bool:
    """Whether one of the next three words is something that goes on: a war, a siege, an offensive."""
    plain = pattern("[OTHER CAPITAL]")
    for n, token in enumerate(hit.lexed.tokens[hit.last : hit.last + 3], hit.last):
        if token.text.lower() in vocabulary()["lasting"]["happenings"]:
            return True
        if not plain.match(hit.lexed.classes, n):
            return False
    return False


@rule("(?P<what>MOMENT)", "IN THE PAST")
def moment_word(hit: Hit, moment: Moment) -> When | None:
    """ "now": the report's day; "recently", "in the past": up to it; "previously": up to the day told last, too."""
    if moment.base is None:
        told = moment.told if hit.has("what") and hit.value("what") == "before" else None
        return When(None, told, "span", "context" if told else "none")
    if hit.has("what") and hit.value("what") == "now":
        return When(moment.base, moment.base, "day", moment.basis)
    return When(None, moment.base, "span", moment.basis)


@rule("(?P<what>ECHO)")
def echo(hit: Hit, moment: Moment) -> When | None:
    """ "at the time", "since then": the time told last, or from it on."""
    anchor, following = moment.last, hit.beside(1)
    if following and following.text.lower() == "with":
        return None  # "concurrently with the siege"
    if anchor is None:
        return OPEN
    if hit.value("what") == "since":
        return When(anchor.start or anchor.end, None, "span", "context")
    if moment.day and not moment.fresh and hit.value("what") == "same":
        return When(moment.day, moment.day, "day", "context")
    if hit.value("what") == "until":
        return When(None, anchor.end or anchor.start, "span", "context")
    return When(anchor.start, anchor.end, anchor.grain, "context")
