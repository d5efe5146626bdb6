"""Annotated reports as training sentences: words, and the triggers among them with their roles.

A claim's words are looked for in its own sentence; words that stand in another sentence give no role here (the coder
fetches them by reference). Claims that share kind and trigger (one a place) are one trigger with all their words.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tadmor.model import ROLES
from tadmor.reading.words import sentences_of, words_of


@dataclass(slots=True)
class Trigger:
    """Words of a trigger, its kind, what is told of it, and the words of each role (all 0-based).

    ``told`` has modality, and where the day, the place and the speaker come from; None where that was not annotated.
    """

    words: list[int]
    kind: str
    told: dict[str, str | None]
    roles: dict[str, set[int]] = field(default_factory=lambda: {r: set() for r in ROLES})


@dataclass(slots=True)
class Sentence:
    """One sentence of a report with its triggers; ``doc`` names the report. ``only`` limits which roles were
    annotated.
    """

    doc: str
    words: list[str]
    triggers: list[Trigger]
    only: tuple[str, ...] = ROLES
    kinds_known: bool = True


def phrases(claim: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """(role, words) of every slot of a gold claim."""
    for role, key in (("actor", "actor"), ("target", "target"), ("speaker", "speakers")):
        yield from ((role, w) for w in claim[key])
    if claim["place"]:
        yield "place", claim["place"]
    if claim["when"] and claim["when"]["words"]:
        yield "time", claim["when"]["words"]
    yield from (("count", q["words"]) for q in claim["counts"])


def origins(claim: dict[str, Any], sentence: str, published: str | None) -> dict[str, str | None]:
    """Where the claim's day, place and speakers come from: the sentence, the report's day, earlier in the report,
    nowhere.
    """
    when, dating = claim["when"] or {}, None
    if when.get("words"):
        dating = "stated"
    elif published:
        days = {when.get("start"), when.get("end")}
        dating = "none" if days == {None} else "report" if days == {published} else "earlier"
    elif not when:
        dating = "none" if claim["modality"] in ("planned", "possible", "demanded", "threatened") else None
    place, speakers = claim["place"], claim["speakers"]
    placing = "none" if place is None else "stated" if place in sentence else "earlier"
    speaking = "none" if not speakers else "stated" if any(s in sentence for s in speakers) else "earlier"
    return {"dating": dating, "placing": placing, "speaking": speaking}


def occurrences(words: str, text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Every place of these words in ``text[start:end]``, not cutting a word."""
    pattern = re.compile(r"(?<!\w)" + re.escape(words) + r"(?!\w)")
    return [m.span() for m in pattern.finditer(text, start, end)]


def sentences(doc: dict[str, Any]) -> Iterator[Sentence]:
    """The sentences of one annotated report, in order."""
    text, claims = doc["text"], doc["claims"]
    spans = [(text.index(c["sentence"]), c) for c in claims]
    for a, b in sentences_of(text):
        offsets = list(words_of(text, a, b))
        found: dict[tuple[str, tuple[int, ...]], Trigger] = {}
        for at, claim in spans:
            if at < b and at + len(claim["sentence"]) > a:
                _add(found, claim, text, (max(a, at), min(b, at + len(claim["sentence"]))), offsets, doc["published"])
        yield Sentence(doc["id"], [text[x:y] for x, y in offsets], list(found.values()))


def _add(
    found: dict[tuple[str, tuple[int, ...]], Trigger],
    claim: dict[str, Any],
    text: str,
    within: tuple[int, int],
    offsets: list[tuple[int, int]],
    published: str | None,
) -> None:
    """Add a claim to the triggers of its sentence, if its trigger stands there."""

    def covered(span: tuple[int, int]) -> list[int]:
        return [i for i, (x, y) in enumerate(offsets) if x < span[1] and y > span[0]]

    places = occurrences(claim["trigger"], text, *within)
    if not places:
        return
    taken = {w for t in found.values() for w in t.words}
    at = min(places, key=lambda s: (bool(taken & set(covered(s))), s[0]))
    same = [s for s in places if (claim["kind"], tuple(covered(s))) in found]
    at = same[0] if same and len(places) == 1 else at
    words = covered(at)
    if not words:
        return
    told = {"modality": claim["modality"]} | origins(claim, text[slice(*within)], published)
    trigger = found.setdefault((claim["kind"], tuple(words)), Trigger(words, claim["kind"], told))
    for role, phrase in phrases(claim):
        hits = occurrences(phrase, text, *within)
        if hits:
            nearest = min(hits, key=lambda s: abs(s[0] - at[0]))
            trigger.roles[role].update(covered(nearest))


def gold(path: Path) -> list[dict[str, Any]]:
    """The documents of a gold file."""
    docs: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return docs


def event_places(path: Path) -> Iterator[Sentence]:
    """Sentences of the event-location set: one verb, and where its event happened. Kinds are not known there."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        offsets = list(words_of(row["text"]))

        def covered(span: dict[str, int], offsets: list[tuple[int, int]] = offsets) -> list[int]:
            return [i for i, (x, y) in enumerate(offsets) if x < span["end"] and y > span["start"]]

        verbs = [w for s in row["spans"] if s["label"] == "VERB" for w in covered(s)]
        if not verbs or not 4 < len(offsets) < 80:
            continue
        trigger = Trigger(verbs, "", {})
        for s in row["spans"]:
            if s["label"] == "LOCATION" and s["end"] - s["start"] > 2:
                trigger.roles["place"].update(covered(s))
        yield Sentence("event_location", [row["text"][x:y] for x, y in offsets], [trigger], ("place",), False)
