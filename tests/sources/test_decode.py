"""Bytes to text."""

import pytest

from tadmor.errors import SourceError
from tadmor.sources.decode import decode

WORDS = "“Não,” said José – he’d seen the shells fall on the old market of Orvan before noon."


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_charsets(charset):
    assert decode(WORDS.encode(charset)) == (WORDS, None)


@pytest.mark.parametrize(
    ("words", "charset"),
    [
        (
            "Снаряды упали на рынок в центре города, сообщили местные жители в воскресенье утром. Погибли люди.",
            "cp1251",
        ),
        ("سقطت القذائف على السوق القديم وسط المدينة صباح الأحد، وقتل أربعة أشخاص على الأقل كما قال السكان.", "cp1256"),
    ],
)
def test_old_charsets_of_other_scripts(words, charset):
    assert decode(words.encode(charset))[0] == words


@pytest.mark.parametrize(
    ("raw", "what"),
    [
        (b"%PDF-1.7 ...", "PDF"), (b"PK\x03\x04rest", "docx"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1..", "office"),
        (b"{\\rtf1 x}", "RTF"), (b"\x1f\x8b\x08", "gzip"), (b"\x89PNG\r\n", "picture"), (b"\0\1\2\3" * 50, "binary"),
        (b"", "empty"),
    ],
)  # fmt: skip
def test_what_is_no_text(raw, what):
    with pytest.raises(SourceError, match=what) as caught:
        decode(raw)
    assert caught.value.remedy


def test_a_cut_or_broken_character_is_shown_and_told():
    text, amiss = decode((WORDS * 20).encode()[:-1] + "é".encode()[:1])
    assert text.endswith("\ufffd")
    assert amiss is not None
    assert "UTF-8" in amiss


def test_text_encoded_twice_is_told():
    text, amiss = decode("he’d seen José".encode().decode("cp1252").encode())
    assert "â€™" in text
    assert amiss is not None
    assert "twice" in amiss


def test_words_of_another_script_under_a_false_declaration_are_told():
    page = f"<meta charset='utf-8'><p>{'Shells fell on the market, residents said. ' * 9}They named it دمشق.</p>"
    _, amiss = decode(page.encode("cp1256"))
    assert amiss is not None
    assert "Windows-1252" in amiss
