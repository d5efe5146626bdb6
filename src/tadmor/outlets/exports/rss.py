"""RSS 2.0: an item for each event, for readers that follow a record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time
from email.utils import format_datetime
from typing import BinaryIO
from urllib.parse import quote

from tadmor.model import Event
from tadmor.outlets.exports.event_row import event_row
from tadmor.outlets.exports.lines import line
from tadmor.outlets.exports.sentences import heading, notes
from tadmor.outlets.exports.value import Run
from tadmor.outlets.exports.xml import element


def write(stream: BinaryIO, events: Iterable[Event], run: Run) -> None:
    """One channel; its description says what the export is."""
    stream.write(b'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0">\n<channel>\n')
    stream.write("\n".join([*_head(run), ""]).encode())
    for event in events:
        stream.write(f"<item>{''.join(_item(event, run))}</item>\n".encode())
        run.rows += 1
    stream.write(b"</channel>\n</rss>\n")


def _head(run: Run) -> Iterator[str]:
    """A record has no address of its own, so its link is a name."""
    made = run.export.made_at
    yield element("title", run.export.record)
    yield element("link", f"urn:tadmor:record:{quote(run.export.record, safe='')}")
    yield element("description", line(run.about()))
    yield element("lastBuildDate", format_datetime(made if made.tzinfo else made.replace(tzinfo=UTC)))
    yield element("generator", f"tadmor {run.export.code_version}")


def _item(event: Event, run: Run) -> Iterator[str]:
    row = event_row(event, run.export)
    said = f" — {row['speaker']}" if row["speaker"] else ""
    outlet = f" ({row['outlet']})" if row["outlet"] else ""
    yield element("title", heading(event))
    yield element("link", row["url"] if str(row["url"]).startswith(("https://", "http://")) else None)
    yield element("guid", f"urn:tadmor:event:{quote(event.id, safe='')}", 'isPermaLink="false"')
    yield element("pubDate", _published(event))
    yield element("description", _html(f"{notes(event, run.export)} “{row['quote']}”{said}{outlet}"))
    yield element("category", event.kind)


def _html(words: str) -> str:
    """Readers take a description for HTML, so its signs are escaped once more."""
    return words.replace("&", "&amp;").replace("<", "&lt;")


def _published(event: Event) -> str | None:
    days = [telling.published for telling in event.tellings if telling.published]
    return _moment(max(days)) if days else None


def _moment(day: date) -> str:
    return format_datetime(datetime.combine(day, time(), UTC))
