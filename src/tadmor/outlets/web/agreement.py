"""How far two readers agree who decided the same claims."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from tadmor.pipeline.answers import Decided

VERDICTS = {"accept": "right", "correct": "wrong", "reject": "wrong"}
"""A correction says, as a rejection does, that the claim was not read rightly as it stood."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """Two readers, the claims that both decided, on how many they agree, and Cohen's kappa (None: chance is all)."""

    one: str
    other: str
    both: int
    agreed: int
    kappa: float | None
    apart: tuple[str, ...]


def agreement(decided: Iterable[Decided]) -> list[Agreement]:
    """The agreement of each two readers with a claim in common, those with most first; by their latest word."""
    said: dict[str, dict[str, str]] = {}
    for d in decided:
        if d.verb in VERDICTS and not d.undone:
            said.setdefault(d.who, {})[d.subject] = VERDICTS[d.verb]
    pairs = (_pair(one, other, said[one], said[other]) for one, other in combinations(sorted(said), 2))
    return sorted((p for p in pairs if p.both), key=lambda p: -p.both)


def _pair(one: str, other: str, ours: dict[str, str], theirs: dict[str, str]) -> Agreement:
    both = sorted(ours.keys() & theirs.keys())
    apart = tuple(claim for claim in both if ours[claim] != theirs[claim])
    agreed = len(both) - len(apart)
    return Agreement(one, other, len(both), agreed, _kappa([(ours[c], theirs[c]) for c in both]), apart)


def _kappa(pairs: list[tuple[str, str]]) -> float | None:
    """Cohen's kappa (Cohen 1960): agreement beyond what the readers' habits alone would give."""
    if not pairs:
        return None
    n = len(pairs)
    seen = sum(a == b for a, b in pairs) / n
    chance = sum((sum(a == v for a, _ in pairs) / n) * (sum(b == v for _, b in pairs) / n) for v in ("right", "wrong"))
    return None if chance == 1 else (seen - chance) / (1 - chance)
