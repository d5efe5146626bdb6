"""Reads an export back, or a file of ACLED or UCDP GED of others' making: what it is is told from what stands in it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

from tadmor.errors import SourceError
from tadmor.outlets.exports import foreign, lossless
from tadmor.outlets.exports.codec import Misfit
from tadmor.outlets.exports.pile import gathered
from tadmor.outlets.exports.value import Imported

_PIECES = {
    "jsonl": lossless.jsonl_pieces,
    "geojson": lossless.geojson_pieces,
    "geoparquet": lossless.parquet_pieces,
    "csv": lossless.csv_pieces,
    "xlsx": lossless.xlsx_pieces,
}
_REMEDY = "give a file of jsonl, geojson, geoparquet, csv or xlsx that tadmor exported, or one of ACLED or UCDP GED"
_HEAD = 65_536  # bytes by which a file is known
_ABOUT = re.compile(r'^\s*\{[^{}]*"type"\s*:\s*"about"')
_MARKS = {"event_id_cnty": "acled", "relid": "ged", "claim_id": "csv"}
_TAG = "#event+id"  # stands under the head of HXL


def read(path: str | Path) -> Iterator[Imported | SourceError]:
    """The reports of a file with their claims; what is wrong with a row comes as an error in its place.

    Raises SourceError where the file is not there or is none of these.
    """
    path = str(path)
    format = format_of(path)
    _check_about(path)
    if format in ("acled", "ged"):
        return foreign.reports(path, format)
    return gathered(_PIECES[format](path), path)


def format_of(path: str) -> str:
    """The format of a file that can be read back. Raises SourceError for others."""
    try:
        with open(path, "rb") as stream:
            head = stream.read(_HEAD)
    except OSError as fault:
        raise SourceError(f"cannot be read: {fault.strerror}", where=path, remedy="check the path") from None
    if head.startswith(b"PK\x03\x04"):
        return "xlsx"
    if head.startswith(b"PAR1"):
        return "geoparquet"
    format = _of_text(head.decode("utf-8-sig", "replace"))
    if format not in (*_PIECES, "acled", "ged"):
        found = f"{format} is not read back" if format else "is no export that can be read"
        raise SourceError(found, where=path, remedy=_REMEDY)
    return format


def _of_text(head: str) -> str | None:
    if head.lstrip().startswith("{"):
        return "geojson" if '"FeatureCollection"' in head else "jsonl" if _ABOUT.search(head) else None
    if head.lstrip().startswith("<"):
        return "kml" if "<kml" in head else "rss" if "<rss" in head else None
    first, _, rest = head.partition("\n")
    names = {name.strip('"\r ') for name in first.replace(";", ",").replace("\t", ",").split(",")}
    format = next((format for mark, format in _MARKS.items() if mark in names), None)
    return format or ("hxl" if _TAG in rest.partition("\n")[0] else None)


def _check_about(path: str) -> None:
    """Raise SourceError where ``FILE.about.json`` says that a later version wrote the file."""
    beside = Path(f"{path}.about.json")
    try:
        lossless.check_version(json.loads(beside.read_text(encoding="utf-8")))
    except (OSError, ValueError) as fault:
        if isinstance(fault, Misfit):
            raise SourceError(str(fault), where=str(beside)) from None
