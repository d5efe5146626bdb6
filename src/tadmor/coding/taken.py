"""What is taken: a place, people or arms; and states that a taking has ended."""

from __future__ import annotations

from dataclasses import replace

from tadmor.coding.context import place_key
from tadmor.coding.fillers import nouns, sorts_of, whole_of
from tadmor.coding.slots import PASSIVE_SUBJECT, SUBJECT, coordinated, governor, objects, with_case
from tadmor.doc import Doc
from tadmor.model import Claim

SEIZED = frozenset("capture seize grab snatch nab seizure".split())
FREED = frozenset("free liberate".split())
FALLEN = frozenset("fall collapse".split())
NAMED_BY = frozenset({"amod", "acl", "acl:relcl", "appos", "compound", "flat", "nmod:desc", "nmod:poss"})


def kind_of(doc: Doc, words: tuple[int, ...]) -> str | None:
    """What a capture is where no place is taken: "arrest" or "release" of people, "" of arms; else None."""
    verb = governor(doc, words)
    lemma = doc.lemmas[verb].lower()
    particle = any(doc.deprels[c] == "compound:prt" for c in doc.children(verb))
    if particle or lemma not in SEIZED | FREED or any(doc.lemmas[w].lower() == "control" for w in words):
        return None
    things = _things(doc, verb)
    if things and all(_people(doc, w) for w in things) and not _from_force(doc, [verb, *things]):
        return "release" if lemma in FREED else "arrest"
    return "" if things and lemma in SEIZED and all(_arms(doc, w) for w in things) else None


def _things(doc: Doc, verb: int) -> list[int]:
    """The heads of what is taken or falls, those of a list apart."""
    found = with_case("of")(doc, verb) if doc.tags[verb] in ("NOUN", "PROPN") else objects(doc, verb)
    if not found and doc.lemmas[verb].lower() in FALLEN:
        found = [c for c in doc.children(verb) if doc.deprels[c] in SUBJECT | PASSIVE_SUBJECT]
    return [c for w in found for c in coordinated(doc, w)]


def _people(doc: Doc, word: int) -> bool:
    """Whether this is somebody that can be held: persons by name, by number, or one by one ("fighters"); no unit."""
    sorts = sorts_of(doc, word)
    if "place" in sorts or doc.tags[word] in ("PRON", "NUM"):
        return False
    if doc.tags[word] == "PROPN" and not any(doc.deprels[c] in ("flat", "compound") for c in doc.children(word)):
        return False  # one unknown name alone is as often a village's
    return sorts == ("people",) or doc.lemmas[word].lower() in nouns("fighter")


def _from_force(doc: Doc, heads: list[int]) -> bool:
    """Whether it is taken from fighters, as only a place is."""
    return any("force" in sorts_of(doc, w) for h in heads for w in with_case("from")(doc, h))


def _arms(doc: Doc, word: int) -> bool:
    """Whether this is arms or other gear, or an amount of it."""
    lemma = doc.lemmas[word].lower()
    inner = whole_of(doc, word) if lemma in nouns("part") | nouns("amount") else None
    return lemma in nouns("arms") if inner is None else _arms(doc, inner)


def lapsed(doc: Doc, claims: list[Claim]) -> list[Claim]:
    """The claims of a sentence; who held a place that the sentence tells to be taken by another holds it no more
    ("captured the rebel-held town").
    """
    taken = [c for c in claims if c.kind == "capture" and c.modality == "asserted"]
    return [replace(c, modality="ended") if any(_ends(doc, t, c) for t in taken) else c for c in claims]


def _ends(doc: Doc, taking: Claim, state: Claim) -> bool:
    if state.kind != "control" or state.modality != "asserted" or place_key(state.where) != place_key(taking.where):
        return False
    actors = {m.ref or m.span.text.lower() for m in taking.actors}
    if not state.actors or actors & {m.ref or m.span.text.lower() for m in state.actors}:
        return False
    verb = governor(doc, tuple(doc.words_in(taking.trigger)))
    things = set(_things(doc, verb))
    return _of_one_of(doc, governor(doc, tuple(doc.words_in(state.trigger))), things)


def _of_one_of(doc: Doc, word: int, things: set[int]) -> bool:
    """Whether a word is, or describes, one of these and not a larger whole that it is part of."""
    renamed = False
    for _ in range(6):
        if word in things:
            whole = doc.tags[word] == "PROPN" or doc.lemmas[word].lower() in nouns("town")
            return whole if renamed else doc.lemmas[word].lower() not in nouns("part")
        head, relation = doc.heads[word], doc.deprels[word]
        if relation == "amod" and head < word:
            return False  # "districts of rebel-held Aleppo", hung too high
        renamed = renamed or relation == "appos"
        name = relation == "nmod" and doc.lemmas[head].lower() in nouns("town")
        if head == word or not (name or relation in NAMED_BY):
            return False
        word = head
    return False
