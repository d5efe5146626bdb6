"""Who is no actor of a happening, whatever the network marks, as the words right at it name another."""

from __future__ import annotations

from tadmor.coding.fillers import nouns
from tadmor.coding.modality import ending
from tadmor.coding.roles import Part, mention
from tadmor.coding.slots import HYPHENS, agents, case_of, coordinated, governor, own_subjects, passive, subjects
from tadmor.doc import Doc
from tadmor.model import Mention

STATES = frozenset({"control", "siege", "capture"})
TOWNS = frozenset({"town", "city", "quarter"})
OWNER = frozenset({"'s", "’s"})


def doers(doc: Doc, words: tuple[int, ...], kind: str, marked: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """The marked actors; of who holds, takes or besieges, only those that the happening's own words allow.

    "Rebel-held" and "held by the army" name the holder; who breaks a siege does not besiege; in "the Syrian bastion of
    the rebels" the land is no holder.
    """
    marked = _within_clause(doc, words, _but_towns(doc, marked))
    if kind not in STATES:
        return marked
    if compound := joined(doc, words):
        whole = (m for m in marked if m.span.end == compound[0].span.end and not _owned(doc, m))
        return (max(whole, key=lambda m: len(m.span.text), default=compound[0]),)
    if kind == "siege":
        return _but_breakers(doc, words, marked)
    named = _by(doc, words, marked)
    return named or (_but_lands(doc, marked) if kind == "control" else marked)


def _but_towns(doc: Doc, marked: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """Without the towns where it happens ("the Manbij bombings"); the subject of a clause acts ("Ankara agreed")."""
    towns = {w.span for w in doc.places if w.place is not None and w.place.feature in TOWNS}
    return tuple(m for m in marked if m.span not in towns or _is_subject(doc, m))


def _is_subject(doc: Doc, m: Mention) -> bool:
    word = doc.words_in(m.span)[-1]
    while doc.deprels[word] == "conj" and doc.heads[word] != word:
        word = doc.heads[word]
    return doc.deprels[word] in ("nsubj", "nsubj:pass", "obl:agent")


def _within_clause(doc: Doc, words: tuple[int, ...], marked: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """Without those of other clauses, where the clause's own subject is marked ("the group, which seized the city")."""
    verb = governor(doc, words)
    lent = subjects(doc, verb) if doc.deprels[verb] == "conj" else []
    own = [] if passive(doc, verb) else own_subjects(doc, verb) or lent
    subject = {w for s in own for w in doc.subtree(s)}
    if not any(subject & set(doc.words_in(m.span)) for m in marked):
        return marked
    clause = subject | set(doc.subtree(verb))
    here = doc.sentence_span(doc.sentence_of(verb))
    return tuple(m for m in marked if clause & set(doc.words_in(m.span)) or not here.start <= m.span.start < here.end)


def joined(doc: Doc, words: tuple[int, ...]) -> tuple[Mention, ...]:
    """Who stands before the hyphen of a participle ("rebel-held", "Islamic State-besieged"), else nobody."""
    verb = next((w for w in words if w >= 2 and doc.words[w].lower() in nouns("held") and _hyphened(doc, w)), None)
    if verb is None:
        return ()
    found = mention(doc, Part(verb - 2, verb - 2, 1.0))
    return () if found is None else (_own(doc, found),)


def _hyphened(doc: Doc, verb: int) -> bool:
    """Whether a noun or name is joined to this participle by a hyphen, not an adverb or a prefix ("well-held")."""
    noun, hyphen = verb - 2, verb - 1
    if doc.words[hyphen] not in HYPHENS or doc.ends[noun] != doc.starts[hyphen] or doc.ends[hyphen] != doc.starts[verb]:
        return False
    return doc.tags[noun] in ("NOUN", "PROPN", "ADJ") or doc.words[noun].isupper()


def _own(doc: Doc, found: Mention) -> Mention:
    """The mention without an owner of what is held before it ("Syria's rebel-held north")."""
    at = doc.words_in(found.span)
    cut = next((w for w in reversed(at) if doc.words[w].lower() in OWNER), at[-1])
    return found if cut == at[-1] else Mention(doc.span(cut + 1, at[-1]), found.kind, found.ref)


def _owned(doc: Doc, found: Mention) -> bool:
    return any(doc.words[w].lower() in OWNER for w in doc.words_in(found.span))


def _by(doc: Doc, words: tuple[int, ...], marked: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """The marked ones that the passive's "by" names, here or by a word that points back to them."""
    verb = governor(doc, words)
    below = {w for a in agents(doc, verb) if case_of(doc, a) == "by" for w in doc.subtree(a)}
    if not below or not passive(doc, verb):
        return ()
    named = {m.span for m in marked if below & set(doc.words_in(m.span))}
    here = doc.sentence_span(doc.sentence_of(verb))
    return tuple(m for m in marked if named and (m.span in named or not here.start <= m.span.start < here.end))


def _but_breakers(doc: Doc, words: tuple[int, ...], marked: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """Without those who break or lift a siege, where the sentence tells so."""
    end = ending(doc, words, "siege")
    if end is None:
        return marked
    breakers = {w for s in subjects(doc, end) + agents(doc, end) for c in coordinated(doc, s) for w in doc.subtree(c)}
    own = {w for at in words if at != end for w in doc.subtree(at)}
    return tuple(m for m in marked if not (breakers - own) & set(doc.words_in(m.span)))


def _but_lands(doc: Doc, marked: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """Without an adjective of a land that tells where a place lies, where somebody else is marked."""
    kept = tuple(m for m in marked if not _land(doc, m))
    return kept or marked


def _land(doc: Doc, found: Mention) -> bool:
    at = doc.words_in(found.span)
    if found.kind != "state" or len(at) != 1 or doc.tags[at[0]] != "ADJ":
        return False
    return doc.lemmas[doc.heads[at[0]]].lower() in nouns("place")
