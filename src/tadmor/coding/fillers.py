"""What sort of thing a noun names: a place, a force, people, or a thing."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from tadmor.doc import Doc

WORDS = Path(__file__).parent.parent / "data" / "fillers.toml"


@cache
def nouns(sort: str) -> frozenset[str]:
    """The nouns (lemmas) of a sort: place, force, people."""
    table = tomllib.loads(WORDS.read_text(encoding="utf-8"))
    return frozenset(" ".join(table[sort]).split())


def sort_of(doc: Doc, word: int) -> str:
    """place, force, people or thing; names go by what was found of them, then by the noun."""
    at = doc.starts[word]
    if any(m.span.start <= at < m.span.end for m in doc.actors):
        return "force"
    if any(w.span.start <= at < w.span.end for w in doc.places):
        return "place"
    lemma = doc.lemmas[word].lower()
    for sort in ("place", "force", "people"):
        if lemma in nouns(sort):
            return sort
    label = next((e.label for e in doc.entities if e.start <= word < e.end), "")
    return {"LOC": "place", "PER": "people", "ORG": "force"}.get(label, "thing")


def fits(doc: Doc, word: int, filler: str) -> bool:
    """Whether this noun can be such a filler; a force is people too."""
    sort = sort_of(doc, word)
    return filler in ("any", sort) or (filler == "people" and sort == "force")
