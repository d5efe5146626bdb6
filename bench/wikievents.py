"""Triggers and sides of WikiEvents: python bench/wikievents.py [--shared ../shared] [--errors N] [--json]

data/wikievents/dev.jsonl: 20 documents on bombings, each read as a report without a day. Gold are its event mentions:
345 of 35 types, marked sentence by sentence. A mention is identified where its trigger shares a character with a
claim's trigger, one to one in the order of the text; a claim with several places counts once.
``triggers`` counts all gold mentions, as others publish it; ``kinds`` leaves out those of types that no kind of
claim tells (meetings, statements, trials, crime in general, sickness, trade…): a claim at such a mention is then
neither right nor wrong. A claim tells a killing and its means as one happening, where this set marks a mention for
each, so recall has a ceiling that was not worked out.
``agent`` (attackers, killers, injurers, jailers, demonstrators, damagers) and ``victim`` (targets, victims, detainees,
what is damaged or moved) are counted over the pairs of triggers: a gold argument is right where its words share a
character with an actor or a target of the claim, and one of these is right where it meets a gold argument of its side.
An argument is marked at one mention of who is meant: where a claim gives another mention, for one because it resolves
a pronoun, no credit is given. Nothing was trained on the set.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tadmor.model import Claim, Mention
from tadmor.pipeline import Reader
from tadmor.sources import report_from_text

TOLD = (
    "Conflict.", "Life.", "Justice.ArrestJailDetain", "Justice.ReleaseParole", "Movement.Transportation.Evacuation",
    "ArtifactExistence.DamageDestroyDisableDismantle",
)  # fmt: skip
"""How the types begin that a kind of claim tells."""
SIDES = {
    "agent": frozenset({"Attacker", "Killer", "Injurer", "Jailer", "Demonstrator", "DamagerDestroyer", "Transporter"}),
    "victim": frozenset({"Target", "Victim", "Detainee", "Artifact", "PassengerArtifact"}),
}
Stretch = tuple[int, int]
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Event:
    """A gold mention: its type, where its trigger stands, and where its arguments do, by side."""

    type: str
    trigger: Stretch
    sides: dict[str, tuple[Stretch, ...]]

    @property
    def told(self) -> bool:
        """Whether a kind of claim tells its type."""
        return self.type.startswith(TOLD)


def events(document: Json) -> list[Event]:
    """The event mentions of a document, in the order of its text."""
    at = stretches(document["text"], document["tokens"])

    def stretch(row: Json) -> Stretch:
        return at[row["start"]][0], at[row["end"] - 1][1]

    spans = {row["id"]: stretch(row) for row in document["entity_mentions"]}
    out = []
    for row in document["event_mentions"]:
        arguments = [(a["role"], spans[a["entity_id"]]) for a in row["arguments"] if a["entity_id"] in spans]
        sides = {side: tuple(at for role, at in arguments if role in roles) for side, roles in SIDES.items()}
        out.append(Event(row["event_type"], stretch(row["trigger"]), sides))
    return sorted(out, key=lambda event: event.trigger)


def stretches(text: str, words: Sequence[str]) -> list[Stretch]:
    """Where words stand in their text, one after the other; the set's own offsets do not fit its texts.

    >>> stretches("Two  bombs.", ["Two", "bombs", "."])
    [(0, 3), (5, 10), (10, 11)]
    """
    out, at = [], 0
    for word in words:
        start = text.index(word, at)
        at = start + len(word)
        out.append((start, at))
    return out


def meet(one: Stretch, other: Stretch) -> bool:
    """Whether two stretches share a character."""
    return one[0] < other[1] and other[0] < one[1]


def paired(gold: Sequence[Stretch], told: Sequence[Stretch]) -> list[tuple[int, int]]:
    """The numbers of gold and told stretches that meet, one to one, in the order of gold.

    >>> paired([(0, 5), (3, 8), (20, 25)], [(4, 6), (21, 22)])
    [(0, 0), (2, 1)]
    """
    out: list[tuple[int, int]] = []
    left = list(range(len(told)))
    for i, span in enumerate(gold):
        match = next((j for j in left if meet(span, told[j])), None)
        if match is not None:
            left.remove(match)
            out.append((i, match))
    return out


def compared(gold: list[Event], claims: Sequence[Claim]) -> Counter[str]:
    """The counts of one document: right, told and gold of each measure."""
    first = {(c.trigger.start, c.trigger.end): c for c in reversed(claims)}
    triggers = sorted(first)
    pairs = paired([e.trigger for e in gold], triggers)
    counts: Counter[str] = Counter()
    counts.update({"triggers right": len(pairs), "triggers told": len(triggers), "triggers gold": len(gold)})
    own = [(i, j) for i, j in pairs if gold[i].told]
    aside = len(pairs) - len(own)
    counts.update({"kinds right": len(own), "kinds told": len(triggers) - aside})
    counts["kinds gold"] += sum(e.told for e in gold)
    for i, j in own:
        claim = first[triggers[j]]
        counts += _sides(gold[i], {"agent": claim.actors, "victim": claim.targets})
    return counts


def _sides(event: Event, told: dict[str, tuple[Mention, ...]]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for side, mentions in told.items():
        spans, wanted = [(m.span.start, m.span.end) for m in mentions], event.sides[side]
        counts[f"{side} gold"] += len(wanted)
        counts[f"{side} hit"] += sum(any(meet(g, s) for s in spans) for g in wanted)
        counts[f"{side} told"] += len(spans)
        counts[f"{side} right"] += sum(any(meet(g, s) for g in wanted) for s in spans)
    return counts


def figures(counts: Counter[str], measure: str) -> dict[str, float]:
    """Precision, recall and F1 of a measure; recall counts gold ones that are hit."""
    right, told, gold = (counts[f"{measure} {part}"] for part in ("right", "told", "gold"))
    hit = counts[f"{measure} hit"] if measure in SIDES else right
    p, r = right / told if told else 0.0, hit / gold if gold else 0.0
    return {"p": round(p, 4), "r": round(r, 4), "f1": round(2 * p * r / (p + r) if p + r else 0.0, 4)}


def missed(gold: list[Event], claims: Sequence[Claim]) -> Counter[str]:
    """The types of the mentions that no claim's trigger meets."""
    triggers = sorted({(c.trigger.start, c.trigger.end) for c in claims})
    found = {i for i, _ in paired([e.trigger for e in gold], triggers)}
    return Counter(e.type for i, e in enumerate(gold) if i not in found)


def main() -> None:
    """Prints the figures as JSON."""
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--shared", type=Path, default=Path(__file__).resolve().parents[2] / "shared")
    ap.add_argument("--errors", type=int, default=0, help="print so many of the types missed most")
    ap.add_argument("--json", action="store_true", help="the figures alone")
    a = ap.parse_args()
    reader, counts, lost = Reader(), Counter[str](), Counter[str]()
    for line in (a.shared / "data/wikievents/dev.jsonl").read_text(encoding="utf-8").splitlines():
        document = json.loads(line)
        claims = reader.read(report_from_text(document["text"])).claims
        counts += compared(events(document), claims)
        lost += missed(events(document), claims)
    for name, n in lost.most_common(0 if a.json else a.errors):
        print(f"{n:4} missed {name}")
    print(json.dumps({m: figures(counts, m) for m in ("triggers", "kinds", "agent", "victim")}))


if __name__ == "__main__":
    main()
