"""Files of the page go out packed, and the same packed bytes are sent again."""

from __future__ import annotations

import gzip
import os
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.testclient import TestClient

from tadmor.outlets.http.packed import PackedFiles

LONG = "let words = 1;\n" * 200


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, held in (("long.js", LONG), ("short.js", "1"), ("long.bin", LONG)):
        (tmp_path / name).write_text(held, encoding="utf-8")
    return tmp_path


@pytest.fixture
def client(folder: Path) -> TestClient:
    return TestClient(Starlette(routes=[Mount("/", PackedFiles(directory=folder))]))


@pytest.mark.parametrize(
    ("name", "headers", "packed", "status"),
    [
        ("long.js", {"accept-encoding": "gzip"}, True, 200),
        ("long.js", {"accept-encoding": "identity"}, False, 200),
        ("long.js", {"accept-encoding": "gzip", "range": "bytes=0-9"}, False, 206),
        ("short.js", {"accept-encoding": "gzip"}, False, 200),
        ("long.bin", {"accept-encoding": "gzip"}, False, 200),
    ],
)
def test_what_goes_out_packed(
    client: TestClient, name: str, headers: dict[str, str], packed: bool, status: int
) -> None:
    answer = client.get(f"/{name}", headers=headers)
    assert (answer.status_code, "content-encoding" in answer.headers) == (status, packed)
    if packed:
        assert answer.text == LONG
        assert int(answer.headers["content-length"]) == len(gzip.compress(LONG.encode(), 6))


def test_a_file_that_the_browser_has_is_not_sent_again_and_one_that_changed_is(
    client: TestClient, folder: Path
) -> None:
    first = client.get("/long.js")
    asked = {"if-none-match": first.headers["etag"]}
    assert client.get("/long.js", headers=asked).status_code == 304
    (folder / "long.js").write_text("other " * 400, encoding="utf-8")
    os.utime(folder / "long.js", (1, 1))
    again = client.get("/long.js", headers=asked)
    assert (again.status_code, again.text) == (200, "other " * 400)
