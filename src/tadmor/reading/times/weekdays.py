"""Days told from another day: weekdays, "yesterday", "last night", "later that day", hours of the clock."""

from __future__ import annotations

from datetime import date, timedelta

from tadmor.model import When
from tadmor.reading.times import calendar as cal
from tadmor.reading.times.dates import is_name
from tadmor.reading.times.grammar import (
    CLOCK,
    ZONE,
    Hit,
    Moment,
    day_grain,
    day_pattern,
    is_plural,
    on_day,
    rule,
)
from tadmor.reading.times.lexer import vocabulary

ONE_DAY = timedelta(days=1)
_STEP = {"last": -1, "previous": -1, "preceding": -1, "next": 1, "coming": 1, "following": 1, "ensuing": 1}


@rule(day_pattern("(?P<which>LAST|PAST|PREVIOUS|NEXT|FOLLOWING|THIS|THAT|SAME)? (?P<w>WEEKDAY)"))
def weekday(hit: Hit, moment: Moment) -> When | None:
    """ "on Sunday" (on or before the report's day), "last Sunday" (before it), "the following Monday"."""
    token, before = hit.token("w"), hit.beside(-1)
    if token is None or (before and before.text.lower() in vocabulary()["names"]["before_weekday"]):
        return None
    if token.text.lower().endswith("days") and hit.before("ON", "AND", "NUMBER", "FEW"):
        return None  # "on Fridays" is a habit; "two Sundays ago" is none of them
    which = hit.token("which")
    day = _which_weekday(which.text.lower() if which else "", hit.value("w"), moment)
    basis = "context" if which and which.text.lower() in ("following", "that", "same") else moment.basis
    return on_day(hit, day, basis) if day else When(None, None, "day", "none")


def _which_weekday(which: str, weekday: int, moment: Moment) -> date | None:
    if which in ("following", "ensuing", "that", "same", "previous", "preceding") and moment.told:
        step = 1 if which in ("following", "ensuing") else -1
        return cal.weekday_from(moment.told, weekday, step, which in ("that", "same"))
    base = moment.day or moment.told
    if base is None or not (moment.day or moment.fresh or base.weekday() == weekday):
        return None
    if which in ("last", "past") and moment.day:
        return cal.weekday_from(base, weekday, -1, own_day=False)
    if moment.day is None:
        near = [base + timedelta(days=n) for n in range(-3, 4)]
        return next(d for d in near if d.weekday() == weekday)
    if which in ("next", "coming", "upcoming") or moment.future:
        return cal.weekday_from(base, weekday, 1, own_day=not which)
    return cal.weekday_from(base, weekday, -1, own_day=True)


@rule("(?P<w>WEEKDAY) OF? (?P<which>LAST|THIS|NEXT) UNIT")
def weekday_of_week(hit: Hit, moment: Moment) -> When | None:
    """ "Friday last week"."""
    which, base = hit.token("which"), moment.base
    if which is None or hit.lexed.tokens[hit.last - 1].value != "week":
        return None
    if base is None:
        return When(None, None, "day", "none")
    monday, _ = cal.unit_around(base, "week")
    step = {"last": -7, "next": 7, "coming": 7}.get(which.text.lower(), 0)
    day = monday + timedelta(days=step + hit.value("w"))
    return When(day, day, "day", moment.basis)


@rule("(?:LAST|THIS|NEXT|PREVIOUS|FOLLOWING|THE)? (?P<e>WEEKEND)")
def weekend(hit: Hit, moment: Moment) -> When | None:
    """ "over the weekend": the last Saturday and Sunday begun; "next weekend": those to come."""
    word = hit.lexed.tokens[hit.first].text.lower()
    base = moment.told if word in ("previous", "following") else moment.near
    if base is None:
        return When(None, None, "span", "none")
    if word in ("next", "coming", "upcoming", "following") or moment.future:
        saturday = cal.weekday_from(base, 5, 1, own_day=False)
    else:
        saturday = cal.weekday_from(base, 5, -1, own_day=True)
        if word in ("last", "previous") and (base - saturday).days < 2:
            saturday -= timedelta(days=7)
    return When(saturday, saturday + ONE_DAY, "span", moment.basis)


@rule(day_pattern("(?P<d>DEICTIC)"))
def deictic(hit: Hit, moment: Moment) -> When | None:
    """ "today", "at dawn yesterday", "tomorrow", "tonight"."""
    before, token = hit.beside(-1), hit.token("d")
    named = before and before.text[0].isupper() and before.text.lower() in vocabulary()["names"]["before_today"]
    if token is None or (named and not hit.lexed.shouted):
        return None
    base = moment.base
    if is_name(hit) and token.text[0].isupper():
        return None
    if base is None:
        return When(None, None, "day", "none")
    day = base + timedelta(days=hit.value("d"))
    return on_day(hit, day, moment.basis)


@rule(
    f"EDGE? (?P<which>THIS|LAST) EDGE? (?P<part>PART) (?:COMMA? AT ABOUT? (?P<trail>{CLOCK}))?",
    "(?P<which>THAT|SAME|NEXT|FOLLOWING|PREVIOUS) (?P<part>PART)",
)
def part_of_day(hit: Hit, moment: Moment) -> When | None:
    """ "this morning"; "last night" (the evening before and its small hours); "the next morning"."""
    which, part = hit.token("which"), hit.token("part")
    if which is None or part is None:
        return None
    word = which.text.lower()
    near = word in ("this", "current", "last")
    base = moment.base if near else moment.told
    if base is None:
        return When(None, None, "day", "none")
    start = base + _STEP.get(word, 0) * ONE_DAY
    return When(start, start, day_grain(hit), moment.basis if near else "context")


@rule("OVERNIGHT (?:(?P<link>ON|TO|AND|FROM|OF)? (?P<w>WEEKDAY))? (?:(?:TO|AND) (?P<v>WEEKDAY))?")
def overnight(hit: Hit, moment: Moment) -> When | None:
    """ "overnight": the day before and the day; "overnight into Friday": Thursday and Friday."""
    base = moment.near
    if base is None:
        return When(None, None, "span", "none")
    link = hit.token("link") if hit.has("link") else None
    if hit.has("v"):
        base = cal.weekday_from(base, hit.value("v"), -1, own_day=True)
    elif hit.has("w"):
        named = cal.weekday_from(base, hit.value("w"), -1, own_day=True)
        into = named == base or (link is not None and link.text.lower() in ("to", "into"))
        base = named if into else named + ONE_DAY
    return When(base - ONE_DAY, base, "span", moment.basis)


@rule(
    "EDGE? (?:ON|OF)? THE? (?:THAT|SAME) (?P<unit>UNIT)",
    "EDGE IN? THE (?P<unit>UNIT)",
    "BY? THE? BOUND OF THE (?P<unit>UNIT)",
    "(?:BY|AT|SINCE|BEFORE|UNTIL|AFTER) EDGE? (?P<part>PART)",
    "(?:IN|OF|ON) THE EDGE? (?P<part>PART)",
)
def same_day(hit: Hit, moment: Moment) -> When | None:
    """ "later that day", "the same day", "later in the day", "by evening", "since dawn": the day told last."""
    if hit.has("unit") and hit.value("unit") != "day":
        return None
    token = hit.token("part") if hit.has("part") else None
    if token and (is_plural(token) or hit.after("OF", "WEEKDAY", "DAYNUM", "MONTH")):
        return None
    if token and token.text.lower() == "night" and moment.anchor is None:
        return overnight(hit, moment) if hit.lexed.tokens[hit.first].text.lower() == "during" else None
    if moment.told is None:
        return When(None, None, "day", "none")
    return When(moment.told, moment.told, "day", "context")


@rule(
    f"(?:AT ABOUT?)? (?P<c>{CLOCK}) {ZONE}",
    "FROM (?P<c>HHMM|CLOCK) (?:UNTIL|TO) (?:HHMM|YEAR|CLOCK)",
)
def clock(hit: Hit, moment: Moment) -> When | None:
    """ "at 0914", "at around 7.15 pm": an hour of the day told last."""
    day = moment.told if moment.fresh else moment.near
    return When(day, day, "time", "context") if day else When(None, None, "time", "none")
