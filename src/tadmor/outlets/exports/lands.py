"""Countries in the numbers and regions of other codings."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from tadmor.outlets.exports.dictionary import rows_of


@dataclass(frozen=True, slots=True)
class Land:
    """A country: ISO codes, its number in the list of Gleditsch and Ward, regions as ACLED and UCDP draw them."""

    iso: str
    iso3: str
    number: int | None
    gw: int | None
    acled_region: str
    ged_region: str


@cache
def lands() -> dict[str, Land]:
    """Two-letter code -> country."""
    return {c[0]: Land(c[0], c[1], _number(c[2]), _number(c[3]), c[4], c[5]) for c in rows_of("countries.tsv")}


def _number(cell: str) -> int | None:
    return int(cell) if cell else None


def land(code: str | None) -> Land | None:
    """The country of a two-letter code, if it is one."""
    return lands().get(code or "")


@cache
def by_number() -> dict[int, str]:
    """ISO number -> two-letter code."""
    return {one.number: code for code, one in lands().items() if one.number is not None}


@cache
def by_gw() -> dict[int, str]:
    """Number of Gleditsch and Ward -> two-letter code."""
    return {one.gw: code for code, one in lands().items() if one.gw is not None}
