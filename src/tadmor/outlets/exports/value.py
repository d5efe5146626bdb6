"""What an export is told, what it tells back, and what it says of itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from tadmor.model import Claim, Report, Standing
from tadmor.outlets.exports.codec import plain
from tadmor.outlets.exports.dictionary import dictionary
from tadmor.query import Query

FullText = Callable[[str], Report | None]
VERSION = 1  # of the layout of the lossless formats; a reader takes this one and older ones


_EVERYTHING = Query()


def _itself(key: str) -> str:
    return key


def _unknown(key: str) -> str | None:
    return None


def _alone(key: str) -> tuple[str, ...]:
    return (key,)


@dataclass(frozen=True, slots=True)
class Export:
    """What is exported of which record, and who the actors are.

    ``label``, ``kind_of`` and ``country_of`` give the name, kind and country of an actor's id, ``lineage`` the id with
    its parents. ``as_of`` is the day as known on which the events are; they are exported as they are given.
    """

    record: str
    code_version: str
    made_at: datetime
    query: Query = _EVERYTHING
    as_of: date | None = None
    label: Callable[[str], str] = _itself
    kind_of: Callable[[str], str | None] = _unknown
    country_of: Callable[[str], str | None] = _unknown
    lineage: Callable[[str], tuple[str, ...]] = _alone


@dataclass(slots=True)
class Run:
    """One export while it is written: what is counted, and what only some formats want."""

    format: str
    export: Export
    bom: bool = False
    full_text: FullText | None = None
    rows: int = 0
    left_out: Counter[str] = field(default_factory=Counter)

    def about(self) -> dict[str, Any]:
        """What an export says of itself: record, query, as-of stamp, code version and data dictionary."""
        return {
            "made_by": f"tadmor {self.export.code_version}",
            "format": self.format,
            "version": VERSION,
            "record": self.export.record,
            "made_at": self.export.made_at.isoformat(),
            "as_of": plain(self.export.as_of),
            "query": {key: value for key, value in plain(self.export.query).items() if value not in (None, [])},
            "full_text": self.full_text is not None,
            "columns": {column.name: column.meaning for column in dictionary(self.format)},
        }


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: rows (events, or claims where a row is a claim), and events left out by reason."""

    format: str
    rows: int
    left_out: Mapping[str, int]
    about: Path | None = None


@dataclass(frozen=True, slots=True)
class Imported:
    """A report read from an export, with its claims.

    Where ``excerpt`` holds, its text has the exported quotes at their own offsets and line breaks in between.
    ``standings`` and ``events`` are those of the claims, by claim id; ``known`` is since when it is known.
    """

    report: Report
    claims: tuple[Claim, ...]
    excerpt: bool = False
    standings: Mapping[str, Standing] = field(default_factory=dict)
    events: Mapping[str, str] = field(default_factory=dict)
    origin: str | None = None
    known: date | None = None
