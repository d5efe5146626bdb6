"""Search in reports, on both databases."""

from __future__ import annotations

from datetime import date

import pytest
from syrian import add, ids, report

from tadmor.query import Query
from tadmor.record.record import Record
from tadmor.record.search import snippet

TEXTS = {
    "ayn": "Fighters entered ʿAyn al-Arab before dawn.",
    "arabic": "قال الجيش إن تَدْمُر تحت سيطرته",
    "temple": "The Temple of Bel was blown up, the army said. The Ba'ath party kept silent.",
    "order": "Bel of the temple: words in another order.",
}


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Ayn", {"ayn"}),
        ("‘ayn AL-ARAB", {"ayn"}),
        ("تدمر", {"arabic"}),
        ("temple", {"temple", "order"}),
        ("temple bel", {"temple", "order"}),
        ('"temple of Bel"', {"temple"}),
        ("baath", {"temple"}),
        ("headline", {"order"}),
        ("temple dawn", set()),
        ("templ", set()),
        ("", set()),
        ('"', set()),
        ('"" *', set()),
        ("temple OR dawn", set()),
        ("NEAR(temple bel)", set()),
        ("words:temple", set()),
        ("temple*", {"temple", "order"}),
        ("temple' OR '1'='1", set()),
        ("bel & ! | <-> \\ :*", {"temple", "order"}),
        ("\0temple", {"temple", "order"}),
    ],
)
def test_search(filled: Record, words: str, found: set[str]) -> None:
    assert {hit.report for hit in filled.search(words)} == found


@pytest.fixture
def filled(syria: Record) -> Record:
    for name, text in TEXTS.items():
        add(syria, report(text, id=name, title="A headline" if name == "order" else None))
    return syria


def test_the_newest_come_first_and_no_more_than_asked(syria: Record) -> None:
    for year in (2015, 2017, 2016):
        add(syria, report(f"The temple in {year}.", date(year, 1, 1), id=str(year)))
    assert [hit.report for hit in syria.search("temple")] == ["2017", "2016", "2015"]
    assert [hit.report for hit in syria.search("temple", limit=1)] == ["2017"]


def test_words_of_a_query_choose_claims(syria: Record) -> None:
    from syrian import claim

    one, other = report("The army entered ʿAyn."), report("The army entered Homs.")
    add(syria, one, claim(one, "entered"))
    add(syria, other, claim(other, "entered"))
    assert ids(syria, Query(words="ayn")) == [claim(one, "entered").id]
    assert ids(syria, Query(words="...")) == []


def test_a_very_long_report_is_found_by_its_last_word(syria: Record) -> None:
    add(syria, report(" ".join(f"word{n}" for n in range(40_000)) + " tadmor", id="long"))
    assert [hit.report for hit in syria.search("word3 tadmor")] == ["long"]


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("Short ʿAyn text", "ayn", "Short ʿAyn text"),
        ("a " * 60 + "the Temple of\nBel fell " + "b " * 60, '"temple of bel"', "the Temple of Bel fell"),
        ("nothing here", "title", "nothing here"),
    ],
)
def test_snippet(text: str, words: str, expected: str) -> None:
    assert expected in snippet(text, words)
    assert len(snippet(text, words)) < 160
