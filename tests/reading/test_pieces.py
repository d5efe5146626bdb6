"""What the network hears of a sentence."""

from __future__ import annotations

import pytest

from tadmor.reading.pieces import heard


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a depot held by IS in Syria", "a depot held by ISIS in Syria"),
        ("IS fighters fled .", "ISIS fighters fled ."),
        ("the US and Britain bombed Homs", "the USA and Britain bombed Homs"),
        ("the US CIA said so", "the USA CIA said so"),
        ("this IS the man", "this IS the man"),
        ("it IS not over", "it IS not over"),
        ("THE WAR IS OVER FOR US", "THE WAR IS OVER FOR US"),
        ("is it for us ?", "is it for us ?"),
        ("", ""),
    ],
)
def test_names_that_are_words(text: str, expected: str) -> None:
    assert heard(text.split()) == expected.split()
