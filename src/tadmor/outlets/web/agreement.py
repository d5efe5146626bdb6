"""How far two readers agree who decided the same claims, and on which claims they do not."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from tadmor.pipeline.answers import Decided
from tadmor.pipeline.correcting import FIELDS

VERDICTS = {"accept": "right", "correct": "wrong", "reject": "wrong"}
"""A correction says, as a rejection does, that the claim was not read rightly as it stood."""
_Word = dict[tuple[str, int], Decided]  # what a reader said of a claim as it stood after so many corrections


@dataclass(frozen=True, slots=True)
class FieldCount:
    """A field: on how many claims that neither rejected the two do alike (left it, or set the same), and kappa."""

    name: str
    both: int
    alike: int
    kappa: float | None


@dataclass(frozen=True, slots=True)
class Apart:
    """A claim on which two readers differ: the last word of each, and the later word that settled it, if any."""

    claim: str
    ours: Decided
    theirs: Decided
    settled: Decided | None


@dataclass(frozen=True, slots=True)
class Agreement:
    """Two readers, the claims that both decided, on how many they agree, and Cohen's kappa (None: chance is all).

    ``words`` counts what they said, as (verb of one, verb of other, claims); ``fields`` only those that either changed.
    """

    one: str
    other: str
    both: int
    agreed: int
    kappa: float | None
    words: tuple[tuple[str, str, int], ...]
    fields: tuple[FieldCount, ...]
    apart: tuple[Apart, ...]

    @property
    def unsettled(self) -> list[Apart]:
        """The claims on which nobody had the last word yet."""
        return [a for a in self.apart if a.settled is None]


def agreement(decided: Iterable[Decided]) -> list[Agreement]:
    """The agreement of each two readers with a claim in common, those with most first; by their latest words.

    Only what both said of the same reading counts: who accepts what another corrected judges another claim.
    """
    words: dict[str, _Word] = defaultdict(dict)
    last: dict[str, Decided] = {}
    corrections: Counter[str] = Counter()
    for d in decided:
        if d.verb in VERDICTS and not d.undone:
            words[d.who][d.subject, corrections[d.subject]] = last[d.subject] = d
            corrections[d.subject] += d.verb == "correct"
    pairs = (_pair(words[one], words[other], last) for one, other in combinations(sorted(words), 2))
    return sorted((pair for pair in pairs if pair), key=lambda pair: -pair.both)


def _pair(ours: _Word, theirs: _Word, last: dict[str, Decided]) -> Agreement | None:
    both = [(ours[key], theirs[key]) for key in sorted(ours.keys() & theirs.keys())]
    if not both:
        return None
    verdicts = [(VERDICTS[a.verb], VERDICTS[b.verb]) for a, b in both]
    apart = tuple(
        Apart(a.subject, a, b, word if (word := last[a.subject]).number > max(a.number, b.number) else None)
        for (a, b), (said, answered) in zip(both, verdicts, strict=True)
        if said != answered
    )
    counts = Counter((a.verb, b.verb) for a, b in both).most_common()
    return Agreement(
        both[0][0].who, both[0][1].who, len(both), len(both) - len(apart), kappa(verdicts),
        tuple((one, other, n) for (one, other), n in counts), _fields(both), apart,
    )  # fmt: skip


def _fields(both: Sequence[tuple[Decided, Decided]]) -> tuple[FieldCount, ...]:
    """The fields that either changed, in the order of the form; rejections say nothing of fields."""
    told = [(dict(a.changes), dict(b.changes)) for a, b in both if "reject" not in (a.verb, b.verb)]
    out = []
    for name in FIELDS:
        said = [(a.get(name), b.get(name)) for a, b in told]  # None: left as it is
        if any(name in a or name in b for a, b in told):
            out.append(FieldCount(name, len(said), sum(a == b for a, b in said), kappa(said)))
    return tuple(out)


def kappa(pairs: Sequence[tuple[Hashable, Hashable]]) -> float | None:
    """Cohen's kappa (Cohen 1960): agreement beyond what the readers' habits alone would give; None where that is all.

    >>> kappa([("right", "right"), ("right", "right"), ("wrong", "right"), ("wrong", "wrong")])
    0.5
    """
    if not pairs:
        return None
    n = len(pairs)
    ours, theirs = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    chance = sum(ours[value] * theirs[value] for value in ours) / n**2
    return None if chance == 1 else (sum(a == b for a, b in pairs) / n - chance) / (1 - chance)
