"""Colours of those who hold places: steady from day to day and from record to record, safe for colour blindness."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from zlib import crc32

UNNAMED = "#8c8c8c"
"""Whoever holds a place without being named."""
_BASE = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#a65a14", "#f0e442", "#454545")
_TINTS = (0.0, 0.42, -0.34, 0.66)


@cache
def seats() -> dict[str, str]:
    """The fixed colours, of ``data/holders.tsv``, by actor id."""
    text = files("tadmor").joinpath("data/holders.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and line[0] != "#"]
    return dict(rows[1:])


@cache
def palette() -> tuple[str, ...]:
    """All colours that a holder without a seat may take: those of Okabe and Ito, then their tints."""
    return tuple(tint(colour, share) for share in _TINTS for colour in _BASE)


def tint(colour: str, share: float) -> str:
    """A colour mixed with white (``share`` above 0) or with black (below).

    >>> tint("#000000", 0.5), tint("#ffffff", -0.5)
    ('#808080', '#808080')
    """
    toward = 255 if share > 0 else 0
    parts = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return "#" + "".join(f"{round(part + (toward - part) * abs(share) + 1e-9):02x}" for part in parts)


def colour_of(key: str | None) -> str:
    """The colour of a holder: its seat, else a tint of the nearest seat it belongs to, else one by its name.

    >>> colour_of("syria-government"), colour_of(None)
    ('#0072b2', '#8c8c8c')
    """
    return UNNAMED if key is None else _wishes(key)[0]


def colours_of(keys: Iterable[str | None]) -> dict[str | None, str]:
    """The colours of holders that stand on one map, no two the same as far as the palette goes.

    Seats first; among the others, where two wish for one colour, the later by name takes its next wish.
    """
    named = {key for key in keys if key is not None}
    given: dict[str | None, str] = {key: seats()[key] for key in sorted(named) if key in seats()}
    taken = set(given.values()) | {UNNAMED}
    for key in sorted(named - given.keys()):
        wishes = _wishes(key)
        given[key] = next((colour for colour in wishes if colour not in taken), wishes[0])
        taken.add(given[key])
    return given | {None: UNNAMED}


@cache
def _wishes(key: str) -> tuple[str, ...]:
    """The colours that a holder takes, the first that is free."""
    from tadmor.pipeline.naming import lineage

    first = crc32(key.encode("utf-8"))
    rest = tuple(palette()[(first + i) % len(palette())] for i in range(len(palette())))
    seat = next(((seats()[above], above == key) for above in lineage(key) if above in seats()), None)
    if seat is None:
        return rest
    tints = tuple(tint(seat[0], share) for share in (0.38, -0.3, 0.6))
    return ((seat[0],) if seat[1] else ()) + tints + rest
