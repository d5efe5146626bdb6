"""How a happening is told: as done, denied, planned, threatened, demanded, possible, or ended."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from tadmor.coding.learned import told
from tadmor.coding.slots import bare, case_of, governor, headline_passive
from tadmor.doc import Doc
from tadmor.model import MODALITIES, Modality

WORDS = Path(__file__).parent.parent / "data" / "modality.toml"
LASTING = frozenset({"siege", "ceasefire", "offensive", "control", "clash", "aid", "protest"})
TAKING = frozenset({"capture", "control", "siege", "withdrawal"})
"""Kinds whose infinitive of attempt or purpose is not yet done ("an operation to retake"): 9 of 11 annotated are
planned, none asserted. Of the other kinds 8 of 16 are ("used the base to bomb").
"""
BESIDE_WEIGHT, GOVERN_WEIGHT = 0.35, 1.0
"""Added to the learned probability of the modality that a cue tells: at the trigger, or governing its clause."""
REPORTS = frozenset({"report", "claim", "allegation", "accusation", "rumour", "rumor", "suggestion", "charge"})
STARTS = frozenset({"out", "into", "through"})
"""Particles with which a verb of ending tells no end ("clashes broke out")."""


@cache
def cues() -> dict[str, dict[str, frozenset[str]]]:
    """Lemmas by modality and by where they stand."""
    table = tomllib.loads(WORDS.read_text(encoding="utf-8"))
    return {m: {k: frozenset(v.split()) for k, v in row.items()} for m, row in table.items()}


def modality(doc: Doc, words: tuple[int, ...], kind: str) -> Modality:
    """The modality of the happening that these words trigger."""
    scores = told(doc, words, "modality")
    for name, weight in cued(doc, governor(doc, words), kind).items():
        scores[name] += weight
    end = ending(doc, words, kind) if kind in LASTING else None
    if end is not None:
        # a siege that somebody tries to break, or is called on to lift, still holds
        holds = kind == "siege" and bool(cued(doc, end, "capture"))
        scores["asserted" if holds else "ended"] += GOVERN_WEIGHT
    return max(MODALITIES, key=scores.__getitem__)


def cued(doc: Doc, trigger: int, kind: str) -> dict[str, float]:
    """The modalities for which the sentence has a cue at this trigger, with the weight of the cue; an end that is told
    by another word is none of them.
    """
    out = {}
    beside = {form for w in _beside(doc, trigger) for form in (doc.lemmas[w].lower(), doc.words[w].lower())}
    above = _above(doc, trigger)
    lemma = "" if above is None else doc.lemmas[above].lower()
    for name, row in cues().items():
        if name == "ended" and kind not in LASTING:
            continue
        if name == "planned" and kind == "ceasefire" and lemma == "agree":
            continue  # what is agreed on is there: the agreement is the truce
        if name == "demanded" and lemma == "call" and doc.deprels[trigger] == "obj":
            if any(doc.deprels[c] == "xcomp" and doc.tags[c] == "NOUN" for c in doc.children(doc.heads[trigger])):
                out["asserted"] = GOVERN_WEIGHT  # "called the fall a disaster"
            continue  # what is demanded is called for
        if lemma in row["govern"] and name != "ended":
            out[name] = GOVERN_WEIGHT
        elif beside & row["beside"]:
            out[name] = BESIDE_WEIGHT
    begun = cues()["planned"]["begun"] if kind == "capture" else frozenset()
    if kind in TAKING and GOVERN_WEIGHT not in out.values() and _attempted(doc, trigger, begun):
        out["planned"] = GOVERN_WEIGHT
    elif kind in TAKING and _came_about(doc, trigger):
        out["asserted"] = 2 * BESIDE_WEIGHT
    return out


def ending(doc: Doc, words: tuple[int, ...], kind: str) -> int | None:
    """The word that tells the end of what these words name: "broke the siege", "lifting of it", "siege broken"."""
    trigger = governor(doc, words)
    above = _above(doc, trigger)
    found = [] if above is None or _does(doc, trigger, above) else [above]
    found += [c for c in doc.children(trigger) if doc.deprels[c] in ("acl", "amod") and _form(doc, c) == "VBN"]
    found += [trigger] if _with_its_end(doc, words, kind) else []
    return next((w for w in found if doc.lemmas[w].lower() in cues()["ended"]["govern"] and not _starts(doc, w)), None)


def _does(doc: Doc, word: int, verb: int) -> bool:
    """Whether a word is who or what ends something else ("the offensive ended the siege")."""
    return doc.deprels[word] == "nsubj" and not headline_passive(doc, verb) and _has_object(doc, verb)


def _with_its_end(doc: Doc, words: tuple[int, ...], kind: str) -> bool:
    """Whether these words are a thing and its end ("ceasefire broke down"); "ended hostilities" is a ceasefire."""
    verb = governor(doc, words)
    parts = {bare(doc.deprels[w]) for w in words if doc.heads[w] == verb and w != verb}
    return bool(parts & {"nsubj", "obj"}) if kind == "siege" else "nsubj" in parts and not _has_object(doc, verb)


def _has_object(doc: Doc, verb: int) -> bool:
    return any(doc.deprels[c] == "obj" for c in doc.children(verb))


def _starts(doc: Doc, word: int) -> bool:
    kids = doc.children(word)
    return any(doc.deprels[c] == "compound:prt" and doc.words[c].lower() in STARTS for c in kids)


def _attempted(doc: Doc, trigger: int, begun: frozenset[str]) -> bool:
    """Whether the trigger is what is tried, aimed at or begun: "a bid to take", "the aim of taking", "began taking",
    "massed to take". What is begun is not yet taken, but a retreat that is begun goes on.
    """
    while doc.deprels[trigger] == "conj" and _form(doc, doc.heads[trigger]) == _form(doc, trigger):
        trigger = doc.heads[trigger]
    relation, lemma = doc.deprels[trigger], doc.lemmas[doc.heads[trigger]].lower()
    attempts = cues()["planned"]["attempt"]
    if _infinitive(doc, trigger):
        tried = lemma in attempts | begun or _of_purpose(doc, trigger)
        return relation in ("acl", "advcl", "xcomp") and tried
    if _form(doc, trigger) != "VBG":
        return False
    return (lemma in attempts and case_of(doc, trigger) in ("of", "at", "for")) or (
        relation == "xcomp" and lemma in begun
    )


def _came_about(doc: Doc, trigger: int) -> bool:
    """Whether the trigger is what came of something done ("went on to take", "managed to take")."""
    above = doc.heads[trigger]
    done = _form(doc, above) == "VBD" and doc.lemmas[above].lower() in cues()["planned"]["outcome"]
    return done and doc.deprels[trigger] in ("advcl", "xcomp") and _infinitive(doc, trigger)


def _form(doc: Doc, verb: int) -> str:
    """The verb's form as a Penn tag; where a Doc has none, by its ending."""
    if doc.xtags:
        return doc.xtags[verb]
    form, lemma = doc.words[verb].lower(), doc.lemmas[verb].lower()
    return "VB" if form == lemma else "VBG" if form.endswith("ing") else "VBN"


def _infinitive(doc: Doc, verb: int) -> bool:
    return _form(doc, verb) == "VB" and any(doc.words[c].lower() == "to" for c in doc.children(verb))


def _of_purpose(doc: Doc, verb: int) -> bool:
    """Whether an infinitive tells what something else is done for ("launched an assault to take"), not what came of it
    ("went on to take", "managed to take", "the first to take").
    """
    head = doc.heads[verb]
    objects = [c for c in doc.children(head) if doc.deprels[c] == "obj" and c < verb]
    if doc.deprels[verb] == "xcomp":
        return any(doc.lemmas[c].lower() in cues()["planned"]["attempt"] for c in objects)
    return doc.deprels[verb] == "advcl" and doc.lemmas[head].lower() not in cues()["planned"]["outcome"]


def _beside(doc: Doc, word: int) -> list[int]:
    """Function words right at the trigger."""
    relations = {"advmod", "aux", "aux:pass", "mark", "det", "amod", "case"}
    return [c for c in doc.children(word) if doc.deprels[c] in relations]


def _above(doc: Doc, word: int) -> int | None:
    """The word that governs the trigger's clause, through "reports that"; None at the top."""
    relation, head = bare(doc.deprels[word]), doc.heads[word]
    if relation not in ("xcomp", "ccomp", "advcl", "acl", "obj", "obl", "nmod", "nsubj") or head == word:
        return None
    return _above(doc, head) if relation == "acl" and doc.lemmas[head].lower() in REPORTS else head
