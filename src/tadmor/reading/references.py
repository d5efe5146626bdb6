"""Who or what a pronoun or a bare "the group" stands for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from tadmor.doc import Doc
from tadmor.model import Mention, Span
from tadmor.reading.actors import actor_words, saying_sources
from tadmor.reading.lexicon import load_lexicon, split_words

NEAR = 1  # sentences a pronoun looks back
FAR = 4  # sentences a noun looks back; beyond them another of its kind is often meant
SUBJECT = frozenset(("nsubj", "nsubj:pass", "csubj"))
NOMINAL = frozenset(("NOUN", "PROPN", "ADJ", "DET", "ADP"))
STANDING = SUBJECT | {"obj"}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A name that a later word may point to. ``number`` is "one", "many" or "either"; ``known``: it has an id."""

    span: Span
    first: int
    head: int
    sentence: int
    kind: str
    number: str
    relation: str
    known: bool
    ref: str | None = None


@cache
def _list(table: str, name: str) -> frozenset[str]:
    return split_words(load_lexicon("references.toml")[table][name])


@cache
def _pointers() -> dict[str, str]:
    """Noun -> what it may stand for ("city" -> town)."""
    table = load_lexicon("references.toml")["nouns"]
    return {word: kind for kind, listing in table.items() for word in listing.split()}


def _head(doc: Doc, words: range) -> int:
    """The word of a phrase whose head in the tree lies outside it; the last word if there is no tree."""
    if doc.heads:
        for w in words:
            if doc.heads[w] not in words or doc.heads[w] == w:
                return w
    return words[-1]


def _relation(doc: Doc, head: int) -> str:
    """The relation of a phrase to its verb; that of the first member for one that is co-ordinated."""
    if not doc.deprels:
        return ""
    seen = 0
    while doc.deprels[head] in ("conj", "appos", "flat", "compound") and doc.heads[head] != head and seen < 4:
        head, seen = doc.heads[head], seen + 1
    return doc.deprels[head]


def _number(doc: Doc, mention: Mention, head: int) -> str:
    """ "one" for a state or a helicopter, "many" for troops and rebels, "either" for an army or a named group."""
    word = doc.words[head].lower()
    if mention.kind in ("state", "outlet", "organisation"):
        return "one"
    if word in _list("empty", "plural") or (word in actor_words() and word.endswith("s")):
        return "many"
    return "one" if word in actor_words() and word not in _list("empty", "collective") else "either"


def _candidate(doc: Doc, span: Span, kind: str, number: str, ref: str | None, known: bool) -> Candidate | None:
    words = doc.words_in(span)
    if not words:
        return None
    head = _head(doc, words)
    return Candidate(span, words[0], head, doc.sentence_of(head), kind, number, _relation(doc, head), known, ref)


def _candidates(doc: Doc) -> list[Candidate]:
    """Actors, persons and resolved places of the report, in order."""
    found: list[Candidate | None] = []
    for m in doc.actors:
        words = doc.words_in(m.span)
        if words:
            number = "person" if m.kind == "person" else _number(doc, m, _head(doc, words))
            found.append(_candidate(doc, m.span, m.kind, number, m.ref, m.ref is not None))
    taken = {w for m in doc.actors for w in doc.words_in(m.span)} | {
        w for p in doc.places for w in doc.words_in(p.span)
    }
    for e in doc.entities:
        if e.label == "PER" and e.start not in taken and len(doc.words[e.start]) > 2:
            found.append(_candidate(doc, doc.span(e.start, e.end - 1), "person", "person", None, True))
    for w in doc.places:
        if w.place and w.precision:
            found.append(_candidate(doc, w.span, w.precision, "one", w.place.id, True))
    return sorted((c for c in found if c), key=lambda c: c.first)


def _earlier(found: list[Candidate], doc: Doc, word: int, reach: int) -> Iterator[Candidate]:
    """Candidates before a word, nearest first, at most ``reach`` sentences back."""
    sentence = doc.sentence_of(word)
    for c in reversed(found):
        if c.head < word and sentence - c.sentence <= reach:
            yield c


def _subject_before(doc: Doc, word: int) -> int | None:
    """The subject last named before a word: in its own sentence, else in the sentence before; None if there is none."""
    n = doc.sentence_of(word)
    begin = doc.sentences[max(0, n - NEAR)][0]
    clause = _own_subject(doc, word)
    for w in range(word - 1, begin - 1, -1):
        here = w >= doc.sentences[n][0]
        named = w != clause and doc.deprels[w] in SUBJECT and doc.tags[w] in ("NOUN", "PROPN")
        if named and (here or _is_main(doc, w)):
            return w
    return None


def _quoted_before(doc: Doc, word: int) -> int | None:
    """The last word of who is quoted in "quoted the ministry as saying that it"."""
    for w in range(word - 1, max(doc.sentences[doc.sentence_of(word)][0], word - 6), -1):
        if doc.words[w].lower() == "as" and doc.words[w + 1].lower() in ("saying", "reporting", "telling"):
            return w - 1
    return None


def _says(doc: Doc, word: int) -> bool:
    """The word is subject of a verb of saying."""
    return doc.deprels[word] in SUBJECT and doc.words[doc.heads[word]].lower() in _list("empty", "say")


def _speaker(doc: Doc, found: list[Candidate], word: int, number: str) -> Span | None:
    """Who spoke last, for "it said", "they added": the subject of the last verb of saying that agrees in number."""
    begin = doc.sentences[max(0, doc.sentence_of(word) - FAR)][0]
    for w in range(word - 1, begin - 1, -1):
        if not _says(doc, w) or doc.tags[w] not in ("NOUN", "PROPN"):
            continue
        name = next((c for c in found if w in doc.words_in(c.span)), None)
        if name is not None:
            return name.span if name.number in (number, "either") else None
        noun = doc.words[w].lower()
        if noun in saying_sources() and (noun.endswith("s") == (number == "many")):
            return doc.span(_phrase_start(doc, w), w)
    return None


def _phrase_start(doc: Doc, head: int) -> int:
    """The first word of a noun phrase, articles left out."""
    first = head
    while first > 0 and doc.heads[first - 1] == head and doc.deprels[first - 1] in ("amod", "compound", "nmod"):
        first -= 1
    return first


def _titled(doc: Doc, found: list[Candidate], word: int) -> Span | None:
    """The person last named with this title ("Gen. … the general")."""
    title = doc.words[word].lower()
    for c in _earlier(found, doc, word, FAR):
        if c.kind == "person":
            about = {w.lower().rstrip(".") for w in doc.words[max(0, c.first - 6) : c.first + 8]}
            return c.span if title in about and c.first + 8 < word else None
    return None


def _same_noun(doc: Doc, found: list[Candidate], word: int) -> Span | None:
    """The actor last described by this noun and more words ("the fighters" for "Kachin fighters")."""
    for c in _earlier(found, doc, word, FAR):
        words = doc.words_in(c.span)
        if len(words) > 1 and doc.words[words[-1]].lower() == doc.words[word].lower():
            return c.span
    return None


def _same_source(doc: Doc, word: int) -> Span | None:
    """The source last described by this noun and more words ("the source" for "source at the clinic")."""
    begin = doc.sentences[max(0, doc.sentence_of(word) - FAR)][0]
    for w in range(word - 1, begin - 1, -1):
        if doc.words[w].lower() != doc.words[word].lower():
            continue
        first, last = _phrase_start(doc, w), _phrase_end(doc, w)
        if last > first:
            return doc.span(first, last)
    return None


def _phrase_end(doc: Doc, head: int) -> int:
    """The last word of what says where a source is ("source at the clinic"); the head itself if nothing does."""
    at = head + 1
    if at >= len(doc.words) or doc.words[at].lower() not in _list("empty", "whose"):
        return head
    last = head
    while at < len(doc.words) and at - head <= 8 and (doc.tags[at] in NOMINAL or doc.words[at] == "-"):
        last = at if doc.tags[at] in ("NOUN", "PROPN") else last
        at += 1
    return last


def _same_verb(doc: Doc, subject: int, word: int) -> bool:
    """The pronoun is object of the verb whose subject it would stand for ("the army shelled them")."""
    return doc.deprels[word] in ("obj", "iobj", "obl") and doc.heads[word] == doc.heads[subject]


def _own_subject(doc: Doc, word: int) -> int | None:
    """For a subject pronoun: itself, so that it is not taken for its own antecedent."""
    return word if doc.deprels[word] in SUBJECT else None


def _is_main(doc: Doc, subject: int) -> bool:
    """The subject belongs to the main verb of its sentence, or to what is said in it."""
    verb = doc.heads[subject]
    return doc.deprels[verb] in ("root", "ccomp", "parataxis", "conj")


def _is_empty(doc: Doc, word: int) -> bool:
    """ "It is feared that", "it seems": an "it" that stands for nothing."""
    if doc.deprels and doc.deprels[word] == "expl":
        return True
    ahead = [w.lower() for w in doc.words[word + 1 : word + 6]]
    if ahead and (ahead[0] in _list("empty", "verbs") or ahead[:2] == ["not", "been"]):
        return True
    return bool(ahead) and ahead[0] in ("is", "was", "'s") and bool(set(ahead) & _list("empty", "marks"))


def _person(doc: Doc, found: list[Candidate], word: int) -> Span | None:
    """The person last named, in this sentence or the one before."""
    for c in _earlier(found, doc, word, NEAR + 1):
        if c.kind == "person":
            return c.span
    return None


def _pronoun(doc: Doc, found: list[Candidate], word: int, number: str) -> Span | None:
    """The subject last named, if it is a name or people that agree in number; None where that is not sure."""
    if number == "one" and _is_empty(doc, word):
        return None
    if not doc.deprels:
        return _only_one(doc, found, word, number)
    reflexive = doc.words[word].lower().endswith(("self", "selves"))
    if number == "one" and doc.deprels[word] == "obj" and not reflexive:
        return _place(doc, found, word, "town")
    if _says(doc, word) and (speaker := _speaker(doc, found, word, number)):
        return speaker
    subject = _quoted_before(doc, word) or _subject_before(doc, word)
    if subject is None or (_same_verb(doc, subject, word) and not reflexive):
        return None
    for c in reversed(found):
        if c.first <= subject and subject in doc.words_in(c.span):
            return c.span if c.number in (number, "either") else None
    if number == "many" and doc.words[subject].lower() in _list("empty", "people"):
        return doc.span(subject, subject)
    return None


def _only_one(doc: Doc, found: list[Candidate], word: int, number: str) -> Span | None:
    """Without a tree: the one actor that agrees in this sentence and the one before, if there is but one."""
    near = [
        c for c in _earlier(found, doc, word, NEAR) if c.kind in ("group", "force", "state", "organisation", "outlet")
    ]
    names = {c.ref or c.span.text.lower() for c in near}
    return near[0].span if len(names) == 1 and near[0].number in (number, "either") else None


def _place(doc: Doc, found: list[Candidate], word: int, kind: str) -> Span | None:
    """The place of that size last named as subject or object, else the only one named near by."""
    near = [c for c in _earlier(found, doc, word, FAR) if c.kind == kind]
    for c in near:
        if c.relation in STANDING or not c.relation:
            return c.span
    return near[0].span if len({c.ref for c in near}) == 1 else None


def _named(doc: Doc, found: list[Candidate], word: int, kind: str) -> Span | None:
    """The actor last named that "the group" (or militants, monitor, agency…) may stand for."""
    kinds = _list("kinds", kind) - (set() if _speaks(doc, word) else {"organisation"} if kind == "group" else set())
    near = [c for c in _earlier(found, doc, word, FAR) if c.kind in kinds and c.known]
    if not doc.words[word].lower().endswith("s"):
        near = [c for c in near if c.number != "many"]
    if kind == "rebels":
        near = [c for c in near if "rebel" in c.span.text.lower()]
    if kind == "coalition":
        near = [c for c in near if "coalition" in c.span.text.lower() or "alliance" in c.span.text.lower()]
    if kind == "fighters" and len({c.ref for c in near}) > 1:
        return None
    return near[0].span if near else None


def _speaks(doc: Doc, word: int) -> bool:
    """ "The group said", "the rights group": a body that speaks rather than one that fights."""
    about = {w.lower() for w in (doc.words[word - 1], *doc.words[word + 1 : word + 3])}
    return bool(about & _list("empty", "speaking"))


def _is_bare(doc: Doc, word: int) -> int | None:
    """The word "the" that opens "the group", "the extremist group"; None where more words say which one is meant."""
    at = word - 1
    while at > 0 and word - at <= 3 and doc.words[at].lower() in _list("empty", "modifiers"):
        at -= 1
    if at < 0 or doc.words[at].lower() not in ("the", "this"):
        return None
    after = doc.words[word + 1].lower() if word + 1 < len(doc.words) else ""
    if after in ("of", "'s", "’s", "-", "called", "known", "that", "which", "where") and after not in ("'s", "’s"):
        return None
    noun_next = bool(doc.tags) and word + 1 < len(doc.words) and doc.tags[word + 1] in ("NOUN", "PROPN")
    glued = noun_next and (not doc.deprels or doc.heads[word] == word + 1)
    return None if glued else at


def _repeated(doc: Doc, found: list[Candidate], named: set[int], word: int) -> Span | None:
    """What a noun after "the" or "these" repeats in short: a source, or an actor without a name."""
    lower = doc.words[word].lower()
    if word == 0 or word in named or not doc.deprels or doc.words[word - 1].lower() not in ("the", "these", "this"):
        return None
    if (
        lower in _list("empty", "sources")
        and doc.deprels[word] in SUBJECT | {"obl", "obj"}
        and _phrase_end(doc, word) == word
    ):
        return _same_source(doc, word)
    return _same_noun(doc, found, word) if lower in actor_words() and _is_bare(doc, word) is not None else None


def _target(doc: Doc, found: list[Candidate], named: set[int], word: int) -> tuple[int, Span | None]:
    """(first word of the pointing phrase, what it points to or None)."""
    lower = doc.words[word].lower()
    for number, name in (("one", "it"), ("many", "they")):
        if lower in _list("pronouns", name):
            return word, _pronoun(doc, found, word, number)
    if lower in _list("pronouns", "he"):
        return word, _person(doc, found, word)
    if lower in _list("titles", "words") and word not in named:
        opening = _is_bare(doc, word)
        return word, _titled(doc, found, word) if opening is not None else None
    if (repeated := _repeated(doc, found, named, word)) is not None:
        return word, repeated
    kind = _pointers().get(lower) if word not in named else None
    first = _is_bare(doc, word) if kind else None
    if kind is None or first is None:
        return word, None
    table = load_lexicon("references.toml")["kinds"]
    return first + 1, _named(doc, found, word, kind) if kind in table else _place(doc, found, word, kind)


def find_references(doc: Doc) -> dict[Span, Span]:
    """Pronoun or bare noun (without "the") -> the words of the name it stands for; what is not sure is left out."""
    found = _candidates(doc)
    if not found:
        return {}
    named = {w for c in found if c.known for w in doc.words_in(c.span)}
    out: dict[Span, Span] = {}
    for word in range(len(doc.words)):
        first, span = _target(doc, found, named, word)
        if span is not None:
            out[doc.span(first, word)] = span
    return out
