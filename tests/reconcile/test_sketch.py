"""What a sketch keeps of a telling."""

from __future__ import annotations

import time
from datetime import date

import pytest
from strikes import PROVINCE, TOWN, drawn, lineage, told

from tadmor.reconcile.sketch import Count, content, fold, sketch, stem

MARKET = "Government jets hit the market of Sarmin on Wednesday with barrel bombs, killing at least 12 people."


def test_keeps_what_comparison_needs() -> None:
    found = drawn(MARKET, "hit", actors=("air-force",), targets=("people",), killed=(12, None), outlet="Radio One")
    assert (found.claim, found.report, found.kind, found.outlet) == ("c1", "r1", "airstrike", "Radio One")
    assert found.start == found.end == date(2016, 3, 2).toordinal()
    assert found.published == date(2016, 3, 3).toordinal()
    assert found.spot is not None
    assert (found.spot.id, found.spot.precision, found.spot.admin1) == (TOWN.id, "town", "Idlib Governorate")
    assert found.actors == {"air-force"}
    assert found.actor_sides == {"air-force", "army", "government"}
    assert found.targets == frozenset()  # "people" is nobody in particular
    assert found.counts == (Count("killed", 12, None),)
    assert "market" in found.words


@pytest.mark.parametrize(
    ("words", "key"),
    [("rebels", "rebels"), ("opposition fighters", "rebels"), ("Nour Brigade", "nour brigade"), ("gunmen", None)],
)
def test_words_for_somebody_without_an_id(words: str, key: str | None) -> None:
    found = drawn(f"{words} hit Sarmin.", "hit", actors=(words,))
    assert found.actors == ({key} if key else frozenset())


@pytest.mark.parametrize(
    ("text", "trigger", "hint"),
    [
        ("The attack left the market in ruins.", "attack", {"again"}),
        ("Another attack followed at noon.", "attack", {"more"}),
        ("The town is regularly bombed.", "bombed", {"habit"}),
        ("Jets bombed the market.", "bombed", set()),
    ],
)
def test_hints_before_the_trigger(text: str, trigger: str, hint: set[str]) -> None:
    assert drawn(text, trigger, "attack").hints == hint


def test_unknown_stays_none() -> None:
    found = drawn("Jets hit it.", "hit", day=None, place=None, published=None)
    assert (found.start, found.end, found.published, found.spot, found.basis) == (None, None, None, None, "none")


def test_a_named_province_is_vague() -> None:
    found = drawn(MARKET, "hit", place=PROVINCE)
    assert found.spot is not None
    assert found.spot.precision == "province"


@pytest.mark.parametrize(
    ("word", "expected"), [("bombings", "bomb"), ("Bombed", "bomb"), ("the", ""), ("raids", "raid")]
)
def test_stem(word: str, expected: str) -> None:
    assert stem(word) == expected


def test_fold_and_content() -> None:
    assert fold("ʿAyn al-ʿArab’s") == "ayn al-arabs"
    assert content("It was said that it is so") == frozenset()


def test_is_cheap() -> None:
    telling = told(MARKET, "hit", actors=("air-force",), killed=(12, None))
    start = time.perf_counter()
    for _ in range(300):
        sketch(telling, lineage)
    assert (time.perf_counter() - start) / 300 < 0.0006  # 30 µs where nothing else runs
