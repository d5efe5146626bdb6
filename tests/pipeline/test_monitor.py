"""The record from end to end: reports in, questions as known on a day, decisions and what becomes of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tadmor.errors import RecordError, SettingError, TadmorError
from tadmor.model import Event
from tadmor.pipeline import Monitor, Reading
from tadmor.pipeline.answers import Added, ClaimView, Held, ReportView
from tadmor.query import Query
from told import AFTER, FALL, LOST, MONITORS, RETAKEN, TAKEN, reading

ALL = (FALL, RETAKEN, MONITORS)


@pytest.fixture(params=["sqlite", "postgresql"])
def monitor(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Monitor]:
    monkeypatch.chdir(tmp_path)  # where a server's raw bytes go
    url = tmp_path / "war.db" if request.param == "sqlite" else request.getfixturevalue("empty_database")()
    with Monitor.open(url) as opened:
        yield opened


@pytest.fixture
def war(monitor: Monitor) -> Monitor:
    """The three reports in a record."""
    assert all(isinstance(outcome, Added) for outcome in monitor.add_readings(ALL, who="test"))
    return monitor


def one_event(monitor: Monitor, kind: str, place: str, **more: Any) -> Event:
    [event] = [e for e in monitor.events(Query(kinds=(kind,), places=(place,), since=TAKEN, **more)) if e.kind == kind]
    return event


def test_a_report_comes_in_once(war: Monitor) -> None:
    before = list(war.log())
    outcomes = [outcome for outcome in war.add_readings(ALL) if isinstance(outcome, Added)]
    assert [outcome.known for outcome in outcomes] == [True, True, True]
    assert list(war.log()) == before


def test_another_text_under_the_same_id_is_a_later_state(war: Monitor) -> None:
    later = reading("The army recaptured Palmyra. Corrected.", AFTER, id=FALL.report.id)
    [added] = war.add_readings([later])
    assert isinstance(added, Added)
    assert added.report.startswith(f"{FALL.report.id}~")
    assert [o.known for o in war.add_readings([later]) if isinstance(o, Added)] == [True]


def test_tellings_of_one_happening_are_one_event(war: Monitor) -> None:
    event = one_event(war, "capture", "Palmyra")
    assert {t.outlet for t in event.tellings} == {"Coast Herald", "Orontes Post"}
    assert event.origins == 2
    assert event.differences == ()


def test_where_counts_differ_both_stand(war: Monitor) -> None:
    event = one_event(war, "shelling", "Homs")
    [toll] = event.tolls
    assert (toll.low, toll.high) == (12, 15)
    assert [d.aspect for d in event.differences] == ["count"]
    assert [e.id for e in war.events(Query(disputed=True))] == [event.id]
    assert event.id not in {e.id for e in war.events(Query(disputed=False))}


@pytest.mark.parametrize(
    ("at", "as_of", "holder"),
    [
        (date(2015, 6, 1), None, "islamic-state"),
        (date(2015, 6, 1), date(2015, 5, 20), None),
        (date(2016, 4, 1), None, "syria-government"),
        (date(2016, 4, 1), date(2016, 3, 1), "islamic-state"),
        (date(2010, 1, 1), None, None),
    ],
)
def test_who_held_a_place_as_known_on_a_day(war: Monitor, at: date, as_of: date | None, holder: str | None) -> None:
    [held] = war.control(at, "Palmyra", as_of)
    assert held.control.holder == holder
    assert (held.control.holding == "unknown") is (holder is None)


def test_an_area_holds_its_places_and_silence_is_no_word(war: Monitor) -> None:
    assert [h.place.name for h in war.control(TAKEN, "Homs province")] == ["Palmyra"]
    assert [h.place.name for h in war.control(TAKEN)] == ["Palmyra"]
    assert [h.control.holding for h in war.control(TAKEN, "Ramadi")] == ["unknown"]


def test_the_history_of_a_place(war: Monitor) -> None:
    band = war.history("Palmyra")
    assert [(h.control.holder, h.control.start) for h in band] == [("islamic-state", LOST), ("syria-government", TAKEN)]
    assert [h.control.holder for h in war.history("Palmyra", date(2016, 1, 1))] == ["islamic-state"]


@pytest.mark.parametrize(
    ("query", "claims"),
    [
        (Query(), 5),
        (Query(kinds=("shelling",)), 2),
        (Query(places=("Palmyra",)), 3),
        (Query(places=("Syria",)), 5),
        (Query(places=("Homs",), within_km=150), 5),
        (Query(places=("Homs",), within_km=100), 2),
        (Query(actors=("ISIS",)), 3),
        (Query(actors=("Syrian government",)), 2),
        (Query(speakers=("monitors",)), 1),
        (Query(outlets=("Levant Wire",)), 1),
        (Query(since=TAKEN), 4),
        (Query(until=LOST), 1),
        (Query(as_of=TAKEN), 3),
        (Query(words="residents"), 1),
        (Query(limit=2), 2),
    ],
)
def test_filters(war: Monitor, query: Query, claims: int) -> None:
    assert len(list(war.claims(query))) == claims


@pytest.mark.parametrize(
    ("query", "message"),
    [(Query(places=("Atlantis",)), "no place 'Atlantis'"), (Query(actors=("Martians",)), "no actor 'Martians'")],
)
def test_a_name_that_is_not_there_is_an_error(war: Monitor, query: Query, message: str) -> None:
    with pytest.raises(SettingError, match=message):
        list(war.claims(query))


def test_counts_of_places_actors_and_sources(war: Monitor) -> None:
    assert [(r.place.name, r.claims) for r in war.places()] == [("Palmyra", 3), ("Homs", 2)]
    assert [(r.place.name, r.claims) for r in war.places(Query(kinds=("shelling",)))] == [("Homs", 2)]
    state = next(r for r in war.actors() if r.key == "islamic-state")
    assert (state.as_actor, state.as_target, state.label) == (1, 2, "Islamic State")
    assert next(r for r in war.actors(Query(until=LOST)) if r.key == "islamic-state").as_target == 0
    assert {r.outlet: (r.reports, r.claims) for r in war.sources()} == {
        "Levant Wire": (1, 1), "Coast Herald": (1, 2), "Orontes Post": (1, 2),
    }  # fmt: skip
    assert [r.outlet for r in war.sources(Query(until=LOST))] == ["Levant Wire"]


def test_an_id_is_explained_whatever_it_names(war: Monitor) -> None:
    event = one_event(war, "capture", "Palmyra")
    first, second = event.tellings
    assert isinstance(war.explain(event.id[:8]), Event)
    view = war.explain(second.claim.id)
    assert isinstance(view, ClaimView)
    assert (view.event, view.via) == (event.id, first.claim.id)
    assert "same town" in view.because
    report = war.explain(FALL.report.id)
    assert isinstance(report, ReportView)
    assert len(report.tellings) == 1
    with pytest.raises(RecordError, match="no claim, event or report"):
        war.explain("zzz")


def test_what_was_learnt_between_two_days(war: Monitor) -> None:
    learnt = list(war.diff(date(2016, 3, 27), date(2016, 3, 31)))
    events = {c.after.kind: c for c in learnt if isinstance(c.after, Event)}
    assert set(events) == {"capture", "shelling"}
    before = events["shelling"].before
    assert isinstance(before, Event)
    assert before.tolls[0].high == 12
    [place] = [c for c in learnt if isinstance(c.after, Held)]
    assert isinstance(place.before, Held)
    assert (place.before.control.holder, place.after.control.holder) == ("islamic-state", "syria-government")
    assert list(war.diff(date(2017, 1, 1), date(2017, 2, 1))) == []


def test_a_judgement_parts_and_unites_events(war: Monitor) -> None:
    event = one_event(war, "shelling", "Homs")
    a, b = (t.claim.id for t in event.tellings)
    war.judge(a, b, same=False, because="two districts", who="ada")
    parted = list(war.events(Query(kinds=("shelling",))))
    assert len(parted) == 2
    assert event.id in {e.id for e in parted}
    war.judge(parted[0].id, parted[1].id, same=True, because="one after all", who="ada")
    assert {t.claim.id for t in one_event(war, "shelling", "Homs").tellings} == {a, b}
    assert {war.event(e.id).id for e in parted} == {one_event(war, "shelling", "Homs").id}
    assert [d.verb for d in war.decisions()] == ["judge", "judge"]


def test_a_judgement_is_taken_back(war: Monitor) -> None:
    event = one_event(war, "shelling", "Homs")
    a, b = (t.claim.id for t in event.tellings)
    war.judge(a, b, same=False, because="two districts", who="ada")
    war.undo(war.decisions()[0].number, because="a slip", who="ada")
    assert war.decisions()[0].undone
    war.reconcile(who="ada")
    assert len(one_event(war, "shelling", "Homs").tellings) == 2


def test_a_retraction_leaves_earlier_days_as_they_were_known(war: Monitor) -> None:
    war.retract(MONITORS.report.id, because="withdrawn by the outlet", known=date(2016, 4, 2), who="ada")
    assert len(list(war.claims())) == 3
    assert len(list(war.claims(Query(as_of=date(2016, 4, 1))))) == 5
    assert len(list(war.claims(Query(as_of=date(2016, 4, 2))))) == 3
    assert one_event(war, "shelling", "Homs").tolls[0].high == 12
    number = war.decisions()[0].number
    war.undo(number, because="it was not", who="ada")
    assert len(list(war.claims())) == 4


def test_a_correction_stands_and_a_later_reading_keeps_it(war: Monitor) -> None:
    [telling] = list(war.claims(Query(kinds=("shelling",), as_of=TAKEN)))
    war.correct(telling.claim.id, {"kind": "airstrike", "killed": "11"}, because="the photographs", who="ada")
    [now] = [t for t in war.claims(Query(outlets=("Coast Herald",))) if t.claim.id == telling.claim.id]
    assert (now.claim.kind, now.claim.counts[0].low, now.standing) == ("airstrike", 11, "corrected")
    again = Reading(RETAKEN.report, tuple(replace(c, score=0.7) for c in RETAKEN.claims))
    rewritten(war, again)
    kept = {t.claim.id: t.claim for t in war.claims(Query(outlets=("Coast Herald",)))}
    assert (kept[telling.claim.id].kind, kept[telling.claim.id].counts[0].low) == ("airstrike", 11)
    assert {c.score for i, c in kept.items() if i != telling.claim.id} == {0.7}


def test_a_correction_is_found_again_by_its_quote_under_another_id(war: Monitor) -> None:
    [telling] = list(war.claims(Query(kinds=("shelling",), as_of=TAKEN)))
    war.correct(telling.claim.id, {"kind": "airstrike"}, because="the photographs", who="ada")
    other = tuple(replace(c, id=f"{c.id[:8]}00000000") for c in RETAKEN.claims)
    rewritten(war, Reading(RETAKEN.report, other))
    kinds = [t.claim.kind for t in war.claims(Query(outlets=("Coast Herald",), since=TAKEN))]
    assert kinds.count("airstrike") == 1
    assert "shelling" not in kinds


def rewritten(monitor: Monitor, again: Reading) -> None:
    from tadmor.pipeline.adding import Adder

    Adder(monitor.record, "test", "reread").write([again])


@pytest.mark.parametrize(("field", "value"), [("kind", "picnic"), ("actor", "the navy"), ("kind", "shelling")])
def test_a_correction_that_cannot_be_is_refused_and_nothing_is_written(war: Monitor, field: str, value: str) -> None:
    [telling] = list(war.claims(Query(kinds=("shelling",), as_of=TAKEN)))
    with pytest.raises(SettingError):
        war.correct(telling.claim.id, {field: value}, because="why", who="ada")
    assert war.decisions() == []


def test_what_is_rejected_is_left_out_and_comes_back(war: Monitor) -> None:
    [telling] = list(war.claims(Query(kinds=("shelling",), as_of=TAKEN)))
    war.reject(telling.claim.id, because="a headline on football", who="ada")
    assert len(list(war.claims(Query(kinds=("shelling",))))) == 1
    war.undo(war.decisions()[0].number, who="ada")
    assert len(list(war.claims(Query(kinds=("shelling",))))) == 2
    war.accept(telling.claim.id, who="ada")
    [accepted] = list(war.claims(Query(kinds=("shelling",), as_of=TAKEN)))
    assert accepted.standing == "accepted"


def test_a_control_follows_a_correction(war: Monitor) -> None:
    [telling] = list(war.claims(Query(until=LOST)))
    war.correct(telling.claim.id, {"modality": "denied"}, because="they denied it", who="ada")
    [held] = war.control(date(2015, 6, 1), "Palmyra", date(2016, 1, 1))
    assert held.control.holder != "islamic-state"


def test_one_of_two_rejections_taken_back_leaves_the_other(war: Monitor) -> None:
    [telling] = list(war.claims(Query(kinds=("shelling",), as_of=TAKEN)))
    war.reject(telling.claim.id, because="misread", who="ada")
    war.reject(telling.claim.id, because="misread", who="bo")
    first, second = (d.number for d in war.decisions())
    war.undo(second, who="bo")
    assert len(list(war.claims(Query(kinds=("shelling",))))) == 1
    war.undo(first, who="ada")
    assert len(list(war.claims(Query(kinds=("shelling",))))) == 2


def test_an_event_that_nobody_tells_of_says_so(war: Monitor) -> None:
    event = one_event(war, "shelling", "Homs")
    with pytest.raises(RecordError, match=r"nobody tells of event .* by 2015-01-01"):
        war.event(event.id, date(2015, 1, 1))
    for telling in event.tellings:
        war.reject(telling.claim.id, because="misread", who="ada")
    with pytest.raises(RecordError, match="taken back"):
        war.event(event.id)


def test_events_that_were_put_otherwise_are_worked_out_anew(war: Monitor) -> None:
    event = one_event(war, "shelling", "Homs")
    with war.record.write("test", "ada") as writer:
        for n, telling in enumerate(event.tellings):
            writer.add_event(f"other{n}")
            writer.add_members([(telling.row, f"other{n}", None, None, ())])
    done = war.reconcile(who="ada")
    assert done.changed >= 1
    assert len(one_event(war, "shelling", "Homs").tellings) == 2
    assert list(war.verify()) == []


def test_all_events_worked_out_anew_are_as_they_were(war: Monitor) -> None:
    before = {e.id: {t.claim.id for t in e.tellings} for e in war.events()}
    done = war.reconcile(who="ada")
    assert (done.claims, done.events, done.changed) == (5, len(before), 0)
    assert {e.id: {t.claim.id for t in e.tellings} for e in war.events()} == before


def test_a_record_is_whole_after_all_this(war: Monitor) -> None:
    [telling] = list(war.claims(Query(kinds=("shelling",), as_of=TAKEN)))
    war.correct(telling.claim.id, {"kind": "airstrike"}, because="photographs", who="ada")
    war.retract(MONITORS.report.id, because="withdrawn", known=AFTER, who="ada")
    assert list(war.verify()) == []


def test_two_prints_of_one_text_are_one_origin(monitor: Monitor) -> None:
    body = " ".join(f"Witness number {n} told of shells that fell on street {n} of the old town." for n in range(30))
    prints = [
        reading(f"{body} Shells killed 12 in Homs.", TAKEN,
                {"kind": "shelling", "trigger": "Shells killed", "place": "Homs", "day": TAKEN, "killed": "12"},
                outlet=outlet, title=f"{outlet}: shells")
        for outlet in ("Coast Herald", "Orontes Post")
    ]  # fmt: skip
    first, second = (o for o in monitor.add_readings(prints) if isinstance(o, Added))
    assert (first.how, second.how, second.origin) == (None, "copy", prints[0].report.id)
    [event] = monitor.events()
    assert (event.origins, len(event.tellings)) == (1, 2)


def test_an_error_among_the_readings_stops_nothing(monitor: Monitor) -> None:
    fault = TadmorError("broken", where="x")
    outcomes = list(monitor.add_readings([FALL, fault, RETAKEN]))
    assert fault in outcomes
    assert sum(isinstance(o, Added) for o in outcomes) == 2


def test_a_report_that_another_writer_brought_meanwhile_is_left_as_it_is(war: Monitor) -> None:
    from tadmor.pipeline.adding import Adder

    [added] = Adder(war.record, "test").write([FALL])
    assert (added.known, added.claims) == (True, 0)
    assert len(next(rows for _, rows in war.record.stakes("geonames:163808", LOST))) == 1


def test_a_claim_whose_correction_was_taken_back_is_read_again(war: Monitor) -> None:
    [telling] = list(war.claims(Query(kinds=("shelling",), as_of=TAKEN)))
    war.correct(telling.claim.id, {"kind": "airstrike"}, because="the photographs", who="ada")
    war.undo(war.decisions()[0].number, who="ada")
    rewritten(war, RETAKEN)
    assert [t.claim.kind for t in war.claims(Query(outlets=("Coast Herald",)))] == ["capture", "shelling"]


def test_an_event_of_another_year_is_not_brought_in_by_one_loose_telling(war: Monitor) -> None:
    told = {"kind": "capture", "trigger": "recaptured", "actor": "army", "place": "Palmyra", "day": TAKEN}
    told = {"kind": "capture", "trigger": "recaptured", "actor": "army", "place": "Palmyra", "day": TAKEN}
    loose = reading("The army recaptured Palmyra in those years.", AFTER, told)
    [claim] = loose.claims
    assert claim.when is not None
    spread = replace(claim, when=replace(claim.when, start=TAKEN, end=date(2017, 12, 31), grain="span"))
    list(war.add_readings([replace(loose, claims=(spread,))]))
    event = one_event(war, "capture", "Palmyra")
    [row] = [t.row for t in war.claims(Query(since=date(2017, 1, 1)))]
    with war.record.write("judge", "test") as writer:
        writer.add_members([(row, event.id, None, None, ())])
    assert event.id not in {e.id for e in war.events(Query(since=date(2017, 1, 1)))}
