"""/map.svg and /map.png: the drawing of the day as who asks may see it, and what is said where there is none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from threading import BoundedSemaphore
from xml.etree import ElementTree

import pytest
from served import client, recorded, sign_in, token, users_file
from starlette.testclient import TestClient

from tadmor.outlets.http import pictures

DAY = "day=2016-04-10"


def words_of(svg: str) -> str:
    return " ".join("".join(node.itertext()) for node in ElementTree.fromstring(svg).iter() if node.tag[-4:] == "text")


@pytest.mark.parametrize(
    ("asked", "told", "untold"),
    [
        ("day=2016-04-10", ["10 April 2016", "as known from all reports", "Syrian government (1)"], ["Islamic State"]),
        ("day=2015-06-01", ["1 June 2015", "Islamic State (1)"], ["Syrian government"]),
        ("day=2016-04-10&known=2015-05-22", ["as known on 22 May 2015", "Islamic State (1)"], ["Homs"]),
        ("day=2016-04-10&place=Palmyra", ["in Palmyra, 10", "Syrian government (1)"], ["Homs"]),
        ("day=2016-04-10&place=Palmyra&place=Homs", ["in Palmyra, Homs, 10", "nobody says who held it"], []),
        ("day=2016-04-10&place=Homs&within_km=10", ["in Homs, 10", "Nobody in this record"], ["Palmyra"]),
        ("known=2015-06-01", ["1 June 2015", "Islamic State (1)"], []),
        ("day=2016-04-10&sel=x&m=34,38,7&kind=capture", ["10 April 2016"], []),
    ],
)
def test_the_map_is_that_of_the_address(reader: TestClient, asked: str, told: list[str], untold: list[str]) -> None:
    answer = reader.get(f"/map.svg?{asked}")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/svg+xml")
    words = words_of(answer.text)
    assert [w for w in told if w not in words] == []
    assert [w for w in untold if w in words.partition("Sources")[0]] == []


def test_a_drawing_needs_no_style_and_no_script(reader: TestClient) -> None:
    answer = reader.get(f"/map.svg?{DAY}")
    assert not re.search(r"<style|<script|style=|href|\son\w+=", answer.text)
    assert "unsafe" not in answer.headers["content-security-policy"]


def test_png_is_the_same_drawing_as_a_picture(reader: TestClient) -> None:
    pytest.importorskip("resvg_py")
    svg, png = reader.get(f"/map.svg?{DAY}"), reader.get(f"/map.png?{DAY}")
    assert png.headers["content-type"] == "image/png"
    high = int(re.search(r'height="(\d+)"', svg.text)[1])  # type: ignore[index]
    assert (int.from_bytes(png.content[16:20], "big"), int.from_bytes(png.content[20:24], "big")) == (2400, 2 * high)


def test_where_png_cannot_be_made_it_is_said(reader: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "find_spec", lambda name: None)
    answer = reader.get(f"/map.png?{DAY}")
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")
    assert "map.svg" in answer.json()["remedy"]
    assert reader.get(f"/map.svg?{DAY}").status_code == 200


@pytest.mark.parametrize("form", ["svg", "png"])
@pytest.mark.parametrize("asked", ["day=x", "known=2016", "place=Nowhere-at-all-xyz", "within_km=5", "place=%00"])
def test_what_cannot_be_meant_is_told(reader: TestClient, form: str, asked: str) -> None:
    answer = reader.get(f"/map.{form}?{asked}")
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")


def test_the_drawing_follows_what_is_decided(writer: TestClient) -> None:
    assert "Syrian government (1)" in writer.get(f"/map.svg?{DAY}").text
    taken = writer.get("/api/claims?from=2016-03-01&kind=capture").json()["rows"][0]["id"]
    writer.post(f"/api/claims/{taken}/reject", json={"because": "misread"}, headers=token(writer))
    assert "Syrian government (1)" not in writer.get(f"/map.svg?{DAY}").text


def test_too_many_at_once_are_asked_to_wait(reader: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "_IN_LINE", BoundedSemaphore(1))
    with pictures._turn():
        answer = reader.get("/map.svg?day=2016-04-11")
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "3")
    assert reader.get("/map.svg?day=2016-04-11").status_code == 200


@pytest.fixture(scope="module")
def shielded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder = tmp_path_factory.mktemp("pictures")
    (folder / "hidden.txt").write_text("Palmyra\nDesert Wire\nSyrian government\n", encoding="utf-8")
    options = {"users": str(users_file(folder)), "redact": str(folder / "hidden.txt"), "coarsen": "100"}
    with client(recorded(folder / "own.db"), **options) as made:
        yield made


def ring_of(svg: str) -> str:
    """Where the empty ring of Homs stands, in pixels from the disc of Palmyra in the middle of the frame."""
    found = re.search(r'<circle cx="(\S+)" cy="(\S+)" r="2.6"', svg)
    assert found
    return found[0]


@pytest.mark.parametrize("place", ["", "&place=Palmyra&place=Homs"])
def test_a_reader_is_shown_no_more_in_a_drawing_than_elsewhere(shielded: TestClient, place: str) -> None:
    shielded.cookies.clear()
    assert shielded.get(f"/map.svg?{DAY}{place}").status_code == 401
    seen = {}
    for who in ("Rada", "Vera", "Rada"):
        sign_in(shielded, who)
        seen[who] = shielded.get(f"/map.svg?{DAY}{place}").text
    hidden = ("Palmyra", "Desert Wire", "Syrian government")
    assert [word for word in hidden if word in seen["Rada"]] == []
    assert [word for word in hidden if word not in seen["Vera"]] == []
    assert "███████" in seen["Rada"]
    assert ring_of(seen["Rada"]) != ring_of(seen["Vera"])
