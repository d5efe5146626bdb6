"""Claims in MUC-4's terms: who did it, alone or as an organisation, what and who was hit, by what means."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tadmor.coding.fillers import sorts_of
from tadmor.coding.slots import governor
from tadmor.doc import Doc
from tadmor.model import Claim, Mention, Quantity, Span

INDIVIDUAL, ORGANISATION, TARGET, VICTIM, WEAPON = ROLES = (
    "perpetrator individual", "perpetrator organisation", "target", "victim", "weapon",
)  # fmt: skip
KINDS = {
    "bombing": "BOMBING", "attack": "ATTACK", "execution": "ATTACK", "abduction": "KIDNAPPING", "airstrike": "ATTACK",
    "shelling": "ATTACK", "casualties": "ATTACK", "destruction": "ATTACK", "abuse": "ATTACK", "clash": "ATTACK",
    "release": "KIDNAPPING",
}  # fmt: skip
"""Our kinds that may be an incident of MUC, and its type; what is burnt down is arson."""
ARSON = frozenset("burn burning fire arson torch set".split())
WEAPONS = re.compile(
    r"""\b((?:(?:car|truck|vehicle|bicycle|time|fire|petrol|gasoline|incendiary|letter|parcel|suicide|roadside|homemade
    |home-made|powerful|high-power|explosive|fragmentation|hand|rifle|antitank|anti-tank|land|claymore|antipersonnel
    |submachine|machine|automatic|hunting|high-caliber|large-caliber|dynamite)[ -])*
    (?:car-?bombs?|bombs?|dynamite|explosives?(?:\ (?:device|charge|material|artifact)s?)?|grenades?|rockets?|missiles?
    |mortars?(?:\ (?:round|shell)s?)?|mines?|rifles?|(?:sub)?-?machine-?guns?|guns?|pistols?|revolvers?|shotguns?
    |carbines?|bazookas?|molotov\ cocktails?|machetes?|knife|knives|daggers?|axes?|bayonets?|stones?|tnt|c-4|ak-47s?
    |m-16s?|m-60s?|artillery|cannons?|firearms?|bullets?|torches|gas\ cylinders?|weapons))\b""",
    re.IGNORECASE | re.VERBOSE,
)
BODIES = re.compile(
    r"\b(?:army|armed forces|air force|navy|national guard|police|front|movement|organi[sz]ation|party|command|cartel"
    r"|mafia|government|regime|union|death squads?|squadron|battalion|brigade|coordinator|path|alliance|council"
    r"|contras?)$",
    re.IGNORECASE,
)
PRONOUNS = frozenset("he she it they him her them his their who which that this these those i we you others".split())
EFFECTS = {"killed": "DEATH", "wounded": "INJURY"}
DEADLY = frozenset(
    "kill murder assassinate massacre execute slay die death dead assassination murderer killing".split()
)
HURTS = frozenset("wound injure hurt injury".split())


@dataclass(slots=True)
class Found:
    """A filler that a claim tells: its words, where they stand, and of a victim how many and what became of them."""

    words: str
    start: int
    claim: Claim
    ref: str | None = None
    number: int | None = None
    effect: str | None = None
    sure: str | None = None


def fillers(doc: Doc, claims: list[Claim]) -> Iterator[tuple[str, Found]]:
    """Role and filler, for every filler of every claim that may be an incident."""
    for claim in claims:
        if claim.kind in KINDS:
            yield from _perpetrators(doc, claim)
            yield from _harmed(doc, claim)
            yield from ((WEAPON, f) for f in _weapons(claim))


def kind_of(doc: Doc, claim: Claim) -> str:
    """The type of the incident that a claim tells."""
    if claim.kind == "destruction" and _lemmas(doc, claim.trigger) & ARSON:
        return "ARSON"
    return KINDS[claim.kind]


def head(doc: Doc, span: Span) -> int:
    """The word of a span that governs the others."""
    return governor(doc, tuple(doc.words_in(span)))


def is_people(doc: Doc, span: Span) -> bool:
    """Whether a mention names people, or those who fight."""
    word = head(doc, span)
    return sorts_of(doc, word)[0] in ("people", "force") or doc.entity_label(word) == "PER"


def _perpetrators(doc: Doc, claim: Claim) -> Iterator[tuple[str, Found]]:
    """Actors, and the groups named in the sentence besides."""
    named = set()
    for m in claim.actors:
        if m.span.text.lower() not in PRONOUNS and is_people(doc, m.span):
            body = BODIES.search(m.span.text) or (m.ref and " " not in m.span.text)
            named.add(m.ref)
            found = Found(m.span.text, m.span.start, claim, m.ref, sure=_sure(claim, m))
            yield ORGANISATION if body else INDIVIDUAL, found
    for m in doc.actors:
        inside = claim.sentence.start <= m.span.start < claim.sentence.end
        if inside and m.kind == "group" and m.ref and m.ref not in named:
            yield ORGANISATION, Found(m.span.text, m.span.start, claim, m.ref, sure=_sure(claim, m))


def _harmed(doc: Doc, claim: Claim) -> Iterator[tuple[str, Found]]:
    """Targets by what they are, and the site that is hit."""
    for m in claim.targets:
        found = Found(m.span.text, m.span.start, claim, m.ref)
        if is_people(doc, m.span):
            found.number, found.effect = _number(doc, claim, m), _effect(doc, claim, m)
            yield VICTIM, found
        else:
            yield TARGET, found
    if claim.where and claim.where.precision == "site":
        yield TARGET, Found(claim.where.span.text, claim.where.span.start, claim)


def _weapons(claim: Claim) -> list[Found]:
    """The weapons that the sentence names."""
    found = WEAPONS.finditer(claim.sentence.text)
    return [Found(m[1], claim.sentence.start + m.start(), claim) for m in found]


def _counted(claim: Claim, m: Mention) -> list[Quantity]:
    """The counts whose people are this mention."""
    return [q for q in claim.counts if q.who and q.who.start < m.span.end and m.span.start < q.who.end]


def _number(doc: Doc, claim: Claim, m: Mention) -> int | None:
    """How many: as counted, else one of a name or a noun in the singular."""
    if counts := _counted(claim, m):
        return counts[0].low if counts[0].low is not None else counts[0].high
    return None if doc.xtags[head(doc, m.span)] in ("NNS", "NNPS") else 1


def _effect(doc: Doc, claim: Claim, m: Mention) -> str | None:
    """What became of them."""
    for q in _counted(claim, m):
        if q.unit in EFFECTS:
            return EFFECTS[q.unit]
    said = _lemmas(doc, claim.trigger)
    if claim.kind == "execution" or said & DEADLY:
        return "DEATH"
    return "INJURY" if said & HURTS else None


def _sure(claim: Claim, m: Mention) -> str:
    """How sure the report is of a perpetrator: by whether it says so itself, else by who does."""
    speakers = claim.attribution.speakers
    if any(s.ref and s.ref == m.ref for s in speakers):
        return "CLAIMED OR ADMITTED"
    if claim.modality == "possible":
        return "POSSIBLE"
    if any(s.ref or s.kind in ("force", "state") for s in speakers):
        return "SUSPECTED OR ACCUSED"
    return "REPORTED AS FACT"


def _lemmas(doc: Doc, span: Span) -> set[str]:
    """Lemmas and words of a span in lower case."""
    return {x.lower() for w in doc.words_in(span) for x in (doc.lemmas[w], doc.words[w])}
