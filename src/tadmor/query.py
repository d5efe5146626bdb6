"""What is asked of a record: one value that commands, Python, exports and pages share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tadmor.errors import SettingError
from tadmor.model import KINDS


@dataclass(frozen=True, slots=True)
class Query:
    """Filters that must all hold; an empty one asks nothing. Raises SettingError for a kind that is none, or odd days.

    ``places`` are names or ids; ``within_km`` widens each to a circle. ``actors`` are names or ids, found among
    actors and targets. ``since`` and ``until`` are days in the world, both included. ``as_of`` leaves out what was
    published later. ``words`` is looked for in the reports' text. ``limit`` of None is all; ``after`` is the id that
    a page of results begins behind.

    >>> Query(kinds=("capture",)).kinds
    ('capture',)
    """

    places: tuple[str, ...] = ()
    within_km: float | None = None
    actors: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    speakers: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    disputed: bool | None = None
    as_of: date | None = None
    words: str | None = None
    report: str | None = None
    limit: int | None = None
    after: str | None = None

    def __post_init__(self) -> None:
        for kind in self.kinds:
            if kind not in KINDS:
                raise SettingError(f"{kind!r} is no kind of claim", remedy=f"one of: {', '.join(KINDS)}")
        if self.since and self.until and self.until < self.since:
            raise SettingError(
                f"until {self.until} lies before since {self.since}", remedy="give the earlier day first"
            )
        if self.within_km is not None and not 0 < self.within_km <= 20_000:
            raise SettingError(f"within_km is {self.within_km}", remedy="give kilometres above 0")
        if self.within_km is not None and not self.places:
            raise SettingError("within_km is given without a place", remedy="name the place that it is measured from")
        if self.limit is not None and self.limit < 1:
            raise SettingError(f"limit is {self.limit}", remedy="give a number above 0")
