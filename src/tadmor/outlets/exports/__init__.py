"""Exports of a record for other tools, and imports of what they hold; docs/exports.md has every format and column."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tadmor.outlets.exports.reading import read as read
    from tadmor.outlets.exports.value import Export as Export
    from tadmor.outlets.exports.value import Imported as Imported
    from tadmor.outlets.exports.value import Written as Written
    from tadmor.outlets.exports.writing import write as write

__all__ = ["FORMATS", "Export", "Imported", "Written", "read", "write"]

FORMATS = {
    "acled": "events in the 31 columns of ACLED, then Tadmor's own, CSV",
    "ged": "deadly events in the 49 columns of UCDP GED, then Tadmor's own, CSV",
    "geojson": "events as points with all that is known; imports back whole",
    "geoparquet": "the same for large sets (needs tadmor[parquet]); imports back whole",
    "kml": "events as placemarks with days, for globes and maps",
    "hxl": "events in CSV with humanitarian hashtags",
    "rss": "events as items of a feed",
    "xlsx": "a workbook: events, claims, dictionary, query; its claims import back whole",
    "jsonl": "everything, one JSON object a line; imports back whole",
    "csv": "claims, one a row; imports back whole",
}
_HOMES = {"read": "reading", "write": "writing", "Export": "value", "Imported": "value", "Written": "value"}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
