"""The small record served to a client that stands for a browser."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from shown import made
from starlette.testclient import TestClient

from tadmor.outlets.http.app import make_app
from tadmor.outlets.http.options import Options


class Reader:
    """A browser without script: it gets pages, and sends the forms that stand on them."""

    def __init__(self, client: TestClient, ids: dict[str, str]) -> None:
        self.client, self.ids = client, ids

    def get(self, path: str, status: int = 200, **headers: str) -> str:
        """The page at a path."""
        answer = self.client.get(path, headers=headers)
        assert answer.status_code == status, f"{path}: {answer.status_code} {answer.text[:300]}"
        return answer.text

    def send(self, path: str, status: int = 200, **fields: Any) -> str:
        """The page that a form leads to; its token is taken from the review."""
        answer = self.client.post(path, data={"csrf": self.token(), **fields})
        assert answer.status_code == status, f"{path}: {answer.status_code} {answer.text[:300]}"
        return answer.text

    def token(self) -> str:
        """What stands in every form."""
        found = re.search(r'name="csrf" value="([^"]+)"', self.get(f"/review?claim={self.ids['claim']}"))
        assert found
        return found[1]


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """The record, made once, and ids in it by what they are of."""
    path = tmp_path_factory.mktemp("built") / "palmyra.db"
    with made(path) as monitor:
        ids = {f"{e.kind} {e.when.start.year if e.when and e.when.start else ''}": e.id for e in monitor.events()}
        ids |= {r.outlet or "": r.id for r in monitor.record.reports()}
        shelling = next(t for t in monitor.claims() if t.claim.trigger.text == "shelling")
        ids |= {"claim": shelling.claim.id, "shelling home": shelling.claim.report}
    return path, ids


@pytest.fixture
def reader(built: tuple[Path, dict[str, str]], tmp_path: Path) -> Iterator[Reader]:
    """A reader of a copy of the small record, who may decide."""
    path = tmp_path / "palmyra.db"
    shutil.copy(built[0], path)
    shutil.copytree(f"{built[0]}.raw", f"{path}.raw")
    app = make_app(path, Options(warm=False))
    with TestClient(app, base_url="http://localhost", headers={"accept": "text/html"}) as client:
        yield Reader(client, built[1])
