"""GeoJSON (RFC 7946): a Feature for each event. What GeoJSON has no place for is in members named "tadmor"."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, BinaryIO

from tadmor.model import Event
from tadmor.outlets.exports.codec import plain
from tadmor.outlets.exports.event_row import event_row
from tadmor.outlets.exports.facts import point
from tadmor.outlets.exports.lines import line, whole
from tadmor.outlets.exports.value import FullText, Run


def write(stream: BinaryIO, events: Iterable[Event], run: Run) -> None:
    """One FeatureCollection, a feature a line; the texts of reports, where they leave, behind the features."""
    stream.write(f'{{"type": "FeatureCollection", "tadmor": {line(run.about())}, "features": ['.encode())
    reports: dict[str, None] = {}
    for event in events:
        stream.write(f"{',' if run.rows else ''}\n{line(feature(event, run))}".encode())
        run.rows += 1
        if run.full_text:
            reports.update(dict.fromkeys(telling.claim.report for telling in event.tellings))
    stream.write(b"\n]")
    if run.full_text:
        _write_reports(stream, reports, run.full_text)
    stream.write(b"}\n")


def feature(event: Event, run: Run) -> dict[str, Any]:
    """The Feature of an event; without a geometry where a pin would be more exact than what is known."""
    at = point(event)
    return {
        "type": "Feature",
        "id": event.id,
        "geometry": {"type": "Point", "coordinates": [at[1], at[0]]} if at else None,
        "properties": {name: plain(value) for name, value in event_row(event, run.export).items()},
        "tadmor": whole(event, run),
    }


def _write_reports(stream: BinaryIO, ids: Iterable[str], full_text: FullText) -> None:
    stream.write(b', "tadmor_reports": [')
    for n, report in enumerate(filter(None, map(full_text, ids))):
        stream.write(f"{',' if n else ''}\n{line(plain(report))}".encode())
    stream.write(b"\n]")
