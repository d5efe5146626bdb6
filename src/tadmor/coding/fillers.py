"""What sort of thing a noun names: a place, a force, people, or a thing."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from tadmor.doc import Doc, around

NAMED = ("place", "force", "people", "thing")
WORDS = Path(__file__).parent.parent / "data" / "fillers.toml"


@cache
def _table() -> dict[str, frozenset[str]]:
    table = tomllib.loads(WORDS.read_text(encoding="utf-8"))
    return {sort: frozenset(" ".join(lines).split()) for sort, lines in table.items()}


@cache
def sorts() -> frozenset[str]:
    """The names of all fillers: four sorts, "any", "name" (a proper name of no force), and the word lists."""
    return frozenset({*NAMED, "any", "name", *_table()})


def nouns(sort: str) -> frozenset[str]:
    """The nouns (lemmas) of a sort."""
    return _table()[sort]


def sort_of(doc: Doc, word: int) -> str:
    """force, place, people or thing: the first of the sorts that a noun may be."""
    return sorts_of(doc, word)[0]


def sorts_of(doc: Doc, word: int) -> tuple[str, ...]:
    """The sorts a noun may be (a state is both a force and a place); a part is what it is part of; a bare number
    counts people.
    """
    at = doc.starts[word]
    kinds = [m.kind for m in around(doc.actors, at, at + 1) if m.span.start <= at < m.span.end]
    label = doc.entity_label(word)
    places = [w for w in around(doc.places, at, at + 1) if w.span.start <= at < w.span.end]
    found = [SORT_OF_KIND[kind] for kind in kinds]
    if places or (label == "LOC" and "state" in kinds):
        found.append("place")
    if any(w.relation == "of" and w.precision == "country" for w in places):
        found.append("force")  # a country that owns or says is its government
    if found:
        return tuple(dict.fromkeys(found))
    forms = _forms(doc, word)
    number = doc.tags[word] == "NUM"
    whole = whole_of(doc, word) if forms & nouns("part") or number else None
    if whole is not None and doc.tags[whole] != "PRON":
        return sorts_of(doc, whole)
    if number:
        return ("people",)
    named = {"LOC": "place", "PER": "people", "ORG": "force"}.get(label, "thing")
    return tuple(s for s in ("place", "force", "people") if forms & nouns(s)) or (named,)


def _forms(doc: Doc, word: int) -> set[str]:
    """The word and its lemma in lower case; of what is tagged a name ("Tanks"), without its s as well."""
    lemma = doc.lemmas[word].lower()
    return {lemma, doc.words[word].lower()} | ({lemma.removesuffix("s")} if doc.tags[word] == "PROPN" else set())


def whole_of(doc: Doc, part: int) -> int | None:
    """What a part is part of: the noun after its "of"."""
    nominals = (c for c in doc.children(part) if doc.deprels[c] == "nmod")
    return next((c for c in nominals if any(doc.words[g].lower() == "of" for g in doc.children(c))), None)


def fits(doc: Doc, word: int, filler: str) -> bool:
    """Whether this word can be such a filler.

    A pronoun may stand for what its form allows; a word list asks for the word itself or one that stands before it
    ("rocket" in "rocket fire").
    """
    if filler == "any":
        return True
    if filler == "name":
        return doc.tags[word] == "PROPN" and "force" not in sorts_of(doc, word)
    if doc.tags[word] == "PRON" and filler in NAMED:
        return doc.words[word].lower() in nouns("it" if filler in ("place", "thing") else "they")
    if filler in NAMED:
        return filler in sorts_of(doc, word)
    before = [c for c in doc.children(word) if c < word and doc.deprels[c] in BEFORE]
    return any(not _forms(doc, w).isdisjoint(nouns(filler)) for w in (word, *before))


SORT_OF_KIND = {
    "force": "force",
    "group": "force",
    "state": "force",
    "organisation": "force",
    "person": "people",
    "people": "people",
    "outlet": "thing",
    "weapon": "thing",
    "thing": "thing",
}
BEFORE = ("compound", "amod", "nmod:desc")
