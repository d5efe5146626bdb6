"""Tables of reports: JSON lines, JSON and CSV. Each row is read by itself; a bad one is a fault of its own."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from tadmor.errors import SourceError
from tadmor.model import Report
from tadmor.settings import Settings
from tadmor.sources.decode import decode
from tadmor.sources.report import Facts, Raw, SourceNote, build, day_fault

Read = Report | SourceError

# Field of a report = names of the column or key that give it, the first found counts.
COLUMNS: dict[str, tuple[str, ...]] = {
    "text": ("text", "body", "content", "fulltext", "full_text", "article", "article_text"),
    "id": ("id", "report_id", "doc_id", "document_id", "uid"),
    "title": ("title", "headline", "head_line", "subject"),
    "published": ("published", "date", "publication_date", "published_at", "pub_date", "pubdate", "publish_date"),
    "outlet": ("outlet", "source", "publisher", "publication", "newspaper"),
    "url": ("url", "link", "source_url", "web_url", "uri"),
    "byline": ("byline", "author", "authors"),
}
_SHAPE = 'write a line as {"id": "…", "text": "…", "published": "2016-03-27"}'


def read_json_lines(lines: Iterable[bytes], name: str, settings: Settings) -> Iterator[Read]:
    """One Report or fault a line, in order, and notes after the report they belong to; blank lines are passed over."""
    for number, raw in enumerate(lines, start=1):
        raw = raw.removeprefix(b"\xef\xbb\xbf") if number == 1 else raw
        if not raw.strip():
            continue
        yield from _read_object(raw, f"{name}:{number}", name, settings)


def _read_object(raw: bytes, where: str, name: str, settings: Settings) -> Iterator[Read]:
    try:
        line, amiss = decode(raw)
        loaded = json.loads(line)
    except SourceError as fault:
        yield SourceError(fault.message, where=where, remedy=fault.remedy)
    except (ValueError, RecursionError) as broken:
        yield SourceError(f"this is no JSON: {_json_fault(broken)}", where=where, remedy=_SHAPE)
    else:
        yield from read_row(loaded, where, Raw.of(raw), name, settings, needed=("id", "text"))
        if amiss:
            yield SourceNote(amiss, where=where, remedy="save the file as UTF-8")


def _json_fault(broken: Exception) -> str:
    if isinstance(broken, json.JSONDecodeError):
        return f"{broken.msg.lower()} at column {broken.colno}"
    return "nested too deep" if isinstance(broken, RecursionError) else str(broken)


def read_json(raw: bytes, name: str, settings: Settings) -> Iterator[Read]:
    """The reports of a JSON file of one object or a list of them."""
    text, amiss = decode(raw)
    if amiss:
        yield SourceNote(amiss, where=name, remedy="save the file as UTF-8")
    try:
        loaded = json.loads(text.removeprefix("\ufeff"))
    except json.JSONDecodeError as broken:
        line = f"{name}:{broken.lineno}"
        raise SourceError(f"this is no JSON: {broken.msg.lower()}", where=line, remedy=_SHAPE) from None
    except (ValueError, RecursionError) as broken:
        raise SourceError(f"this is no JSON: {_json_fault(broken)}", remedy=_SHAPE) from None
    origin = Raw.of(raw)
    items = loaded if isinstance(loaded, list) else [loaded]
    if not items:
        raise SourceError("the list holds no reports", remedy=_SHAPE)
    for number, item in enumerate(items, start=1):
        where = f"{name}, object {number}" if isinstance(loaded, list) else name
        yield from read_row(item, where, origin, name, settings, needed=("id", "text"))


def read_csv(raw: bytes, name: str, settings: Settings) -> Iterator[Read]:
    """The reports of a table with a header row; separators are comma, semicolon or tab, whichever the header has."""
    text, amiss = decode(raw)
    if amiss:
        yield SourceNote(amiss, where=name, remedy="save the file as UTF-8")
    text = text.removeprefix("\ufeff")
    yield from _read_table(io.StringIO(text, newline=""), separator_of(text), name, Raw.of(raw), settings)


def read_long_csv(lines: Iterable[bytes], name: str, settings: Settings) -> Iterator[Read]:
    """The same of a table that is too long to hold: a line at a time; the raw bytes of a report are its row as JSON."""
    texts = (_line(line) for line in lines)
    first = next(texts, "").removeprefix("\ufeff")
    yield from _read_table(chain([first], texts), separator_of(first), name, None, settings)


def _line(raw: bytes) -> str:
    try:
        return decode(raw)[0]
    except SourceError:  # what is no text within a table is a broken row, not a broken table
        return raw.decode("utf-8", "replace").replace("\0", "\ufffd")


def _read_table(
    lines: Iterable[str], separator: str, name: str, origin: Raw | None, settings: Settings
) -> Iterator[Read]:
    csv.field_size_limit(max(csv.field_size_limit(), settings.max_chars + 1))  # its own limit is 131,072 characters
    rows = csv.reader(lines, delimiter=separator)
    header = [column.strip() for column in next(rows, [])]
    if not text_column(header):
        wanted = ", ".join(COLUMNS["text"][:3])
        raise SourceError(
            f"no column of text among {', '.join(header[:12]) or 'no columns'}", where=f"{name}:1",
            remedy=f"name the column that holds the text one of {wanted}",
        )  # fmt: skip
    yield from _csv_rows(rows, header, name, origin, settings)


def _csv_rows(rows: Any, header: list[str], name: str, origin: Raw | None, settings: Settings) -> Iterator[Read]:
    while True:
        where = f"{name}:{rows.line_num + 1}"
        try:
            cells = next(rows, None)
        except csv.Error as broken:
            yield SourceError(f"this row is broken: {broken}", where=where, remedy="check its quotation marks")
            continue
        if cells is None:
            return
        if any(cell.strip() for cell in cells):
            row = {column: cell for column, cell in zip(header, cells, strict=False) if cell.strip()}
            yield from read_row(row, where, origin or row_raw(row), name, settings, needed=("text",))


def row_raw(row: dict[str, Any]) -> Raw:
    """A row as JSON, which stands for the bytes of a report where those of its file are too many to keep."""
    return Raw.of(json.dumps(row, ensure_ascii=False, default=str).encode("utf-8", "surrogatepass"))


def separator_of(text: str) -> str:
    """The separator that a table's header row has most of."""
    head = text[: text.find("\n") if "\n" in text else len(text)]
    return max(",;\t|", key=head.count)


def text_column(header: Iterable[str]) -> bool:
    """Whether one of the columns is a report's text."""
    return any(fold(column) in COLUMNS["text"] for column in header)


def fold(column: str) -> str:
    """A column's name without what people write differently."""
    return column.strip().casefold().replace(" ", "_").replace("-", "_")


def read_row(
    row: Any, where: str, origin: Raw, name: str, settings: Settings, *, needed: tuple[str, ...]
) -> Iterator[Read]:
    """The report of one row and the notes on it, or its fault."""
    if not isinstance(row, dict):
        yield SourceError(f"this is {_json_kind(row)}, not an object", where=where, remedy=_SHAPE)
        return
    given = {fold(str(key)): value for key, value in row.items() if value is not None}
    found = {name: value for name, columns in COLUMNS.items() if (value := _pick(given, columns)) is not None}
    if missing := [key for key in needed if key not in found]:
        remedy = f'add the key "{missing[0]}"; {_SHAPE}' if "id" in needed else "fill the column, or drop the row"
        yield SourceError(f'no "{missing[0]}" here', where=where, remedy=remedy)
        return
    try:
        yield _report_of(found, name, origin, settings)
    except SourceError as fault:
        yield SourceError(fault.message, where=where, remedy=fault.remedy)
        return
    yield from _notes(found, where)


def _pick(given: dict[str, Any], columns: tuple[str, ...]) -> Any:
    return next((given[column] for column in columns if column in given), None)


def _report_of(found: dict[str, Any], name: str, origin: Raw, settings: Settings) -> Report:
    if not isinstance(found["text"], str):
        raise SourceError(f'"text" is {_json_kind(found["text"])}, not words', remedy=_SHAPE)
    number = found.get("id")
    words: dict[str, Any] = {key: value for key, value in found.items() if isinstance(value, str) and key != "text"}
    if isinstance(number, int) and not isinstance(number, bool):
        words["id"] = str(number)
    elif number is not None and not (isinstance(number, str) and number):
        raise SourceError(f'"id" is {_json_kind(number)}, not words', remedy=_SHAPE)
    return build(found["text"], Facts(**words, raw=origin, source=name), settings)


def _notes(found: dict[str, Any], where: str) -> Iterator[SourceNote]:
    for key, value in found.items():
        if key not in {"id", "text"} and not isinstance(value, str):
            yield SourceNote(f'"{key}" is {_json_kind(value)}, not words, and was left out', where=where)
    if note := day_note(found.get("published"), where):
        yield note


def day_note(published: Any, where: str) -> SourceNote | None:
    """A note on a day of publication that is none, else None."""
    if not day_fault(published):
        return None
    return SourceNote(
        f"published is {str(published)[:60]!r}, which is no day; the report is read without it",
        where=where, remedy="write it as 2016-03-27",
    )  # fmt: skip


def _json_kind(value: Any) -> str:
    kinds = {
        bool: "true or false", int: "a number", float: "a number", str: "words", list: "a list", dict: "an object",
        bytes: "bytes",
    }  # fmt: skip
    return kinds.get(type(value), "null") if value != "" else "empty"
