"""Pairs of tellings, whether they tell of one happening, and the words that say why."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strikes import BASE, COUNTRY, FAR, NEXT, PROVINCE, drawn, strike

from tadmor.reconcile.compare import compare, log_odds, probability
from tadmor.reconcile.features import likeness
from tadmor.reconcile.kinds import rules
from tadmor.reconcile.sketch import content

LEAD = ("Government jets bombed the crowded market of Sarmin, killing 12 shoppers.", "bombed")
SECOND = ("At least 10 shoppers died when an air raid tore through the market of Sarmin.", "raid")
OTHER = ("Artillery wounded a farmer in the fields of Sarmin.", "Artillery")


def pair(one: tuple[str, str], other: tuple[str, str], first: dict[str, Any], second: dict[str, Any]) -> Any:
    a = drawn(*one, **{"id": "a", "report": "r1", "outlet": "Radio One", **first})
    b = drawn(*other, **{"id": "b", "report": "r2", "outlet": "Daily Two", **second})
    return a, b


SAME = [
    ({"killed": (12, 12)}, {"killed": (10, None)}, ("same day", "both air strikes", "sentences alike")),
    ({"killed": (12, 12)}, {"killed": (10, None)}, ("12 and at least 10 killed fit together",)),
    ({"killed": (12, 12)}, {"killed": (12, 12)}, ("12 and 12 killed in both",)),
    ({"actors": ("air-force",)}, {"actors": ("air-force",)}, ("same actor",)),
    ({"actors": ("air-force",)}, {"actors": ("army",)}, ("actors of one side",)),
    ({}, {"basis": "published"}, ("same day, one by its day of publication",)),
    ({}, {"modality": "denied"}, ("one denies it",)),
    ({}, {"place": BASE}, ("places 3 km apart",)),
]


@pytest.mark.parametrize(("first", "second", "words"), SAME)
def test_same_happening(first: dict[str, Any], second: dict[str, Any], words: tuple[str, ...]) -> None:
    found = compare(*pair(LEAD, SECOND, first, second))
    assert found.score > 0.5
    assert set(words) <= set(found.because)


APART = [
    ({}, {"day": "2016-03-09"}, "7 days apart"),
    ({}, {"place": FAR}, "other place"),
    ({}, {"place": NEXT}, "other place"),
    ({}, {"kind": "protest"}, "other kinds"),
    ({}, {"kind": "control"}, "other kinds"),
    (
        {"kind": "capture", "actors": ("army",), "targets": ("rebel-front",)},
        {"kind": "capture", "actors": ("rebel-front",)},
        "who takes in one loses in the other",
    ),
    ({"kind": "capture"}, {"kind": "capture", "modality": "planned"}, "one is told as done, the other not"),
    ({"kind": "siege"}, {"kind": "siege", "modality": "ended"}, "one is told as ended"),
    ({"report": "r"}, {"report": "r", "day": "2016-03-03", "basis": "relative"}, "one day apart"),
    ({"day": "2016-03-05"}, {"day": None, "published": "2016-03-03"}, "published before the other happened"),
    ({"kind": "control"}, {"kind": "control", "place": BASE}, "not said of one place"),
]


@pytest.mark.parametrize(("first", "second", "word"), APART)
def test_cannot_be_one_happening(first: dict[str, Any], second: dict[str, Any], word: str) -> None:
    found = compare(*pair(LEAD, SECOND, first, second))
    assert (found.score, found.because) == (0.0, (word,))


UNLIKE = [
    (
        {"kind": "capture", "actors": ("army",)},
        {"kind": "capture", "actors": ("rebel-brigade",)},
        "taken or held by others",
    ),
    ({"killed": (12, 12)}, {"killed": (400, 400)}, "12 and 400 killed are very far apart"),
    ({}, {"modality": "planned"}, "one is told as done, the other not"),
]


@pytest.mark.parametrize(("first", "second", "word"), UNLIKE)
def test_unlikely(first: dict[str, Any], second: dict[str, Any], word: str) -> None:
    base = compare(
        *pair(LEAD, SECOND, {"kind": first.get("kind", "airstrike")}, {"kind": second.get("kind", "airstrike")})
    )
    found = compare(*pair(LEAD, SECOND, first, second))
    assert found.score < base.score
    assert word in found.because


def test_against_stands_first_where_unlike() -> None:
    found = compare(*pair(LEAD, OTHER, {"place": COUNTRY}, {"place": PROVINCE, "kind": "shelling"}))
    assert found.score < 0.5
    assert found.because[0] == "in one country, one names only the country"


def test_headline_and_lead() -> None:
    head = drawn("Twelve dead in Sarmin market strike", "strike", day=None, id="a", killed=(12, 12))
    lead = drawn(*LEAD, id="b", killed=(12, 12))
    assert compare(head, lead).score > 0.5


def test_background_of_a_later_report() -> None:
    fresh = drawn("The army captured Sarmin on Wednesday.", "captured", "capture", actors=("army",), id="a")
    year = {"day": "2016-01-01", "until": "2016-12-31", "published": "2017-05-01", "report": "r2"}
    later = drawn("The army captured Sarmin last year.", "captured", "capture", id="b", actors=("army",), **year)
    found = compare(fresh, later)
    assert found.score > 0.5
    assert "dates that overlap, loosely given" in found.because


@given(st.integers(1, 9), st.integers(1, 9), st.sampled_from(sorted(rules().groups)), st.sampled_from(["", "x"]))
def test_symmetric(day: int, later: int, kind: str, report: str) -> None:
    a, b = strike("a", day, report=report or None), strike("b", later, kind=kind, report=report or None)
    assert compare(a, b) == compare(b, a)
    assert compare(a, b).score == pytest.approx(probability(log_odds(a, b)))
    assert 1 <= len(compare(a, b).because) <= 6


def test_every_weight_has_its_words_and_every_kind_its_name() -> None:
    r = rules()
    assert set(r.weights) - {"bias"} == set(r.phrases)
    assert set(r.groups) <= set(r.names)


def test_likeness_weighs_rare_words() -> None:
    rare = likeness(content("Sarmin bakery queue"), content("bakery queue elsewhere"))
    common = likeness(content("army forces attack"), content("army forces Sarmin"))
    assert 0 < common < rare < 1
    assert likeness(content("a market"), content("a market")) == pytest.approx(1)
