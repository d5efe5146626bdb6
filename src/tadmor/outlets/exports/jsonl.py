"""One JSON object a line: first what the export is, then reports (with full texts only) and events, nothing lost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from tadmor.model import Event
from tadmor.outlets.exports.codec import plain
from tadmor.outlets.exports.lines import line, whole
from tadmor.outlets.exports.value import Run


def write(stream: BinaryIO, events: Iterable[Event], run: Run) -> None:
    """Lines of UTF-8; a report stands before the first event that quotes it."""
    stream.write(f"{line({'type': 'about', **run.about()})}\n".encode())
    seen: set[str] = set()
    for event in events:
        for report in _reports(event, run, seen):
            stream.write(f"{line({'type': 'report', **report})}\n".encode())
        stream.write(f"{line({'type': 'event', **whole(event, run)})}\n".encode())
        run.rows += 1


def _reports(event: Event, run: Run, seen: set[str]) -> Iterator[dict[str, Any]]:
    """The reports of an event that were not written yet."""
    if run.full_text is None:
        return
    for telling in event.tellings:
        if telling.claim.report not in seen:
            seen.add(telling.claim.report)
            report = run.full_text(telling.claim.report)
            if report:
                yield plain(report)
