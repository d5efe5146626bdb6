from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ET
from datetime import date

import pytest
from served import claim_id, token
from starlette.testclient import TestClient

from tadmor.outlets.http.api import _READS
from tadmor.outlets.http.tables import ALL
from tadmor.outlets.http.twins import TWINS

IDENTS = {
    "event": None,
    "report": None,
    "claims": None,
    "place": "Palmyra",
    "actor": "islamic-state",
    "source": "Coast Herald",
}


def ident(client: TestClient, what: str) -> str:
    """An id of this sort of thing in the record."""
    what = what.rstrip("s")
    if what == "event":
        return str(client.get("/events.json?kind=capture").json()["rows"][0]["id"])
    if what in ("report", "claim"):
        row = client.get("/api/claims?kind=capture").json()["rows"][0]
        return str(row["report" if what == "report" else "id"])
    return {"place": "geonames:163808", "actor": "islamic-state", "source": "Coast Herald"}[what]


def filled_in(client: TestClient, path: str) -> str:
    """The path with an id in the place of its parameter."""
    head, brace, tail = path.partition("{")
    return head + ident(client, head.strip("/").rpartition("/")[2]) + tail.partition("}")[2] if brace else path


@pytest.mark.parametrize("path", [f"/api{path}" for path in _READS] + ["/api/claims", "/api/record", "/api/session"])
def test_each_route_answers(reader: TestClient, path: str) -> None:
    answer = reader.get(filled_in(reader, path))
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/json"
    if "rows" in answer.json():
        assert answer.json()["record"] == "palmyra.db"
        assert answer.json()["write"] > 0


@pytest.mark.parametrize(
    ("path", "form"), [(path, form) for path, (_, forms) in TWINS.items() for form in forms.split()]
)
def test_each_twin_answers_in_its_form(reader: TestClient, path: str, form: str) -> None:
    answer = reader.get(f"{filled_in(reader, path)}.{form}?day=2016-04-01")
    assert answer.status_code == 200, answer.text
    READERS[form](answer.text)


READERS = {
    "json": json.loads,
    "csv": lambda text: [row.items() for row in csv.DictReader(io.StringIO(text), strict=True)],
    "geojson": lambda text: [feature["geometry"] for feature in json.loads(text)["features"]],
    "rss": lambda text: [item.find("guid").text for item in ET.fromstring(text).iter("item")],  # type: ignore[union-attr]
}


@pytest.mark.parametrize("path", ["/log.rss", "/coverage.geojson", "/map.rss", "/events.xml", "/events.json.csv"])
def test_a_form_that_a_view_has_not_is_not_there(reader: TestClient, path: str) -> None:
    assert reader.get(path).status_code == 404


def test_the_map_tells_who_held_palmyra_on_three_days(reader: TestClient) -> None:
    def holder(day: str, known: str = "") -> str | None:
        rows = reader.get(f"/map.json?day={day}&known={known}").json()["rows"]
        return next((row["holder"] for row in rows if row["place"] == "Palmyra"), None)

    assert holder("2015-06-01") == "islamic-state"
    assert holder("2016-04-01") == "syria-government"
    assert holder("2016-04-01", known="2016-03-01") == "islamic-state"


def test_pages_follow_one_another_to_the_end(reader: TestClient) -> None:
    for path in ("/events.json?limit=1", "/api/claims?limit=2", "/api/places?limit=1", "/api/reports?limit=3",
                 "/api/log?limit=1", "/api/actors?limit=1", "/review.json?limit=2"):  # fmt: skip
        whole = reader.get(path.partition("?")[0]).json()["rows"]
        rows, onward = [], path
        while onward:
            page = reader.get(onward).json()
            rows += page["rows"]
            onward = page["next"]
            assert len(rows) <= len(whole), path
        assert rows == whole, path


def test_as_known_on_an_earlier_day_what_came_later_is_left_out(reader: TestClient) -> None:
    kinds = [row["kind"] for row in reader.get("/api/claims?known=2015-05-21").json()["rows"]]
    assert sorted(kinds) == ["attack", "capture"]


def test_an_event_that_nobody_knew_of_yet_is_not_there(reader: TestClient) -> None:
    found = ident(reader, "event")
    assert reader.get(f"/api/events/{found}?known=2014-01-01").status_code == 404


def test_changes_since_a_write_are_listed_with_what_is_gone(writer: TestClient) -> None:
    before = writer.get("/api/record").json()["write"]
    assert writer.get(f"/api/claims?changed_since={before}").json()["rows"] == []
    headers, gone = token(writer), claim_id(writer, "shelling")
    writer.post(f"/api/claims/{gone}/reject", json={"because": "misread"}, headers=headers)
    writer.post(f"/api/claims/{claim_id(writer, 'attack')}/accept", json={}, headers=headers)
    rows = writer.get(f"/api/claims?changed_since={before}").json()["rows"]
    assert {row["kind"]: row["standing"] for row in rows} == {"shelling": "rejected", "attack": "accepted"}
    today = date.today().isoformat()
    assert len(writer.get(f"/api/claims?changed_since={today}&limit=2").json()["rows"]) == 2
    onward = writer.get(f"/api/claims?changed_since={today}&limit=2").json()["next"]
    assert f"changed_since={today}" in onward
    assert writer.get(onward).status_code == 200
    assert writer.get("/api/claims?changed_since=2999-01-01").json()["rows"] == []
    assert writer.get("/api/retractions").json()["rows"][0]["claim"] == gone


def test_an_answer_bears_a_tag_until_the_record_changes(writer: TestClient) -> None:
    for path in ("/api/claims", "/events.csv", "/api/control"):
        tag = writer.get(path).headers["etag"]
        again = writer.get(path, headers={"If-None-Match": tag})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
        assert writer.get(f"{path}?kind=capture", headers={"If-None-Match": tag}).status_code == 200
        answer = writer.post(f"/api/claims/{claim_id(writer, 'capture')}/accept", json={}, headers=token(writer))
        assert answer.status_code == 200
        assert writer.get(path, headers={"If-None-Match": tag}).status_code == 200


@pytest.mark.parametrize("path", ["/api/nothing", "/api/claims/zzzz", "/api/claims?day=x"])
def test_what_is_no_answer_bears_no_tag(reader: TestClient, path: str) -> None:
    assert "etag" not in reader.get(path).headers


def test_the_head_of_an_answer_is_that_of_the_answer(reader: TestClient) -> None:
    head, whole = reader.head("/api/claims"), reader.get("/api/claims")
    assert head.status_code == 200
    assert head.content == b""
    assert head.headers["etag"] == whole.headers["etag"]


def test_long_answers_are_compressed(reader: TestClient) -> None:
    assert reader.get("/api/claims", headers={"Accept-Encoding": "gzip"}).headers["content-encoding"] == "gzip"
    assert "content-encoding" not in reader.get("/api/session", headers={"Accept-Encoding": "gzip"}).headers


def test_a_table_in_csv_has_the_columns_of_its_json(reader: TestClient) -> None:
    rows = reader.get("/events.json").json()["rows"]
    table = list(csv.DictReader(io.StringIO(reader.get("/events.csv").text)))
    assert [row["id"] for row in rows] == [row["id"] for row in table]
    assert list(rows[0]) == list(table[0]) == [column.name for column in ALL["events"]]


def test_the_description_names_each_route_once(reader: TestClient) -> None:
    told = reader.get("/api/openapi.json").json()
    idents = [way["operationId"] for ways in told["paths"].values() for way in ways.values()]
    assert len(idents) == len(set(idents))
    named = {ref["$ref"].rpartition("/")[2] for ways in told["paths"].values() for way in ways.values()
             for ref in way.get("parameters", []) if "$ref" in ref}  # fmt: skip
    assert named <= set(told["components"]["parameters"])
    assert {"/api/claims", "/events.json", "/api/judge", "/api/control"} <= set(told["paths"])
