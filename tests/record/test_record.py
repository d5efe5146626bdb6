"""Writing, and what can be asked afterwards."""

from __future__ import annotations

from datetime import date

import pytest
from syrian import DAY, HOMS, PALMYRA, RAQQA, add, claim, report, stake

from tadmor.errors import RecordError
from tadmor.model import Link, Report
from tadmor.query import Query
from tadmor.record.record import Record
from tadmor.record.values import NameCount, OutletCount, PlaceCount

TEXT = "On Sunday the army captured Palmyra from militants, state television said. Shells hit Homs."


@pytest.fixture
def one() -> Report:
    return report(TEXT)


def test_a_telling_says_who_published_it_and_when(syria: Record, one: Report) -> None:
    told = claim(
        one, "captured", actors=["the army"], targets=["militants"], speakers=["state television"], place=PALMYRA
    )
    (n,) = add(syria, one, told, raw=b"<p>raw</p>")
    (telling,) = syria.tellings()
    assert telling.claim == told
    assert (telling.row, telling.known, telling.published, telling.outlet) == (n, DAY, DAY, "Palmyra Post")
    assert (telling.origin, telling.standing) == (one.id, "proposed")
    assert syria.raw.read(str(syria.report(one.id).raw_sha256)) == b"<p>raw</p>"


def test_the_same_report_again_changes_nothing(syria: Record, one: Report) -> None:
    first = add(syria, one, claim(one, "captured"))
    assert add(syria, one, claim(one, "captured")) == first
    with syria.write("add", "tester") as w:
        n = w.add_report(one)
        assert not w.is_new(n)
        other = w.add_report(report("Other words."))
        assert w.is_new(other)
        assert w.add_report(report("Other words.")) == other
    assert len(list(syria.reports())) == 2
    assert syria.has([one.id, "none"]) == {one.id}
    assert (syria.report_n(one.id), syria.report_n("none")) == (n, None)


def test_another_text_under_the_same_id_is_refused(syria: Record, one: Report) -> None:
    add(syria, one)
    with pytest.raises(RecordError, match="another text under this id"):
        add(syria, report("Other words.", id=one.id))
    with pytest.raises(RecordError, match="character 3 of its text is a zero"):
        add(syria, report("bad\0text"))
    with pytest.raises(RecordError, match="half a surrogate pair"):
        add(syria, report("bad \ud800", id="half"))
    assert len(list(syria.reports())) == 1


def test_a_write_that_fails_leaves_nothing(syria: Record, one: Report) -> None:
    def broken_off() -> None:
        with syria.write("add", "tester") as w:
            w.add_reading(w.add_report(one), [claim(one, "captured", actors=["the army"], place=PALMYRA)])
            w.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        broken_off()
    assert list(syria.log()) == []
    # Numbers of names and places that were given in vain are given again.
    add(syria, one, claim(one, "captured", actors=["militants"], place=HOMS))
    assert syria.names() == [NameCount("islamic-state", 1, 0, 0)]
    assert syria.places() == [PlaceCount(HOMS, 1)]
    assert list(syria.verify()) == []


def test_known_is_the_day_of_publication_else_the_day_recorded(syria: Record) -> None:
    undated = report("The army captured it.", published=None)
    add(syria, undated, claim(undated, "captured"))
    (telling,) = syria.tellings()
    assert (date.today() - telling.known).days in (-1, 0, 1)
    assert telling.published is None
    later = report("The army captured that.")
    with syria.write("add", "tester") as w:
        n = w.add_report(later, known=date(2020, 1, 1))
        w.add_reading(n, [claim(later, "captured")])
    assert [t.known for t in syria.tellings(Query(report=later.id))] == [date(2020, 1, 1)]


def test_an_id_may_be_given_by_its_beginning(syria: Record, one: Report) -> None:
    told = [claim(one, "captured", id=id) for id in ("abc1", "abc2", "b", "bb")]
    add(syria, one, *told)
    assert syria.telling("abc2").claim.id == "abc2"
    assert syria.telling("b").claim.id == "b"
    with pytest.raises(RecordError, match="several claims begin with abc: abc1, abc2"):
        syria.telling("abc")
    for wrong in ("x", "", "abc12"):
        with pytest.raises(RecordError, match="claim"):
            syria.telling(wrong)
    assert [t.claim.id for t in syria.tellings_of(["bb", "x", "abc1"])] == ["bb", "abc1"]


def test_origins(syria: Record) -> None:
    first, copy = report("The army captured it.", outlet="Wire"), report("The army captured it. (Wire)", outlet="Site")
    add(syria, first, claim(first, "captured"))
    add(syria, copy, claim(copy, "captured"))
    with syria.write("add", "tester") as w:
        numbers = [w.add_report(one) for one in (first, copy)]
        w.add_bands(numbers[0], [7, 8])
        w.add_bands(numbers[1], [8, 2**62])
        w.add_origin(numbers[1], numbers[0], "copy", 0.9, ("same words",))
        assert w.view.bands([8]) == [(first, first.id), (copy, first.id)]
    assert [t.origin for t in syria.tellings()] == [first.id, first.id]
    assert (syria.origin(copy.id), syria.origin(first.id)) == (first.id, first.id)
    assert syria.bands([2**62, 1]) == [(copy, first.id)]
    assert syria.outlets() == [OutletCount("Site", 1, 1, 1), OutletCount("Wire", 1, 1, 1)]
    with syria.write("add", "tester") as w:
        w.add_origin(numbers[1], numbers[1])
    assert syria.origin(copy.id) == copy.id


def test_events_forward_and_members_move(syria: Record, one: Report) -> None:
    told = [claim(one, "captured", id=f"c{n}") for n in range(3)]
    a, b, c = add(syria, one, *told)
    with syria.write("link", "tester") as w:
        w.add_event("e1", "c0")
        w.add_event("e2", "c2")
        w.add_members([(a, "e1", None, None, ()), (b, "e1", a, 0.8, ("same town",)), (c, "e2", None, None, ())])
        assert w.view.event_ids([a, c]) == {a: "e1", c: "e2"}
    assert [(id, len(some)) for id, some in syria.events_of()] == [("e1", 2), ("e2", 1)]
    with syria.write("link", "tester") as w:
        w.add_members([(a, "e2", c, 0.9, ()), (b, None, None, None, ())])
        w.add_forward("e1", "e2", ("merged",))
    assert [(id, [t.claim.id for t in some]) for id, some in syria.events_of()] == [("e2", ["c0", "c2"])]
    assert syria.event("e1") == syria.event("e2")
    assert syria.event("e1")[0] == "e2"
    assert [id for _, id in syria.placed()] == ["e2", None, "e2"]
    with pytest.raises(RecordError, match="no event e9"):
        syria.event("e9")
    with pytest.raises(RecordError, match="no event e9"), syria.write("link", "tester") as w:
        w.add_members([(a, "e9", None, None, ())])


def test_events_of_a_query_bring_all_their_tellings(syria: Record) -> None:
    one, other = report("The army captured Palmyra."), report("The army captured Homs.", date(2016, 4, 2))
    first = claim(one, "captured", place=PALMYRA)
    second, third = claim(other, "captured", place=HOMS, day=date(2016, 4, 1)), claim(other, "captured", kind="clash")
    (a,), (b, c) = add(syria, one, first), add(syria, other, second, third)
    with syria.write("link", "tester") as w:
        for id in ("e2", "e1"):
            w.add_event(id)
        w.add_members([(a, "e1", None, None, ()), (b, "e1", None, None, ()), (c, "e2", None, None, ())])
    palmyra = frozenset({PALMYRA.id})
    found = list(syria.events_of(places=palmyra))
    assert [(id, [t.claim.id for t in some]) for id, some in found] == [("e1", [first.id, second.id])]
    early = list(syria.events_of(Query(as_of=DAY), places=palmyra))
    assert [len(some) for _, some in early] == [1]
    assert [id for id, _ in syria.events_of()] == ["e2", "e1"]
    assert [id for id, _ in syria.events_of(Query(limit=1))] == ["e2"]
    assert [id for id, _ in syria.events_of(Query(limit=1, after="e2"))] == ["e1"]
    with pytest.raises(RecordError, match="no event e7"):
        list(syria.events_of(Query(after="e7")))


def test_near_claims_are_found_by_key_and_by_event(syria: Record, one: Report) -> None:
    with syria.write("add", "tester") as w:
        a, b, c = w.add_reading(w.add_report(one), [claim(one, "captured", id=f"c{n}") for n in range(3)])
        w.add_blocks(a, [1, 2**62])
        w.add_blocks(b, [2**62, 3])
        w.add_blocks(c, [3])
        w.add_event("e1")
        w.add_members([(a, "e1", None, 1.0, ("first told here",)), (b, "e1", a, 0.8, ("same town",))])
        assert sorted(w.view.rows_under([2**62, 1])) == [(1, a), (2**62, a), (2**62, b)]
        assert w.view.member_rows(["e1"]) == [(a, "e1"), (b, "e1")]
    with syria.write("reject", "tester") as w:
        w.add_gone(b, "rejection")
    assert [t.row for t in syria.tellings_at([b, c])] == [c]
    assert syria.membership(b) == ("e1", "c0", 0.8, ("same town",))
    assert syria.membership(c) == (None, None, None, ())
    assert syria.events_of_reports([one.id, "none"]) == {"e1"}
    assert syria.taken_out("c1") == b
    assert syria.rows_under([]) == syria.member_rows([]) == []


def test_what_was_learnt_between_two_days(syria: Record) -> None:
    with syria.write("add", "tester") as w:
        for day in (1, 3):
            one = report(f"militants captured Palmyra, edition {day}", published=date(2016, 3, day))
            [n] = w.add_reading(w.add_report(one), [claim(one, "captured", id=f"c{day}")])
            w.add_event(f"e{day}")
            w.add_members([(n, f"e{day}", None, None, ())])
    assert syria.learnt(date(2016, 2, 1), date(2016, 3, 2)) == ["e1"]
    assert syria.learnt(date(2016, 3, 1), date(2016, 3, 9)) == ["e3"]
    with syria.write("retract", "tester") as w:
        w.add_gone(syria.telling("c1").row, "retraction", known=date(2016, 3, 5))
    assert syria.learnt(date(2016, 3, 4), date(2016, 3, 9)) == ["e1"]


def test_stakes_are_the_newest_that_stand(syria: Record) -> None:
    numbers = {}
    with syria.write("add", "tester") as w:
        for day in (3, 1, 2, 5):
            one = report(f"The army captured Palmyra, day {day}.", date(2016, 4, day + 1))
            told = claim(one, "captured", place=PALMYRA, day=date(2016, 4, day))
            (numbers[day],) = w.add_reading(w.add_report(one), [told])
            w.add_stakes(numbers[day], [stake(told, date(2016, 4, day), date(2016, 4, day + 1))])
        w.add_place(RAQQA)
        w.add_stakes(numbers[1], [stake(claim(one, "captured", place=PALMYRA), DAY, DAY)])

    def asked(**words: object) -> list[int]:
        return [s.day.day for _, some in syria.stakes(PALMYRA.id, **words) for s in some]  # type: ignore[arg-type]

    assert asked() == [5, 3, 2, 1, 27]
    assert asked(last=2) == [5, 3]
    assert asked(last=None) == asked()
    assert asked(at=date(2016, 4, 3)) == [3, 2, 1, 27]
    assert asked(as_of=date(2016, 4, 3)) == [2, 1, 27]
    assert asked(at=date(2016, 4, 1), last=1, ahead=2) == [1, 2, 3]
    with syria.write("retract", "tester") as w:
        w.add_gone(numbers[2], "retraction", date(2016, 5, 1))
    assert asked() == [5, 3, 1, 27]
    assert asked(as_of=date(2016, 4, 30)) == [5, 3, 2, 1, 27]
    assert [place for place, _ in syria.stakes()] == [PALMYRA.id]
    assert list(syria.stakes(HOMS.id)) == []
    (place, rows), *_ = syria.stake_rows()
    assert (place, rows[0][:2]) == (PALMYRA.id, (PALMYRA.id, date(2016, 4, 5).toordinal()))
    with pytest.raises(RecordError, match="not in the record"), syria.write("add", "tester") as w:
        w.add_stakes(numbers[1], [stake(claim(report("Homs", id="h"), "Homs", place=HOMS), DAY, DAY)])


def test_counts(syria: Record, one: Report) -> None:
    told = claim(
        one, "captured", actors=["the army"], targets=["militants", "militants"], speakers=["state television"]
    )
    add(
        syria,
        one,
        told,
        claim(one, "hit", "shelling", targets=["Shells"], place=HOMS),
        claim(one, "Sunday", place=PALMYRA),
    )
    assert syria.places() == [PlaceCount(PALMYRA, 1), PlaceCount(HOMS, 1)]
    assert syria.names() == [
        NameCount("islamic-state", 0, 1, 0), NameCount("sana", 0, 0, 1), NameCount("shells", 0, 1, 0),
        NameCount("syria-army", 1, 0, 0),
    ]  # fmt: skip
    assert syria.outlets() == [OutletCount("Palmyra Post", 1, 1, 3)]
    early = date(2016, 1, 1)
    assert (syria.places(early), syria.names(early), syria.outlets(early)) == ([], [], [])


def test_decisions_and_links(syria: Record, one: Report) -> None:
    add(syria, one, *[claim(one, "captured", id=id) for id in ("a", "b", "c")])
    with syria.write("judge", "Zenobia") as w:
        w.add_decision("judge", "a", other="b", value="different", because="other days")
        w.add_decision("judge", "b", other="a", value="same", because="one battle")
        n = w.add_decision("judge", "a", other="c", value="same")
        accepted = w.add_decision("accept", "a", known=date(2016, 5, 1))
        w.add_decision("correct", "b", field="kind", value={"kind": "clash"}, quote=["captured"], because="no capture")
        assert len(w.view.decisions()) == 5
    assert syria.links() == [
        Link("b", "a", "same", 1.0, "person:Zenobia", ("one battle",)), Link("a", "c", "same", 1.0, "person:Zenobia")
    ]  # fmt: skip
    assert [t.standing for t in syria.tellings()] == ["accepted", "corrected", "proposed"]
    assert [t.standing for t in syria.tellings(Query(as_of=DAY))] == ["proposed", "corrected", "proposed"]
    with syria.write("undo", "Zenobia") as w:
        w.add_decision("undo", "a", other=str(n))
        w.add_decision("undo", "a", other=str(accepted))
    assert len(syria.links()) == 1
    assert syria.telling("a").standing == "proposed"
    assert [(d.verb, d.undone) for d in syria.decisions("c")] == [("judge", True)]
    correction = syria.decisions("b")[-1]
    assert (correction.field, correction.value, correction.quote) == ("kind", {"kind": "clash"}, ["captured"])
    assert (correction.who, correction.known, correction.because) == ("Zenobia", None, "no capture")


def test_the_log_says_who_wrote_what(syria: Record, one: Report) -> None:
    add(syria, one, claim(one, "captured"))
    with syria.write("note", "Zenobia", note={"source": "folder"}):
        pass
    first, second = syria.log()
    assert (first.n, first.who, first.verb, first.rules, first.note) == (1, "tester", "add", "rules-1", None)
    assert first.rows == {"claim": 1, "reading": 1, "report": 1}
    assert (second.who, second.note, second.rows) == ("Zenobia", {"source": "folder"}, {})
    assert second.digest == syria.head() != first.digest
    assert syria.known_rules(one.id) == "rules-1"
    assert syria.known_rules("none") is None
