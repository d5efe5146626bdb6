"""The place of a claim whose sentence names none for it, by the reader that ships."""

from __future__ import annotations

import pytest

from tadmor.coding import code, spots
from tadmor.coding.code import tellings
from tadmor.coding.weighing import score, weights
from tadmor.reading import parse
from tadmor.sources import report_from_text

BOMB = "A car bomb killed nine people in Kabul on Friday."


@pytest.mark.parametrize(
    ("text", "trigger", "place"),
    [
        (f"{BOMB} The attack wounded 20 others.", "attack", "Kabul"),
        (f"{BOMB} Forty people were killed in Herat.", "killed", "Herat"),
        (f"{BOMB} Gunmen then stormed the city's main hospital.", "stormed", "Kabul"),
    ],
)
def test_a_place_that_is_left_unsaid(text: str, trigger: str, place: str) -> None:
    claims = code(parse(report_from_text(text, published="2016-03-27")))
    found = [c.where.span.text if c.where else None for c in claims if trigger in c.trigger.text]
    assert place in found


@pytest.mark.parametrize(
    ("text", "trigger", "tags"),
    [
        (f"{BOMB} The attack wounded 20 others.", "attack", {"last", "last claim.next", "first claim", "near"}),
        (f"{BOMB} The attack wounded 20 others.", "attack", {"none"}),
        (f"Afghanistan is at war. {BOMB} Twenty people were arrested.", "arrested", {"country"}),
    ],
)
def test_candidates_and_what_speaks_for_them(text: str, trigger: str, tags: set[str]) -> None:
    _, context = tellings(parse(report_from_text(text, published="2016-03-27")))
    found = next((some for span, some in context.spots.items() if trigger in span.text), [])
    assert any(tags <= set(spot.found) for spot in found)


def test_places_that_are_found_twice_are_one_candidate() -> None:
    _, context = tellings(parse(report_from_text(f"{BOMB} The attack wounded 20 others.", published="2016-03-27")))
    some = next(some for span, some in context.spots.items() if span.text == "attack")
    assert [spot.where.span.text if spot.where else None for spot in some] == [None, "Kabul"]


def test_nothing_speaks_for_what_is_unknown() -> None:
    assert score({"no such thing": 1.0}, spots.WEIGHTS_FILE) == 0.0
    assert all(abs(value) < 10 for value in weights(spots.WEIGHTS_FILE).values())
