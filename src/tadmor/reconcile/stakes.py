"""What claims say of who holds a place."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from tadmor.model import Claim, Grain, Mention, Place, Stake, Telling
from tadmor.reconcile.extent import extent_of
from tadmor.reconcile.sides import Lineage, has_sides, holder_of, is_side, side_of, voice_of, weights

HELD = ("capture", "control")
LEFT = ("withdrawal", "surrender")
PRESSED = ("siege", "offensive", "advance", "clash")
SORTS = frozenset((*HELD, *LEFT, *PRESSED))
FIGHT = ("force", "group", "state")
AREAS = frozenset({"adm1", "adm2", "region", "country"})


class _Parties(NamedTuple):
    gainer: str | None
    loser: str | None


class _Days(NamedTuple):
    day: date
    until: date
    grain: Grain


def stakes_of(telling: Telling, lineage: Lineage) -> tuple[Stake, ...]:
    """What a telling says of who holds its place: one stake, or none.

    ``holder`` is who holds, takes or presses, ``loser`` who loses, leaves or is pressed. ``sort`` is the claim's kind,
    or "part" where only a part of the place is held or taken.
    """
    claim = telling.claim
    if claim.kind not in SORTS or claim.score < weights()["least"]["score"]:
        return ()
    extent = extent_of(claim)
    days = _days(telling) if extent else None
    if extent is None or days is None or (extent == "part" and claim.kind not in (*HELD, "clash")):
        return ()
    assert claim.where
    assert claim.where.place
    parties = _parties(claim, claim.where.place.country or "", days.day, lineage)
    if parties is None:
        return ()
    sort = "part" if extent == "part" and claim.kind in HELD else claim.kind
    voice = voice_of(_speakers(telling, claim.where.place.country or "", days.day, lineage), *parties)
    place, said = claim.where.place.id, (parties.gainer, parties.loser, voice)
    return (
        Stake(
            place,
            days.day,
            days.until,
            telling.known,
            sort,
            claim.modality,
            *said,
            telling.origin,
            claim.id,
            days.grain,
        ),
    )


def within(place: Place, area: Place) -> bool:
    """Whether a place lies in an area, by country and province; a town holds nothing but itself."""
    if place.id == area.id:
        return True
    if area.feature not in AREAS or place.country != area.country:
        return False
    return area.feature == "country" or (area.admin1 is not None and place.admin1 == area.admin1)


def _days(telling: Telling) -> _Days | None:
    """The days for which a claim is said; None where they are unknown or lie after its publication."""
    when, known = telling.claim.when, telling.published
    first = when and (when.start or when.end)
    if when is None or first is None:
        return None
    last = when.end or (known or first if telling.claim.kind in ("control", "siege") else first)
    if telling.claim.modality == "ended" and when.end:
        first = when.end
    if known and first > known + timedelta(days=1):
        return None
    last = min(last, known) if known and last > known else last
    return _Days(first, max(first, last), when.grain)


def _parties(claim: Claim, country: str, day: date, lineage: Lineage) -> _Parties | None:
    """Who gains and who loses by a claim; None where nobody is told, or foes are told as one."""
    actor = _nearest(claim, claim.actors, country, day, lineage)
    target = _nearest(claim, claim.targets, country, day, lineage)
    if claim.kind in LEFT:
        gainer, loser = (target, actor) if claim.kind == "surrender" else (None, actor)
        return _Parties(gainer, loser) if loser else None
    if claim.modality == "ended" and claim.kind == "control":
        return _Parties(target, actor) if actor else None
    if actor and target and side_of(actor) == side_of(target):
        return None
    told = actor or (target and claim.kind != "control") or claim.kind == "siege"
    return _Parties(actor, target) if told else None


def _nearest(claim: Claim, mentions: tuple[Mention, ...], country: str, day: date, lineage: Lineage) -> str | None:
    """The fighting party among mentions that stands nearest to what happened, before it rather than after."""
    named = [(m, holder_of(m, country, day, lineage)) for m in mentions]
    vague = has_sides(country)
    named = [(m, key) for m, key in named if is_side(key) or (m.kind in FIGHT and (m.ref or not vague))]
    if not named:
        return None
    return min(named, key=lambda pair: _distance(claim, pair[0]))[1]


def _distance(claim: Claim, mention: Mention) -> int:
    """Characters from what happened to who is told; "by X" after it is as near as can be, any other X after it far."""
    trigger, span = claim.trigger, mention.span
    if span.end <= trigger.start:
        return trigger.start - span.end
    if span.start < trigger.end:
        return 0
    base = claim.sentence.start
    gap = claim.sentence.text[trigger.end - base : span.start - base].split()
    return 0 if gap[:1] in (["by"], ["to"]) else len(" ".join(gap)) + 50


def _speakers(telling: Telling, country: str, day: date, lineage: Lineage) -> Iterable[str]:
    """Who says so: the speakers that the report names, else the agency, else the outlet."""
    if telling.claim.attribution.speakers:
        return [holder_of(m, country, day, lineage) for m in telling.claim.attribution.speakers]
    name = telling.agency or telling.outlet
    return lineage(name) if name else ()
