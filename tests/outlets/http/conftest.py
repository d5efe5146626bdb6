"""A record that is made once, for tests that only read; and one of its own for each test that writes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from shutil import copy

import pytest
from served import client as served_client
from served import recorded
from starlette.testclient import TestClient


@pytest.fixture(scope="session")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return recorded(tmp_path_factory.mktemp("record") / "palmyra.db")


@pytest.fixture
def own(record: Path, tmp_path: Path) -> Path:
    return Path(copy(record, tmp_path / "own.db"))


@pytest.fixture(scope="module")
def reader(record: Path) -> Iterator[TestClient]:
    with served_client(record) as made:
        yield made


@pytest.fixture
def writer(own: Path) -> Iterator[TestClient]:
    with served_client(own) as made:
        yield made
