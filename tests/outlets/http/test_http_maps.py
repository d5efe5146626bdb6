from __future__ import annotations

import json
from datetime import date, timedelta
from random import Random

import pytest
from served import PALMYRA, claim_id, client, filled, reading, recorded, token
from starlette.testclient import TestClient

from tadmor.outlets.http.atlas import Atlas
from tadmor.outlets.http.making import short_row
from tadmor.pipeline import Monitor
from tadmor.query import Query

DAYS = [date(2015, 1, 1) + timedelta(days=n) for n in range(0, 900, 7)]


def named(told: dict[str, object], what: str) -> list[dict[str, object]]:
    """The short rows of an answer by column."""
    return [dict(zip(told["columns"], row, strict=True)) for row in told[what]]  # type: ignore[call-overload, attr-defined]


def agreed(made: TestClient, day: date, known: date | None) -> None:
    """The states of the map are those of the monitor."""
    asked = f"/api/control?day={day}" + (f"&known={known}" if known else "")
    monitor: Monitor = made.app.state.site.monitor  # type: ignore[attr-defined]
    wanted = {
        held.place.id: (
            held.control.holder,
            held.control.holding,
            held.control.by,
            held.stale_days,
            held.control.weight,
        )
        for held in monitor.control(day, None, known)
    }
    found = named(made.get(asked).json(), "places")
    told = {row["id"]: tuple(row[n] for n in ("holder", "holding", "by", "stale_days", "weight")) for row in found}
    assert told == wanted, (day, known)


@pytest.mark.parametrize("known", [None, date(2015, 5, 21), date(2016, 3, 27), date(2014, 1, 1)])
def test_the_map_of_any_day_is_what_the_monitor_says(reader: TestClient, known: date | None) -> None:
    days = Random(7).sample(DAYS, 60)  # not in order: what is found between two days must be what is worked out
    for day in days:
        agreed(reader, day, known)


def test_the_map_follows_what_is_decided(writer: TestClient) -> None:
    day = date(2016, 4, 10)
    agreed(writer, day, None)
    taken = writer.get("/api/claims?from=2016-03-01&kind=capture").json()["rows"][0]["id"]
    headers, because = token(writer), {"because": "misread"}
    rejected = writer.post(f"/api/claims/{taken}/reject", json=because, headers=headers)
    agreed(writer, day, None)
    found = named(writer.get(f"/api/control?day={day}").json(), "places")
    assert {row["name"]: row["holder"] for row in found}.get("Palmyra") != "syria-government"
    writer.post(f"/api/decisions/{rejected.json()['decision']}/undo", json={}, headers=headers)
    agreed(writer, day, None)
    retracted = {"because": "withdrawn", "known": "2016-06-01"}
    assert writer.post(f"/api/retract/{taken}", json=retracted, headers=headers).status_code == 200
    for known in (None, date(2016, 5, 1), date(2016, 6, 1)):
        agreed(writer, day, known)


def test_the_map_takes_in_new_reports(own: object) -> None:
    with client(own) as made:  # type: ignore[arg-type]
        agreed(made, date(2017, 1, 1), None)
        told = {
            "kind": "capture",
            "trigger": "seized",
            "actor": "Islamic State",
            "place": "Homs",
            "day": date(2016, 12, 30),
        }
        recorded(own, (reading("Islamic State seized Homs.", date(2016, 12, 31), told),))  # type: ignore[arg-type]
        made.app.state.site.changed()  # type: ignore[attr-defined]
        agreed(made, date(2017, 1, 1), None)


QUESTIONS = ["", "?known=2015-05-21", "?from=2015-05-01&to=2015-06-01", "?kind=capture", "?place=Palmyra",
             "?actor=islamic-state", "?disputed=1", "?disputed=0", "?q=recaptured", "?outlet=Desert Wire&kind=shelling",
             "?place=Palmyra&within_km=30&known=2016-03-27", "?from=2020-01-01"]  # fmt: skip


@pytest.mark.parametrize("asked", QUESTIONS)
def test_events_from_memory_are_those_made_anew(record: object, asked: str) -> None:
    with client(record) as made:  # type: ignore[arg-type]
        before = made.get(f"/api/events{asked}")
        days = made.get(f"/api/days{asked}")
        assert before.json()["whole"] is False
        assert "etag" not in before.headers
        after = filled(made).get(f"/api/events{asked}")
        assert after.json()["whole"] is True
        assert after.headers["etag"]
        assert sorted(before.json()["events"]) == sorted(after.json()["events"])
        assert days.json()["families"] == made.get(f"/api/days{asked}").json()["families"]
        starts = [row["day"] for row in named(after.json(), "events")]
        assert sum(sum(row[1:]) for row in made.get(f"/api/days{asked}").json()["days"]) == len(starts)


def test_events_from_memory_follow_what_is_decided(writer: TestClient) -> None:
    filled(writer)
    headers = token(writer)
    gone = claim_id(writer, "shelling")
    number = writer.post(f"/api/claims/{gone}/reject", json={"because": "no"}, headers=headers).json()["decision"]
    same(writer)
    assert "shelling" not in {row["kind"] for row in named(writer.get("/api/events").json(), "events")}
    writer.post(f"/api/decisions/{number}/undo", json={}, headers=headers)
    same(writer)
    two = [row["id"] for row in writer.get("/api/claims?to=2015-12-31&kind=capture").json()["rows"]]
    judged = {"a": two[0], "b": two[1], "same": False, "because": "two attacks"}
    assert writer.post("/api/judge", json=judged, headers=headers).status_code == 200
    same(writer)
    changes = {"changes": {"kind": "attack"}, "because": "not taken"}
    assert writer.post(f"/api/claims/{two[0]}/correct", json=changes, headers=headers).status_code == 200
    same(writer)
    known = {"because": "withdrawn", "known": "2016-06-01"}
    assert writer.post(f"/api/retract/{two[1]}", json=known, headers=headers).status_code == 200
    for day in (None, date(2015, 5, 22), date(2016, 5, 1), date(2016, 6, 2)):
        same(writer, day)


def same(made: TestClient, known: date | None = None) -> None:
    """The events from memory are those of the monitor."""
    monitor: Monitor = made.app.state.site.monitor  # type: ignore[attr-defined]
    wanted = {e.id: json.loads(json.dumps(short_row(e))) for e in monitor.events(Query(as_of=known))}
    told = made.get("/api/events" + (f"?known={known}" if known else "")).json()
    assert told["whole"] is True
    assert {row[0]: row for row in told["events"]} == wanted


def test_the_legend_names_who_ever_held_a_place(reader: TestClient) -> None:
    told = reader.get("/api/legend").json()
    assert {"islamic-state", "syria-government"} <= {row["key"] for row in told["holders"]}
    assert len({row["colour"] for row in told["holders"]}) == len(told["holders"])


def test_control_of_an_area_is_that_of_its_places(reader: TestClient) -> None:
    whole = named(reader.get("/api/control?day=2016-04-01").json(), "places")
    part = named(reader.get("/api/control?day=2016-04-01&place=Palmyra").json(), "places")
    assert [row["id"] for row in part] == [PALMYRA.id]
    assert part[0] in whole


def test_a_cut_says_so(reader: TestClient) -> None:
    told = reader.get("/api/events?limit=1").json()
    assert (len(told["events"]), told["cut"]) == (1, True)


def test_what_is_kept_is_pushed_out_by_what_comes(own: object) -> None:
    with Monitor.open(own) as monitor:  # type: ignore[arg-type]
        atlas = Atlas(monitor, lambda: "", False)
        for n in range(2000):
            atlas.keep(n, b"x" * 100_000)
        assert atlas.kept(0) is None
        assert atlas.kept(1999) == b"x" * 100_000
        assert atlas._size <= 128 << 20


def test_memory_is_filled_in_the_background(own: object) -> None:
    with client(own, warm=True) as made:  # type: ignore[arg-type]
        site = made.app.state.site  # type: ignore[attr-defined]
        assert site.atlas.wait(30)
        assert made.get("/api/events").json()["whole"] is True
