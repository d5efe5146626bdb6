"""Files, folders, archives and standard input to reports. One bad document never stops a batch."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from tadmor.errors import SourceError
from tadmor.model import Report
from tadmor.settings import DEFAULTS, Settings
from tadmor.sources.documents import Read
from tadmor.sources.stored import Page, pages, reports_of


def read(uri: str | Path, *, settings: Settings = DEFAULTS, stdin: BinaryIO | None = None) -> Iterator[Read]:
    """Each report of a file, folder, glob, archive or standard input ("-"), in order, and a SourceError for each that
    fails.

    Faults are values of the stream and never raised. A SourceNote is no failure: it follows the report it is about.

    >>> from io import BytesIO
    >>> lines = BytesIO(b'{"id": "a", "text": "Shells fell on the market."}\\n{"id": "b"}\\n')
    >>> for item in read("-", stdin=lines):
    ...     print(item.text if isinstance(item, Report) else item.where)
    Shells fell on the market.
    stdin:2
    """
    for found in pages(uri, settings, stdin):
        if not isinstance(found, Page):
            yield found
            continue
        try:
            yield from reports_of(found, settings)
        except SourceError as fault:
            yield fault


def read_all(
    uris: Iterable[str | Path],
    on_fault: Callable[[SourceError], None],
    *,
    settings: Settings = DEFAULTS,
    stdin: BinaryIO | None = None,
) -> Iterator[Report]:
    """Each report of all sources in order; every fault and note goes to ``on_fault``."""
    for uri in uris:
        for item in read(uri, settings=settings, stdin=stdin):
            if isinstance(item, Report):
                yield item
            else:
                on_fault(item)
