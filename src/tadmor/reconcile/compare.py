"""Whether two claims tell of one happening: a score, and the reasons in words that users see."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp

from tadmor.reconcile.features import Apart, Feature, features
from tadmor.reconcile.kinds import rules
from tadmor.reconcile.sketch import Sketch

IMPOSSIBLE = -30.0
"""Log-odds of a pair that cannot be one happening."""
_MOST = 6  # reasons that are shown
_HEAVY = 0.3  # log-odds
_LIKE = 0.15  # likeness of words below which it is no reason


@dataclass(frozen=True, slots=True)
class Comparison:
    """How probable it is that two claims tell of one happening, and the reasons, strongest first.

    For a pair that is judged the same, reasons for it stand before those against it; else the other way round. A heavy
    one on the other side is never left out.
    """

    score: float
    because: tuple[str, ...]


def compare(a: Sketch, b: Sketch) -> Comparison:
    """The judgement on a pair, the same for (b, a); 0 and the one reason where it cannot be one happening."""
    try:
        found = features(a, b)
    except Apart as why:
        return Comparison(0.0, (str(why),))
    odds = _sum(found)
    return Comparison(probability(odds), _because(found, odds > 0))


def log_odds(a: Sketch, b: Sketch) -> float:
    """The log-odds that a pair is one happening, without the reasons; IMPOSSIBLE where it cannot be."""
    if a.kind != b.kind and (a.kind, b.kind) not in rules().relations:  # most pairs end here: no need to say why
        return IMPOSSIBLE
    try:
        return _sum(features(a, b))
    except Apart:
        return IMPOSSIBLE


def probability(odds: float) -> float:
    """Log-odds as a probability, 0 to 1."""
    return 1 / (1 + exp(-odds)) if odds > IMPOSSIBLE else 0.0


def _sum(found: list[Feature]) -> float:
    weights = rules().weights
    total = weights["bias"]
    for name, value, _ in found:
        total += weights[name] * value
    return total


def _because(found: list[Feature], same: bool) -> tuple[str, ...]:
    weights, phrases = rules().weights, rules().phrases
    sign = 1 if same else -1
    pulls = [(sign * weights[name] * value, name, detail) for name, value, detail in found if value >= _LIKE]
    ranked = sorted(pulls, key=lambda pull: (-pull[0], pull[1]))
    if len(ranked) > _MOST and ranked[-1][0] <= -_HEAVY:
        ranked[_MOST - 1 : -1] = []
    return tuple(phrases[name].format(detail) for _, name, detail in ranked[:_MOST])
