"""Tadmor reads published reports of a conflict and keeps what they claim, with the words and who says so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from tadmor.errors import TadmorError as TadmorError
    from tadmor.model import Claim as Claim
    from tadmor.model import Event as Event
    from tadmor.model import Report as Report
    from tadmor.outlets.frames import to_arrow as to_arrow
    from tadmor.outlets.frames import to_pandas as to_pandas
    from tadmor.pipeline import Monitor as Monitor
    from tadmor.pipeline import Reader as Reader
    from tadmor.query import Query as Query

__version__ = "0.1.0"
__all__ = [
    "Claim", "Event", "Monitor", "Query", "Reader", "Report", "TadmorError", "claims", "export", "open", "to_arrow",
    "to_pandas",
]  # fmt: skip

_HOMES = {
    "Claim": "model", "Event": "model", "Report": "model", "TadmorError": "errors", "Query": "query",
    "Monitor": "pipeline", "Reader": "pipeline", "to_arrow": "outlets.frames", "to_pandas": "outlets.frames",
}  # fmt: skip


def claims(
    text: str, *, published: date | str | None = None, title: str | None = None, outlet: str | None = None
) -> list[Claim]:
    """The claims of one report, in the order of its text; offsets are its code points. Raises TadmorError.

    ``published`` is the day of publication (a date, or words such as "2016-03-27"): days such as "on Sunday" are
    worked out from it. Where it is not given, the text's own dateline or head tells it, or nothing does.
    """
    from tadmor.pipeline import Reader, report_of

    return list(Reader().read(report_of(text, published=published, title=title, outlet=outlet)).claims)


def open(url: str | Path, *, create: bool = True) -> Monitor:
    """The record at a path ("syria.db") or a postgresql:// address, with all that can be asked of it.

    Raises RecordError where there is none and none may be made.
    """
    from tadmor.pipeline import Monitor

    return Monitor.open(url, create=create)


def export(monitor: Monitor, path: str | Path, format: str, query: Query | None = None, *, bom: bool = False) -> int:
    """Write the events of a query to a file; the number of rows. See docs/exports.md for the formats."""
    from tadmor.outlets.exporting import write
    from tadmor.query import Query

    return write(monitor, str(path), format, query or Query(), bom=bom).rows


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
