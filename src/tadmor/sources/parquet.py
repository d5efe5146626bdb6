"""Parquet tables of reports: a report a row, a few rows in memory at a time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, BinaryIO

from tadmor.errors import SourceError
from tadmor.settings import Settings
from tadmor.sources.rows import COLUMNS, Read, fold, read_row, row_raw, text_column

_ROWS = 32
_NAMES = frozenset(name for names in COLUMNS.values() for name in names)


def read_parquet(file: BinaryIO, name: str, settings: Settings) -> Iterator[Read]:
    """The reports of a table, in order, and the faults of rows and of groups of rows in their places.

    The raw bytes of a report are its row as JSON. Raises SourceError where the file is no table of reports.
    """
    table = _opened(file)
    columns = [column for column in table.schema_arrow.names if fold(column) in _NAMES]
    if not text_column(columns):
        names = ", ".join(table.schema_arrow.names[:12]) or "no columns"
        wanted = ", ".join(COLUMNS["text"][:3])
        raise SourceError(
            f"no column of text among {names}", remedy=f"name the column that holds the text one of {wanted}"
        )
    number = 0
    for group in range(table.num_row_groups):
        rows = table.metadata.row_group(group).num_rows
        yield from _group(table, group, number, columns, name, settings)
        number += rows


def _opened(file: BinaryIO) -> Any:
    try:
        import pyarrow.parquet as parquet
        from pyarrow import ArrowException
    except ImportError:
        raise SourceError("this is a Parquet file", remedy="pip install 'tadmor[archives]'") from None
    try:
        return parquet.ParquetFile(file, page_checksum_verification=True)
    except MemoryError:
        raise
    except (ArrowException, OSError) as fault:
        raise SourceError(f"this Parquet file cannot be read: {_words(fault)}", remedy="fetch it again") from None


def _group(table: Any, group: int, number: int, columns: list[str], name: str, settings: Settings) -> Iterator[Read]:
    """The reports of one group of rows, of which ``number`` come before it."""
    from pyarrow import ArrowException

    end = number + table.metadata.row_group(group).num_rows
    try:
        for batch in table.iter_batches(batch_size=_ROWS, row_groups=[group], columns=columns):
            for row in batch.to_pylist():
                number += 1
                yield from _row(row, f"{name}, row {number}", name, settings)
    except MemoryError:  # Arrow's own is one of its exceptions, too
        raise
    except (ArrowException, OSError) as fault:
        yield SourceError(
            f"rows {number + 1} to {end} cannot be read: {_words(fault)}", where=name, remedy="fetch the file again"
        )


def _row(row: dict[str, Any], where: str, name: str, settings: Settings) -> Iterator[Read]:
    given = {key: _plain(value) for key, value in row.items() if value is not None}
    yield from read_row(given, where, row_raw(given), name, settings, needed=("text",))


def _plain(value: Any) -> Any:
    """Days and moments as text, bytes that are UTF-8 as text; the rest as it is."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        try:
            return value.decode()
        except UnicodeDecodeError:
            return value
    return value


def _words(fault: Exception) -> str:
    return " ".join(str(fault).split())[:200]
