"""How likely it is that a report tells of a proposed happening: the score of a claim.

A logistic model (Platt scaling with more to go by) weighs the network's probabilities, whether a frame, the network or
both propose it, its kind, how it is told, and whether its sentence says anything of it: a mention that tells nothing
("after the first attack") is no claim. ``training/chances.py`` fits the weights.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from tadmor.coding.days import stands, told_as
from tadmor.coding.weighing import DATA, score
from tadmor.doc import Doc
from tadmor.model import Claim, Where

WEIGHTS_FILE = DATA / "chances.tsv"
SURE = 6.0
"""Log odds beyond which the network says no more."""
Found = dict[str, float]


def chance(found: Found) -> float:
    """The probability that goes with what is found, 0 to 1."""
    return 1 / (1 + math.exp(-score(found, WEIGHTS_FILE)))


def found_of(
    doc: Doc, sentence: int, words: tuple[int, ...], claim: Claim, places: Sequence[Where | None],
    certain: float, of_kind: float, framed: bool,
) -> Found:  # fmt: skip
    """What speaks for a proposed claim: ``certain`` and ``of_kind`` are the network's probabilities that its words tell
    anything, and a happening of its kind; ``framed`` whether a frame proposes anything at them.
    """
    by = claim.why.partition(":")[0]
    proposed = "frame" if by == "frame" else "beside" if framed else "model"
    when = claim.when
    said = {
        "place": any(places), "time": when is not None and when.span is not None, "actor": bool(claim.actors),
        "target": bool(claim.targets), "count": bool(claim.counts), "speaker": bool(claim.attribution.speakers),
    }  # fmt: skip
    told = [*told_as(doc, words), *stands(doc, sentence)]
    out = {"bias": 1.0, "certain": _odds(certain), "of kind": _odds(of_kind), f"{proposed}|certain": _odds(certain)}
    out |= dict.fromkeys(
        [proposed, f"kind|{claim.kind}", claim.modality, *told, *(n for n, s in said.items() if s)], 1.0
    )
    if not any(said[name] for name in ("place", "time", "actor", "count")):
        out |= {"bare": 1.0} | dict.fromkeys((f"bare|{form}" for form in told), 1.0)
    return out


def _odds(p: float) -> float:
    return max(-SURE, min(SURE, math.log(max(p, 1e-9) / max(1 - p, 1e-9)))) / SURE
