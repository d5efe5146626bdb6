"""Days and stretches of days: months, weeks, seasons, Easter and the tabular Islamic calendar."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

Stretch = tuple[date, date]
# 1 Muharram 1, proleptic Gregorian, by the astronomers' reckoning: a day before the civil one, nearer to what is kept.
_ISLAMIC_EPOCH = date(622, 7, 18).toordinal()


def make_date(year: int, month: int, day: int) -> date | None:
    """The date, or None where there is no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def full_year(two_digits: int) -> int:
    """The year of the 1930s to 2020s that two digits stand for."""
    return two_digits + (1900 if two_digits >= 30 else 2000)


def add_months(day: date, months: int) -> date:
    """The same day of another month, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def shift(day: date, count: float, unit: str) -> date:
    """The day ``count`` units away; an hour counts as a 24th of a day, rounded up away from the day."""
    if unit in ("month", "year", "decade"):
        return add_months(day, round(count * {"month": 1, "year": 12, "decade": 120}[unit]))
    if unit == "minute":
        return day
    if unit == "hour":
        return day + timedelta(days=int(count / 24 + (0.999 if count > 0 else -0.999)))
    return day + timedelta(days=round(count * {"day": 1, "week": 7, "fortnight": 14}[unit]))


def month_days(year: int, month: int) -> Stretch:
    """First and last day of a month."""
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def year_days(year: int) -> Stretch:
    """First and last day of a year."""
    return date(year, 1, 1), date(year, 12, 31)


def unit_around(day: date, unit: str) -> Stretch:
    """First and last day of the day, week (Monday to Sunday), month, year or decade that holds ``day``."""
    if unit == "week":
        monday = day - timedelta(days=day.weekday())
        return monday, monday + timedelta(days=6)
    if unit == "month":
        return month_days(day.year, day.month)
    if unit == "year":
        return year_days(day.year)
    if unit == "decade":
        first = day.year // 10 * 10
        return date(first, 1, 1), date(first + 9, 12, 31)
    return day, day


def third(stretch: Stretch, edge: str) -> Stretch:
    """The "early", "mid" or "late" third of a month (1-10, 11-20, 21-), a year or other; late in a year: October on."""
    first, last = stretch
    days = (last - first).days + 1
    which = {"early": 0, "mid": 1, "late": 2}[edge]
    if days > 360:
        return date(first.year, (1, 5, 10)[which], 1), month_days(first.year, 4 * which + 4)[1]
    size = 10 if 28 <= days <= 31 else max(days // 3, 1)
    start = first + timedelta(days=size * which)
    return start, last if which == 2 else min(last, start + timedelta(days=size - 1))


def bound(stretch: Stretch, which: str) -> Stretch:
    """The "first", "mid" or "last" part of a stretch: a quarter of a year, else a third."""
    first, last = stretch
    if which != "mid" and (last - first).days > 360:
        months = (1, 3) if which == "first" else (10, 12)
        return date(first.year, months[0], 1), month_days(last.year, months[1])[1]
    return third(stretch, {"first": "early", "mid": "mid", "last": "late"}[which])


def weekday_from(base: date, weekday: int, step: int, own_day: bool) -> date:
    """The nearest such weekday at or (unless ``own_day``) strictly before (-1) or after (1) ``base``."""
    gap = (weekday - base.weekday()) * step % 7
    return base + timedelta(days=step * (gap if gap or own_day else 7))


def season_days(year: int, first_month: int) -> Stretch:
    """Three months from ``first_month`` (northern seasons); winter runs from December of the year into the next."""
    start = date(year, first_month, 1)
    return start, add_months(start, 3) - timedelta(days=1)


def easter(year: int) -> date:
    """Easter Sunday (Gregorian; the anonymous algorithm of 1876)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (a + 11 * h) // 319
    r = (2 * e + 2 * i - k - h + m + 32) % 7
    month = (h - m + r + 90) // 25
    return date(year, month, (h - m + r + month + 19) % 32)


def hijri_day(year: int, month: int, day: int) -> date:
    """The day of a Hijri date by the tabular calendar (within a day of what was sighted)."""
    leap_days = (3 + 11 * year) // 30
    return date.fromordinal(_ISLAMIC_EPOCH - 1 + day + (59 * (month - 1) + 1) // 2 + (year - 1) * 354 + leap_days)


def hijri_month(year: int, month: int) -> Stretch:
    """First and last day of a Hijri month."""
    following = (year, month + 1) if month < 12 else (year + 1, 1)
    return hijri_day(year, month, 1), hijri_day(*following, 1) - timedelta(days=1)


def hijri_years_in(year: int) -> range:
    """The Hijri years that touch a Gregorian year."""
    first = int((year - 622) * 33 / 32)
    return range(first, first + 3)
