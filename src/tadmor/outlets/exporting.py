"""The command that exports a record."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tadmor import __version__
from tadmor.errors import SettingError
from tadmor.outlets.asking import opened
from tadmor.outlets.batch import guarded
from tadmor.outlets.options import Database, Debug, Rank, Rule
from tadmor.query import Query

if TYPE_CHECKING:
    from tadmor.outlets.exports import Export, Written
    from tadmor.pipeline import Monitor

Target = Annotated[str, typer.Argument(metavar="FILE", help="The file to write; - is stdout.")]
Format = Annotated[
    str | None,
    typer.Option("--format", metavar="NAME", help="acled, ged, geojson, geoparquet, kml, hxl, rss, xlsx, jsonl, csv."),
]
Bom = Annotated[bool, typer.Option("--bom", help="Begin CSV with a byte order mark, so that Excel takes it for UTF-8.")]
FullText = Annotated[bool, typer.Option("--full-text", help="Let the reports' whole texts leave, too.")]
_SUFFIXES = {
    ".geojson": "geojson", ".parquet": "geoparquet", ".kml": "kml", ".rss": "rss", ".xml": "rss", ".xlsx": "xlsx",
    ".jsonl": "jsonl", ".csv": "csv",
}  # fmt: skip


def export(
    db: Database, target: Target, query: Query, form: Format = None, bom: Bom = False, full_text: FullText = False,
    rule: Rule = None, rank: Rank = None, debug: Debug = False,
) -> None:  # fmt: skip
    """Export the events of a record that the filters let through, with what was asked and what each column means."""
    with guarded(debug), opened(db, rule=rule, ranks=rank or ()) as monitor:
        name = form or _SUFFIXES.get(Path(target).suffix.lower())
        if name is None:
            remedy = "add --format: acled, ged, geojson, geoparquet, kml, hxl, rss, xlsx, jsonl or csv"
            raise SettingError(f"the format of {target!r} is not told by its name", remedy=remedy)
        if target != "-" and not Path(target).absolute().parent.is_dir():
            raise SettingError(
                f"there is no folder {Path(target).parent}", remedy="make it first, or name another file"
            )
        written = write(monitor, target, name, query, bom=bom, full_text=full_text)
        _tell(written, target)


def write(
    monitor: Monitor, target: str, form: str, query: Query, *, bom: bool = False, full_text: bool = False
) -> Written:
    """Write the events of a query to a file ("-" is stdout) in a format of ``exports.FORMATS``."""
    from tadmor.outlets import exports

    stream = sys.stdout.buffer if target == "-" else target
    texts = monitor.record.report if full_text else None
    return exports.write(stream, form, monitor.events(query), export_of(monitor, query), bom=bom, full_text=texts)


def export_of(monitor: Monitor, query: Query) -> Export:
    """What an export says of itself, and who the actors are."""
    from tadmor.outlets.exports import Export

    return Export(
        Path(monitor.record.url).name, __version__, datetime.now(UTC), query, query.as_of, monitor.label,
        monitor.kind_of, monitor.country_of, monitor.lineage,
    )  # fmt: skip


def _tell(written: Written, target: str) -> None:
    left = "; ".join(f"{count:,} left out: {why}" for why, count in written.left_out.items())
    about = f", {written.about} beside it" if written.about else ""
    print(f"{written.rows:,} rows in {target}{about}" + (f"; {left}" if left else ""), file=sys.stderr)
