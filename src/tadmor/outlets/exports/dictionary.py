"""The data dictionary: the columns of each format, their types and meanings, from ``data/exports/columns.tsv``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_TABLES = {
    "acled": ("acled", "tadmor"),
    "ged": ("ged", "tadmor"),
    "csv": ("claim",),
    "xlsx": ("event", "claim"),
    "geojson": ("event",),
    "geoparquet": ("event", "geoparquet"),
    "kml": ("event",),
    "hxl": ("hxl",),
    "rss": ("rss",),
    "jsonl": ("jsonl",),
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its table, name, type ("text", "int", "float", "day", "flag"), HXL tag where it has one, meaning."""

    table: str
    name: str
    type: str
    tag: str
    meaning: str


def rows_of(file: str) -> list[list[str]]:
    """The cells of each line of a table in ``data/exports``, without comments and head."""
    text = files("tadmor").joinpath("data", "exports", file).read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    width = lines[0].count("\t") + 1
    return [(line.split("\t") + [""] * width)[:width] for line in lines[1:]]


@cache
def columns(table: str) -> tuple[Column, ...]:
    """The columns of one table, in order."""
    return tuple(column for column in _all() if column.table == table)


@cache
def _all() -> tuple[Column, ...]:
    return tuple(Column(*cells) for cells in rows_of("columns.tsv"))


def dictionary(format: str) -> tuple[Column, ...]:
    """All columns of a format; where it has two tables, one after the other."""
    return tuple(column for table in _TABLES[format] for column in columns(table))


def names(*tables: str) -> list[str]:
    """The names of the columns of these tables, in order."""
    return [column.name for table in tables for column in columns(table)]
