"""The one package that knows the rooms: documents to claims (``Reader``), and claims to a record (``Monitor``)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tadmor.pipeline.reader import Given, Item, Reader, Reading, documents, is_note, report_of

if TYPE_CHECKING:
    from tadmor.pipeline.monitor import Monitor as Monitor

__all__ = ["Given", "Item", "Monitor", "Reader", "Reading", "documents", "is_note", "report_of"]


def __getattr__(name: str) -> Any:
    if name != "Monitor":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from tadmor.pipeline.monitor import Monitor  # brings the database library: a fifth of a second

    return Monitor
