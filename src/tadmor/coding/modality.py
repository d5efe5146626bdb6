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
BESIDE_WEIGHT, GOVERN_WEIGHT = 0.35, 1.0
"""Added to the learned probability of the modality that a cue tells: at the trigger, or governing its clause."""
REPORTS = frozenset({"report", "claim", "allegation", "accusation", "rumour", "rumor", "suggestion", "charge"})


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
    return max(MODALITIES, key=scores.__getitem__)


def cued(doc: Doc, trigger: int, kind: str) -> dict[str, float]:
    """The modalities for which the sentence has a cue at this trigger, with the weight of the cue."""
    out = {}
    beside = {doc.lemmas[w].lower() for w in _beside(doc, trigger)} | {
        doc.words[w].lower() for w in _beside(doc, trigger)
    }
    above = _above(doc, trigger)
    for name, row in cues().items():
        if name == "ended" and kind not in LASTING:
            continue
        if above in row["govern"]:
            out[name] = GOVERN_WEIGHT
        elif beside & row["beside"]:
            out[name] = BESIDE_WEIGHT
    return out


def _beside(doc: Doc, word: int) -> list[int]:
    """Function words right at the trigger."""
    relations = {"advmod", "aux", "aux:pass", "mark", "det", "amod", "case"}
    return [c for c in doc.children(word) if doc.deprels[c] in relations]


def _above(doc: Doc, word: int) -> str:
    """The lemma of the verb that governs the trigger's clause, through "reports that"; "" at the top."""
    relation, head = bare(doc.deprels[word]), doc.heads[word]
    if relation not in ("xcomp", "ccomp", "advcl", "acl", "obj", "obl", "nmod", "nsubj") or head == word:
        return ""
    lemma = doc.lemmas[head].lower()
    return _above(doc, head) if relation == "acl" and lemma in REPORTS else lemma
