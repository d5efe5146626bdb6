"""Writes an export: the format's own module writes the rows, this one the file around them."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from difflib import get_close_matches
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO

from tadmor.errors import SettingError
from tadmor.model import Event
from tadmor.outlets.exports import FORMATS
from tadmor.outlets.exports.value import Export, FullText, Run, Written

_MODULES = {"csv": "csv_claims"}
_BESIDE = ("acled", "ged", "hxl", "csv")  # formats that have no place for what the export is


def write(
    target: str | Path | BinaryIO,
    format: str,
    events: Iterable[Event],
    export: Export,
    *,
    bom: bool = False,
    full_text: FullText | None = None,
) -> Written:
    """Write events to a file or a binary stream, and say how many rows were written and what was left out, and why.

    A file appears when it is whole. Beside formats that have no place for it ``FILE.about.json`` says what the export
    is. ``bom`` begins a CSV file with a byte order mark. ``full_text`` gives the whole report of an id: then texts
    leave too, in the formats that hold them (jsonl, geojson); else sentences of at most 300 characters do. Raises
    SettingError for a format that is none, or that needs a package that is not installed.
    """
    module = import_module(f"tadmor.outlets.exports.{_MODULES.get(_known(format), format)}")
    run = Run(format, export, bom, full_text)
    if not isinstance(target, str | Path):
        module.write(target, events, run)
        return Written(format, run.rows, MappingProxyType(dict(run.left_out)))
    path = Path(target)
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("wb") as stream:
            module.write(stream, events, run)
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)
    about = _write_about(path, run) if format in _BESIDE else None
    return Written(format, run.rows, MappingProxyType(dict(run.left_out)), about)


def _known(format: str) -> str:
    if format in FORMATS:
        return format
    close = get_close_matches(format, FORMATS, 1)
    hint = f"did you mean {close[0]}?" if close else f"one of: {', '.join(FORMATS)}"
    raise SettingError(f"{format!r} is no format of exports", remedy=hint)


def _write_about(path: Path, run: Run) -> Path:
    beside = path.with_name(f"{path.name}.about.json")
    about = {**run.about(), "rows": run.rows, "left_out": dict(run.left_out)}
    beside.write_text(f"{json.dumps(about, ensure_ascii=False, indent=1)}\n", encoding="utf-8")
    return beside
