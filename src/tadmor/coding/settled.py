"""Days lent between claims of one report that tell of one happening: a headline's, by the sentence that dates it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from tadmor.coding.context import place_key
from tadmor.model import Claim

FAMILIES = tuple(
    frozenset(kinds.split())
    for kinds in (
        "bombing attack casualties execution shelling airstrike clash destruction displacement",
        "capture advance offensive withdrawal clash",
        "arrest abduction release",
        "siege aid ceasefire talks",
    )
)
"""Kinds that tell of one happening: a bombing, the attack it is called next, and its dead."""
FRESH_DAYS, HEAD, REACH = 14, 3, 40
"""Days that a happening may lie before the report to be its news; claims of its head; dated claims looked at."""


def settled(claims: Sequence[Claim], day: date | None) -> list[Claim]:
    """The claims; one without time words takes the day that was told of the same happening at the same place.

    Looked for among the claims before it and, at the head of a report, after it. In the annotated reports 78 of 107
    such claims hold on the day found before them and 10 on the report's; at the head 28 of 41 on the day found after.
    """
    if day is None:
        return list(claims)
    dated = [i for i, c in enumerate(claims) if _fresh(c, day)]
    return [_lent(claims, i, dated) if _open(c) else c for i, c in enumerate(claims)]


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


def _fresh(claim: Claim, day: date) -> bool:
    """Whether the claim tells, in words, a single day shortly before the report's, or that day."""
    when = claim.when
    if when is None or when.span is None or when.start is None or when.start != when.end:
        return False
    return 0 <= (day - when.start).days <= FRESH_DAYS


def _open(claim: Claim) -> bool:
    """Whether the claim's day is nobody's word."""
    unsaid = claim.when is None or claim.when.span is None
    return unsaid and claim.kind != "control" and claim.modality == "asserted"


def _lent(claims: Sequence[Claim], at: int, dated: Sequence[int]) -> Claim:
    cut = bisect_left(dated, at)
    before = dated[max(0, cut - REACH) : cut][::-1]
    after = dated[cut : cut + REACH] if at < HEAD else []
    claim = claims[at]
    near = [i for i in [*before, *after] if place_key(claims[i].where) == place_key(claim.where)]
    same = [i for i in near if claims[i].kind == claim.kind]
    akin = [i for i in near if any({claims[i].kind, claim.kind} <= f for f in FAMILIES)]
    for i in same or akin:
        when = claims[i].when
        assert when is not None
        return replace(claim, when=replace(when, basis="context", span=None))
    return claim
