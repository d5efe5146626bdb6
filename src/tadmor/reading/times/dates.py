"""Calendar dates: days, months, years, seasons, decades, feasts; with a year told, or settled from the report."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from tadmor.model import Grain, TimeBasis, When
from tadmor.reading.times import calendar as cal
from tadmor.reading.times.calendar import Stretch
from tadmor.reading.times.grammar import EDGE, OPEN, Hit, Moment, day_pattern, on_day, rule, stretch
from tadmor.reading.times.lexer import vocabulary

MONTH = "(?P<m>MONTH|MONTH_WEAK|MONTH_SHORT|MONTH_LEVANT)"
WEEKDAY = "(?:(?P<w>WEEKDAY|WEEKDAY_SHORT) DOT? COMMA?)?"
DAY = "(?P<d>DAYNUM|ORDNUM|ORDINAL)"
DAYS = "(?P<d>DAYNUM|ORDNUM) (?:COMMA DAYNUM)* (?P<link>DASH|TO|AND|UNTIL) (?P<e>DAYNUM|ORDNUM)"
SOON = timedelta(days=45)  # a date without a year lies at most this far ahead when nothing tells the future
FAR = timedelta(days=330)
BACKSTEP = 2  # a story steps back by a third of a year at most before the year to come is likelier
TimeOf = Callable[[int], Stretch | None]


def settle(of_year: TimeOf, moment: Moment, weekday: int | None = None) -> tuple[Stretch, TimeBasis] | None:
    """The stretch of the right year, and its basis; None where nothing tells the year."""
    if moment.year is not None:
        found = of_year(moment.year)
        return (found, "context") if found else None
    near = (moment.day, moment.day) if moment.day else (moment.era.start, moment.era.end) if moment.era else None
    first, last = (near[0] or near[1], near[1] or near[0]) if near else (None, None)
    if first is None or last is None:
        return None
    reach = 6 if weekday is not None and not moment.day else 1
    options = [s for y in range(first.year - reach, last.year + reach + 1) if (s := of_year(y))]
    # A weekday that fits decides; in a dated report only for days less than a year away, for weekdays are misprinted.
    fitting = [s for s in options if s[0].weekday() == weekday and (not moment.day or abs(s[0] - first) < FAR)]
    options = fitting or options
    if not options:
        return None
    if moment.day:
        return nearest(options, moment.day, moment), "relative"
    if sum(_strain(s, first, last) == 0 for s in options) > 1:
        return None  # nothing but "2014-2016" is told, and it fell "on 4 May"
    return min(options, key=lambda s: (_strain(s, first, last) + _aside(s, moment.scope), s[0] < first)), "context"


def _strain(days: Stretch, first: date, last: date) -> int:
    """Days by which a stretch lies off a running story at ``first`` to ``last``: a step back weighs more."""
    return max((days[0] - last).days, (first - days[1]).days * BACKSTEP, 0)


def _aside(days: Stretch, scope: When | None) -> int:
    """Days by which a stretch lies outside the time that a history as a whole tells of."""
    if scope is None or scope.start is None or scope.end is None:
        return 0
    return max((days[0] - scope.end).days, (scope.start - days[1]).days, 0)


def nearest(options: list[Stretch], day: date, moment: Moment) -> Stretch:
    """The last that has begun by ``day``; the first not over when the future is told; days soon to come if nearer."""
    past = [s for s in options if s[0] <= day]
    ahead = [s for s in options if s[1] >= day]
    if moment.future and ahead:
        return ahead[0]
    if past and ahead and not moment.past:
        single = ahead[0][1] - ahead[0][0] < timedelta(days=20)
        wait = ahead[0][0] - day
        return ahead[0] if single and wait <= SOON and wait < day - past[-1][1] else past[-1]
    return past[-1] if past else ahead[0]


def is_name(hit: Hit) -> bool:
    """Whether a date is the name of a unit, a bridge, a movement ("the 17 September Brigade")."""
    following = hit.beside(1)
    if hit.after("DAYNUM", "ORDNUM") and hit.last + 1 < len(hit.lexed.tokens):
        following = hit.lexed.tokens[hit.last + 1]
    if following is None or following.text.lower() not in vocabulary()["names"]["after"]:
        return False
    return not hit.before("ON", "SINCE", "UNTIL", "BY")


@rule(day_pattern("(?P<date>DATE)"))
def numeric(hit: Hit, moment: Moment) -> When | None:
    """ "2016-03-27", "27.03.2016"; "03/10/2016" only where the report's day tells which it is."""
    found = hit.value("date")
    if isinstance(found, tuple):
        known = [d for d in found if moment.day and timedelta(0) <= moment.day - d <= timedelta(days=31)]
        found = known[0] if len(known) == 1 else None
        if found is None:
            return OPEN
    return on_day(hit, found, "stated") if found else None


@rule("(?P<y>YEAR) DASH (?P<m>DAYNUM) DASH (?P<d>DAYNUM)")
def spaced_date(hit: Hit, moment: Moment) -> When | None:
    """ "2015 - 12 - 21", as word-split texts have it."""
    found = cal.make_date(hit.value("y"), hit.value("m"), hit.value("d"))
    return When(found, found, "day", "stated") if found else None


@rule(
    day_pattern(
        f"(?:LAST|THIS)? {WEEKDAY} THE? {DAY} (?:OF|DASH)? {MONTH}(?:DOT? COMMA? OF? (?P<y>YEAR)|DASH (?P<y2>YEAR))?"
    ),
    day_pattern(f"{WEEKDAY} {MONTH} DOT? THE? {DAY} (?:COMMA? (?P<y>YEAR))?"),
    day_pattern(f"{WEEKDAY} {MONTH} DOT? (?P<glued>GLUED)"),
)
def day_of_month(hit: Hit, moment: Moment) -> When | None:
    """ "27 March 2016", "March 27", "Sunday 27 March", "22 SEP 89", "Apr 232017"."""
    if hit.has("glued"):
        day, year = hit.value("glued")
    else:
        day, year = hit.value("d"), hit.value("y") if hit.has("y") else hit.value("y2") if hit.has("y2") else None
    month = hit.value("m")
    if year is None and (is_name(hit) or _is_count(hit)):
        return None
    if year is not None:
        found = cal.make_date(year, month, day)
        return on_day(hit, found, "stated") if found else None
    if cal.make_date(2000, month, day) is None:
        return None
    weekday = hit.value("w")
    settled = settle(lambda y: _one_day(cal.make_date(y, month, day)), moment, weekday)
    return on_day(hit, settled[0][0], settled[1]) if settled else When(None, None, "day", "none")


def _is_count(hit: Hit) -> bool:
    """Whether the day's number counts what follows, its comma lost: "in March 12 people died"."""
    month_first = hit.match.start("m") < hit.match.start("d")
    return month_first and hit.before("IN") and hit.after("OTHER")


def _one_day(day: date | None) -> Stretch | None:
    return (day, day) if day else None


@rule(day_pattern("(?P<d>DAYNUM) (?P<m>MONTH|MONTH_WEAK|MONTH_SHORT) (?P<short>SHORTYEAR|DAYNUM)"))
def wire_date(hit: Hit, moment: Moment) -> When | None:
    """ "22 SEP 89": only in capitals and after a shortened month, for archives lose the comma before a count."""
    month, year = hit.token("m"), hit.token("short")
    if month is None or year is None or not (month.text.isupper() and len(month.text) <= 4) or len(year.text) != 2:
        return None
    found = cal.make_date(cal.full_year(int(year.text)), month.value, hit.value("d"))
    return on_day(hit, found, "stated") if found else None


@rule(
    f"(?:BETWEEN|FROM|PART OF)? {DAYS} OF? {MONTH} (?:DOT? COMMA? (?P<y>YEAR))?",
    f"(?:BETWEEN|FROM|PART OF)? {MONTH} DOT? {DAYS} (?:COMMA? (?P<y>YEAR))?",
)
def days_of_month(hit: Hit, moment: Moment) -> When | None:
    """ "between 3 and 7 July", "July 3-7, 2014", "3 to 7 July"."""
    first, last, month = hit.value("d"), hit.value("e"), hit.value("m")
    year = hit.value("y")

    def of_year(y: int) -> Stretch | None:
        a, b = cal.make_date(y, month, first), cal.make_date(y, month, last)
        return (a, b) if a and b and a < b else None

    if year:
        days = of_year(year)
        return stretch(days, "span", "stated") if days else None
    settled = settle(of_year, moment)
    if settled is None:
        return OPEN if of_year(2000) else None
    return stretch(settled[0], "span", settled[1])


def _edged(hit: Hit, days: Stretch, grain: Grain, basis: TimeBasis) -> When:
    """The stretch, cut to its early, middle or late part where the words tell one."""
    if hit.has("edge") and hit.value("edge") in ("early", "mid", "late"):
        return stretch(cal.third(days, hit.value("edge")), "span", basis)
    if hit.has("bound"):
        return stretch(cal.bound(days, hit.value("bound")), "span", basis)
    return stretch(days, grain, basis)


def _running(days: Stretch, base: date, grain: Grain, moment: Moment) -> When:
    """A stretch of this year; what of it is over by ``base``, where it runs and no future is told."""
    running = days[0] <= base < days[1] and not moment.future
    return stretch((days[0], base) if running else days, grain, moment.basis)


@rule(f"(?:{EDGE})? {MONTH} DOT? (?:COMMA|OF|IN)? (?P<y>YEAR)")
def month_of_year(hit: Hit, moment: Moment) -> When | None:
    """ "in September 2013", "mid-March 2011", "at the end of May, 2015"."""
    return _edged(hit, cal.month_days(hit.value("y"), hit.value("m")), "month", "stated")


@rule(f"(?:{EDGE})? {MONTH} OF? (?P<which>LAST|THIS|NEXT|PREVIOUS|THAT|SAME) UNIT")
def month_of_relative_year(hit: Hit, moment: Moment) -> When | None:
    """ "in August last year", "June this year", "July of that year"."""
    which = hit.token("which")
    unit = hit.lexed.tokens[hit.last - 1].value
    base = moment.told_of("year") if which and which.text.lower() in ("that", "same", "previous") else moment.base
    if which is None or unit != "year":
        return None
    if base is None:
        return OPEN
    step = {"last": -1, "next": 1, "coming": 1, "previous": -1}.get(which.text.lower(), 0)
    return _edged(hit, cal.month_days(base.year + step, hit.value("m")), "month", moment.basis)


@rule(
    f"(?:{EDGE}) (?P<m>MONTH|MONTH_WEAK|MONTH_SHORT DOT)",
    "(?P<m>MONTH)",
    "(?<=[IN SINCE BY UNTIL FROM]) (?P<m>MONTH_WEAK|MONTH_SHORT DOT)",
    "(?P<which>LAST|THIS|NEXT|PAST) (?P<m>MONTH|MONTH_WEAK|MONTH_SHORT)",
    "(?<=[BETWEEN TO AND]) (?P<m>MONTH_WEAK)",
)
def bare_month(hit: Hit, moment: Moment) -> When | None:
    """ "in September" (the nearest begun), "early May", "last May" (before this month), "next May"."""
    month = hit.value("m")
    which = hit.token("which") if hit.has("which") else None
    if is_name(hit) or (hit.after("CAPITAL") and not hit.before("IN", "SINCE", "BY", "UNTIL", "OF", "LAST")):
        return None
    word = which.text.lower() if which else ""
    if word and moment.base is None:
        return When(None, None, "month", "none")
    if word in ("this", "current") and moment.base:
        return _running(cal.month_days(moment.base.year, month), moment.base, "month", moment)
    if word in ("last", "past", "next", "coming", "upcoming") and moment.base:
        step = -1 if word in ("last", "past") else 1
        base = moment.base
        year = base.year + (step if (month - base.month) * step <= 0 else 0)
        return stretch(cal.month_days(year, month), "month", moment.basis)
    settled = settle(lambda y: cal.month_days(y, month), moment)
    if settled is None:
        return When(None, None, "month", "none")
    if moment.day and settled[0][0] <= moment.day and not hit.has("edge") and not hit.has("bound"):
        return _running(settled[0], moment.day, "month", moment)
    return _edged(hit, settled[0], "month", settled[1])


@rule(f"(?:{EDGE}|(?<=THE) UNIT)? (?P<y>YEAR)")
def bare_year(hit: Hit, moment: Moment) -> When | None:
    """ "in 2014", "early 2014", "the 1971 treaty"; none where a count, an hour or another number is meant."""
    names, before, after = vocabulary()["names"], hit.beside(-1), hit.beside(1)
    year = hit.value("y")
    follower = after.text.lower() if after else ""
    if follower in names["after_year"] or hit.after("UNIT", "HOUR") or (year > 2035 and not hit.before("UNTIL", "BY")):
        return None
    told = hit.has("edge") or hit.has("bound") or hit.before("IN", "SINCE", "OF", "BY", "UNTIL", "FROM", "THE")
    plain = follower.islower() and follower.endswith("s") and follower not in ("was", "is", "has", "as")
    if not told and (plain or year < 1930 or (before and before.text.lower() in names["before_year"])):
        return None
    return _edged(hit, cal.year_days(year), "year", "stated")


@rule(
    "(?P<part>ORDINAL|ORDNUM) (?P<what>HALF|QUARTER) OF (?P<y>YEAR)",
    "(?P<part>ORDINAL) (?P<n>NUMBER) UNIT OF (?P<y>YEAR)",
)
def part_of_year(hit: Hit, moment: Moment) -> When | None:
    """ "the first half of 2014", "the third quarter of 2012", "the first six months of 2016"."""
    start, _ = cal.year_days(hit.value("y"))
    if hit.has("n"):
        if hit.value("part") != 1 or hit.lexed.tokens[hit.match.end("n")].value != "month":
            return None
        months, nth = hit.value("n"), 1
    else:
        what = hit.token("what")
        months, nth = 6 if what and what.text.lower() == "half" else 3, hit.value("part")
    if nth * months > 12:
        return None
    first = cal.add_months(start, months * (nth - 1))
    return When(first, cal.add_months(first, months) - timedelta(days=1), "span", "stated")


@rule(f"IN? THE? (?P<nth>ORDINAL|LAST) (?P<unit>UNIT) OF {MONTH} (?:DOT? COMMA? (?P<y>YEAR))?")
def unit_of_month(hit: Hit, moment: Moment) -> When | None:
    """ "the first week of May" (1 to 7), "the last day of February"."""
    month, unit = hit.value("m"), hit.value("unit")
    if unit not in ("day", "week"):
        return None
    nth = hit.value("nth") if isinstance(hit.value("nth"), int) else -1
    size = 1 if unit == "day" else 7

    def of_year(year: int) -> Stretch | None:
        first, last = cal.month_days(year, month)
        start = last - timedelta(days=size - 1) if nth < 0 else first + timedelta(days=size * (nth - 1))
        return (start, min(last, start + timedelta(days=size - 1))) if start <= last else None

    year = hit.value("y")
    if year:
        days = of_year(year)
        return stretch(days, unit, "stated") if days else None
    settled = settle(of_year, moment)
    return stretch(settled[0], unit, settled[1]) if settled else OPEN


@rule(
    f"(?:{EDGE})? (?P<s>SEASON|SEASON_WEAK) (?:COMMA|OF)? (?P<y>YEAR)",
    "(?P<which>LAST|THIS|NEXT|PREVIOUS) (?P<s>SEASON|SEASON_WEAK)",
    f"(?:{EDGE}) (?P<s>SEASON)",
    "(?<=IN) THE? (?P<s>SEASON)",
)
def season(hit: Hit, moment: Moment) -> When | None:
    """ "summer 2014", "last winter", "in the spring"."""
    before, first = hit.beside(-1), hit.value("s")
    if before and before.text.lower() in vocabulary()["names"]["before_season"]:
        return None
    if hit.has("y"):
        return _edged(hit, cal.season_days(hit.value("y"), first), "season", "stated")
    which = hit.token("which") if hit.has("which") else None
    if which and which.text.lower() == "this" and moment.base:
        return _running(cal.season_days(moment.base.year, first), moment.base, "season", moment)
    settled = settle(lambda y: cal.season_days(y, first), moment)
    return _edged(hit, settled[0], "season", settled[1]) if settled else When(None, None, "season", "none")


@rule("(?:(?P<edge>EDGE) DASH?)? (?P<tens>DECADE)")
def decade(hit: Hit, moment: Moment) -> When | None:
    """ "the 1980s", "the late 1970s"; "the 80s" only after "the"."""
    first = hit.value("tens")
    token = hit.token("tens")
    if token is None or not 1800 <= first <= 2090 or (len(token.text) < 5 and not hit.before("THE", "EDGE")):
        return None
    offset, length = {"early": (0, 3), "mid": (4, 2), "late": (7, 2)}.get(hit.value("edge") or "", (0, 9))
    return When(date(first + offset, 1, 1), date(first + offset + length, 12, 31), "span", "stated")


@rule("(?<=[ON SINCE UNTIL BY]) THE (?P<d>ORDNUM) (?=DOT|COMMA|END|AND|OF THE|IN|AT|BY|$)")
def bare_day(hit: Hit, moment: Moment) -> When | None:
    """ "on the 27th": the nearest such day begun."""
    day = hit.value("d")
    base = moment.near
    if base is None:
        return When(None, None, "day", "none")
    step = 1 if moment.future else -1
    for months in range(3):
        month = cal.add_months(base.replace(day=1), step * months)
        found = cal.make_date(month.year, month.month, day)
        if found and (found - base).days * step >= 0:
            return When(found, found, "day", moment.basis)
    return None
