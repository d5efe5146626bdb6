"""Two tellings of one happening in one sentence."""

from __future__ import annotations

from collections.abc import Sequence

from tadmor.coding.context import place_key
from tadmor.model import Claim


def once(claims: Sequence[Claim]) -> list[Claim]:
    """The claims; two of one kind in a sentence that agree in place, days and counts are one ("suicide bombing using a
    car bomb"), the likelier.
    """
    kept: dict[object, Claim] = {}
    for c in claims:
        counts = tuple((q.span, q.unit) for q in c.counts)
        key = (c.kind, c.sentence, place_key(c.where), c.when, counts) if counts else c.id
        if key not in kept or c.score > kept[key].score:
            kept[key] = c
    best = {c.id for c in kept.values()}
    return [c for c in claims if c.id in best]
