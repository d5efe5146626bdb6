"""What sort of thing a noun names: a place, a force, people, or a thing."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from tadmor.doc import Doc

NAMED = ("place", "force", "people", "thing")
WORDS = Path(__file__).parent.parent / "data" / "fillers.toml"


@cache
def _table() -> dict[str, frozenset[str]]:
    table = tomllib.loads(WORDS.read_text(encoding="utf-8"))
    return {sort: frozenset(" ".join(lines).split()) for sort, lines in table.items()}


@cache
def sorts() -> frozenset[str]:
    """The names of all fillers: the four sorts of ``sort_of``, "any", and the word lists of the data file."""
    return frozenset({"place", "force", "people", "thing", "any", *_table()})


def nouns(sort: str) -> frozenset[str]:
    """The nouns (lemmas) of a sort."""
    return _table()[sort]


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
    """Whether this word can be such a filler. A force is people too; a word list asks for the word and nothing else."""
    if filler == "any":
        return True
    if filler in NAMED:
        sort = sort_of(doc, word)
        return filler == sort or (filler == "people" and sort == "force")
    return doc.lemmas[word].lower() in nouns(filler)
