"""The regional base map: what a file must be, how it is sent, and that a browser draws it and asks nobody else."""

from __future__ import annotations

import gzip
import json
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pmtiles", reason="test files are written with pmtiles")
pytest.importorskip("mapbox_vector_tile", reason="test files are written with mapbox-vector-tile")

import mapped
import tiled
from starlette.testclient import TestClient

from tadmor.errors import SettingError
from tadmor.outlets.http.app import make_app
from tadmor.outlets.http.options import Options
from tadmor.outlets.http.tiles import ADDRESS, Tiles


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with mapped.chromium() as found:
        yield found


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiled.made(tmp_path_factory.mktemp("tiles") / "region.pmtiles")


def test_what_is_told_of_a_file(file):
    told = Tiles.of(file)
    assert (told.kind, told.bounds, told.zooms, told.attribution) == ("vector", tiled.BOUNDS, (0, 8), "© Surveyors")
    assert json.loads(told.told())["address"] == f"{ADDRESS}?v={told.version}"


def _changed(at: int, put: bytes) -> Any:
    return lambda held: held[:at] + put + held[at + len(put) :]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda held: b"", "it is no file of PMTiles"),
        (lambda held: b"SQLite format 3\x00" + held, "it is no file of PMTiles"),
        (lambda held: held[:7], "it is PMTiles of version none, and 3 is wanted"),
        (_changed(7, b"\x02"), "it is PMTiles of version 2, and 3 is wanted"),
        (lambda held: held[:200], "it is cut short: its head names bytes behind its end"),
        (_changed(99, b"\x06"), "its tiles are of type 6"),
        (_changed(98, b"\x03"), "its tiles are packed by neither gzip nor nothing"),
        (_changed(102, struct.pack("<2i", 900_000_000, 990_000_000)), "which is nowhere"),
    ],
)
def test_a_bad_file_is_refused_by_name_and_with_a_remedy(file, tmp_path, change, message):
    bad = tmp_path / "bad.pmtiles"
    bad.write_bytes(change(file.read_bytes()))
    with pytest.raises(SettingError) as told:
        Tiles.of(bad)
    assert message in told.value.message
    assert told.value.where == str(bad)
    assert told.value.remedy


def test_a_file_that_is_not_there_or_of_another_schema_is_refused(tmp_path):
    with pytest.raises(SettingError, match="cannot be read"):
        Tiles.of(tmp_path / "none.pmtiles")
    other = tiled.made(tmp_path / "other.pmtiles", [0], {"transportation": [], "landcover": []})
    with pytest.raises(SettingError, match=r"its layers \(landcover, transportation\) are not those"):
        Tiles.of(other)


def test_metadata_that_cannot_be_read_is_refused(file, tmp_path):
    held = file.read_bytes()
    at, long = struct.unpack_from("<2Q", held, 24)
    assert json.loads(gzip.decompress(held[at : at + long]))["vector_layers"]
    bad = tmp_path / "bad.pmtiles"
    bad.write_bytes(held[:at] + b"\x00" * long + held[at + long :])
    with pytest.raises(SettingError, match="its metadata cannot be read"):
        Tiles.of(bad)


@pytest.mark.parametrize(
    ("asked", "status", "part"),
    [
        ("bytes=0-6", 206, slice(0, 7)),
        ("bytes=127-300", 206, slice(127, 301)),
        ("bytes=-4", 206, slice(-4, None)),
        (None, 200, slice(None)),
        ("bytes=99999999-", 416, None),
    ],
)
def test_the_parts_that_are_asked_for_are_sent(built, file, asked, status, part):
    app = make_app(built[0], Options(warm=False, tiles=str(file)))
    with TestClient(app, base_url="http://localhost") as client:
        answer = client.get(ADDRESS, headers={"Range": asked} if asked else {})
    assert answer.status_code == status
    if part is not None:
        assert answer.content == file.read_bytes()[part]
        assert answer.headers["accept-ranges"] == "bytes"


def test_without_a_file_there_is_none(reader):
    answer = reader.client.get(ADDRESS, headers={"accept": "*/*"})
    assert (answer.status_code, answer.json()["remedy"]) == (404, "start it with --tiles")
    assert "data-tiles" not in reader.get("/")


@mapped.in_browser
@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_tiles_are_drawn_and_nobody_else_is_asked(built, file, browser, mode):
    spot = "m=34.8000,38.5000,7.00"
    with mapped.served(built[0], tiles=str(file)) as home, mapped.window(browser, home, mode) as window:
        page = window.map(f"/?day=2016-03-28&{spot}")
        window.until("performance.getEntriesByName('tadmor:tiles').length > 0")
        lake, land = window.colour(38.9, 35.2), window.colour(39.5, 35.2)
        road = [window.colour(39.0, 34.2692 + n / 1000) for n in range(-12, 13)]
        parts = [url for url in window.urls if ADDRESS in url]
        legend = page.text_content("#legend")
    with mapped.served(built[0]) as home, mapped.window(browser, home, mode) as plain:
        plain.map(f"/?day=2016-03-28&{spot}")
        plain.until("performance.getEntriesByName('tadmor:base').length > 0")
        bare = plain.colour(38.9, 35.2)
        script = [url for url in plain.urls if "pmtiles" in url or "tiles.js" in url]
    assert lake != land == bare
    assert any(colour not in (land, lake) for colour in road)
    assert parts
    assert "© Surveyors" in legend
    assert (window.said, window.asked, plain.said, plain.asked, script) == ([], [], [], [], [])
