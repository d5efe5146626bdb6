"""The arithmetic of the attribution scorer, and which cues it leaves out, on a text made up here."""

from __future__ import annotations

import pytest
from polnear import Told, figures, quoted, scored

from tadmor.coding.attribution import Saying
from tadmor.doc import Doc
from tadmor.model import Report

TEXT = 'Ana, who warned of it, said: "The mill, I think, fell." Bo agreed.'


@pytest.fixture
def doc() -> Doc:
    words, starts = [], []
    at = 0
    for word in 'Ana , who warned of it , said : " The mill , I think , fell . " Bo agreed .'.split():
        at = TEXT.index(word, at)
        words.append(word)
        starts.append(at)
        at += len(word)
    ends = [s + len(w) for s, w in zip(starts, words, strict=True)]
    doc = Doc(Report("r", TEXT), words, starts, ends, [(0, len(words))])
    doc.heads = [7, 0, 3, 0] + [7] * (len(words) - 4)
    return doc


def reach(words: str) -> list[tuple[int, int]]:
    start = TEXT.index(words)
    return [(start, start + len(words))]


def test_only_what_stands_outside_the_marks_counts(doc: Doc) -> None:
    assert [quoted(doc, doc.words.index(w)) for w in ("said", "think", "agreed")] == [False, True, False]


def test_cue_and_source(doc: Doc) -> None:
    said, warned, agreed = (doc.words.index(w) for w in ("said", "warned", "agreed"))
    gold = [Told(reach("said"), reach("Ana")), Told(reach("warned"), reach("who")), Told(reach("agreed"), [])]
    found = [Saying(cue, (speaker,), frozenset({1})) for cue, speaker in ((said, 5), (warned, 0), (agreed, agreed - 1))]
    wrong, missed, n = scored(doc, found, gold)
    assert (wrong, missed) == ([found[0]], [gold[0]])
    assert figures(n)["cue and source"] == {"p": 0.5, "r": 0.5, "f1": 0.5}
    assert figures(n)["cue"]["f1"] == 1.0
