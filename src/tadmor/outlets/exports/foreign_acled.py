"""A row of ACLED as a report with a claim."""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime

from tadmor.model import Mention, Precision, When
from tadmor.outlets.exports.acled import SubEvent, sub_events
from tadmor.outlets.exports.codec import Misfit
from tadmor.outlets.exports.foreign import (
    Cells,
    Row,
    Words,
    killed,
    mentions,
    own,
    own_kind,
    own_modality,
    place,
    sorted_by,
    stretch,
)
from tadmor.outlets.exports.lands import by_number

_PRECISIONS: dict[int, Precision] = {1: "town", 2: "near", 3: "province"}


def row_of(cells: Cells) -> Row:
    """What a row of ACLED tells. Raises Misfit."""
    sub_event = _sub_event(cells)
    words = Words(own(cells, "quote") or cells.text("notes") or _made(cells))
    own_trigger = own(cells, "trigger")
    return Row(
        key=f"acled:{cells.text('event_id_cnty') or ''}",
        maker="ACLED" if own(cells, "kind") is None else "tadmor",
        kind=own_kind(cells, sub_event.kind if sub_event else None),
        words=words,
        trigger=words.trigger([own_trigger] if own_trigger else sub_event.words if sub_event else ()),
        published=cells.day("tadmor_published") or _uploaded(cells),
        outlet=own(cells, "outlet") or "; ".join(cells.listed("source")) or None,
        title=own(cells, "title"),
        url=own(cells, "url"),
        modality=own_modality(cells),
        actors=_side(cells, words, "1"),
        targets=_side(cells, words, "2"),
        speakers=mentions([own(cells, "speaker")], words, lambda _: "organisation"),
        where=place(cells, words, cells.text("location"), _country(cells), _precision(cells)),
        when=_when(cells),
        counts=killed(cells.whole("fatalities"), words),
    )


def _sub_event(cells: Cells) -> SubEvent | None:
    name = cells.text("sub_event_type")
    if name is None:
        raise Misfit("is missing", "sub_event_type")
    found = next((one for one in sub_events().values() if one.name.lower() == name.lower()), None)
    if found is None:
        raise Misfit(f"{name!r} is no sub-event of ACLED", "sub_event_type")
    return found


def _made(cells: Cells) -> str:
    """Words for a row without notes."""
    parts = [cells.text(name) for name in ("sub_event_type", "location", "country")]
    return ", ".join(part for part in parts if part)


def _side(cells: Cells, words: Words, which: str) -> tuple[Mention, ...]:
    first = mentions([cells.text(f"actor{which}")], words, sorted_by(cells.text(f"inter{which}")))
    return first + mentions(cells.listed(f"assoc_actor_{which}"), words, sorted_by(None))


def _uploaded(cells: Cells) -> date | None:
    """The day on which ACLED put the row out, by its stamp in seconds since 1970."""
    stamp = cells.whole("timestamp")
    try:
        return datetime.fromtimestamp(stamp, UTC).date() if stamp else None
    except (OverflowError, OSError, ValueError):
        raise Misfit(f"{stamp} is no time in seconds since 1970", "timestamp") from None


def _country(cells: Cells) -> str | None:
    return by_number().get(cells.whole("iso") or 0)


def _precision(cells: Cells) -> Precision:
    code = cells.whole("geo_precision")
    if code is None:
        return "country"
    if code not in _PRECISIONS:
        raise Misfit(f"{code} is none of 1, 2, 3", "geo_precision")
    return _PRECISIONS[code]


def _when(cells: Cells) -> When:
    """One day; seven days from it on; or the month that it lies in."""
    day, precision = cells.day("event_date"), cells.whole("time_precision") or 1
    if day is None:
        raise Misfit("is missing", "event_date")
    if precision == 1:
        return When(day, day, "day", "stated")
    if precision == 2:
        return When(day, stretch(day, 7), "week", "stated")
    if precision == 3:
        first = day.replace(day=1)
        return When(first, stretch(first, monthrange(day.year, day.month)[1]), "month", "stated")
    raise Misfit(f"{precision} is none of 1, 2, 3", "time_precision")
