"""Who says so: verbs of saying, "according to", quotations, and how far their words reach."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from tadmor.coding.slots import agents, bare, coordinated, passive, subjects
from tadmor.doc import Doc

WORDS = Path(__file__).parent.parent / "data" / "saying.toml"
TAGS = {"verbs": ("VERB", "AUX"), "stances": ("VERB", "AUX", "ADJ")}
GOVERNED = ("obj", "obl", "xcomp")
IMPERSONAL = frozenset("it there that which this reports".split())


@cache
def words(sort: str) -> frozenset[str]:
    """Lemmas of one list of ``data/saying.toml``."""
    return frozenset(tomllib.loads(WORDS.read_text(encoding="utf-8"))[sort].split())


@dataclass(frozen=True, slots=True)
class Saying:
    """A cue, the head words of those who say so, and the words that are said."""

    cue: int
    speakers: tuple[int, ...]
    said: frozenset[int]


def sayings(doc: Doc, sentence: int) -> list[Saying]:
    """All sayings of a sentence, those with the fewest words (the nearest to what is said) first."""
    a, b = doc.sentences[sentence]
    found = [s for w in range(a, b) for s in (_by_verb(doc, w), _according(doc, w)) if s and s.speakers and s.said]
    return sorted(found, key=lambda s: len(s.said))


def attributions(doc: Doc, sentence: int) -> list[Saying]:
    """The sayings of a sentence, who speaks where a name and a colon open it, and who is told to ask, wish, think,
    promise, praise or blame: what somebody is said to hold, whether or not it is a telling of a happening.
    """
    a, b = doc.sentences[sentence]
    told = sayings(doc, sentence)
    cues = {s.cue for s in told}
    wider = (s for w in range(a, b) if w not in cues for s in (_stance(doc, w, a, b), _labelled(doc, w, a, b)))
    return sorted([*told, *(s for s in wider if s and s.speakers and s.said)], key=lambda s: len(s.said))


def _stance(doc: Doc, verb: int, first: int, end: int) -> Saying | None:
    """What a verb of asking, wishing or blaming governs; a verb of saying whose words the tree lost reaches over the
    sentence.
    """
    if found := _by_verb(doc, verb, "stances"):
        return found
    plain = _by_verb(doc, verb) if doc.lemmas[verb] not in words("clause_only") else None
    if plain is None or plain.said:
        return None
    return replace(plain, said=frozenset(range(first, end)) - {verb, *plain.speakers})


def _labelled(doc: Doc, colon: int, first: int, end: int) -> Saying | None:
    """ "Ministry: no raid on the town": a name of at most six words that opens the sentence, and what it says."""
    before = range(first, colon)
    if doc.words[colon] != ":" or not 0 < len(before) <= 6 or colon + 1 >= end:
        return None
    if not all(doc.words[w][:1].isupper() or doc.tags[w] in ("PUNCT", "ADP", "NUM") for w in before):
        return None
    name = max((w for w in before if doc.tags[w] != "PUNCT"), default=first)
    if not doc.entity_label(name):
        return None
    return Saying(colon, (name,), frozenset(range(colon + 1, end)))


def _by_verb(doc: Doc, verb: int, sort: str = "verbs") -> Saying | None:
    lemma = doc.lemmas[verb]
    if doc.tags[verb] not in TAGS[sort] or lemma not in words(sort):
        return None
    clauses = [c for c in doc.children(verb) if doc.deprels[c] in ("ccomp", "parataxis") or _told_to(doc, verb, c)]
    said = {w for c in clauses for w in doc.subtree(c)}
    aside = doc.deprels[verb] == "parataxis" or (bare(doc.deprels[verb]) == "advcl" and _as(doc, verb))
    if not said and aside:
        said = set(doc.subtree(doc.heads[verb])) - set(doc.subtree(verb))
    if not said and (sort == "stances" or lemma not in words("clause_only")):
        kids = (c for c in doc.children(verb) if doc.deprels[c] == "nsubj:pass" or bare(doc.deprels[c]) in GOVERNED)
        said = {w for c in kids if doc.deprels[c] != "obl:agent" for w in doc.subtree(c)}
    if lemma in words("quoting"):
        said |= {w for c in doc.children(verb) for w in doc.subtree(c)}
    speakers = [
        s for w in subjects(doc, verb) + (agents(doc, verb) if passive(doc, verb) else []) for s in coordinated(doc, w)
    ]
    kept = tuple(w for w in speakers if doc.words[w].lower() not in IMPERSONAL and w not in said)
    return Saying(verb, kept, frozenset(said))


def _told_to(doc: Doc, verb: int, child: int) -> bool:
    """A clause of blame or report that is not a ccomp: "accused the army of shelling", "said to have fallen"."""
    return doc.lemmas[verb] in ("accuse", "blame", "condemn") and bare(doc.deprels[child]) in (
        "advcl",
        "obl",
        "obj",
        "xcomp",
    )


def _as(doc: Doc, verb: int) -> bool:
    return any(doc.words[c].lower() == "as" for c in doc.children(verb) if doc.deprels[c] in ("mark", "advmod", "case"))


def _according(doc: Doc, word: int) -> Saying | None:
    """ "according to X" reaches over the clause it stands in."""
    if doc.words[word].lower() != "according":
        return None
    source = doc.heads[word]
    if source == word or doc.words[source].lower() == "to":
        return None
    head = doc.heads[source]
    own = set(doc.subtree(source))
    said = set(doc.subtree(head)) - own if head != source else set()
    return Saying(word, tuple(coordinated(doc, source)), frozenset(said))


def speakers_of(doc: Doc, trigger: int, found: list[Saying]) -> list[int]:
    """Head words of those who say what this trigger tells, the nearest first."""
    out: list[int] = []
    for s in found:
        if trigger in s.said and trigger != s.cue:
            out += [w for w in s.speakers if w not in out]
    return out


def listener(doc: Doc, word: int) -> bool:
    """Whether this word is who was told, or the means ("told Reuters", "said in a statement to Reuters", "said by
    telephone").
    """
    head = doc.heads[word]
    cases = [c for c in doc.children(word) if doc.deprels[c] == "case" and doc.words[c].lower() == "to"]
    to = any(c == 0 or doc.words[c - 1].lower() != "according" for c in cases)
    if to and (doc.lemmas[head].lower() in words("utterances") or doc.lemmas[head] in ("speak", "talk")):
        return True
    if doc.tags[head] not in ("VERB", "AUX") or doc.lemmas[head] not in words("verbs"):
        return False
    told = doc.deprels[word] == "iobj" or (doc.deprels[word] == "obj" and doc.lemmas[head] in ("tell", "inform"))
    told = told or (to and bare(doc.deprels[word]) == "obl")
    return told or (doc.deprels[word] == "obl:agent" and not passive(doc, head))
