"""Answers as a plain table of columns that fit the width, for places, actors and sources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.text import Text

from tadmor.outlets.columns import TABLES, row
from tadmor.outlets.look import Look
from tadmor.outlets.phrases import visible

SHOWN: dict[str, tuple[str, ...]] = {
    "places": ("name", "country", "admin1", "feature", "claims"),
    "actors": ("name", "sort", "as_actor", "as_target", "as_speaker", "id"),
    "sources": ("outlet", "reports", "origins", "claims"),
}
"""The columns that the table shows; JSON and CSV have them all."""
_WIDEST = 40


def grid(table: str, answers: Sequence[object], look: Look) -> Iterator[Text]:
    """A header and a line an answer, numbers to the right."""
    columns = [column for column in TABLES[table] if column.name in SHOWN[table]]
    columns.sort(key=lambda column: SHOWN[table].index(column.name))
    rows = [list(row(columns, answer).values()) for answer in answers]
    heads = [column.name.replace("_", " ") for column in columns]
    cells = [[_cell(value) for value in values] for values in rows]
    widths = [max(map(len, column)) for column in zip(heads, *cells, strict=True)]
    numeric = [all(isinstance(values[i], int | None) for values in rows) for i in range(len(columns))]
    yield look.ours(_line(heads, widths, numeric))
    for line in cells:
        yield look.source(_line(line, widths, numeric))


def _cell(value: object) -> str:
    words = "" if value is None else f"{value:,}" if isinstance(value, int) else visible(str(value))
    return words if len(words) <= _WIDEST else words[: _WIDEST - 1] + "…"


def _line(cells: Sequence[str], widths: Sequence[int], numeric: Sequence[bool]) -> str:
    padded = [c.rjust(w) if n else c.ljust(w) for c, w, n in zip(cells, widths, numeric, strict=True)]
    return "  ".join(padded).rstrip()
