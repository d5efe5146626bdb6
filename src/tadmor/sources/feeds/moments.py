"""When, as feeds write it: RFC 822, ISO 8601 and what comes near."""

from __future__ import annotations

from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

from tadmor.sources.dates import parse_day

Moment = datetime | date
_NO_TIME = (date(1970, 1, 1), date(1969, 12, 31), date(1, 1, 1))  # what a missing time is written as


def moment(words: str) -> Moment | None:
    """The time that words tell, with its zone as told; its day where no zone is told; None where they tell neither.

    >>> moment("Sun, 27 Mar 2016 10:00:00 +0300").isoformat(), moment("2016-03-27 10:00").isoformat()
    ('2016-03-27T10:00:00+03:00', '2016-03-27')
    """
    words = " ".join(words.split())[:100]
    found = _iso(words) or _rfc822(words) or parse_day(words)
    day = found.date() if isinstance(found, datetime) else found
    return None if day in _NO_TIME else found


def _iso(words: str) -> Moment | None:
    try:
        found = datetime.fromisoformat(words)
    except ValueError:
        return None
    return found if found.tzinfo else found.date()


def _rfc822(words: str) -> Moment | None:
    try:
        found = parsedate_to_datetime(words)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if found.tzinfo:
        return found
    return found.replace(tzinfo=UTC) if words.endswith("-0000") else found.date()
