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
    """The names of all fillers: the four sorts of ``sort_of``, "any", "name" (of no force), and the word lists of the data."""
    return frozenset({*NAMED, "any", "name", *_table()})


def nouns(sort: str) -> frozenset[str]:
    """The nouns (lemmas) of a sort."""
    return _table()[sort]


def sort_of(doc: Doc, word: int) -> str:
    """place, force, people or thing; names go by what was found of them, a part or amount by what it is part of."""
    at = doc.starts[word]
    if any(m.span.start <= at < m.span.end for m in doc.actors):
        return "force"
    if any(w.span.start <= at < w.span.end for w in doc.places):
        return "place"
    lemma = doc.lemmas[word].lower()
    whole = _whole(doc, word) if lemma in nouns("part") or doc.tags[word] == "NUM" else None
    if whole is not None:
        return sort_of(doc, whole)
    for sort in ("place", "force", "people"):
        if lemma in nouns(sort):
            return sort
    label = next((e.label for e in doc.entities if e.start <= word < e.end), "")
    return {"LOC": "place", "PER": "people", "ORG": "force"}.get(label, "thing")


def _whole(doc: Doc, part: int) -> int | None:
    """What a part is part of: the noun after its "of"."""
    kids = doc.children(part)
    return next((c for c in kids if doc.deprels[c] == "nmod" and "of" in (doc.words[g].lower() for g in doc.children(c))), None)


def fits(doc: Doc, word: int, filler: str) -> bool:
    """Whether this word can be such a filler.

    A force is people too; a pronoun may stand for what its form allows; a word list asks for the word itself or one
    that stands before it ("rocket" in "rocket fire").
    """
    if filler == "any":
        return True
    if filler == "name":
        return doc.tags[word] == "PROPN" and sort_of(doc, word) != "force"
    if doc.tags[word] == "PRON" and filler in NAMED:
        return doc.words[word].lower() in nouns("it" if filler in ("place", "thing") else "they")
    if filler in NAMED:
        sort = sort_of(doc, word)
        return filler == sort or (filler == "people" and sort == "force")
    before = [c for c in doc.children(word) if c < word and doc.deprels[c] in ("compound", "amod", "nmod:desc")]
    return any(lemma in nouns(filler) for w in (word, *before) for lemma in (doc.lemmas[w].lower(), doc.words[w].lower()))
