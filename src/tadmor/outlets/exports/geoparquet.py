"""GeoParquet 1.1: the columns of events, a point as WKB, and the whole event as JSON."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterable
from itertools import islice
from typing import Any, BinaryIO

from tadmor.errors import SettingError
from tadmor.model import Event
from tadmor.outlets.exports.cells import Cell
from tadmor.outlets.exports.dictionary import columns
from tadmor.outlets.exports.event_row import event_row
from tadmor.outlets.exports.facts import point
from tadmor.outlets.exports.lines import line, whole
from tadmor.outlets.exports.value import Run

_ROWS = 5000  # rows held before they are written
_GEO = {
    "version": "1.1.0",
    "primary_column": "geometry",
    "columns": {"geometry": {"encoding": "WKB", "geometry_types": ["Point"]}},  # no crs: longitude, latitude of WGS 84
}


def write(stream: BinaryIO, events: Iterable[Event], run: Run) -> None:
    """Row groups of at most 5,000 events. Raises SettingError where pyarrow is not installed."""
    arrow, parquet = pyarrow()
    schema = _schema(arrow, run)
    events = iter(events)
    with parquet.ParquetWriter(stream, schema, compression="zstd") as writer:
        while rows := [_row(event, run) for event in islice(events, _ROWS)]:
            writer.write_table(arrow.Table.from_pylist(rows, schema=schema))
            run.rows += len(rows)


def pyarrow() -> tuple[Any, Any]:
    """The modules pyarrow and pyarrow.parquet."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        raise SettingError(
            "geoparquet needs pyarrow, which is not installed", remedy="pip install tadmor[parquet]"
        ) from None
    return pyarrow, pyarrow.parquet


def _schema(arrow: Any, run: Run) -> Any:
    types = {
        "text": arrow.string(), "int": arrow.int64(), "float": arrow.float64(), "day": arrow.date32(),
        "binary": arrow.binary(),
    }  # fmt: skip
    fields = [arrow.field(c.name, types[c.type]) for table in ("event", "geoparquet") for c in columns(table)]
    return arrow.schema(fields, metadata={"geo": json.dumps(_GEO), "tadmor": line(run.about())})


def _row(event: Event, run: Run) -> dict[str, Cell | bytes]:
    at = point(event)
    return {
        **event_row(event, run.export),
        "geometry": wkb(*at) if at else None,
        "tadmor_event": line(whole(event, run)),
    }


def wkb(lat: float, lon: float) -> bytes:
    """A point as well-known binary, little-endian, longitude first."""
    return struct.pack("<BIdd", 1, 1, lon, lat)
