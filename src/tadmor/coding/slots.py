"""Where a role stands in the tree, seen from a trigger; and the noun phrase of a word.

Relations are those of Universal Dependencies. A slot's name says what it is in the active clause: "object" is the
passive's subject as well, and the noun that a participle modifies.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tadmor.doc import Doc

SUBJECT = {"nsubj", "nsubj:outer", "csubj"}
PASSIVE_SUBJECT = {"nsubj:pass", "csubj:pass"}
HYPHENS = {"-", "‐", "‑", "–"}
RELATIVES = {"who", "which", "that", "whom"}
PART_OF_NAME = {"compound", "flat", "amod", "nummod", "goeswith", "nmod:poss", "nmod:desc", "nmod:unmarked", "fixed"}


def bare(relation: str) -> str:
    """The relation without its subtype."""
    return relation.partition(":")[0]


def passive(doc: Doc, verb: int) -> bool:
    """Whether this verb is passive: a passive subject or auxiliary, or a bare past participle under a noun."""
    kids = {doc.deprels[c] for c in doc.children(verb)}
    if kids & {"aux:pass", "nsubj:pass"} or headline_passive(doc, verb):
        return True
    return doc.deprels[verb] in ("acl", "amod") and not doc.words[verb].lower().endswith("ing")


def headline_passive(doc: Doc, verb: int) -> bool:
    """Whether a participle stands without its auxiliary, as in headlines ("Rebels Driven Out of Homs")."""
    if not doc.xtags or doc.xtags[verb] != "VBN" or doc.deprels[verb] in ("acl", "amod", "advcl"):
        return False
    kids = {doc.deprels[c] for c in doc.children(verb)}
    return bool(kids & SUBJECT) and not kids & {"aux", "aux:pass", "cop", "obj"}


def case_of(doc: Doc, word: int) -> str:
    """The preposition of a nominal in lower case, "" if it has none."""
    marks = [doc.words[c].lower() for c in doc.children(word) if doc.deprels[c] in ("case", "mark")]
    return marks[0] if marks else ""


def coordinated(doc: Doc, word: int) -> Iterator[int]:
    """The word and what is coordinated with it."""
    yield word
    for c in doc.children(word):
        if doc.deprels[c] == "conj":
            yield from coordinated(doc, c)


def own_subjects(doc: Doc, verb: int) -> list[int]:
    """The subjects that an active clause has itself; what a relative pronoun stands for in its place."""
    own = [c for c in doc.children(verb) if doc.deprels[c] in SUBJECT]
    return [] if headline_passive(doc, verb) else [_antecedent(doc, verb, w) for w in own]


def subjects(doc: Doc, verb: int) -> list[int]:
    """Who does it, in an active clause; lent by the governing verb where the clause has none of its own."""
    if own := own_subjects(doc, verb):
        return own
    relation, head = doc.deprels[verb], doc.heads[verb]
    if passive(doc, verb) or head == verb:
        return []
    if relation == "acl":
        return [head]
    if relation in ("conj", "xcomp", "advcl", "parataxis") and doc.tags[head] in ("VERB", "AUX", "ADJ"):
        lent = [c for c in doc.children(head) if doc.deprels[c] in SUBJECT | PASSIVE_SUBJECT]
        return [_antecedent(doc, head, w) for w in lent] or subjects(doc, head)
    return []


def _relative(doc: Doc, word: int) -> bool:
    return doc.words[word].lower() in RELATIVES


def _antecedent(doc: Doc, verb: int, subject: int) -> int:
    """What a relative pronoun stands for."""
    while _relative(doc, subject) and doc.deprels[verb] in ("acl:relcl", "conj", "advcl:relcl"):
        if doc.deprels[verb] == "acl:relcl":
            return doc.heads[verb]
        verb = doc.heads[verb]
    return subject


def objects(doc: Doc, verb: int) -> list[int]:
    """What it is done to: the object, the passive's subject, or the noun that a past participle modifies."""
    patients = {"obj"} | PASSIVE_SUBJECT | (SUBJECT if headline_passive(doc, verb) else set())
    own = [c for c in doc.children(verb) if doc.deprels[c] in patients]
    if own:
        return [_antecedent(doc, verb, w) for w in own]
    head = doc.heads[verb]
    own_subject = (c for c in doc.children(verb) if doc.deprels[c] in SUBJECT)
    if doc.deprels[verb] == "acl:relcl" and any(not _relative(doc, c) for c in own_subject):
        return [head]
    if passive(doc, verb):
        if doc.deprels[verb] in ("acl", "amod"):
            return [head]
        if doc.deprels[verb] == "conj":
            return [c for c in doc.children(head) if doc.deprels[c] in SUBJECT | PASSIVE_SUBJECT]
    return []


def agents(doc: Doc, verb: int) -> list[int]:
    """By whom; the hyphenated doer as well ("rebel-held")."""
    kids = doc.children(verb)
    return [c for c in kids if doc.deprels[c] == "obl:agent" or case_of(doc, c) == "by" or _hyphenated(doc, c, verb)]


def _hyphenated(doc: Doc, word: int, verb: int) -> bool:
    joined = word < verb and word + 2 == verb and doc.words[word + 1] in HYPHENS
    return joined and bare(doc.deprels[word]) in ("obl", "compound", "nsubj", "nmod", "advmod")


def with_case(case: str) -> Callable[[Doc, int], list[int]]:
    """The nominals with this preposition under the trigger, or under the verb whose object or subject it is."""

    def found(doc: Doc, word: int) -> list[int]:
        verb = light_verb(doc, word)
        kids = doc.children(word) + ([c for c in doc.children(verb) if c != word] if verb is not None else [])
        return [c for c in kids if bare(doc.deprels[c]) in ("obl", "nmod", "advcl") and case_of(doc, c) == case]

    return found


def modifiers(doc: Doc, noun: int) -> list[int]:
    """The nouns, names and adjectives that stand before a noun ("army offensive", "Russian air strikes")."""
    relations = {"compound", "amod", "nmod:poss", "nmod:desc"}
    return [c for c in doc.children(noun) if doc.deprels[c] in relations]


def light_verb(doc: Doc, noun: int) -> int | None:
    """The verb whose object or subject this noun is."""
    head = doc.heads[noun]
    governed = bare(doc.deprels[noun]) in ("obj", "obl", "nsubj") and head != noun
    return head if governed and doc.tags[head] in ("VERB", "AUX") else None


def doers(doc: Doc, noun: int) -> list[int]:
    """Who does what a noun names: its possessor, its "by", the subject of the verb above it, or its modifiers."""
    found = [c for c in doc.children(noun) if doc.deprels[c] == "nmod:poss" or case_of(doc, c) == "by"]
    verb = light_verb(doc, noun)
    if not found and verb is not None and doc.deprels[noun] == "obj":
        found = subjects(doc, verb) + agents(doc, verb)
    return found or modifiers(doc, noun)


def struck(doc: Doc, noun: int) -> list[int]:
    """What a happening named by a noun is done to, where the noun is the subject ("the blast hit a market")."""
    verb = light_verb(doc, noun)
    if verb is None or doc.deprels[noun] not in SUBJECT:
        return []
    return [w for w in objects(doc, verb) if w != noun]


def below(doc: Doc, word: int) -> list[int]:
    """The words under the trigger and, of a noun, under the verb it hangs on, that stand near."""
    verb = light_verb(doc, word)
    return [w for w in doc.subtree(word if verb is None else verb) if abs(w - word) <= NEAR]


def nearby(doc: Doc, word: int) -> list[int]:
    """The words of the sentence that stand near, wherever they hang."""
    a, b = doc.sentences[doc.sentence_of(word)]
    return list(range(max(a, word - NEAR), min(b, word + NEAR + 1)))


def described(doc: Doc, word: int) -> list[int]:
    """The noun that a participle modifies, or of which a noun is predicated."""
    relation, head = doc.deprels[word], doc.heads[word]
    own = [c for c in doc.children(word) if doc.deprels[c] in SUBJECT]
    return own or ([head] if relation in ("amod", "acl", "appos", "compound", "nmod") and head != word else [])


def whole_sentence(doc: Doc, word: int) -> list[int]:
    """All words of the sentence but the trigger."""
    return [w for w in range(*doc.sentences[doc.sentence_of(word)]) if w != word]


NEAR = 10
CASES = (
    "of", "in", "on", "at", "from", "to", "into", "near", "against", "with", "between", "over", "for", "around",
    "toward", "towards", "outside", "inside", "through", "across", "along", "onto", "under", "by",
    "amid", "during", "after", "before", "behind", "among", "within", "as",
)  # fmt: skip
SLOTS: dict[str, Callable[[Doc, int], list[int]]] = {
    "subject": subjects,
    "object": objects,
    "agent": agents,
    "doer": doers,
    "modifier": modifiers,
    "possessor": lambda doc, w: [c for c in doc.children(w) if doc.deprels[c] == "nmod:poss"],
    "struck": struck,
    "described": described,
    "head": lambda doc, w: [doc.heads[w]] if doc.heads[w] != w else [],
    "below": below,
    "nearby": nearby,
    "sentence": whole_sentence,
    "joined": lambda doc, w: [c for c in doc.children(w) if _hyphenated(doc, c, w)],
    **{c: with_case(c) for c in CASES},
}


def fill(doc: Doc, trigger: int, slots: tuple[str, ...]) -> list[int]:
    """The head words that stand in any of these slots of a trigger, coordination opened, in order of slots."""
    out: list[int] = []
    for name in slots:
        for word in SLOTS[name](doc, trigger):
            out += [w for w in coordinated(doc, word) if w not in out]
    return out


def phrase(doc: Doc, head: int) -> tuple[int, int]:
    """First and last word of the noun phrase of a head: its names, modifiers and "of" parts, no article, no clauses."""
    first = last = head
    for c in sorted(doc.children(head), reverse=True):
        if c < head and doc.deprels[c] in PART_OF_NAME and _joined(doc, c, first):
            first = min(first, _leftmost(doc, c))
        elif c > head and doc.deprels[c] in ("flat", "fixed", "goeswith", "compound") and c <= last + 2:
            last = max(last, c)
    while first < head and doc.tags[first] in ("DET", "PUNCT", "ADP", "CCONJ"):
        first += 1
    return first, last


def _leftmost(doc: Doc, word: int) -> int:
    return min(doc.subtree(word))


def _joined(doc: Doc, left: int, first: int) -> bool:
    """Whether only hyphens, clitics and words of the same phrase stand between."""
    return all(doc.deprels[w] in PART_OF_NAME | {"punct", "case", "det", "advmod"} for w in range(left + 1, first))


def governor(doc: Doc, words: tuple[int, ...]) -> int:
    """The word of these that governs the others: the first whose head lies outside them."""
    return next((w for w in words if doc.heads[w] not in words or doc.heads[w] == w), words[0])
