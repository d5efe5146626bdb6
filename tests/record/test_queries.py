"""Filters, order and pages of claims; what stands on a day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from syrian import DAY, HOMS, PALMYRA, add, address, claim, ids, report

from tadmor import record
from tadmor.errors import RecordError
from tadmor.query import Query
from tadmor.record.record import Record

LATER = date(2016, 5, 1)


def fill(syria: Record) -> None:
    """Five claims of two reports: a to d known from the first, e from a month later."""
    one = report("On Sunday the army captured Palmyra and Homs from militants, state television said.")
    other = report("Rebels left Homs.", LATER, "Orient News")
    add(
        syria, one,
        claim(one, "captured", id="a", actors=["the army"], targets=["militants"], place=PALMYRA),
        claim(one, "captured", "clash", id="b", targets=["the army"], speakers=["state television"], place=HOMS,
              day=date(2016, 3, 1), until=date(2016, 3, 20)),
        claim(one, "captured", "control", id="c", actors=["militants"], day=date(2016, 1, 1), until=None),
        claim(one, "captured", "siege", id="d", undated=True),
    )  # fmt: skip
    add(
        syria, other,
        claim(other, "left", "withdrawal", id="e", actors=["Rebels"], place=HOMS, day=None, until=date(2016, 4, 30)),
    )  # fmt: skip


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def filled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    folder = tmp_path_factory.mktemp("queries")
    with record.open(address(request, request.param, folder), raw=folder / "raw") as opened:
        fill(opened)
        yield opened


@pytest.mark.parametrize(
    ("query", "chosen", "found"),
    [
        (Query(), {}, "cbade"),
        (Query(kinds=("capture",)), {}, "a"),
        (Query(kinds=("capture", "clash")), {}, "ba"),
        (Query(since=date(2016, 3, 27)), {}, "cae"),
        (Query(since=date(2016, 3, 28)), {}, "ce"),
        (Query(since=date(2016, 5, 2)), {}, "c"),
        (Query(until=date(2016, 3, 26)), {}, "cbe"),
        (Query(until=date(2015, 1, 1)), {}, "e"),
        (Query(since=date(2016, 3, 20), until=date(2016, 3, 20)), {}, "cbe"),
        (Query(), {"places": frozenset({PALMYRA.id})}, "a"),
        (Query(), {"places": frozenset({PALMYRA.id, HOMS.id, "geonames:0"})}, "bae"),
        (Query(), {"places": frozenset()}, ""),
        (Query(), {"places": frozenset(f"geonames:{n}" for n in range(3000)) | {HOMS.id}}, "be"),
        (Query(), {"names": frozenset({"syria-army"})}, "ba"),
        (Query(), {"names": frozenset({"rebels", "islamic-state"})}, "cae"),
        (Query(), {"names": frozenset({"sana"})}, ""),
        (Query(), {"speakers": frozenset({"sana"})}, "b"),
        (Query(), {"speakers": frozenset({"syria-army"})}, ""),
        (Query(outlets=("orient news",)), {}, "e"),
        (Query(outlets=("ORIENT NEWS", "Palmyra Post")), {}, "cbade"),
        (Query(outlets=("Orient",)), {}, ""),
        (Query(words="rebels"), {}, "e"),
        (Query(words='"captured palmyra"', kinds=("siege",)), {}, "d"),
        (Query(as_of=DAY), {}, "cbad"),
        (Query(as_of=DAY - timedelta(days=1)), {}, ""),
        (Query(limit=2), {}, "cb"),
        (Query(limit=2, after="b"), {}, "ad"),
        (Query(limit=2, after="d"), {}, "e"),
        (Query(after="e"), {}, ""),
        (Query(report="none"), {}, ""),
        (Query(kinds=("clash",), since=date(2016, 3, 1)), {"places": frozenset({HOMS.id})}, "b"),
    ],
)
def test_filters(filled: Record, query: Query, chosen: dict[str, Any], found: str) -> None:
    assert "".join(ids(filled, query, **chosen)) == found


def test_after_a_claim_that_is_not_there(filled: Record) -> None:
    with pytest.raises(RecordError, match="no claim x"):
        ids(filled, Query(after="x"))


def test_of_two_claims_of_one_first_day_the_earlier_row_comes_first(syria: Record) -> None:
    one = report("The army captured Palmyra.")
    add(syria, one, *[claim(one, "captured", id=id) for id in "zyx"])
    assert ids(syria) == ["z", "y", "x"]
    assert ids(syria, Query(after="z")) == ["y", "x"]


def standing(syria: Record, as_of: date | None = None) -> str:
    return "".join(ids(syria, Query(as_of=as_of)))


def test_a_retraction_holds_from_the_day_it_became_known(syria: Record) -> None:
    one = report("The army captured Palmyra.")
    a, _ = add(syria, one, claim(one, "captured", id="a"), claim(one, "captured", id="b"))
    with syria.write("retract", "tester") as w:
        w.add_decision("retract", "a", known=LATER)
        w.add_gone(a, "retraction", LATER)
    assert standing(syria) == "b"
    assert standing(syria, LATER) == "b"
    assert standing(syria, LATER - timedelta(days=1)) == "ab"
    assert syria.telling("a").standing == "retracted"
    assert syria.telling("a", LATER - timedelta(days=1)).standing == "proposed"
    assert syria.tellings_of(["a", "b"])[0].claim.id == "b"
    with syria.write("undo", "tester") as w:
        assert w.undo_gone(a)
        assert not w.undo_gone(a)
    assert standing(syria) == "ab"


def test_a_correction_holds_for_every_day(syria: Record) -> None:
    one = report("The army captured Palmyra.")
    wrong, right = claim(one, "captured", "clash", id="a"), claim(one, "captured", id="a", actors=["army"])
    (a,) = add(syria, one, wrong)
    with syria.write("correct", "tester") as w:
        n = w.add_correction(a, right)
        w.add_decision("correct", "a", field="kind")
    assert [t.claim for t in syria.tellings(Query(as_of=DAY))] == [right]
    assert (syria.telling("a").row, syria.telling("a").standing) == (n, "corrected")
    with syria.write("undo", "tester") as w:
        assert w.undo_gone(a)
    assert [t.claim for t in syria.tellings()] == [wrong]


def test_a_new_reading_takes_the_place_of_the_old(syria: Record) -> None:
    one = report("The army captured Palmyra.")
    kept, left, changed = (claim(one, "captured", id=id) for id in "klc")
    numbers = add(syria, one, kept, left, changed)
    otherwise = claim(one, "captured", id="c", actors=["army"])
    again = add(syria, one, kept, otherwise, claim(one, "captured", id="n"), rules="rules-2")
    assert again[0] == numbers[0]
    assert {t.claim.id: t.claim for t in syria.tellings()} == {
        "k": kept, "c": otherwise, "n": claim(one, "captured", id="n")
    }  # fmt: skip
    assert standing(syria, DAY) == "kcn"
    assert syria.known_rules(one.id) == "rules-2"
    assert syria.telling("l").standing == "proposed"
    # Within one write, too.
    with syria.write("add", "tester") as w:
        n = w.add_report(one)
        w.add_reading(n, [])
        w.add_reading(n, [left])
    assert standing(syria) == "l"
    assert list(syria.verify()) == []


@pytest.mark.parametrize("by", ["rejection", "retraction", "correction"])
def test_what_a_person_decided_stands_over_a_new_reading(syria: Record, by: Any) -> None:
    one = report("The army captured Palmyra.")
    told, other = claim(one, "captured", id="a"), claim(one, "captured", id="b")
    a, b = add(syria, one, told, other)
    right = claim(one, "captured", "clash", id="a2")
    with syria.write("decide", "tester") as w:
        instead = w.add_correction(a, right) if by == "correction" else a
        if by != "correction":
            w.add_gone(a, by, LATER)
    assert add(syria, one, told, other, rules="rules-2") == [instead, b]
    assert set(ids(syria)) == ({"a2", "b"} if by == "correction" else {"b"})
    assert list(syria.verify()) == []
