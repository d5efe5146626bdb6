"""The words of a Doc made ready for finding places, and the lexicons of words that stand beside places."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from tadmor.doc import Doc
from tadmor.reading.gazetteer import fold

_POSSESSIVE = re.compile(r"(?:['’]s|['’])$")
_QUOTE = frozenset("'’‘ʿʾ`´")
MAX_WORDS = 8


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Sets of lower-case words by what they tell; ``kinds`` maps a word to the kind of place it names."""

    kinds: dict[str, str]
    relations: dict[str, frozenset[str]]
    skip: dict[str, frozenset[str]]
    context: dict[str, frozenset[str]]
    common: frozenset[str]
    people: frozenset[str]


@cache
def lexicon() -> Lexicon:
    """The lexicons of ``place_words.toml`` and ``place_stops.toml``."""
    words = tomllib.loads((files("tadmor") / "data" / "place_words.toml").read_text(encoding="utf-8"))
    stops = tomllib.loads((files("tadmor") / "data" / "place_stops.toml").read_text(encoding="utf-8"))
    sets = {part: {k: frozenset(v) for k, v in words[part].items()} for part in ("relations", "skip", "context")}
    kinds = {w: kind for kind, names in words["kinds"].items() for w in names}
    common, people = (frozenset(stops[k].split()) for k in ("common", "people"))
    return Lexicon(kinds, sets["relations"], sets["skip"], sets["context"], common, people)


@dataclass(slots=True)
class Words:
    """Per word of a Doc: lower case, folded, capitalised, in a loud sentence, its sentence's bounds, entity label."""

    doc: Doc
    low: list[str]
    folded: list[str]
    capital: list[bool]
    loud: list[bool]
    bounds: list[tuple[int, int]]
    labels: list[str]

    def at(self, i: int, within: int) -> str:
        """The lower-case word ``i``, or "" if it is not in the sentence of word ``within``."""
        first, end = self.bounds[within]
        return self.low[i] if first <= i < end else ""

    def touching(self, i: int) -> bool:
        """Whether word ``i`` follows the word before it without a blank."""
        return i > 0 and self.doc.starts[i] == self.doc.ends[i - 1]

    def key(self, first: int, last: int) -> str:
        """The words ``first`` to ``last`` folded as one name."""
        out = ""
        for i in range(first, last + 1):
            out = self.joined(out, i)
        return out

    def joined(self, key: str, i: int) -> str:
        """A folded name with word ``i`` added: without a blank where an apostrophe ties them ("A'lo")."""
        if not (added := self.folded[i]) or not key:
            return key + added
        tied = self.touching(i) and (self.doc.words[i][0] in _QUOTE or self.doc.words[i - 1][-1] in _QUOTE)
        return key + added if tied else f"{key} {added}"


def _is_loud(words: list[str]) -> bool:
    """Whether capitals tell nothing here: all in capitals, or every long word begins with one as in a headline."""
    long = [w for w in words if len(w) > 3 and w.isalpha()]
    if len(long) < 2:
        return bool(long) and all(w.isupper() for w in words if w.isalpha())
    shouted = sum(w.isupper() for w in long) / len(long)
    raised = sum(w[0].isupper() for w in long) / len(long)
    return shouted > 0.7 or (raised > 0.85 and len(long) >= 5)


def look(doc: Doc) -> Words:
    """The words of a Doc with what finding places needs of each."""
    n = len(doc.words)
    low = [w.lower() for w in doc.words]
    folded = [fold(_POSSESSIVE.sub("", w)) for w in doc.words]
    capital = [w[0].isupper() or (w[0].isalpha() and not w[0].islower()) for w in doc.words]
    loud, bounds, labels = [False] * n, [(0, n)] * n, [""] * n
    for first, end in doc.sentences:
        noisy = _is_loud(doc.words[first:end])
        for i in range(first, end):
            loud[i], bounds[i] = noisy, (first, end)
    for entity in doc.entities:
        labels[entity.start : entity.end] = [entity.label] * (entity.end - entity.start)
    return Words(doc, low, folded, capital, loud, bounds, labels)
