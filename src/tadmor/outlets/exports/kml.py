"""KML 2.2: a Placemark for each event, with its days and all columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import BinaryIO

from tadmor.model import Event
from tadmor.outlets.exports.cells import Cell
from tadmor.outlets.exports.codec import plain
from tadmor.outlets.exports.event_row import event_row
from tadmor.outlets.exports.facts import point
from tadmor.outlets.exports.lines import line
from tadmor.outlets.exports.sentences import heading, notes
from tadmor.outlets.exports.value import Run
from tadmor.outlets.exports.xml import element


def write(stream: BinaryIO, events: Iterable[Event], run: Run) -> None:
    """One Document; its description says in JSON what the export is, dictionary and all."""
    stream.write(b'<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2">\n<Document>\n')
    head = element("name", run.export.record) + element("description", line(run.about()))
    stream.write(f"{head}\n".encode())
    for event in events:
        stream.write(f"<Placemark>{''.join(_parts(event, run))}</Placemark>\n".encode())
        run.rows += 1
    stream.write(b"</Document>\n</kml>\n")


def _parts(event: Event, run: Run) -> Iterator[str]:
    """The elements of a Placemark in the order that KML demands."""
    row, at = event_row(event, run.export), point(event)
    yield element("name", heading(event))
    yield element("description", f"{notes(event, run.export)} “{row['quote']}”")
    yield _span(row["date_start"], row["date_end"])
    yield f"<ExtendedData>{''.join(_column(name, value) for name, value in row.items())}</ExtendedData>"
    if at:
        yield f"<Point><coordinates>{at[1]},{at[0]}</coordinates></Point>"


def _span(start: Cell, end: Cell) -> str:
    days = [(name, day) for name, day in (("begin", start), ("end", end)) if isinstance(day, date)]
    return f"<TimeSpan>{''.join(element(name, day.isoformat()) for name, day in days)}</TimeSpan>" if days else ""


def _column(name: str, value: Cell) -> str:
    return f'<Data name="{name}">{element("value", plain(value))}</Data>' if value is not None else ""
