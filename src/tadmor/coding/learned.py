"""What the network says of happenings: triggers with their kinds, and who plays which role at a trigger."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from tadmor.doc import Doc
from tadmor.model import DATINGS, KINDS, MODALITIES, PLACINGS, ROLES, SPEAKINGS

LABELS: dict[str, tuple[str, ...]] = {
    "modality": MODALITIES,
    "dating": DATINGS,
    "placing": PLACINGS,
    "speaking": SPEAKINGS,
}
Array = np.ndarray[Any, np.dtype[Any]]


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring words that trigger one happening. ``kinds`` are its probabilities by kind, ``none`` of no
    happening.
    """

    words: tuple[int, ...]
    kinds: dict[str, float]
    none: float

    @property
    def kind(self) -> str:
        return max(self.kinds, key=self.kinds.__getitem__)


def runs(doc: Doc, sentence: int, least: float) -> list[Run]:
    """Runs of words whose probability of triggering anything is at least ``least``.

    A new run starts where the network is sure of another kind (0.6 on both sides); "driven | out" is one.
    """
    a, b = doc.sentences[sentence]
    p = np.exp(doc.learned["trigger"][a:b])
    out: list[list[int]] = []
    for i in np.flatnonzero(p[:, 0] <= 1 - least):
        word = int(i)
        kind, last = p[word, 1:], p[word - 1, 1:]
        other = kind.argmax() != last.argmax() and min(kind.max(), last.max()) > 0.6
        if out and out[-1][-1] == word - 1 and not other:
            out[-1].append(word)
        else:
            out.append([word])
    return [run_of(doc, [a + i for i in words]) for words in out]


def run_of(doc: Doc, words: list[int]) -> Run:
    """These words as a run: the most certain word speaks for all."""
    p = np.exp(doc.learned["trigger"][words])
    best = p[int(p[:, 0].argmin())]
    return Run(tuple(words), dict(zip(KINDS, (float(x) for x in best[1:]), strict=True)), float(best[0]))


def told(doc: Doc, words: tuple[int, ...], layer: str) -> dict[str, float]:
    """Probabilities of the labels of one layer for a trigger (the mean over its words)."""
    p = np.exp(doc.learned[layer][list(words)]).mean(0)
    return dict(zip(LABELS[layer], (float(x) for x in p), strict=True))


def role_scores(doc: Doc, words: tuple[int, ...], sentence: int) -> dict[str, Array]:
    """By role, the probability of every word of the sentence to play it at this trigger; arrays of n words."""
    a, b = doc.sentences[sentence]
    left = doc.learned["role_left"][list(words)].mean(0)
    right = doc.learned["role_right"][a:b]
    form = doc.learned["role_form"]
    scores = np.stack([right @ (left @ form[k]) for k in range(len(ROLES))])
    return dict(zip(ROLES, 1 / (1 + np.exp(-np.clip(scores, -50, 50))), strict=True))
