"""What claims say of who holds a place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from tadmor.model import Claim, Grain, Mention, Modality, Stake, Telling
from tadmor.reconcile.extent import extent_of
from tadmor.reconcile.sides import Lineage, has_sides, holder_of, is_side, side_of, voice_of, weights, word_list

HELD = ("capture", "control")
LEFT = ("withdrawal", "surrender", "displacement")
PRESSED = ("siege", "offensive", "advance", "clash")
SORTED_AS = {"displacement": "surrender"}
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
    extent = None if _is_name(claim) else extent_of(claim, telling.title)
    days = _days(telling) if extent else None
    if extent is None or days is None or (extent == "part" and claim.kind not in (*HELD, "clash")):
        return ()
    assert claim.where
    assert claim.where.place
    parties = _parties(claim, claim.where.place.country or "", days.day, lineage)
    if parties is None:
        return ()
    sort = "part" if extent == "part" and claim.kind in HELD else SORTED_AS.get(claim.kind, claim.kind)
    modality = _modality(claim)
    voice = voice_of(_speakers(telling, claim.where.place.country or "", days.day, lineage), *parties)
    place, said = claim.where.place.id, (sort, modality, parties.gainer, parties.loser, voice)
    return (Stake(place, days.day, days.until, telling.known, *said, telling.origin, claim.id, days.grain),)


def _is_name(claim: Claim) -> bool:
    """Whether a fight is only named ("the Siege of Bani"): the day told beside its name is seldom its own."""
    named = claim.trigger.text[:1].isupper() and claim.trigger.start > claim.sentence.start
    return claim.kind in PRESSED and named and not claim.trigger.text.isupper()


def _days(telling: Telling) -> _Days | None:
    """The days for which a claim is said; None where they are unknown or lie after its publication."""
    when, known, kind = telling.claim.when, telling.published, telling.claim.kind
    if when is None or (when.start or when.end) is None:
        return None
    ends = telling.claim.modality == "ended" and when.end is not None
    first = (when.end if ends else when.start) or when.end or date.min
    lasts = kind in ("control", "siege") and known is not None and (known - first).days <= weights()["least"]["lasts"]
    last = when.end or (known if lasts and known else first)
    if known and first > known + timedelta(days=1):
        return None
    return _Days(first, max(first, min(last, known) if known else last), when.grain)


def _parties(claim: Claim, country: str, day: date, lineage: Lineage) -> _Parties | None:
    """Who gains and who loses by a claim; None where nobody is told, or foes are told as one."""
    actor = _nearest(claim, claim.actors, country, day, lineage)
    target = _nearest(claim, claim.targets, country, day, lineage)
    if claim.kind in LEFT:
        return _left(claim, actor, target)
    if claim.kind == "siege" and actor is None and any(_joined(claim, mention) for mention in claim.targets):
        actor, target = target, None
    if _modality(claim) == "ended" and claim.kind == "control":
        return _Parties(target, actor) if actor else None
    if actor and target and side_of(actor) == side_of(target):
        return None
    told = actor or (target and claim.kind != "control") or claim.kind == "siege"
    return _Parties(actor, target) if told else None


def _joined(claim: Claim, mention: Mention) -> bool:
    """Whether a mention stands right before what happened ("rebel-besieged"): then it is who does it."""
    gap = claim.trigger.start - mention.span.end
    return 0 <= gap <= 1 or (mention.span.start >= claim.trigger.start and mention.span.end < claim.trigger.end)


def _left(claim: Claim, actor: str | None, target: str | None) -> _Parties | None:
    """Who leaves, and to whom: fighters who are evacuated have given the place up, soldiers' weapons have not."""
    trigger = claim.trigger.text.lower()
    if claim.kind == "displacement":
        return _Parties(None, target) if target and "evacuat" in trigger else None
    if claim.kind == "surrender" and not any(stem in trigger for stem in word_list("surrender")):
        return None
    return _Parties(target if claim.kind == "surrender" else None, actor) if actor else None


def _modality(claim: Claim) -> Modality:
    """The claim's modality; a taking that is only tried, begun or wanted ("an operation to retake") is planned."""
    if claim.modality != "asserted" or claim.kind not in (*HELD, "siege"):
        return claim.modality
    trigger = claim.trigger.text.lower()
    before = claim.sentence.text[: claim.trigger.start - claim.sentence.start].lower().split()[-6:]
    if claim.kind == "siege":
        after = claim.sentence.text[claim.trigger.end - claim.sentence.start :].lower().split()[:5]
        return "ended" if {*before, *trigger.split(), *after} & word_list("broken") else "asserted"
    if claim.kind == "control":
        fought_for = before[-1:] == ["for"] and trigger.startswith("control")
        return "planned" if fought_for else "ended" if set(before[-4:]) & word_list("former") else "asserted"
    return "planned" if _attempted(trigger, before) else "asserted"


def _attempted(trigger: str, before: Sequence[str]) -> bool:
    """Whether the words before a taking tell that it is tried or wanted: "began taking", "an operation to retake"."""
    if "to" not in before:
        return bool(set(before[-3:]) & word_list("attempt"))
    at = len(before) - list(reversed(before)).index("to")
    return at > 1 and before[at - 2] not in word_list("done") and trigger.partition(" ")[0] in word_list("bare")


def _nearest(claim: Claim, mentions: tuple[Mention, ...], country: str, day: date, lineage: Lineage) -> str | None:
    """The fighting party among mentions that stands nearest to what happened; None where it is too vague to tell."""
    named = [(distance, m) for m in mentions if (distance := _distance(claim, m)) is not None]
    for _, mention in sorted(named, key=lambda pair: pair[0]):
        holder = holder_of(mention, country, day, lineage)
        if is_side(holder):
            return holder
        if mention.kind in FIGHT:
            return holder if mention.ref or not has_sides(country) else None
    return None


def _distance(claim: Claim, mention: Mention) -> int | None:
    """Characters from what happened to who is told; None for who cannot be meant ("the capture of ISIL's bastion")."""
    trigger, span = claim.trigger, mention.span
    if claim.kind == "control" and span.text.lower() in word_list("adjectives"):
        return None
    if span.end <= trigger.start:
        return None if _names_holder(claim) else trigger.start - span.end
    if span.start < trigger.end:
        return 0
    if _names_holder(claim):
        return None
    base = claim.sentence.start
    gap = claim.sentence.text[trigger.end - base : span.start - base].split()
    if gap[:1] in (["by"], ["to"]):
        return 0
    return None if claim.kind == "capture" and mention in claim.actors else len(" ".join(gap)) + 50


def _names_holder(claim: Claim) -> bool:
    """Whether the happening's own words name who holds ("rebel-held"), so that nobody else can be meant."""
    return claim.kind == "control" and any(word in claim.trigger.text.lower() for word in word_list("joined"))


def _speakers(telling: Telling, country: str, day: date, lineage: Lineage) -> Iterable[str]:
    """Who says so: the speakers that the report names, else the agency, else the outlet."""
    if telling.claim.attribution.speakers:
        return [holder_of(m, country, day, lineage) for m in telling.claim.attribution.speakers]
    name = telling.agency or telling.outlet
    return lineage(name) if name else ()
