"""Pairs that may be one happening share a key; others do not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strikes import BASE, COUNTRY, FAR, NEXT, PROVINCE, drawn, strike

from tadmor.reconcile.blocks import block_keys
from tadmor.reconcile.features import Apart, features
from tadmor.reconcile.kinds import rules

TEXT = "Jets hit Sarmin."


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [
        ({}, {}, True),
        ({}, {"day": "2016-03-03"}, True),
        ({}, {"day": "2016-03-05", "basis": "published"}, True),
        ({}, {"day": "2016-03-20"}, False),
        ({}, {"kind": "bombing"}, True),
        ({}, {"kind": "control"}, False),
        ({}, {"place": NEXT}, True),
        ({}, {"place": BASE}, True),
        ({}, {"place": PROVINCE}, True),
        ({}, {"place": FAR}, False),
        ({}, {"place": COUNTRY}, False),
        ({}, {"day": None, "published": "2016-03-03"}, True),
        ({"kind": "capture"}, {"kind": "capture", "day": "2016-01-01", "until": "2016-12-31"}, True),
        ({"killed": (90, 90)}, {"day": "2016-01-01", "until": "2016-12-31"}, True),
        ({"killed": (2, 2)}, {"day": "2016-01-01", "until": "2016-12-31"}, False),
        ({"day": None, "place": None}, {"day": None, "place": None}, True),
        ({"day": None, "place": None}, {"day": None, "place": None, "report": "r2"}, False),
        ({"day": None, "published": None}, {"day": None, "published": None, "report": "r2"}, False),
    ],
)
def test_shared_keys(one: dict[str, str], other: dict[str, str], shared: bool) -> None:
    a, b = (drawn(TEXT, "hit", **{"kind": "airstrike", **how}) for how in (one, other))  # type: ignore[arg-type]
    assert bool(set(block_keys(a)) & set(block_keys(b))) is shared


def test_keys_are_stable_small_and_few() -> None:
    keys = block_keys(strike("c"))
    assert all(0 <= key < 2**63 for key in keys)


kinds = st.sampled_from(sorted(rules().groups))
days = st.integers(1, 28)


@given(kinds, kinds, days, days, st.sampled_from(["stated", "published", "context"]))
def test_no_possible_pair_of_a_town_is_missed(kind: str, other: str, day: int, later: int, basis: str) -> None:
    a, b = strike("a", day, kind=kind), strike("b", later, kind=other, basis=basis)
    try:
        features(a, b)
    except Apart:
        return
    assert set(block_keys(a)) & set(block_keys(b))


@given(kinds, days, st.integers(0, 400), st.booleans())
def test_at_most_four_keys(kind: str, day: int, span: int, rare: bool) -> None:
    long = strike("a", day, kind=kind, weapons=frozenset(("chemical",)) if rare else frozenset())
    assert 1 <= len(block_keys(replace(long, end=(long.start or 0) + span))) <= 4


def test_kinds_that_go_together_stand_in_one_group() -> None:
    groups = rules().groups
    assert all(groups[a] == groups[b] for a, b in rules().relations)
