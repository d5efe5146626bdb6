"""Events in CSV with a row of HXL hashtags under the head."""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

from tadmor.model import Event
from tadmor.outlets.exports.cells import Rows
from tadmor.outlets.exports.dictionary import columns, names
from tadmor.outlets.exports.event_row import event_row
from tadmor.outlets.exports.value import Run


def write(stream: BinaryIO, events: Iterable[Event], run: Run) -> None:
    """Names, hashtags, then a row for each event."""
    rows = Rows(stream, names("hxl"), run.bom)
    rows.write_tags([column.tag for column in columns("hxl")])
    for event in events:
        rows.write(event_row(event, run.export))
        run.rows += 1
