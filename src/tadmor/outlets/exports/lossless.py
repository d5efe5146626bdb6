"""Reads what Tadmor wrote: jsonl, geojson, geoparquet, csv and xlsx, each as claims with where they stand."""

from __future__ import annotations

import csv
import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any
from zipfile import BadZipFile

from tadmor.errors import SourceError
from tadmor.model import KINDS, Report, Telling
from tadmor.outlets.exports.cells import Cell, unsafe
from tadmor.outlets.exports.claim_row import telling_of
from tadmor.outlets.exports.codec import Misfit, event_of_json, value_of
from tadmor.outlets.exports.dictionary import Column, columns
from tadmor.outlets.exports.pile import Piece, Told
from tadmor.outlets.exports.value import VERSION

_REMEDY = "mend the cell or export again; the other rows were read"


def misfit(fault: Misfit, where: str) -> SourceError:
    """The fault as an error that names file, line and column."""
    column = f"column {fault.path}: " if fault.path else ""
    return SourceError(f"{column}{fault.message}", where=where, remedy=_REMEDY)


def jsonl_pieces(path: str) -> Iterator[Piece]:
    """What the lines of a jsonl export hold."""
    with open(path, encoding="utf-8", errors="surrogateescape") as lines:
        for n, text in enumerate(lines, 1):
            if text.strip():
                yield from _guarded(f"{path}, line {n}", _of_line, text)


def _guarded(where: str, read: Callable[[str, Any], list[Piece]], data: Any) -> list[Piece]:
    try:
        return read(where, data)
    except Misfit as fault:
        return [misfit(fault, where)]
    except ValueError as fault:
        return [SourceError(f"not JSON: {fault}", where=where, remedy=_REMEDY)]


def _of_line(where: str, text: str) -> list[Piece]:
    data = json.loads(text)
    sort = data.get("type") if isinstance(data, dict) else None
    if sort == "event":
        return _event(where, data)
    if sort == "report":
        return [value_of(Report, data)]
    if sort == "about":
        check_version(data)
        return []
    raise Misfit(f"{sort!r} is none of about, report, event", "type")


def check_version(about: Any) -> None:
    """Raise Misfit for an export of a later version than this one reads."""
    version = about.get("version") if isinstance(about, dict) else None
    if isinstance(version, int) and version > VERSION:
        raise Misfit(f"{version} is later than {VERSION}, which this Tadmor reads: install a later one", "version")


def _event(where: str, data: Any) -> list[Piece]:
    event = event_of_json(data)
    return [_told(where, event.id, telling) for telling in event.tellings]


def _told(where: str, event: str, telling: Telling) -> Told:
    if telling.claim.kind not in KINDS:
        raise Misfit(f"{telling.claim.kind!r} is no kind of claim", "kind")
    return Told(telling, event, where)


def geojson_pieces(path: str) -> Iterator[Piece]:
    """What the features of a GeoJSON export hold; one without a member "tadmor" is an error."""
    for sort, n, data in _members(path):
        read = _of_feature if sort == "feature" else _of_report if sort == "report" else _of_about
        yield from _guarded(f"{path}, {sort} {n}", read, data)


def _members(path: str) -> Iterator[tuple[str, int, Any]]:
    """("about", "feature" or "report", its number, its JSON): by the line as Tadmor lays them out, else all at once."""
    with open(path, encoding="utf-8", errors="surrogateescape") as stream:
        head = stream.readline()
        if head.endswith('"features": [\n'):
            yield "about", 1, f"{head}]}}"
            yield from _by_line(stream)
            return
        stream.seek(0)
        try:
            whole = json.load(stream)
        except ValueError as fault:
            raise SourceError(f"not JSON: {fault}", where=path, remedy="export it again") from None
    yield "about", 1, whole
    for sort, key in (("feature", "features"), ("report", "tadmor_reports")):
        yield from ((sort, n, one) for n, one in enumerate(whole.get(key, []), 1))


def _by_line(lines: Iterable[str]) -> Iterator[tuple[str, int, Any]]:
    """Features a line each, up to a line that begins with "]"; then reports likewise."""
    sort, n = "feature", 0
    for text in lines:
        if text.startswith("]"):
            sort, n = "report", 0
        elif text.strip():
            n += 1
            yield sort, n, text.rstrip(",\n")


def _loaded(data: Any) -> Any:
    return json.loads(data) if isinstance(data, str) else data


def _of_about(where: str, data: Any) -> list[Piece]:
    check_version(_loaded(data).get("tadmor"))
    return []


def _of_feature(where: str, feature: Any) -> list[Piece]:
    feature = _loaded(feature)
    if not isinstance(feature, dict) or "tadmor" not in feature:
        raise Misfit("is missing, so no claims can be read", "tadmor")
    return _event(where, feature["tadmor"])


def _of_report(where: str, data: Any) -> list[Piece]:
    return [value_of(Report, _loaded(data))]


def _parquet(path: str) -> Any:
    from tadmor.outlets.exports.geoparquet import pyarrow

    try:
        return pyarrow()[1].ParquetFile(path)
    except (OSError, ValueError) as fault:
        raise SourceError(f"is damaged: {fault}", where=path, remedy="export it again") from None


def parquet_pieces(path: str) -> Iterator[Piece]:
    """What the column tadmor_event of a GeoParquet export holds."""
    with _parquet(path) as file:
        if "tadmor_event" not in file.schema_arrow.names:
            raise SourceError("has no column tadmor_event", where=path, remedy="give a file that tadmor exported")
        cells = (cell for batch in file.iter_batches(columns=["tadmor_event"]) for cell in batch.column(0))
        for n, cell in enumerate(cells, 1):
            yield from _guarded(f"{path}, row {n}", lambda where, text: _event(where, json.loads(text)), cell.as_py())


def csv_pieces(path: str) -> Iterator[Piece]:
    """What the rows of a CSV export of claims hold."""
    for n, row in csv_rows(path):
        cells = {name: unsafe(cell) for name, cell in row.items()}
        yield from _guarded(f"{path}, line {n}", _of_row, cells)


def csv_rows(path: str) -> Iterator[tuple[int, dict[str, str]]]:
    """(line on which the row begins, column -> cell as it stands, missing ones empty) of a CSV file with a head."""
    csv.field_size_limit(2**31 - 1)
    with open(path, encoding="utf-8-sig", errors="surrogateescape", newline="") as stream:
        first = stream.readline()
        stream.seek(0)
        reader = csv.reader(stream, delimiter=max(",;\t", key=first.count))
        head = [name.strip() for name in next(reader, [])]
        line = reader.line_num + 1
        for cells in reader:
            if cells:
                yield line, dict(zip(head, [*cells, *[""] * (len(head) - len(cells))], strict=False))
            line = reader.line_num + 1


def xlsx_pieces(path: str) -> Iterator[Piece]:
    """What the sheet of claims of a workbook holds."""
    from tadmor.outlets.exports.xlsx import claim_rows

    try:
        for n, row in claim_rows(path):
            yield from _guarded(f"{path}, sheet claims, row {n}", _of_row, row)
    except (BadZipFile, zlib.error, SyntaxError, KeyError, ValueError):  # what openpyxl lets through
        remedy = "give a workbook that tadmor exported"
        raise SourceError("is damaged, or has no sheet of claims", where=path, remedy=remedy) from None


def _of_row(where: str, row: Mapping[str, Any]) -> list[Piece]:
    typed = {column.name: typed_cell(column, row.get(column.name)) for column in columns("claim")}
    event, telling = telling_of(typed)
    return [_told(where, event, telling)]


def typed_cell(column: Column, cell: Any) -> Cell:
    """The value of a cell, text or typed by a spreadsheet, as its column has it. Raises Misfit."""
    if cell is None or cell == "":
        return None
    if isinstance(cell, str) and any("\udc80" <= char <= "\udcff" for char in cell):
        raise Misfit("holds bytes that are no UTF-8", column.name)
    try:
        return _TYPED[column.type](cell)
    except (ValueError, TypeError):
        wanted = {"int": "whole number", "float": "number", "day": "day (2016-03-27)"}[column.type]
        raise Misfit(f"{str(cell)[:40]!r} is no {wanted}", column.name) from None


def _as_int(cell: Any) -> int:
    number = int(cell)
    if isinstance(cell, float) and number != cell:
        raise ValueError(cell)
    return number


def _as_day(cell: Any) -> date:
    if isinstance(cell, datetime):
        return cell.date()
    return cell if isinstance(cell, date) else date.fromisoformat(str(cell)[:10])


_TYPED: dict[str, Callable[[Any], Cell]] = {"text": str, "int": _as_int, "float": float, "day": _as_day}
