"""Words as search compares them: without marks, case, transliteration signs or the variants of Arabic letters."""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"[^\W_]+")
_DROPPED = "'`´’‘ʿʾʻʼʽˈ′ـ"
_ALIKE = {
    "ى": "ي", "ی": "ي", "ې": "ي", "ة": "ه", "ہ": "ه", "ھ": "ه", "ٱ": "ا", "ک": "ك",
    "ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe",
}  # fmt: skip


class _Letters(dict[int, str | None]):
    """What a code point of decomposed text becomes; worked out once for each."""

    def __missing__(self, code: int) -> str | None:
        letter = chr(code)
        if letter in _DROPPED or unicodedata.category(letter) in ("Mn", "Mc", "Me", "Cf"):
            self[code] = None
        elif (digit := unicodedata.digit(letter, None)) is not None:
            self[code] = str(digit)
        else:
            self[code] = _ALIKE.get(letter, letter)
        return self[code]


_LETTERS = _Letters()


def fold(text: str) -> str:
    """The text as it is compared: NFKD without marks, case folded, Arabic letter forms made one, signs dropped.

    >>> fold("ʿAyn al-Baʻath"), fold("تَدْمُر")
    ('ayn al-baath', 'تدمر')
    """
    if text.isascii():
        return text.lower().replace("'", "").replace("`", "")
    plain = unicodedata.normalize("NFKD", text).casefold()
    return unicodedata.normalize("NFKD", plain).translate(_LETTERS)


def words(text: str) -> list[str]:
    """The folded words of a text, in order.

    >>> words("Deir ez-Zor, Syria's T-55s")
    ['deir', 'ez', 'zor', 'syrias', 't', '55s']
    """
    return _WORD.findall(fold(text))


def terms(question: str) -> list[list[str]]:
    """What is looked for: each word, and each phrase in double quotes, as its folded words.

    >>> terms('Palmyra "temple of Bel"')
    [['palmyra'], ['temple', 'of', 'bel']]
    """
    out = []
    for at, piece in enumerate(re.split('["“”„«»]', question)):
        if at % 2:
            out.append(words(piece))
        else:
            # "al-Shaddadi" is one thing looked for, as two words in a row.
            out += [words(word) for word in piece.split()]
    return [term for term in out if term]
