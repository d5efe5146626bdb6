"""Events: who joins, founds, unites and parts, whatever the order, and people's judgements above all."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import groupby

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strikes import strike

from tadmor.model import Link, Verdict
from tadmor.reconcile.cluster import assign, recluster
from tadmor.reconcile.moves import Membership, Merge, Move, Split, applied, event_id, order
from tadmor.reconcile.sketch import Sketch


def link(a: str, b: str, verdict: Verdict, by: str = "person:anna") -> Link:
    return Link(a, b, verdict, 1.0, by)


def groups(events: Mapping[str, str]) -> set[frozenset[str]]:
    out: dict[str, set[str]] = defaultdict(set)
    for claim, event in events.items():
        out[event].add(claim)
    return {frozenset(g) for g in out.values()}


def parts(*words: str) -> set[frozenset[str]]:
    return {frozenset(w.split()) for w in words}


def of(moves: Sequence[Move], sort: type) -> list[Move]:
    return [m for m in moves if isinstance(m, sort)]


def test_one_strike_of_ten_outlets_is_one_event() -> None:
    ten = [strike(f"c{n}") for n in range(10)]
    events = applied({}, recluster(ten, {}))
    assert set(events.values()) == {event_id("c0")}


def test_two_strikes_of_one_week_are_two() -> None:
    told = [strike(f"{day}{outlet}", day) for day in (2, 6) for outlet in "abc"]
    assert groups(applied({}, recluster(told, {}))) == parts("2a 2b 2c", "6a 6b 6c")


def test_a_chain_of_near_days_does_not_grow_on() -> None:
    told = [strike(f"c{day}{n}", day) for day in range(1, 9) for n in "ab"]
    events = applied({}, recluster(told, {}))
    for group in groups(events):
        days = {int(claim[1]) for claim in group}
        assert max(days) - min(days) <= 2


def test_membership_says_via_whom_and_why() -> None:
    first, second = strike("a"), strike("b")
    moves = assign([second], [(first, "e1")])
    assert moves == [Membership("b", "e1", "a", pytest.approx(moves[0].score), moves[0].because)]  # type: ignore[union-attr]
    assert "same day" in moves[0].because
    assert assign([first], []) == [Membership("a", event_id("a"), None, 1.0, ("first told here",))]


def test_a_new_claim_unites_two_events() -> None:
    a, b = strike("a", 2), strike("b", 2)
    moves = assign([strike("c", 2)], [(a, "e1"), (b, "e2")])
    assert [(m.event, m.into) for m in of(moves, Merge)] == [("e2", "e1")]  # type: ignore[union-attr]
    assert applied({"a": "e1", "b": "e2"}, moves) == {"a": "e1", "b": "e1", "c": "e1"}


def test_judged_the_same_unites_what_is_unlike() -> None:
    a, b = strike("a", 2), strike("b", 20)
    moves = assign([], [(a, "e1"), (b, "e2")], [link("b", "a", "same")])
    assert moves == [Merge("e2", "e1", ("judged the same by person:anna",))]


def test_judged_different_parts_an_event() -> None:
    near = [(strike(c), "e1") for c in "abcd"]
    moves = assign([], near, [link("a", "d", "different")])
    (split,) = moves
    assert isinstance(split, Split)
    assert (split.event, split.because) == ("e1", ("judged different by person:anna",))
    assert "d" in split.claims
    assert "a" not in split.claims
    assert split.part == event_id(min(split.claims))


def test_judged_the_same_stays_together_in_a_split() -> None:
    near = [(strike(c), "e1") for c in "abcd"]
    moves = assign([], near, [link("a", "d", "different"), link("b", "d", "same"), link("c", "a", "same")])
    assert groups(applied({s.claim: e for s, e in near}, moves)) == parts("a c", "b d")


def test_judged_different_keeps_a_new_claim_out() -> None:
    moves = assign([strike("b")], [(strike("a"), "e1")], [link("a", "b", "different")])
    assert applied({"a": "e1"}, moves) == {"a": "e1", "b": event_id("b")}


@pytest.mark.parametrize(
    ("links", "expected"),
    [
        ([link("a", "b", "different", "model:x")], parts("a b c")),
        ([link("a", "b", "undecided")], parts("a b c")),
        ([link("a", "b", "different"), link("a", "b", "same", "person:bo")], parts("a b c")),
        ([link("a", "b", "different"), link("b", "c", "same")], parts("a", "b c")),
        ([link("a", "b", "different"), link("b", "c", "different"), link("a", "c", "different")], parts("a", "b", "c")),
    ],
)
def test_judgements(links: list[Link], expected: set[frozenset[str]]) -> None:
    told = [strike(c) for c in "abc"]
    assert groups(applied({}, recluster(told, {}, links))) == expected
    events: dict[str, str] = {}
    for n, sketch in enumerate(told):
        events = applied(events, assign([sketch], [(s, events[s.claim]) for s in told[:n]], links))
    assert groups(events) == expected


def test_recluster_keeps_the_id_of_most() -> None:
    told = [strike(c) for c in "abcd"]
    moves = recluster(told, {"a": "e9", "b": "e7", "c": "e7", "d": "e7"})
    assert [(m.event, m.into) for m in of(moves, Merge)] == [("e9", "e7")]  # type: ignore[union-attr]


def test_recluster_parts_what_was_one() -> None:
    told = [strike("a", 2), strike("b", 2), strike("c", 9)]
    (split,) = recluster(told, dict.fromkeys("abc", "e1"))
    assert isinstance(split, Split)
    assert (split.event, split.part, split.claims, split.because) == ("e1", event_id("c"), ("c",), ("7 days apart",))


def test_recluster_of_what_stands_changes_nothing() -> None:
    told = [strike(f"{day}{n}", day) for day in (2, 9, 16) for n in "abc"]
    events = applied({}, recluster(told, {}))
    assert recluster(told, events) == []


claims = st.lists(
    st.tuples(
        st.integers(1, 6), st.integers(1, 3), st.integers(1, 5), st.sampled_from(["airstrike", "attack", "clash"])
    ),
    min_size=1,
    max_size=14,
)


def happenings(rows: list[tuple[int, int, int, str]], published: int = 736_100) -> list[Sketch]:
    return [
        strike(f"c{n:02}", day, town, f"r{report}", kind=kind, published=published, sentence=n, counts=())
        for n, (day, town, report, kind) in enumerate(rows)
    ]


@settings(max_examples=60, deadline=None)
@given(claims, st.randoms(use_true_random=False))
def test_order_does_not_matter(rows: list[tuple[int, int, int, str]], random: st.DrawFn) -> None:
    told = happenings(rows)
    mixed = list(told)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert recluster(mixed, {}) == recluster(told, {})


@settings(max_examples=60, deadline=None)
@given(claims)
def test_report_by_report_is_as_all_at_once(rows: list[tuple[int, int, int, str]]) -> None:
    told = sorted(happenings(rows), key=order)
    events: dict[str, str] = {}
    done: list[Sketch] = []
    for _, report in groupby(told, key=lambda s: s.report):
        new = list(report)
        events = applied(events, assign(new, [(s, events[s.claim]) for s in done]))
        done += new
    assert groups(events) == groups(applied({}, recluster(told, {})))


@settings(max_examples=60, deadline=None)
@given(claims, claims)
def test_ids_stay_when_claims_are_added(
    rows: list[tuple[int, int, int, str]], more: list[tuple[int, int, int, str]]
) -> None:
    told = happenings(rows + more)
    events = applied({}, recluster(told[: len(rows)], {}))
    moves = recluster(told, events)
    after = applied(events, moves)
    gone = {m.event for m in moves if isinstance(m, Merge)}
    assert set(events.values()) - gone <= set(after.values())
    assert groups(after) == groups(applied({}, recluster(told, {})))


def test_is_quick() -> None:
    near = [(strike(f"n{n}", 1 + n % 20, 1 + n % 3), f"e{n % 60}") for n in range(300)]
    new = [strike(f"x{n}", 5 + n % 2, report="new") for n in range(10)]
    start = time.perf_counter()
    assign(new, near)
    assert time.perf_counter() - start < 1.0  # 60 ms where nothing else runs
