"""A site in memory, a record beside it, and a watch of the one into the other."""

from __future__ import annotations

from pathlib import Path

import pytest

from watched import Run, Site, runner


@pytest.fixture
def site() -> Site:
    return Site()


@pytest.fixture
def db(tmp_path: Path) -> Path:
    return tmp_path / "war.db"


@pytest.fixture
def run(site: Site, db: Path) -> Run:
    return runner(site, db)
