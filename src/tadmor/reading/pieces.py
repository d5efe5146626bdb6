"""Word pieces and word shapes: what the encoder is fed.

The piece vocabulary is the uncased BERT one (30,522 pieces). ``WordPiece`` follows its published normalisation:
lower case,
marks stripped, punctuation and CJK apart, then the longest piece first.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from pathlib import Path

UNKNOWN, CLS, SEP, PAD = "[UNK]", "[CLS]", "[SEP]", "[PAD]"
LONGEST_WORD = 64


HEARD = {"IS": "ISIS", "US": "USA"}
_VERB_AFTER = frozenset("this that it he she what there which who here how where i we they you".split())
_VERB_BEFORE = frozenset("the a an not n't this that it he she they we you no my his her our your being going".split())


def heard(words: Sequence[str]) -> list[str]:
    """The words of a sentence as the network gets them, which knows letters without their case: "IS" and "US" among
    words in small letters name parties, and are no verb and no pronoun.
    """
    if not any(word in HEARD for word in words):
        return list(words)
    long = [word for word in words if len(word) > 1 and word.isalpha() and word not in HEARD]
    if 2 * sum(word.isupper() for word in long) >= len(long):
        return list(words)
    out = list(words)
    for i, word in enumerate(words):
        before, after = (words[k].lower() if 0 <= k < len(words) else "" for k in (i - 1, i + 1))
        verb = word == "IS" and (before in _VERB_AFTER or after in _VERB_BEFORE)
        out[i] = word if verb else HEARD.get(word, word)
    return out


def shape(word: str) -> tuple[int, int, int, int]:
    """Four bits of a word: capital first letter, all capitals, holds a digit, holds no letter or digit."""
    letters = [c for c in word if c.isalpha()]
    return (
        int(word[:1].isupper()),
        int(len(letters) > 1 and all(c.isupper() for c in letters)),
        int(any(c.isdigit() for c in word)),
        int(not any(c.isalnum() for c in word)),
    )


def _punctuation(c: str) -> bool:
    return (not c.isalnum() and c.isascii() and not c.isspace()) or unicodedata.category(c).startswith("P")


def _cjk(c: str) -> bool:
    return "\u3400" <= c <= "\u9fff" or "\uf900" <= c <= "\ufaff"


def normalise(word: str) -> list[str]:
    """The word lower-cased, without marks and control characters, cut at punctuation and CJK characters."""
    flat = unicodedata.normalize("NFD", word.lower())
    out = [""]
    for c in flat:
        category = unicodedata.category(c)
        if category == "Mn" or category.startswith("C"):
            continue
        if _punctuation(c) or _cjk(c):
            out += [c, ""]
        elif c.isspace():
            out.append("")
        else:
            out[-1] += c
    return [w for w in out if w]


class WordPiece:
    """Word to piece numbers, cached by word."""

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self._ids = {piece: i for i, piece in enumerate(vocabulary)}
        self.unknown, self.cls = self._ids[UNKNOWN], self._ids[CLS]
        self.sep, self.pad = self._ids[SEP], self._ids[PAD]
        self._cache: dict[str, tuple[int, ...]] = {}

    @classmethod
    def load(cls, path: Path) -> WordPiece:
        """From a vocabulary file, one piece a line."""
        return cls(path.read_text(encoding="utf-8").splitlines())

    def __call__(self, word: str) -> tuple[int, ...]:
        """The piece numbers of one word; never empty."""
        found = self._cache.get(word)
        if found is None:
            found = tuple(i for part in normalise(word) for i in self._longest_first(part)) or (self.unknown,)
            if len(self._cache) < 200_000:
                self._cache[word] = found
        return found

    def _longest_first(self, part: str) -> list[int]:
        if len(part) > LONGEST_WORD:
            return [self.unknown]
        out: list[int] = []
        start = 0
        while start < len(part):
            end = len(part)
            while end > start and (piece := self._ids.get(("##" if start else "") + part[start:end])) is None:
                end -= 1
            if end == start:
                return [self.unknown]
            out.append(piece)  # type: ignore[arg-type]
            start = end
        return out
