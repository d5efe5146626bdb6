from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from tadmor.coding.roles import parts, sided
from tadmor.doc import Doc
from tadmor.model import Report


def doc_of(words: str, heads: list[int], tags: str) -> Doc:
    """A sentence of words apart by spaces, with its tree."""
    text, split = words, words.split(" ")
    ends = list(np.cumsum([len(w) + 1 for w in split]) - 1)
    starts = [e - len(w) for e, w in zip(ends, split, strict=True)]
    report = Report(id="r", text=text, published=date(2001, 1, 1))
    relations = ["root" if h == i else "dep" for i, h in enumerate(heads)]
    return Doc(report, split, starts, ends, [(0, len(split))], tags=tags.split(), heads=heads, deprels=relations)


@pytest.mark.parametrize(
    ("words", "scores", "expected"),
    [
        ("camps of the army", [0.8, 0.1, 0.1, 0.9], ["camps of the army"]),
        ("camps of army", [0.8, 0.1, 0.9], ["camps of army"]),
        ("camps of the army", [0.8, 0.1, 0.1, 0.3], ["camps"]),
        ("camps near the army", [0.8, 0.1, 0.1, 0.9], ["camps", "army"]),
        ("camps the army", [0.8, 0.1, 0.9], ["camps", "army"]),
    ],
)
def test_a_phrase_goes_on_over_of(words: str, scores: list[float], expected: list[str]) -> None:
    n = len(words.split())
    tags = " ".join("NOUN" if s > 0.2 else "ADP" for s in scores)
    doc = doc_of(words, list(range(n)), tags)
    found = parts(doc, 0, np.array(scores), [])
    assert [" ".join(doc.words[p.first : p.last + 1]) for p in found] == expected


@pytest.mark.parametrize(
    ("actor", "target", "slots", "moved_actor", "moved_target"),
    [
        ([0.9, 0, 0, 0.8], [0, 0, 0, 0.1], ([0], [3]), [0.9, 0, 0, 0], [0, 0, 0, 0.8]),
        ([0.9, 0, 0, 0.05], [0, 0, 0, 0.05], ([0], [3]), [0.9, 0, 0, 0.05], [0, 0, 0, 0.05]),
        ([0.9, 0, 0, 0.8], [0, 0, 0, 0.1], ([0, 3], [3]), [0.9, 0, 0, 0.8], [0, 0, 0, 0.1]),
        ([0.9, 0, 0, 0.8], [0, 0, 0, 0.1], ([], []), [0.9, 0, 0, 0.8], [0, 0, 0, 0.1]),
    ],
    ids=["moved", "no participant", "expected on both sides", "no frame"],
)
def test_the_clause_tells_the_side(
    actor: list[float],
    target: list[float],
    slots: tuple[list[int], list[int]],
    moved_actor: list[float],
    moved_target: list[float],
) -> None:
    doc = doc_of("police robbed by bandits", [1, 1, 3, 1], "NOUN VERB ADP NOUN")
    scores = {"actor": np.array(actor, float), "target": np.array(target, float)}
    found = sided(doc, 0, scores, {"actor": slots[0], "target": slots[1]})
    assert found["actor"].tolist() == moved_actor
    assert found["target"].tolist() == moved_target
