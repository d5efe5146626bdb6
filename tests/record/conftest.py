"""Records to test on: SQLite always, and PostgreSQL where its server is installed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from syrian import address

from tadmor import record
from tadmor.record.record import Record


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a record that is not there yet."""
    return address(request, request.param, tmp_path)


@pytest.fixture
def opened(url: str, tmp_path: Path) -> Iterator[Callable[..., Record]]:
    """Opens the record, as often as a test likes; all are closed when it ends."""
    records: list[Record] = []

    def open_it(**words: object) -> Record:
        records.append(record.open(url, raw=tmp_path / "raw", **words))  # type: ignore[arg-type]
        return records[-1]

    yield open_it
    for one in records:
        one.close()


@pytest.fixture
def syria(opened: Callable[..., Record]) -> Record:
    """A new record."""
    return opened()
