"""Hijri months and days, and feasts of fixed and moving date."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from tadmor.model import Grain, When
from tadmor.reading.times import calendar as cal
from tadmor.reading.times.calendar import Stretch
from tadmor.reading.times.dates import nearest, settle
from tadmor.reading.times.grammar import OPEN, Hit, Moment, rule, stretch

RAMADAN = 9
_LUNAR = ("hijri", "eid")


@rule(
    "(?P<d>DAYNUM|ORDNUM)? OF? (?P<h>HIJRI) COMMA? (?P<y>YEAR|NUM|HHMM)",
    "(?<=[IN SINCE BY UNTIL OF]) THE? (?:UNIT OF)? (?P<h>HIJRI)",
    "(?P<d>DAYNUM|ORDNUM) OF? (?P<h>HIJRI)",
    "(?P<which>LAST|THIS|NEXT) (?P<h>HIJRI)",
)
def hijri(hit: Hit, moment: Moment) -> When | None:
    """ "Ramadan 2016", "10 Muharram 1436": a month, or a day with the day before and after (sighting differs)."""
    month, day = hit.value("h"), hit.value("d") if hit.has("d") else None
    year = int(hit.value("y")) if hit.has("y") else None
    if year is None and day is None and (month != RAMADAN or hit.after("CAPITAL")):
        return None  # Rajab, Safar and Ramadan are names of persons, too

    def of_hijri(h: int) -> Stretch:
        if day is None:
            return cal.hijri_month(h, month)
        at = cal.hijri_day(h, month, day)
        return at - timedelta(days=1), at + timedelta(days=1)

    grain: Grain = "month" if day is None else "span"
    if year is not None and 1300 <= year <= 1499:
        return stretch(of_hijri(year), grain, "stated")
    if year is not None and not 1900 <= year <= 2099:
        return None
    return _moving(lambda h: [of_hijri(h)], year, moment, grain)


@rule(
    "THE? (?P<nth>ORDINAL|ORDNUM|LAST) (?P<unit>UNIT) OF THE? (?:(?P<f>HOLIDAY)|(?P<h>HIJRI))"
    " (?:(?:COMMA|OF|IN)? (?P<y>YEAR))?"
)
def day_of_feast(hit: Hit, moment: Moment) -> When | None:
    """ "the first day of Eid al-Fitr", "the second day of Ramadan": that one day, by the tabular calendar."""
    nth = hit.value("nth") if isinstance(hit.value("nth"), int) else None
    calendar = hit.value("f")[0] if hit.has("f") else "hijri"
    if hit.value("unit") != "day" or calendar not in _LUNAR or not 1 <= (nth or 1) <= 30:
        return None

    def one_day(h: int) -> list[Stretch]:
        feasts = _feasts(h, hit.value("f")) if hit.has("f") else [cal.hijri_month(h, hit.value("h"))]
        days = [first + timedelta(days=nth - 1) if nth else last for first, last in feasts]
        return [(day, day) for day in days]

    return _moving(one_day, hit.value("y") if hit.has("y") else None, moment, "day")


def _feasts(h: int, feast: tuple[str, int, int, int]) -> list[Stretch]:
    """The days of a lunar feast in a Hijri year; of both feasts called Eid where the words do not tell which."""
    calendar, month, day, length = feast
    firsts = [(10, 1), (12, 10)] if calendar == "eid" else [(month, day)]
    starts = [cal.hijri_day(h, *first) for first in firsts]
    return [(start, start + timedelta(days=length - 1)) for start in starts]


def _moving(of_hijri: Callable[[int], list[Stretch]], year: int | None, moment: Moment, grain: Grain) -> When:
    """A Hijri stretch in a Gregorian year, or the one that the report's day tells."""
    base = moment.near
    if year is None and base is None:
        return When(None, None, grain, "none")
    years = [year] if year else [base.year - 1, base.year, base.year + 1] if base else []
    options = sorted({s for y in years for h in cal.hijri_years_in(y) for s in of_hijri(h)})
    if year is not None:
        inside = [s for s in options if s[0].year == year]
        return stretch(inside[0], grain, "stated") if inside else OPEN
    return stretch(nearest(options, base or options[0][0], moment), grain, moment.basis)


@rule("(?P<f>HOLIDAY) (?:(?:COMMA|OF|IN)? (?P<y>YEAR))?", "(?P<which>LAST|THIS|NEXT) (?P<f>HOLIDAY)")
def holiday(hit: Hit, moment: Moment) -> When | None:
    """ "Christmas Day", "Easter 2015", "Eid al-Fitr"."""
    if hit.before("DASH"):
        return None
    calendar, month, day, length = hit.value("f")
    year = hit.value("y") if hit.has("y") else None
    span = timedelta(days=length - 1)
    grain: Grain = "day" if length == 1 else "span"
    if calendar == "eid" and (hit.after("CAPITAL") or hit.before("CAPITAL")):
        return None  # "Eid" is a name of persons, too
    if calendar in _LUNAR:
        return _moving(lambda h: _feasts(h, hit.value("f")), year, moment, grain)

    def of_year(y: int) -> Stretch:
        first = cal.easter(y) + timedelta(days=day) if calendar == "easter" else date(y, month, day)
        return first, first + span

    if year is not None:
        return stretch(of_year(year), grain, "stated")
    settled = settle(of_year, moment)
    return stretch(settled[0], grain, settled[1]) if settled else When(None, None, grain, "none")
