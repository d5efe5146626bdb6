"""How fire was opened where the words that tell of it leave that open: "bombardment", "the bombing", "strikes".

Such a word is an airstrike, shelling, a bombing or a mere attack by what its sentence and its report make plain. A
conditional log-linear model (McFadden's choice model) weighs the words of each means there; ``training/fire.py`` fits
the weights.
"""

from __future__ import annotations

import tomllib
from functools import cache

from tadmor.coding.slots import governor
from tadmor.coding.weighing import DATA, score
from tadmor.doc import Doc

WORDS_FILE, WEIGHTS_FILE = DATA / "fire.toml", DATA / "fire.tsv"
FIRE = ("airstrike", "shelling", "bombing", "attack")
NEAR, MUCH = 60, 3.0
"""Words looked at before the sentence; times in a hundred words of the report beyond which more says no more."""
Found = dict[str, float]


def kind_of(doc: Doc, sentence: int, words: tuple[int, ...], kind: str) -> str:
    """The kind of a happening told by these words: another of ``FIRE`` where they leave it open."""
    group = left_open(doc, words) if kind in FIRE else None
    if group is None:
        return kind
    found = means_found(doc, sentence)
    return max(FIRE, key=lambda k: score(tagged(k, group, found), WEIGHTS_FILE))


def left_open(doc: Doc, words: tuple[int, ...]) -> str | None:
    """The group of the word that leaves the means open; None without one, or where a word beside it tells the means."""
    head = governor(doc, words)
    beside = {doc.lemmas[w].lower() for w in (*words, *doc.children(head)) if w != head}
    if any(beside & lemmas for lemmas in means().values()) or len(words) > 2:
        return None
    return next((group for group, lemmas in groups().items() if doc.lemmas[head].lower() in lemmas), None)


def means_found(doc: Doc, sentence: int) -> Found:
    """1 for each means named in the sentence ("air.here") or shortly before ("air.near"), and how often in the report
    ("air.much", 0 to 1).
    """
    start, end = doc.sentences[sentence]
    lemmas = [lemma.lower() for lemma in doc.lemmas]
    for w in (first for first, _ in doc.sentences if doc.tags[first] == "PROPN"):
        lemmas[w] = lemmas[w].removesuffix("s")  # "Jets", at the head of a sentence, may pass for a name
    out: Found = {}
    for name, some in means().items():
        out[f"{name}.here"] = float(not some.isdisjoint(lemmas[start:end]))
        out[f"{name}.near"] = float(not some.isdisjoint(lemmas[max(0, start - NEAR) : start]))
        often = sum(lemma in some for lemma in lemmas)
        out[f"{name}.told"] = float(often > 0)
        out[f"{name}.much"] = min(100 * often / max(100, len(lemmas)), MUCH) / MUCH
    return out


def tagged(kind: str, group: str, found: Found) -> Found:
    """What speaks for or against a kind, by name, for all words that leave it open and for this group of them."""
    out = {f"{kind}|{group}": 1.0}
    for name, value in found.items():
        if value:
            out |= {f"{kind}|{name}": value, f"{kind}|{group}|{name}": value}
    return out


@cache
def means() -> dict[str, frozenset[str]]:
    """Lemmas that name each means."""
    return {name: frozenset(words.split()) for name, words in _words()["means"].items()}


@cache
def groups() -> dict[str, frozenset[str]]:
    """Lemmas that leave the means open, by group."""
    return {name: frozenset(words.split()) for name, words in _words()["open"].items()}


@cache
def _words() -> dict[str, dict[str, str]]:
    return tomllib.loads(WORDS_FILE.read_text(encoding="utf-8"))
