"""Whose dead and hurt a number tells of, by the reader that ships."""

from __future__ import annotations

import pytest

from tadmor.coding import code
from tadmor.reading import parse
from tadmor.sources import report_from_text


@pytest.mark.parametrize(
    ("text", "kind", "numbers"),
    [
        (
            "Nine people were hurt and there is much damage after last night's attacks on banks in Cali.",
            "attack",
            ["Nine"],
        ),
        ("The army announced plans to attack Aleppo as 30 people died in a ferry sinking.", "attack", []),
        ("Rebels had planned attacks in Paris; a fire in Lyon injured 14 people.", "attack", []),
        ("Serb forces shelled Sarajevo, wounding 20, while in Mostar 4 people were wounded.", "shelling", ["20"]),
        ("Rebels launched an offensive on Goma as 27 people were killed in a ferry accident.", "offensive", []),
    ],
)
def test_a_number_goes_to_what_killed(text: str, kind: str, numbers: list[str]) -> None:
    found = [c for c in code(parse(report_from_text(text, published="2016-03-27"))) if c.kind == kind]
    assert [q.span.text for c in found for q in c.counts] == numbers
