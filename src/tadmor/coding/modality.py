"""How a happening is told: as done, denied, planned, threatened, demanded, possible, or ended."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from tadmor.coding.learned import told
from tadmor.coding.slots import bare, governor
from tadmor.doc import Doc
from tadmor.model import MODALITIES, Modality

WORDS = Path(__file__).parent.parent / "data" / "modality.toml"
LASTING = frozenset({"siege", "ceasefire", "offensive", "control", "clash", "aid", "protest"})
CUE_WEIGHT = 0.35
"""Added to the learned probability of the modality that a cue tells; set on held-out training reports."""


@cache
def cues() -> dict[str, dict[str, frozenset[str]]]:
    """Lemmas by modality and by where they stand."""
    table = tomllib.loads(WORDS.read_text(encoding="utf-8"))
    return {m: {k: frozenset(v.split()) for k, v in row.items()} for m, row in table.items()}


def modality(doc: Doc, words: tuple[int, ...], kind: str) -> Modality:
    """The modality of the happening that these words trigger."""
    scores = told(doc, words, "modality")
    for name in cued(doc, governor(doc, words), kind):
        scores[name] += CUE_WEIGHT
    return max(MODALITIES, key=scores.__getitem__)


def cued(doc: Doc, trigger: int, kind: str) -> list[str]:
    """The modalities for which the sentence has a cue at this trigger."""
    out = []
    beside = {doc.lemmas[w].lower() for w in _beside(doc, trigger)} | {
        doc.words[w].lower() for w in _beside(doc, trigger)
    }
    above = _above(doc, trigger)
    for name, row in cues().items():
        if name == "ended" and kind not in LASTING:
            continue
        if beside & row["beside"] or above in row["govern"]:
            out.append(name)
    return out


def _beside(doc: Doc, word: int) -> list[int]:
    """Function words right at the trigger."""
    relations = {"advmod", "aux", "aux:pass", "mark", "det", "amod", "case"}
    return [c for c in doc.children(word) if doc.deprels[c] in relations]


def _above(doc: Doc, word: int) -> str:
    """The lemma of the verb (or noun) that governs the trigger's clause, "" at the top."""
    relation = bare(doc.deprels[word])
    if relation in ("xcomp", "ccomp", "advcl", "acl", "obj", "obl", "nmod", "nsubj") and doc.heads[word] != word:
        return doc.lemmas[doc.heads[word]].lower()
    return ""
