"""Times told from another day: weekdays, "yesterday", "last week", "two weeks ago", "the next day", "for three weeks"."""

from __future__ import annotations

from datetime import date, timedelta

from tadmor.model import Grain, When
from tadmor.reading.times import calendar as cal
from tadmor.reading.times.grammar import (
    ABOUT,
    CLOCK,
    COUNT,
    EDGE,
    OPEN,
    Hit,
    Moment,
    day_grain,
    day_pattern,
    rule,
    stretch,
)
from tadmor.reading.times.lexer import vocabulary

ONE_DAY = timedelta(days=1)


def _weekday_from(base: date, weekday: int, step: int, own_day: bool) -> date:
    """The nearest such weekday at or (unless ``own_day``) strictly before (-1) or after (1) ``base``."""
    gap = (weekday - base.weekday()) * step % 7
    return base + timedelta(days=step * (gap if gap or own_day else 7))


@rule(day_pattern("(?P<which>LAST|PAST|PREVIOUS|NEXT|FOLLOWING|THIS|THAT|SAME)? (?P<w>WEEKDAY)"))
def weekday(hit: Hit, moment: Moment) -> When | None:
    """ "on Sunday" (on or before the report's day), "last Sunday" (before it), "next Friday", "the following Monday"."""
    token, before = hit.token("w"), hit.beside(-1)
    if token is None or (before and before.text.lower() in vocabulary()["names"]["before_weekday"]):
        return None
    if token.text.lower().endswith("days") and (hit.before("ON") or hit.before("AND")):
        return None  # "on Fridays" is a habit
    which = hit.token("which")
    day = _which_weekday(which.text.lower() if which else "", hit.value("w"), moment)
    basis = "context" if which and which.text.lower() in ("following", "that", "same") else moment.basis
    return When(day, day, day_grain(hit), basis) if day else When(None, None, "day", "none")


def _which_weekday(which: str, weekday: int, moment: Moment) -> date | None:
    if which in ("following", "ensuing", "that", "same", "previous", "preceding") and moment.told:
        step = 1 if which in ("following", "ensuing") else -1
        return _weekday_from(moment.told, weekday, step, which in ("that", "same"))
    base = moment.base
    if base is None:
        return None
    if moment.day is None:
        near = [base + timedelta(days=n) for n in range(-3, 4)]
        return next(d for d in near if d.weekday() == weekday)
    if which in ("next", "coming", "upcoming") or moment.future:
        return _weekday_from(base, weekday, 1, own_day=not which)
    return _weekday_from(base, weekday, -1, own_day=which not in ("last", "past"))


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


@rule(day_pattern("(?P<d>DEICTIC)"))
def deictic(hit: Hit, moment: Moment) -> When | None:
    """ "today", "at dawn yesterday", "tomorrow", "tonight"."""
    before, token = hit.beside(-1), hit.token("d")
    named = before and before.text[0].isupper() and before.text.lower() in vocabulary()["names"]["before_today"]
    if token is None or (named and not hit.lexed.shouted):
        return None
    base = moment.base
    if base is None:
        return When(None, None, "day", "none")
    day = base + timedelta(days=hit.value("d"))
    return When(day, day, day_grain(hit), moment.basis)


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
    step = {"last": -1, "next": 1, "coming": 1, "following": 1, "ensuing": 1, "previous": -1, "preceding": -1}.get(word, 0)
    start = base + timedelta(days=step)
    return When(start, start, day_grain(hit), moment.basis if near else "context")


@rule("OVERNIGHT (?:(?P<link>ON|TO|AND|FROM|OF)? (?P<w>WEEKDAY))? (?:(?:TO|AND) (?P<v>WEEKDAY))?")
def overnight(hit: Hit, moment: Moment) -> When | None:
    """ "overnight": the day before and the day; "overnight into Friday": Thursday and Friday."""
    base = moment.base
    if base is None:
        return When(None, None, "span", "none")
    link = hit.token("link")
    if hit.has("v"):
        base = _weekday_from(base, hit.value("v"), -1, own_day=True)
    elif hit.has("w"):
        named = _weekday_from(base, hit.value("w"), -1, own_day=True)
        into = named == base or (link is not None and link.text.lower() in ("to", "into"))
        base = named if into else named + ONE_DAY
    return When(base - ONE_DAY, base, "span", moment.basis)


@rule(
    f"(?:{EDGE})? (?P<which>LAST|THIS|NEXT|PREVIOUS|FOLLOWING|SAME|THAT) (?P<unit>UNIT)",
    "(?:(?P<edge>EDGE)|(?P<bound>BOUND) OF) THE (?P<unit>UNIT)",
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
    if hit.before("THE") and word in ("last", "past") and not hit.has("edge"):
        return _rolling(1, unit, moment)
    echoed = word in ("previous", "preceding", "prior", "following", "ensuing", "same", "that") or unit == "day"
    base = moment.told if echoed else moment.base
    if base is None:
        return When(None, None, _grain(unit), "none")
    return _unit_at(hit, moment, base, unit, word, echoed)


def _unit_at(hit: Hit, moment: Moment, base: date, unit: str, word: str, echoed: bool) -> When:
    step = {"last": -1, "past": -1, "previous": -1, "preceding": -1, "prior": -1}.get(word, 0)
    if word in ("next", "coming", "upcoming", "following", "ensuing"):
        step = 1
    days = cal.unit_around(cal.shift(base, step, unit), unit)
    basis = "context" if echoed else moment.basis
    edge = hit.value("edge") if hit.has("edge") else None
    if edge in ("early", "mid", "late"):
        days = cal.third(days, edge)
    elif hit.has("bound"):
        days = cal.bound(days, hit.value("bound"))
    if step == 0 and not echoed and not hit.has("bound"):
        days = _up_to(days, base, moment.future or edge == "later", edge)
    return stretch(days, _grain(unit) if not edge else "span", basis)


def _up_to(days: cal.Stretch, base: date, future: bool, edge: str | None) -> cal.Stretch:
    """What of the running week, month or year is over by ``base``, or is still to come."""
    first, last = days
    if future:
        return max(first, base + (ONE_DAY if edge else timedelta(0))) if base < last else first, last
    end = base - ONE_DAY if edge == "earlier" and base > first else base
    return first, max(first, min(last, end))


def _grain(unit: str) -> Grain:
    return unit if unit in ("day", "week", "month", "year") else "span"  # type: ignore[return-value]


@rule(
    f"(?:IN|OVER|FOR|ON|AT|FROM)? THE? (?:LAST|PAST|PREVIOUS) (?P<n>{COUNT}) (?P<unit>UNIT|HOUR)",
    "(?:IN|OVER|FOR) THE? (?:LAST|PAST) (?P<unit>UNIT|HOUR)",
    "THE (?:PAST) (?P<unit>UNIT|HOUR)",
    "(?:IN|OVER|OF) THE? (?:RECENT|LAST|PAST) (?P<many>UNIT|HOUR)",
)
def past_units(hit: Hit, moment: Moment) -> When | None:
    """ "over the past three days": that many days back, to the report's day; "in recent weeks": up to it."""
    if hit.has("many"):
        recent = any(t.text.lower() == "recent" for t in hit.lexed.tokens[hit.first : hit.last])
        if recent:
            return _rolling(None, hit.value("many"), moment)
        return _rolling(1, hit.value("many"), moment)
    return _rolling(hit.count("n") if hit.has("n") else 1, hit.value("unit"), moment)


def _rolling(count: float | None, unit: str, moment: Moment) -> When:
    """From ``count`` units back to the day; an open start where the count is not told."""
    base = moment.base
    if base is None:
        return When(None, None, "span", "none")
    start = cal.shift(base, -count, unit) if count is not None else None
    return When(start, base, "span", moment.basis)


@rule(f"(?:OVER|IN|FOR)? THE? (?:NEXT|FOLLOWING) (?P<n>{COUNT})? (?P<unit>UNIT|HOUR)")
def coming_units(hit: Hit, moment: Moment) -> When | None:
    """ "over the next four days": after the day told last, or after the report's where the future is told."""
    if not hit.has("n"):
        if hit.lexed.tokens[hit.last - 1].text.lower().endswith("s"):
            base = moment.base if moment.future or moment.anchor is None else moment.told
            return When(base, None, "span", moment.basis) if base else OPEN
        return None
    count, unit = hit.count("n"), hit.value("unit")
    base = moment.day if moment.future and moment.day else moment.told
    if base is None:
        return When(None, None, "span", "none")
    first = base if unit == "hour" else base + ONE_DAY
    end = cal.shift(base, count, unit) if count is not None else None
    return When(first, end, "span", "context" if moment.anchor and not moment.future else moment.basis)


@rule(f"{ABOUT} (?P<n>{COUNT})? (?P<unit>UNIT|HOUR) AGO")
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
    return _away(hit, moment.told, step, False, moment)


def _away(hit: Hit, base: date | None, step: int, relative: bool, moment: Moment) -> When | None:
    unit, count = hit.value("unit"), hit.count("n") if hit.has("n") else None
    if not hit.has("n") and not hit.lexed.tokens[hit.match.start("unit")].text.lower().endswith("s"):
        return None
    if base is None:
        return When(None, None, _grain(unit), "none")
    basis = "relative" if relative else "context" if moment.anchor else moment.basis
    if unit == "hour":
        day = cal.shift(base, step * (count or 0) // 24 * 1.0, "day") if (count or 0) >= 24 else base
        return When(day, day, "day", basis)
    if count is None:
        return When(None, base, "span", basis) if step < 0 else When(base, None, "span", basis)
    days = cal.unit_around(cal.shift(base, step * count, unit), unit if unit in ("month", "year") else "day")
    if unit == "month" and not relative and base.day != 1 and moment.anchor and moment.anchor.grain == "day":
        days = cal.unit_around(days[0], "month")
    return stretch(days, _grain(unit) if unit in ("month", "year") else "day", basis)


@rule(f"{ABOUT} (?P<n>{COUNT}) (?P<unit>UNIT|HOUR) (?P<word>AFTER|BEFORE)", "THE (?P<unit>UNIT) (?P<word>AFTER|BEFORE)")
def away_from_happening(hit: Hit, moment: Moment) -> When | None:
    """ "three months after …": the happening named next lies that long back, unless its own day is told."""
    word, unit = hit.token("word"), hit.value("unit")
    count = hit.count("n") if hit.has("n") else 1
    if word is None:
        return None
    step = 1 if word.text.lower() == "after" else -1
    if hit.after("COMMA", "DOT", "END"):
        return _away(hit, moment.told, step, False, moment) if hit.has("n") else _day_beside(moment, step, unit)
    if step < 0 or count is None or moment.base is None:
        return When(None, None, _grain(unit), "none")
    day = moment.base if unit == "hour" else cal.shift(moment.base, -count, unit)
    return When(day, day, "day", "context")


def _day_beside(moment: Moment, step: int, unit: str) -> When:
    if moment.told is None or unit != "day":
        return When(None, None, _grain(unit), "none")
    day = moment.told + step * ONE_DAY
    return When(day, day, "day", "context")


@rule(
    f"(?P<for>FOR|OVER|IN) {ABOUT} (?P<n>{COUNT}) (?P<unit>UNIT|HOUR)",
    "(?P<for>FOR) (?P<unit>UNIT|HOUR)",
)
def lasting(hit: Hit, moment: Moment) -> When | None:
    """ "for three weeks": that long, to the report's day; "for months": up to it; ahead where the future is told."""
    word, unit = hit.token("for"), hit.value("unit")
    count = hit.count("n") if hit.has("n") else None
    if hit.after("OLD", "DASH") or word is None:
        return None
    plural = hit.lexed.tokens[hit.match.start("unit")].text.lower().endswith("s")
    if not hit.has("n") and not plural:
        return None
    if word.text.lower() not in ("for", "over") or moment.future:
        return When(None, None, "span", "none")
    if unit == "hour" and (count is None or count < 24):
        return When(None, None, "span", "none")
    return _rolling(count, unit, moment)


@rule(f"(?P<n>{COUNT}) DASH? (?P<unit>UNIT) (?:DASH? (?P<old>OLD|LONG))? (?:DASH)?", "(?P<unit>UNIT) DASH (?P<long>LONG)")
def long_happening(hit: Hit, moment: Moment) -> When | None:
    """ "a three-week campaign", "the five-year-old conflict": so long, to the report's day; basis "none" by the year."""
    unit, following = hit.value("unit"), hit.beside(1)
    token = hit.token("unit")
    if token is None or following is None or (token.text.lower().endswith("s") and not hit.has("old")):
        return None
    if following.text.lower() not in vocabulary()["lasting"]["happenings"]:
        return None
    count = hit.count("n") if hit.has("n") else 1
    found = _rolling(count, unit, moment)
    if unit in ("year", "decade"):
        return When(found.start, found.end, "year", "none")
    return found


@rule("(?P<what>MOMENT)")
def moment_word(hit: Hit, moment: Moment) -> When | None:
    """ "now": the report's day; "recently", "in the past": up to it."""
    if moment.base is None:
        return When(None, None, "span", "none")
    if hit.value("what") == "now":
        return When(moment.base, moment.base, "day", moment.basis)
    return When(None, moment.base, "span", moment.basis)


@rule("(?P<what>ECHO)")
def echo(hit: Hit, moment: Moment) -> When | None:
    """ "at the time", "since then": the time told last, or from it on."""
    anchor = moment.anchor
    if anchor is None:
        return OPEN
    if hit.value("what") == "since":
        return When(anchor.start or anchor.end, None, "span", "context")
    if hit.value("what") == "until":
        return When(None, anchor.end or anchor.start, "span", "context")
    return When(anchor.start, anchor.end, anchor.grain, "context")


@rule(
    "EDGE? (?:ON|OF)? THE? (?:THAT|SAME) (?P<unit>UNIT)",
    "EDGE IN? THE (?P<unit>UNIT)",
    "BY? THE? BOUND OF THE (?P<unit>UNIT)",
    "(?<=BY) (?P<part>PART)",
)
def same_day(hit: Hit, moment: Moment) -> When | None:
    """ "later that day", "the same day", "later in the day", "by evening": the day told last."""
    if hit.has("unit") and hit.value("unit") != "day":
        return None
    if moment.told is None:
        return When(None, None, "day", "none")
    return When(moment.told, moment.told, "day", "context")


@rule("(?:LAST|THIS|NEXT|PREVIOUS|FOLLOWING|THE)? (?P<e>WEEKEND)")
def weekend(hit: Hit, moment: Moment) -> When | None:
    """ "over the weekend": the last Saturday and Sunday begun; "next weekend": those to come."""
    word = hit.lexed.tokens[hit.first].text.lower()
    base = moment.told if word in ("previous", "following") else moment.base
    if base is None:
        return When(None, None, "span", "none")
    if word in ("next", "coming", "upcoming", "following") or moment.future:
        saturday = _weekday_from(base, 5, 1, own_day=False)
    else:
        saturday = _weekday_from(base, 5, -1, own_day=True)
        if word in ("last", "previous") and (base - saturday).days < 2:
            saturday -= timedelta(days=7)
    return When(saturday, saturday + ONE_DAY, "span", moment.basis)


@rule(f"AT ABOUT? (?P<c>{CLOCK}) (?:OF|ON)? (?:LPAR (?:NUM|CLOCK|YEAR) OCLOCK RPAR)?", "(?P<c>CLOCK) OCLOCK*")
def clock(hit: Hit, moment: Moment) -> When | None:
    """ "at 0914", "at around 7.15 pm": an hour of the day told last."""
    day = moment.told
    token = hit.token("c")
    if token is None or not _is_clock(token.text, hit):
        return None
    return When(day, day, "time", "context") if day else When(None, None, "time", "none")


def _is_clock(words: str, hit: Hit) -> bool:
    """Whether digits tell an hour: "0914" and "1835", not "at 300 metres"."""
    digits = "".join(c for c in words if c.isdigit())
    if words.isdigit():
        named = any(t.text.lower() in ("gmt", "utc", "local", "hrs", "o'clock") for t in hit.lexed.tokens[hit.first : hit.last])
        return named or (len(words) == 4 and int(digits[:2]) < 25 and int(digits[2:]) < 60)
    return bool(digits) and int(digits[:2] if len(digits) in (2, 4, 6) else digits[0]) < 25
