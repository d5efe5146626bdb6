"""A workbook with the sheets events, claims, dictionary and query: text is never a formula, days are days."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, BinaryIO

from tadmor.errors import SettingError
from tadmor.model import Event
from tadmor.outlets.exports.cells import Cell, Row
from tadmor.outlets.exports.claim_row import claim_row
from tadmor.outlets.exports.dictionary import dictionary, names
from tadmor.outlets.exports.event_row import event_row
from tadmor.outlets.exports.excerpt import shortened
from tadmor.outlets.exports.lines import line
from tadmor.outlets.exports.value import Run

_MOST_ROWS = 1_048_576  # of a sheet, head included
_FIRST_DAY = date(1900, 3, 1)  # spreadsheets count a 29 February 1900, so earlier days stand as text
# What XML cannot hold or would change stands as _xHHHH_, and so does what looks like that (ECMA-376, ST_Xstring).
_ESCAPED = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
_WIDTHS = {"sentence": 80, "quote": 80, "meaning": 90, "title": 40}


def write(stream: BinaryIO, events: Iterable[Event], run: Run) -> None:
    """Rows go out as they come. Raises SettingError where a sheet overflows, or openpyxl is not installed."""
    book = _openpyxl().Workbook(write_only=True)
    try:
        _write_events(book, events, run)
    except BaseException:
        for sheet in book.worksheets:
            sheet.close()  # a sheet left open complains when it is thrown away
        raise
    _write_dictionary(book)
    _write_query(book, run)
    book.save(stream)


def _write_events(book: Any, events: Iterable[Event], run: Run) -> None:
    """Events and claims side by side, a sheet each."""
    sheets = _Sheet(book, "events", names("event")), _Sheet(book, "claims", names("claim"))
    for event in events:
        sheets[0].write(event_row(event, run.export))
        for telling in shortened(event).tellings:
            sheets[1].write(claim_row(event.id, telling))
        run.rows += 1


def _openpyxl() -> Any:
    try:
        import openpyxl
    except ImportError:
        raise SettingError("xlsx needs openpyxl, which is not installed", remedy="pip install tadmor[xlsx]") from None
    return openpyxl


class _Sheet:
    """One sheet, written from top to bottom under a head that stays in sight."""

    def __init__(self, book: Any, title: str, columns: Sequence[str]) -> None:
        from openpyxl.cell import WriteOnlyCell

        self._cell, self._sheet, self.columns, self.rows = WriteOnlyCell, book.create_sheet(title), columns, 0
        self._sheet.freeze_panes = "A2"
        for n, name in enumerate(columns):
            self._sheet.column_dimensions[_letters(n)].width = _WIDTHS.get(name, 16)
        self.write(dict(zip(columns, columns, strict=True)))

    def write(self, row: Row) -> None:
        """One row; every column must have its value."""
        self.rows += 1
        if self.rows > _MOST_ROWS:
            raise SettingError(
                f"the sheet {self._sheet.title} is full: a workbook has {_MOST_ROWS:,} rows",
                remedy="narrow the query, or export as csv or geoparquet",
            )
        self._sheet.append([self._typed(row[name]) for name in self.columns])

    def _typed(self, value: Cell) -> Any:
        if isinstance(value, str):
            return self._text(_ESCAPED.sub(_escape, value))
        if isinstance(value, float) and float(f"{value:.16g}") != value:
            return self._made(repr(value), "n")  # by itself openpyxl writes 16 digits
        return value.isoformat() if isinstance(value, date) and value < _FIRST_DAY else value

    def _text(self, words: str) -> Any:
        """The words as text: openpyxl takes some for formulas or errors, and a cell of one's own is slow to make."""
        return self._made(words, "s") if words.startswith(("=", "#")) else words

    def _made(self, words: str, type: str) -> Any:
        cell = self._cell(self._sheet, value=words)
        cell.data_type = type
        return cell


def _letters(n: int) -> str:
    """The name of the column with this number, 0 the first: "A", "Z", "AA"."""
    return (_letters(n // 26 - 1) if n >= 26 else "") + chr(ord("A") + n % 26)


def _escape(found: re.Match[str]) -> str:
    return f"_x{ord(found[0]):04X}_"


def _write_dictionary(book: Any) -> None:
    sheet = _Sheet(book, "dictionary", ("sheet", "column", "type", "meaning"))
    for column in dictionary("xlsx"):
        row = {"sheet": f"{column.table}s", "column": column.name, "type": column.type, "meaning": column.meaning}
        sheet.write(row)


def _write_query(book: Any, run: Run) -> None:
    sheet = _Sheet(book, "query", ("key", "value"))
    for key, value in run.about().items():
        if key != "columns":
            sheet.write({"key": key, "value": value if isinstance(value, str | int) else line(value)})


def claim_rows(path: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """(row number, column -> value) of the sheet of claims; escapes are undone. Raises KeyError where there is none."""
    with open(path, "rb") as stream:  # by its name alone openpyxl would not take every workbook
        book = _openpyxl().load_workbook(stream, read_only=True, data_only=True)
        rows = book["claims"].iter_rows(values_only=True)
        head = [str(name) for name in next(rows, ())]
        for n, cells in enumerate(rows, 2):
            if any(cell is not None for cell in cells):
                yield n, {name: _plain(cell) for name, cell in zip(head, cells, strict=False)}


def _plain(cell: Any) -> Any:
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), cell) if isinstance(cell, str) else cell
