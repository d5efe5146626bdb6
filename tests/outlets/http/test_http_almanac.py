from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from served import PALMYRA, claim_id, client, filled, reading, recorded, token

from tadmor.model import Telling
from tadmor.outlets.http import ground, making
from tadmor.outlets.http.almanac import Almanac
from tadmor.outlets.http.ground import Ground
from tadmor.outlets.http.making import short_row
from tadmor.pipeline import Monitor
from tadmor.query import Query
from tadmor.record.tellings import ALWAYS

KNOWN = [None, date(2015, 5, 21), date(2015, 5, 22), date(2016, 3, 30), date(2016, 6, 2), date(2014, 1, 1)]


def never() -> bool:
    return False


def nothing() -> None:
    """No rest."""


@pytest.fixture
def monitor(own: Path) -> Iterator[Monitor]:
    with Monitor.open(own) as made:
        yield made


def built(monitor: Monitor) -> Almanac:
    """The almanac of a new start: what the file has is taken, the rest made."""
    made = Almanac(monitor)
    made.fetch()
    made.build(monitor.record.head() or "", never, nothing)
    return made


def agrees(almanac: Almanac, monitor: Monitor) -> None:
    """The rows of all days of knowledge are those of events made one by one."""
    for known in KNOWN:
        wanted = {event.id: json.loads(json.dumps(short_row(event))) for event in monitor.events(Query(as_of=known))}
        found = [json.loads(row) for row in almanac.rows(Query(as_of=known))]
        assert {row[0]: row for row in found} == wanted, known
        assert len(found) == len(wanted)


def shelf(own: Path, what: str = "almanac") -> Path:
    return own.with_name(f"{own.name}.{what}")


def retracted(monitor: Monitor) -> None:
    taken: Telling = next(monitor.claims(Query(kinds=("capture",))))
    monitor.retract(taken.claim.id, because="withdrawn", known=date(2016, 6, 1), who="tester")


def test_rows_made_by_other_processes_are_those_made_one_by_one(
    monitor: Monitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    retracted(monitor)
    monkeypatch.setattr(making, "_FEW", 0)
    made = Almanac(monitor)
    made.build("", never, nothing)
    agrees(made, monitor)


def test_states_worked_out_by_other_processes_are_those_worked_out_here(
    monitor: Monitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, apart = Ground(monitor.record), Ground(monitor.record)
    here.refresh("x")
    apart.refresh("x")
    here.warm(never, nothing)
    monkeypatch.setattr(ground, "_MANY", 0)
    apart.warm(never, nothing)
    assert apart.worked_out(PALMYRA.id) == here.worked_out(PALMYRA.id)
    for day in (date(2014, 1, 1), date(2015, 6, 1), date(2016, 3, 28), date(2019, 1, 1)):
        assert list(apart.states(day, None)) == list(here.states(day, None))


def test_states_of_one_table_are_those_of_each_place(monitor: Monitor) -> None:
    for turn in ("as it was", "after a decision"):
        table, each = Ground(monitor.record), Ground(monitor.record)
        table.refresh(turn)
        each.refresh(turn)
        table.warm(never, nothing)
        for day in (date(1, 1, 1), date(2014, 1, 1), date(2015, 6, 1), date(2016, 3, 28), date(2019, 1, 1), date.max):
            assert list(table.states(day, None)) == list(each.states(day, None))
        retracted(monitor)


def test_no_state_is_worked_out_twice(monitor: Monitor, monkeypatch: pytest.MonkeyPatch) -> None:
    made = Ground(monitor.record)
    made.refresh("x")
    made.warm(never, nothing)
    monkeypatch.setattr(ground, "state", lambda *given: pytest.fail("a state was worked out anew"))
    assert [len(list(made.states(day, None))) for day in (date(2015, 6, 1), date(2017, 6, 1))] == [1, 1]


def test_the_file_is_taken_at_the_next_start(monitor: Monitor, own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    built(monitor)
    assert shelf(own).stat().st_mode & 0o777 == own.stat().st_mode & 0o666
    monkeypatch.setattr(making, "pieces", lambda *given: pytest.fail("events were made anew"))
    agrees(built(monitor), monitor)


def test_only_what_changed_since_is_made_anew(monitor: Monitor, own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    built(monitor)
    with Monitor.open(own) as other:
        retracted(other)
    told = {"kind": "shelling", "trigger": "Shells", "place": "Homs", "day": date(2016, 4, 9)}
    recorded(own, (reading("Shells fell on Homs again.", date(2016, 4, 9), told),))
    asked: list[int] = []
    whole = making.pieces

    def noted(monitor: Monitor, numbers: list[int], *rest: object) -> object:
        asked.extend(numbers)
        return whole(monitor, numbers, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(making, "pieces", noted)
    agrees(built(monitor), monitor)
    assert len(asked) == 2  # of five
    asked.clear()
    agrees(built(monitor), monitor)
    assert asked == []


def warmed(monitor: Monitor) -> Ground:
    """The ground of a new start, all worked out."""
    made = Ground(monitor.record)
    made.refresh(monitor.record.head() or "")
    made.warm(never, nothing)
    return made


def holds(made: Ground, monitor: Monitor) -> None:
    """The states are those of the monitor."""
    for day in (date(2014, 1, 1), date(2015, 6, 1), date(2016, 3, 28), date(2016, 7, 1), date(2019, 1, 1)):
        wanted = {held.place.id: held.control for held in monitor.control(day)}
        found = dict(made.states(day, None))
        assert {ident: cell[:2] for ident, cell in found.items()} == {
            ident: (control.holder, control.holding) for ident, control in wanted.items()
        }
        assert all(made.control(ident, day, None) == control for ident, control in wanted.items())


def test_states_are_taken_from_the_file_at_the_next_start(
    monitor: Monitor, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = warmed(monitor).worked_out(PALMYRA.id)
    monkeypatch.setattr(ground, "state", lambda *given: pytest.fail("a state was worked out anew"))
    assert warmed(monitor).worked_out(PALMYRA.id) == before


def test_few_days_of_knowledge_are_kept(monitor: Monitor) -> None:
    made = warmed(monitor)
    spot = made._spots[PALMYRA.id]
    spot._turns = list(range(1, 100))  # as if something had come to be known on each
    spot._now = 99
    now = spot.view(ALWAYS)
    for day in range(1, 90):
        spot.view(day)
    assert len(spot._views) <= 12
    assert spot.view(ALWAYS) is now


def test_states_of_places_of_which_more_is_said_are_worked_out_anew(monitor: Monitor, own: Path) -> None:
    warmed(monitor)
    kept = shelf(own, "ground").read_bytes()
    with Monitor.open(own) as other:
        rejected = next(other.claims(Query(kinds=("capture",), since=date(2016, 1, 1))))
        other.reject(rejected.claim.id, because="misread", who="tester")
    holds(warmed(monitor), monitor)
    told = {"kind": "capture", "trigger": "seized", "actor": "Islamic State", "place": "Homs", "day": date(2016, 6, 30)}
    recorded(own, (reading("Islamic State seized Homs.", date(2016, 6, 30), told),))
    holds(warmed(monitor), monitor)
    with Monitor.open(own) as other:
        other.undo(other.decisions()[-1].number, who="tester")
    holds(warmed(monitor), monitor)
    assert shelf(own, "ground").read_bytes() != kept


@pytest.mark.parametrize("harm", ["cut", "changed", "emptied"])
def test_a_file_of_states_that_is_not_right_is_made_anew(monitor: Monitor, own: Path, harm: str) -> None:
    warmed(monitor)
    file = shelf(own, "ground")
    whole = file.read_bytes()
    file.write_bytes({"cut": whole[:-9], "changed": whole[:-9] + b"x" + whole[-8:], "emptied": b""}[harm])
    holds(warmed(monitor), monitor)
    assert file.read_bytes() == whole


def _cut(file: Path, other: Path) -> None:
    file.write_bytes(file.read_bytes()[:-5])


def _changed(file: Path, other: Path) -> None:
    held = bytearray(file.read_bytes())
    held[-3] ^= 1
    file.write_bytes(held)


def _emptied(file: Path, other: Path) -> None:
    file.write_bytes(b"")


def _strange(file: Path, other: Path) -> None:
    file.write_text("[1, 2]")


def _of_another(file: Path, other: Path) -> None:
    told = {"kind": "shelling", "trigger": "Shells", "place": "Homs"}
    recorded(other, (reading("Shells fell on Homs.", date(2016, 4, 9), told),))
    with Monitor.open(other) as monitor:
        built(monitor)
    file.write_bytes(shelf(other).read_bytes())


@pytest.mark.parametrize("harm", [_cut, _changed, _emptied, _strange, _of_another])
def test_a_file_that_is_not_right_is_made_anew(monitor: Monitor, own: Path, tmp_path: Path, harm: object) -> None:
    built(monitor)
    whole = shelf(own).read_bytes()
    harm(shelf(own), tmp_path / "other.db")  # type: ignore[operator]
    agrees(built(monitor), monitor)
    assert shelf(own).read_bytes() == whole


def test_other_settings_make_other_rows(own: Path) -> None:
    from tadmor.settings import Settings

    with Monitor.open(own) as ranked:
        built(ranked)
    with Monitor.open(own, settings=Settings(toll_rule="majority")) as majority:
        made = Almanac(majority)
        made.fetch()
        assert not made.is_at(majority.record.head() or "")


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="whoever may do everything may write everywhere")
def test_where_nothing_can_be_written_all_is_made(monitor: Monitor, own: Path) -> None:
    own.parent.chmod(0o500)
    try:
        agrees(built(monitor), monitor)
        assert not shelf(own).exists()
    finally:
        own.parent.chmod(0o700)


def test_a_server_takes_the_file_and_sees_a_decision_at_once(own: Path) -> None:
    with client(own) as made:
        filled(made)
    with client(own, warm=True) as made:
        assert made.get("/api/events").json()["whole"] is True
        gone = claim_id(made, "shelling")
        assert made.post(f"/api/claims/{gone}/reject", json={"because": "no"}, headers=token(made)).status_code == 200
        told = made.get("/api/events").json()
        assert told["whole"] is True
        assert "shelling" not in {row[1] for row in told["events"]}


LISTS = ["", "?disputed=1", "?disputed=0", "?from=2015-05-01&to=2015-06-30", "?from=2016-01-01", "?to=2015-05-20",
         "?disputed=1&kind=capture", "?known=2015-05-21&disputed=0", "?place=Palmyra&from=2015-05-01",
         "?limit=1", "?limit=2&disputed=1"]  # fmt: skip


@pytest.mark.parametrize("asked", LISTS)
def test_lists_of_events_are_the_same_with_the_almanac(record: Path, asked: str) -> None:
    with client(record) as made:
        before = made.get(f"/events.json{asked}").json()
        after = filled(made).get(f"/events.json{asked}").json()
        assert after == before


def test_pages_of_events_go_on_behind_one_another(record: Path) -> None:
    with client(record) as made:
        whole = [row["id"] for row in filled(made).get("/events.json").json()["rows"]]
        found, onward = [], "/events.json?limit=1"
        while onward:
            page = made.get(onward).json()
            found += [row["id"] for row in page["rows"]]
            onward = page["next"]
        assert found == whole
