"""Who holds, takes or besieges, by the reader that ships and over hand-made trees."""

from __future__ import annotations

import pytest
from test_slots import doc_of

from tadmor.coding import code
from tadmor.coding.doers import joined
from tadmor.reading import parse
from tadmor.sources import report_from_text

COMPOUND = """
    1 The the DET _ _ 5 det _ _
    2 {word} x {tag} _ _ 4 compound _ _
    3 - - PUNCT _ _ 4 punct _ _
    4 {participle} x VERB _ _ 5 amod _ _
    5 town town NOUN _ _ 0 root _ _
    """


@pytest.mark.parametrize(
    ("word", "tag", "participle", "tight", "expected"),
    [
        ("rebel", "NOUN", "held", True, [1]),
        ("rebel", "NOUN", "besieged", True, [1]),
        ("IS", "X", "held", True, [1]),
        ("well", "ADV", "held", True, []),
        ("war", "NOUN", "torn", True, []),
        ("rebel", "NOUN", "held", False, []),
    ],
)
def test_joined(word: str, tag: str, participle: str, tight: bool, expected: list[int]) -> None:
    doc = doc_of(COMPOUND.format(word=word, tag=tag, participle=participle))
    if tight:
        doc.ends[1], doc.ends[2] = doc.starts[2], doc.starts[3]
    assert [m.span.start for m in joined(doc, (1, 2, 3))] == [doc.starts[w] for w in expected]


def actors(text: str, kind: str) -> list[list[str]]:
    """The actors of every claim of a kind."""
    found = code(parse(report_from_text(text, published="2016-03-27")))
    return [[m.span.text for m in c.actors] for c in found if c.kind == kind]


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("Rebels pushed towards the IS-held town of Dabiq.", "control", ["IS"]),
        ("Fighters advanced on Islamic State-held al-Bab.", "control", ["Islamic State"]),
        ("Jets struck Syria's rebel-held Idlib province.", "control", ["rebel"]),
        ("Rebels shelled Foua, which is controlled by the government.", "control", ["government"]),
        ("Aden, held by the Houthis since 2015, was bombed.", "control", ["Houthis"]),
        ("Raqqa is the Syrian bastion of Islamic State.", "control", ["Islamic State"]),
        ("Aid reached the government-besieged town of Madaya.", "siege", ["government"]),
        ("The army broke the siege of Kuito on Tuesday.", "siege", []),
    ],
)
def test_who_holds_or_besieges(text: str, kind: str, expected: list[str]) -> None:
    assert actors(text, kind) == [expected]


def test_who_besieges_does_not_hold() -> None:
    assert actors("Aid reached the rebel-besieged town of Foua.", "control") == []


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("Manbij bombings killed four people.", "bombing", [[]]),
        ("Ankara launched an offensive against Afrin.", "offensive", [["Ankara"]]),
    ],
)
def test_a_town_acts_only_where_it_stands_for_a_state(text: str, kind: str, expected: list[list[str]]) -> None:
    assert actors(text, kind) == expected
