"""Folding: what is written in many ways is found by any."""

from __future__ import annotations

import pytest

from tadmor.record.fold import fold, terms, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ʿAyn al-ʿArab", "ayn al-arab"),
        ("‘Ayn", "ayn"),
        ("Ba'ath", "baath"),
        ("Ba’ath", "baath"),
        ("DEIR EZ-ZOR", "deir ez-zor"),
        ("Ḥamāh", "hamah"),
        ("Şırnak", "sirnak"),
        ("Straße", "strasse"),
        ("ﬁghters", "fighters"),
        ("تَدْمُر", "تدمر"),
        ("تـدمـر", "تدمر"),
        ("أإآٱ", "اااا"),
        ("مستشفى", "مستشفي"),
        ("الرقة", "الرقه"),
        ("مؤتة", "موته"),
        ("تدمر\u200f", "تدمر"),
        ("١٢", "12"),
        ("", ""),
    ],
)
def test_fold(text: str, expected: str) -> None:
    assert fold(text) == expected


@pytest.mark.parametrize("text", ["ʿAyn", "İstanbul", "ẞ", "تَدْمُر", "ΑΣ", "ǅ", "ŉ"])
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_words_are_letters_and_digits() -> None:
    assert words("T-55s, at_10:30 – in «تدمر»") == ["t", "55s", "at", "10", "30", "in", "تدمر"]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Palmyra Homs", [["palmyra"], ["homs"]]),
        ('"Temple of Bel" Palmyra', [["temple", "of", "bel"], ["palmyra"]]),
        ("al-Shaddadi", [["al", "shaddadi"]]),
        ('"unfinished phrase', [["unfinished", "phrase"]]),
        ("“Temple of Bel”", [["temple", "of", "bel"]]),
        ('* ^ " ( ) - :', []),
        ("", []),
    ],
)
def test_terms(question: str, expected: list[list[str]]) -> None:
    assert terms(question) == expected
