"""Entities as names, and the arithmetic of the relations, on lines made up here."""

from __future__ import annotations

from re3d import count_relations, named, touching

from tadmor.model import Claim, Mention, Span

TEXT = "The Red Dawn fought the Blue Dusk and local men"


def span(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words), words)


def test_names_lose_articles_and_what_lies_in_longer_ones() -> None:
    assert named(TEXT, {(0, 12, "ORG"), (4, 7, "ORG"), (38, 47, "ORG")}) == {(4, 12, "ORG")}


def test_touching_asks_for_the_sort() -> None:
    assert touching({(4, 12, "ORG"), (24, 33, "LOC")}, {(0, 12, "ORG"), (20, 33, "ORG")}) == (1, 1)


def test_sides_of_a_clash_fight_either_way_round() -> None:
    red, blue = Mention(span("Red Dawn"), "group"), Mention(span("Blue Dusk"), "group")
    clash = Claim("c", "r", "clash", "asserted", span(TEXT), span("fought"), (red,), (blue,))
    ends = {"sourceBegin": 24, "sourceEnd": 33, "targetBegin": 0, "targetEnd": 12, "confidence": 1}
    n = count_relations([clash], {"relations": [{"type": "FightingAgainst", **ends}, {"type": "AlliesOf", **ends}]})
    assert (n["FightingAgainst right"], n["FightingAgainst said"], n["FightingAgainst wanted"]) == (1, 1, 1)
    assert (n["AlliesOf said"], n["AlliesOf met"], n["AlliesOf wanted"]) == (0, 0, 1)
